//! What an expression gives, and what in it fails for certain.
//!
//! Upwards over the tree, one type a node. Undefined is no error in JSONata: most operators and functions give it back
//! (<https://docs.jsonata.org/processing>), so an operand that may be undefined, or that nothing is known of, justifies no
//! report. Types of variables come from outside.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::ast::{Ast, ExprId, NodeKind, Operator};
use super::functions::{Function, Gives};
use super::scope::{self, BinderKind, Resolution, Scope};
use super::signature::Letters;
use crate::expr::types::{Kinds, Literal, Type};

/// The code of a regular expression that no dialect compiles. The reference implementation has none for it.
pub const BAD_REGEX: &str = "regex";

/// The algorithms of `$hash`. See
/// <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>.
pub const HASH_ALGORITHMS: [&str; 5] = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];

/// Longer paths are typed by their fields only.
const LONGEST_PATH: usize = 16;

/// The types of an expression's nodes, and what cannot be evaluated.
#[derive(Debug, Default)]
pub struct Inference {
    /// By id.
    pub types: Vec<Type>,
    /// In the order of the text's constructs, inner before outer.
    pub faults: Vec<TypeFault>,
}

impl Inference {
    /// What a node gives.
    pub fn of(&self, id: ExprId) -> Type {
        self.types.get(id.index()).cloned().unwrap_or_default()
    }
}

/// Something that fails whenever it is evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeFault {
    /// The code with which the evaluation fails, such as `T2001`; or [`BAD_REGEX`].
    pub code: &'static str,
    pub range: Range<u32>,
    /// One sentence, lower case, without a full stop.
    pub message: String,
}

/// Infers all types. `environment` gives the type of a variable from outside (`"total"`), of `$states` (`"states"`) and of
/// paths on it (`"states.context.State.Name"`); [`Type::Any`] where nothing is known.
pub fn infer(ast: &Ast, text: &str, environment: &dyn Fn(&str) -> Type) -> Inference {
    infer_in(ast, text, &scope::analyze(ast, &|_| false), environment)
}

/// [`infer`] for an expression whose names have been resolved already.
pub fn infer_in(ast: &Ast, text: &str, scope: &Scope, environment: &dyn Fn(&str) -> Type) -> Inference {
    let mut pass = Pass {
        ast,
        text,
        scope,
        environment,
        constants: constants(ast, scope),
        states_paths: FxHashMap::default(),
        applied: FxHashMap::default(),
        result: Inference { types: Vec::with_capacity(ast.nodes.len()), faults: Vec::new() },
    };
    for id in ast.ids() {
        if let NodeKind::Apply { input, function } = ast.kind(id)
            && matches!(ast.kind(*function), NodeKind::Call { .. })
        {
            pass.applied.insert(*function, *input);
        }
    }
    for id in ast.ids() {
        let own = pass.type_of(id);
        pass.result.types.push(own);
    }
    pass.result
}

/// Local variables with one assignment only, which is a statement of a block: by the assignment, its value.
fn constants(ast: &Ast, scope: &Scope) -> FxHashMap<ExprId, ExprId> {
    let mut count: FxHashMap<&str, u32> = FxHashMap::default();
    for binder in &scope.binders {
        *count.entry(&binder.name).or_default() += 1;
    }
    let mut statements = vec![false; ast.nodes.len()];
    for id in ast.ids() {
        if let NodeKind::Block(items) = ast.kind(id) {
            for item in items {
                if let Some(slot) = statements.get_mut(item.index()) {
                    *slot = true;
                }
            }
        }
    }
    let mut constants = FxHashMap::default();
    for binder in &scope.binders {
        let is_statement = statements.get(binder.node.index()).copied().unwrap_or_default();
        if binder.kind == BinderKind::Assignment
            && is_statement
            && count.get(&*binder.name) == Some(&1)
            && let NodeKind::Bind { value, .. } = ast.kind(binder.node)
        {
            constants.insert(binder.node, *value);
        }
    }
    constants
}

struct Pass<'a> {
    ast: &'a Ast,
    text: &'a str,
    scope: &'a Scope,
    environment: &'a dyn Fn(&str) -> Type,
    constants: FxHashMap<ExprId, ExprId>,
    /// The path that a node is, if it is one on `$states`, and its length.
    states_paths: FxHashMap<ExprId, (String, usize)>,
    /// The first argument that `~>` gives to a call.
    applied: FxHashMap<ExprId, ExprId>,
    result: Inference,
}

