//! What an expression gives, and what in it fails for certain.
//!
//! Upwards over the tree, one type a node. Undefined is no error in JSONata: most operators and functions give it back
//! (<https://docs.jsonata.org/processing>), so an operand that may be undefined, or that nothing is known of, justifies no
//! report. Types of variables come from outside.

mod arguments;

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::ast::{Ast, ExprId, NodeKind, Operator};
use super::scope::{self, BinderKind, Resolution, Scope};
use crate::expr::types::{Kinds, Literal, Type};

/// The code of a regular expression that no dialect compiles. The reference implementation has none for it.
pub const BAD_REGEX: &str = "regex";

pub use arguments::HASH_ALGORITHMS;

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
/// paths on it (`"states.context.State.Name"`); [`Type::Any`] where nothing is known. Where a variable may have the name of
/// a built-in function, use [`infer_in`] with a scope that knows the variables.
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
    // Most expressions assign nothing.
    if scope.binders.is_empty() {
        return FxHashMap::default();
    }
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
            let longer = ([path, ".", name].concat(), *length + 1);
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

    fn regex(&mut self, id: ExprId, pattern: &str) -> Type {
        if let Some(message) = unbalanced(pattern) {
            self.say(BAD_REGEX, self.ast.range(id), message.to_owned());
        }
        Type::Function
    }
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
