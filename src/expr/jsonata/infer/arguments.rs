//! Calls of built-in functions: whether the arguments can be right, and what comes back.
//!
//! An argument that may be undefined fits everywhere, and a function may take what is left out from the context, so
//! only what fits no reading of a signature is reported. Sources: as of [`super::super::functions`].

use std::ops::Range;

use super::super::ast::{ExprId, NodeKind};
use super::super::functions::{Function, Gives};
use super::super::signature::Parameter;
use super::{Pass, name_of, surely_not};
use crate::expr::types::{Kinds, Literal, Type};

/// The algorithms of `$hash`. See
/// <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>.
pub const HASH_ALGORITHMS: [&str; 5] = ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"];

impl Pass<'_> {
    /// Checks the arguments of a built-in function and says what it gives.
    pub(super) fn builtin(&mut self, function: &'static Function, range: Range<u32>, arguments: &[ExprId]) -> Type {
        let types: Vec<Type> = arguments.iter().map(|argument| self.of(*argument)).collect();
        let kinds: Vec<Kinds> = types.iter().map(kinds_of).collect();
        let signature = function.pattern();
        if let Some(index) = signature.mismatch(&kinds) {
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
            let wanted = signature.parameters.get(index).map(Parameter::describe);
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
        let Some(kind) = parameter.items else { return };
        let plural = match kind {
            Kinds::NUMBER => "numbers",
            Kinds::STRING => "strings",
            Kinds::OBJECT => "objects",
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
}

/// What an argument of a type may be for a signature: anything, where it has no value at all.
fn kinds_of(own: &Type) -> Kinds {
    let kinds = own.kinds();
    if kinds.is_empty() { Kinds::ALL } else { kinds }
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
    let in_place = arguments.iter().zip(&signature.parameters).all(|(own, it)| it.accepts.contains(kinds_of(own)));
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