/// It has values, and none of these kinds.
fn surely_not(own: &Type, kinds: Kinds) -> bool {
    !own.kinds().is_empty() && !own.may_be(kinds)
}

/// The kinds of a type, for a message: without the undefined that comes with nearly everything.
fn name_of(own: &Type) -> String {
    own.kinds().without(Kinds::UNDEFINED).to_string()
}

/// What an operator gives that gives undefined for undefined.
fn unless_undefined(result: Type, operands: &[&Type]) -> Type {
    if operands.iter().any(|operand| operand.may_be(Kinds::UNDEFINED)) { result.join(Type::Undefined) } else { result }
}

impl Pass<'_> {
    fn of(&self, id: ExprId) -> Type {
        self.result.of(id)
    }

    fn say(&mut self, code: &'static str, range: Range<u32>, message: String) {
        self.result.faults.push(TypeFault { code, range, message });
    }

    fn written(&self, id: ExprId) -> &str {
        let range = self.ast.range(id);
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    fn type_of(&mut self, id: ExprId) -> Type {
        let ast = self.ast;
        match ast.kind(id) {
            NodeKind::String(value) => Type::string(value),
            NodeKind::Number(value) => Type::number(*value),
            NodeKind::Boolean(value) => Type::boolean(*value),
            NodeKind::Null => Type::Null,
            NodeKind::Regex(pattern) => self.regex(id, pattern),
            NodeKind::Variable(name) => self.variable(id, name),
            NodeKind::Negate(inner) => self.negate(id, *inner),
            NodeKind::Binary { operator, left, right } => self.binary(id, *operator, *left, *right),
            NodeKind::Path { left, right } => self.path(id, *left, *right),
            NodeKind::KeepArray(inner) => match self.of(*inner) {
                own @ (Type::Array(_) | Type::Undefined) => own,
                _ => Type::Any,
            },
            NodeKind::Group { members, .. } => {
                self.object(members);
                Type::any_object()
            }
            NodeKind::Bind { value, .. } => self.of(*value),
            NodeKind::Apply { input, function } => self.apply(id, *input, *function),
            NodeKind::Call { callee, arguments } => self.call(id, *callee, arguments),
            NodeKind::Lambda { .. } | NodeKind::Transform { .. } => Type::Function,
            NodeKind::Condition { then, otherwise, .. } => {
                let otherwise = otherwise.map_or(Type::Undefined, |otherwise| self.of(otherwise));
                self.of(*then).join(otherwise)
            }
            NodeKind::Block(items) => items.last().map_or(Type::Undefined, |last| self.of(*last)),
            NodeKind::Array(items) => self.array(items),
            NodeKind::Object(members) => self.object(members),
            NodeKind::Missing
            | NodeKind::Broken(_)
            | NodeKind::Name(_)
            | NodeKind::Wildcard
            | NodeKind::Descendants
            | NodeKind::Parent
            | NodeKind::Placeholder
            | NodeKind::Filter { .. }
            | NodeKind::Sort { .. }
            | NodeKind::Focus { .. }
            | NodeKind::Position { .. } => Type::Any,
        }
    }

    fn variable(&mut self, id: ExprId, name: &str) -> Type {
        match self.scope.resolutions.get(id.index()).copied().unwrap_or_default() {
            Resolution::Local(binder) => match self.constants.get(&binder) {
                Some(value) if binder < id => self.of(*value),
                _ => Type::Any,
            },
            Resolution::Builtin(_) => Type::Function,
            Resolution::States => {
                self.states_paths.insert(id, (name.to_owned(), 0));
                (self.environment)(name)
            }
            Resolution::Free => (self.environment)(name),
            Resolution::NoVariable | Resolution::Context | Resolution::Binding => Type::Any,
        }
    }

    fn negate(&mut self, id: ExprId, inner: ExprId) -> Type {
        let own = self.of(inner);
        if surely_not(&own, Kinds::NUMBER | Kinds::UNDEFINED) {
            let message = format!("`-` negates a number, but this is {}", name_of(&own));
            self.say("D1002", self.ast.range(id), message);
        }
        match own {
            Type::Literal(Literal::Number(value)) => Type::number(-value),
            _ => unless_undefined(Type::Number, &[&own]),
        }
    }

    fn binary(&mut self, id: ExprId, operator: Operator, left: ExprId, right: ExprId) -> Type {
        let (first, second) = (self.of(left), self.of(right));
        match operator {
            Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Remainder => {
                self.number_operand("T2001", "left", operator, left, &first);
                self.number_operand("T2002", "right", operator, right, &second);
                unless_undefined(Type::Number, &[&first, &second])
            }
            Operator::Concatenate => Type::String,
            Operator::Equal | Operator::NotEqual | Operator::And | Operator::Or | Operator::In => Type::Boolean,
            Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
                self.comparison(id, operator, (left, &first), (right, &second));
                unless_undefined(Type::Boolean, &[&first, &second])
            }
            Operator::Range => {
                self.range_end("T2003", "start", left, &first);
                self.range_end("T2004", "end", right, &second);
                // A range that runs backwards is undefined.
                Type::array(Type::Number).join(Type::Undefined)
            }
            Operator::Coalesce | Operator::Default => first.without(Kinds::UNDEFINED).join(second),
        }
    }

    fn number_operand(&mut self, code: &'static str, side: &str, operator: Operator, at: ExprId, own: &Type) {
        if !surely_not(own, Kinds::NUMBER | Kinds::UNDEFINED) {
            return;
        }
        let hint = match operator {
            Operator::Add if own.is(Kinds::STRING) => ", strings are joined by `&`",
            _ => "",
        };
        let message =
            format!("the {side} side of `{}` has to be a number, but is {}{hint}", operator.symbol(), name_of(own));
        self.say(code, self.ast.range(at), message);
    }

    fn comparison(&mut self, id: ExprId, operator: Operator, left: (ExprId, &Type), right: (ExprId, &Type)) {
        let comparable = Kinds::NUMBER | Kinds::STRING | Kinds::UNDEFINED;
        let symbol = operator.symbol();
        for (at, own) in [left, right] {
            if surely_not(own, comparable) {
                let message = format!("`{symbol}` compares numbers or strings, but this is {}", name_of(own));
                self.say("T2010", self.ast.range(at), message);
                return;
            }
        }
        let (first, second) = (left.1, right.1);
        let differ = (first.is(Kinds::NUMBER) && second.is(Kinds::STRING))
            || (first.is(Kinds::STRING) && second.is(Kinds::NUMBER));
        if differ {
            let message = format!("`{symbol}` cannot compare {} with {}", name_of(first), name_of(second));
            self.say("T2009", self.ast.range(id), message);
        }
    }

    fn range_end(&mut self, code: &'static str, side: &str, at: ExprId, own: &Type) {
        let fraction = matches!(own, Type::Literal(Literal::Number(value)) if value.fract() != 0.0);
        if !fraction && !surely_not(own, Kinds::NUMBER | Kinds::UNDEFINED) {
            return;
        }
        let found = if fraction { "a fraction".to_owned() } else { name_of(own) };
        self.say(code, self.ast.range(at), format!("the {side} of a range has to be a whole number, but is {found}"));
    }

    fn path(&mut self, id: ExprId, left: ExprId, right: ExprId) -> Type {
        let (NodeKind::Name(name) | NodeKind::String(name)) = self.ast.kind(right) else { return Type::Any };
        if let Some((path, length)) = self.states_paths.get(&left)
            && *length < LONGEST_PATH
        {
            let longer = (format!("{path}.{name}"), *length + 1);
            let known = (self.environment)(&longer.0);
            self.states_paths.insert(id, longer);
            if known != Type::Any {
                return known;
            }
        }
        let own = self.of(left);
        // A string at the start of a path is a quoted name. Functions have fields of their own making.
        if matches!(self.ast.kind(left), NodeKind::String(_)) || own.may_be(Kinds::FUNCTION | Kinds::ARRAY) {
            return Type::Any;
        }
        own.field(name)
    }

    fn array(&self, items: &[ExprId]) -> Type {
        let mut all = Type::Never;
        for item in items {
            let own = self.of(*item);
            let is_nested = matches!(self.ast.kind(self.ast.unmarked(*item)), NodeKind::Array(_));
            for member in own.members() {
                all = match member {
                    Type::Undefined => all,
                    // Arrays that are computed lose their brackets, those that are written keep them.
                    Type::Array(array) if !is_nested => all.join(array.items.clone()),
                    member => all.join(member.clone()),
                };
            }
        }
        Type::array(all)
    }

    fn object(&mut self, members: &[(ExprId, ExprId)]) -> Type {
        let ast = self.ast;
        let mut fields: Vec<(Arc<str>, Type)> = Vec::with_capacity(members.len());
        let mut seen: FxHashMap<&str, ExprId> = FxHashMap::default();
        let mut open = false;
        for (key, value) in members {
            if let NodeKind::String(name) = ast.kind(*key) {
                if seen.insert(name, *key).is_some() {
                    let message = format!("the key `{name}` is given twice in this object");
                    self.say("D1009", ast.range(*key), message);
                }
                fields.push(((**name).into(), self.of(*value)));
                continue;
            }
            open = true;
            let own = self.of(*key);
            if surely_not(&own, Kinds::STRING | Kinds::UNDEFINED) {
                let message = format!("a key has to be a string, but `{}` is {}", self.written(*key), name_of(&own));
                self.say("T1003", ast.range(*key), message);
            }
        }
        Type::object(fields, open)
    }

    fn apply(&mut self, id: ExprId, input: ExprId, function: ExprId) -> Type {
        let own = self.of(function);
        // `~>` gives its left side to a call as first argument, which has been seen to there.
        if matches!(self.ast.kind(function), NodeKind::Call { .. }) {
            return if own.may_be(Kinds::FUNCTION) { Type::Any } else { own };
        }
        if surely_not(&own, Kinds::FUNCTION) && !own.may_be(Kinds::UNDEFINED) {
            let message = format!("the right side of `~>` has to be a function, but is {}", name_of(&own));
            self.say("T2006", self.ast.range(function), message);
        }
        let first = self.of(input);
        if first.may_be(Kinds::FUNCTION) {
            // Two functions make one that calls both.
            return if first.is(Kinds::FUNCTION) { Type::Function } else { Type::Any };
        }
        match self.scope.resolutions.get(self.ast.unmarked(function).index()) {
            Some(Resolution::Builtin(builtin)) => {
                let range = self.ast.range(id);
                self.builtin(builtin, range, &[input])
            }
            _ => Type::Any,
        }
    }

    fn call(&mut self, id: ExprId, callee: ExprId, arguments: &[ExprId]) -> Type {
        let is_partial = arguments.iter().any(|argument| matches!(self.ast.kind(*argument), NodeKind::Placeholder));
        let own = self.of(callee);
        if surely_not(&own, Kinds::FUNCTION | Kinds::UNDEFINED) {
            let code = if is_partial { "T1008" } else { "T1006" };
            self.say(
                code,
                self.ast.range(callee),
                format!("only functions can be called, but this is {}", name_of(&own)),
            );
        }
        if is_partial {
            return Type::Function;
        }
        let Some(Resolution::Builtin(function)) = self.scope.resolutions.get(callee.index()).copied() else {
            return Type::Any;
        };
        let all: Vec<ExprId> = self.applied.get(&id).into_iter().chain(arguments).copied().collect();
        // The whole call, unless one argument is to blame.
        self.builtin(function, self.ast.range(callee), &all)
    }

    /// Checks the arguments of a built-in function and says what it gives.
    fn builtin(&mut self, function: &'static Function, range: Range<u32>, arguments: &[ExprId]) -> Type {
        let types: Vec<Type> = arguments.iter().map(|argument| self.of(*argument)).collect();
        let letters: Vec<Letters> = types.iter().map(letters_of).collect();
        let signature = function.pattern();
        if let Some(index) = signature.mismatch(&letters) {
            self.mismatch(function, range, arguments, &types, index);
        } else {
            self.items(function, arguments, &types);
            self.constant_arguments(function, arguments, &types);
        }
        gives(function, &types)
    }

    fn mismatch(&mut self, function: &Function, range: Range<u32>, arguments: &[ExprId], types: &[Type], index: usize) {
        let signature = function.pattern();
        let (least, most) = signature.arity(true);
        let usage = function.usage();
        let (Some(argument), Some(own)) = (arguments.get(index), types.get(index)) else {
            self.say("T0410", range, format!("`${}` needs more arguments: `{usage}`", function.name));
            return;
        };
        let range = self.ast.range(*argument);
        if arguments.len() < least {
            self.say("T0410", range, format!("`${}` needs more arguments: `{usage}`", function.name));
        } else if most.is_some_and(|most| most < arguments.len()) {
            self.say("T0410", range, format!("`${}` takes no such argument: `{usage}`", function.name));
        } else {
            let wanted = signature.parameters.get(index).map(|it| it.accepts.without(Letters::MISSING).describe());
            let message = match wanted {
                Some(wanted) if !own.is(Kinds::UNDEFINED) => {
                    format!(
                        "argument {} of `${}` has to be {wanted}, but is {}",
                        index + 1,
                        function.name,
                        name_of(own)
                    )
                }
                _ => format!("argument {} of `${}` does not fit: `{usage}`", index + 1, function.name),
            };
            self.say("T0410", range, message);
        }
    }

    /// `$sum` and its like want arrays of one kind.
    fn items(&mut self, function: &Function, arguments: &[ExprId], types: &[Type]) {
        let Some(parameter) = function.pattern().parameters.first() else { return };
        let (Some(argument), Some(own)) = (arguments.first(), types.first()) else { return };
        if function.name == "partition" {
            if surely_not(own, Kinds::ARRAY | Kinds::UNDEFINED) {
                let message = format!("argument 1 of `$partition` has to be an array, but is {}", name_of(own));
                self.say("T0412", self.ast.range(*argument), message);
            }
            return;
        }
        let Some(items) = parameter.items else { return };
        let (kind, plural) = match items {
            Letters::NUMBER => (Kinds::NUMBER, "numbers"),
            Letters::STRING => (Kinds::STRING, "strings"),
            Letters::OBJECT => (Kinds::OBJECT, "objects"),
            _ => return,
        };
        let fault =
            |found: &Type| format!("`${}` needs an array of {plural}, but this is {}", function.name, name_of(found));
        if surely_not(own, kind | Kinds::ARRAY | Kinds::UNDEFINED) {
            self.say("T0412", self.ast.range(*argument), fault(own));
            return;
        }
        let NodeKind::Array(members) = self.ast.kind(self.ast.unmarked(*argument)) else { return };
        for member in members {
            let own = self.of(*member);
            let is_nested = matches!(self.ast.kind(self.ast.unmarked(*member)), NodeKind::Array(_));
            let accepted = if is_nested { kind } else { kind | Kinds::ARRAY | Kinds::UNDEFINED };
            if surely_not(&own, accepted) {
                self.say("T0412", self.ast.range(*member), fault(&own));
                return;
            }
        }
    }

    /// Values that a function refuses whatever the others are.
    fn constant_arguments(&mut self, function: &Function, arguments: &[ExprId], types: &[Type]) {
        let at = |index: usize| arguments.get(index).map(|id| self.ast.range(*id)).unwrap_or_default();
        let text = |index: usize| match types.get(index) {
            Some(Type::Literal(Literal::String(value))) => Some(&**value),
            _ => None,
        };
        let number = |index: usize| match types.get(index) {
            Some(Type::Literal(Literal::Number(value))) => Some(*value),
            _ => None,
        };
        let fault = match function.name {
            "number" => text(0).filter(|value| !is_number(value)).map(|value| {
                (
                    "D3030",
                    at(0),
                    format!("`{}` is not the text of a number", value.chars().take(40).collect::<String>()),
                )
            }),
            "sqrt" => number(0)
                .filter(|value| *value < 0.0)
                .map(|_| ("D3060", at(0), "`$sqrt` takes no negative number".to_owned())),
            "replace" if types.get(2).is_some_and(|it| it.is(Kinds::STRING | Kinds::FUNCTION)) => {
                if text(1) == Some("") {
                    Some(("D3010", at(1), "`$replace` cannot look for an empty string".to_owned()))
                } else {
                    let limit = number(3).filter(|limit| *limit < 0.0);
                    limit.map(|_| ("D3011", at(3), "the limit of `$replace` cannot be negative".to_owned()))
                }
            }
            "hash" => text(1).filter(|name| !HASH_ALGORITHMS.contains(name)).map(|name| {
                let known = HASH_ALGORITHMS.join(", ");
                let name: String = name.chars().take(40).collect();
                ("D3137", at(1), format!("`{name}` is no algorithm of `$hash`, which knows {known}"))
            }),
            "formatBase" => number(1)
                .filter(|radix| !(1.5..=36.5).contains(radix))
                .map(|_| ("D3100", at(1), "the base of `$formatBase` has to be from 2 to 36".to_owned())),
            _ => None,
        };
        if let Some((code, range, message)) = fault {
            self.say(code, range, message);
        }
    }

    fn regex(&mut self, id: ExprId, pattern: &str) -> Type {
        if let Some(message) = unbalanced(pattern) {
            self.say(BAD_REGEX, self.ast.range(id), message.to_owned());
        }
        Type::Function
    }
}

/// The letters that values of a type have for a signature.
fn letters_of(own: &Type) -> Letters {
    let kinds = own.kinds();
    if kinds.is_empty() {
        return Letters::ALL;
    }
    let pairs = [
        (Kinds::UNDEFINED, Letters::MISSING),
        (Kinds::NULL, Letters::NULL),
        (Kinds::BOOLEAN, Letters::BOOLEAN),
        (Kinds::NUMBER, Letters::NUMBER),
        (Kinds::STRING, Letters::STRING),
        (Kinds::ARRAY, Letters::ARRAY),
        (Kinds::OBJECT, Letters::OBJECT),
        (Kinds::FUNCTION, Letters::FUNCTION),
    ];
    let own = pairs.iter().filter(|(kind, _)| kinds.contains(*kind));
    own.fold(Letters::NONE, |letters, (_, letter)| letters | *letter)
}

/// The result of a built-in function. With an argument that may be undefined, or a context in its place, it may be
/// undefined too.
fn gives(function: &Function, arguments: &[Type]) -> Type {
    let result = match function.gives {
        Gives::Any => return Type::Any,
        Gives::Nothing => return Type::Never,
        Gives::Undefined => return Type::Undefined,
        Gives::Argument => match arguments.first() {
            Some(own) if own.is(Kinds::OBJECT | Kinds::ARRAY) => own.clone(),
            _ => return Type::Any,
        },
        Gives::String => Type::String,
        Gives::Number => Type::Number,
        Gives::Boolean => Type::Boolean,
        Gives::Array => Type::array(Type::Any),
        Gives::Strings => Type::array(Type::String),
        Gives::Numbers => Type::array(Type::Number),
        Gives::Object => Type::any_object(),
    };
    match function.name {
        "exists" | "count" | "now" | "millis" | "uuid" | "random" => return result,
        // Undefined for an empty array.
        "max" | "min" | "average" => return result.join(Type::Undefined),
        _ => {}
    }
    let signature = function.pattern();
    let (least, _) = signature.arity(false);
    // Arguments that do not stand where the signature has them leave the first place to the context.
    let in_place = arguments.iter().zip(&signature.parameters).all(|(own, it)| it.accepts.contains(letters_of(own)));
    if in_place && least <= arguments.len() && arguments.iter().all(|own| !own.may_be(Kinds::UNDEFINED)) {
        return result;
    }
    result.join(Type::Undefined)
}

/// What `$number` takes: JSON's notation, leading zeros allowed, or one of the prefixed ones.
fn is_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    let unsigned = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let digits = |bytes: &[u8]| bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(unsigned);
    let mut rest = unsigned.get(whole..).unwrap_or_default();
    if 0 < whole {
        if let Some(fraction) = rest.strip_prefix(b".")
            && 0 < digits(fraction)
        {
            rest = fraction.get(digits(fraction)..).unwrap_or_default();
        }
        if let Some(exponent) = rest.strip_prefix(b"e").or(rest.strip_prefix(b"E")) {
            let exponent = exponent.strip_prefix(b"-").or(exponent.strip_prefix(b"+")).unwrap_or(exponent);
            if 0 < digits(exponent) {
                rest = exponent.get(digits(exponent)..).unwrap_or_default();
            }
        }
        if rest.is_empty() {
            return text.parse::<f64>().is_ok_and(f64::is_finite);
        }
    }
    // Hexadecimal, octal and binary: whether the rest is right is left to the evaluation.
    let lower = text.to_ascii_lowercase();
    ["0x", "0o", "0b"].iter().any(|prefix| lower.contains(prefix))
}

/// What all dialects of regular expressions agree on: groups and classes are closed.
fn unbalanced(pattern: &str) -> Option<&'static str> {
    let mut groups = 0_u32;
    let mut in_class = false;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '[' if !in_class => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => groups += 1,
            ')' if !in_class => match groups.checked_sub(1) {
                Some(rest) => groups = rest,
                None => return Some("this regular expression closes a group that it does not open"),
            },
            _ => {}
        }
    }
    if in_class {
        return Some("this regular expression has a class without its `]`");
    }
    (0 < groups).then_some("this regular expression has a group without its `)`")
}
