//! What AWS accepts in a call and what then fails when the call runs.
//!
//! AWS looks at no argument when a state machine is created, so all of this is found late otherwise. Only literals and
//! the results of nested calls are judged. Recorded exceptions are in the table of functions and below: fractions are
//! good wherever whole numbers are meant, `States.UUID` runs with any arguments.
//!
//! See <https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html>.

use std::ops::Range;

use super::ast::{Argument, ArgumentKind, Call, Finding, Intrinsic, Kind, StringLiteral};
use super::functions::{ALGORITHMS, Function, Type};
use super::json::begins_with_json;
use crate::expr::jsonpath::shown;

/// How many characters `States.Hash` and the Base64 functions take.
pub const MAX_CHARACTERS: usize = 10_000;

/// How many items `States.ArrayRange` gives.
pub const MAX_ITEMS: u32 = 1000;

/// What fails when the calls run, in the order of the calls. Calls that could not be read are not judged.
pub fn check(intrinsic: &Intrinsic) -> Vec<Finding> {
    let mut findings = Vec::new();
    for call in &intrinsic.calls {
        if let Some(function) = call.function.filter(|function| call.complete && !function.ignores_arguments) {
            check_call(intrinsic, call, function, &mut findings);
        }
    }
    findings
}

fn check_call(intrinsic: &Intrinsic, call: &Call, function: &Function, findings: &mut Vec<Finding>) {
    if let Some(finding) = arity(call, function) {
        findings.push(finding);
        return;
    }
    let before = findings.len();
    findings.extend(call.arguments.iter().enumerate().filter_map(|(at, argument)| {
        let parameter = function.parameter(at).filter(|parameter| !parameter.lenient)?;
        let actual = type_of(intrinsic, argument);
        (!actual.fits(parameter.kind)).then(|| {
            let (wanted, actual) = (parameter.kind.describe(), actual.describe());
            let message = match parameter.kind {
                Type::Scalar => format!("`{}` puts {wanted} into its template, and not {actual}", function.name),
                _ => format!("`{}` takes {wanted} as its `{}`, and not {actual}", function.name, parameter.name),
            };
            Finding { kind: Kind::ArgumentType, range: argument.range.clone(), message, replacement: None }
        })
    }));
    if before == findings.len() {
        findings.extend(values(call, function));
    }
}

fn arity(call: &Call, function: &Function) -> Option<Finding> {
    let (least, most) = function.arity();
    let count = call.arguments.len();
    let (wanted, range) = if count < least {
        let wanted = if most == Some(least) { counted(least) } else { format!("at least {}", counted(least)) };
        (wanted, call.parentheses.clone())
    } else {
        let most = most.filter(|most| *most < count)?;
        let wanted = if least == most { counted(most) } else { format!("at most {}", counted(most)) };
        let extra = call.arguments.get(most)?;
        (wanted, extra.range.start..call.arguments.last()?.range.end)
    };
    let message = format!("`{}` takes {wanted}, and gets {count}", function.name);
    Some(Finding { kind: Kind::Arity, range, message, replacement: None })
}

fn counted(count: usize) -> String {
    if count == 1 { "1 argument".to_owned() } else { format!("{count} arguments") }
}

/// What is known of the type of an argument.
fn type_of(intrinsic: &Intrinsic, argument: &Argument) -> Type {
    match &argument.kind {
        ArgumentKind::String(_) => Type::String,
        ArgumentKind::Number(_) => Type::Number,
        ArgumentKind::Boolean(_) => Type::Boolean,
        ArgumentKind::Null => Type::Null,
        ArgumentKind::Path(_) | ArgumentKind::Unknown => Type::Any,
        ArgumentKind::Call(id) => {
            intrinsic.call(*id).and_then(|call| call.function).map_or(Type::Any, |function| function.returns)
        }
    }
}

/// What is wrong with the values of literals, once their number and types are right.
fn values(call: &Call, function: &Function) -> Option<Finding> {
    let argument = |at: usize| call.arguments.get(at);
    let whole = |at: usize| argument(at).and_then(integer);
    match function.short_name() {
        "Format" => format_template(argument(0)?, call.arguments.len() - 1),
        "StringToJson" => {
            let first = argument(0)?;
            let literal = string(first)?;
            let message = "the text is no JSON";
            (!begins_with_json(&literal.value)).then(|| finding(Kind::ArgumentValue, &first.range, message))
        }
        "ArrayPartition" => {
            let message = "an array cannot be cut into pieces of less than one item";
            (whole(1)? <= 0).then(|| at(Kind::ArgumentValue, argument(1), message))?
        }
        "ArrayGetItem" => {
            let message = "an index counts from 0 and cannot be negative";
            (whole(1)? < 0).then(|| at(Kind::ArgumentValue, argument(1), message))?
        }
        "ArrayRange" => array_range(call, whole),
        "Base64Encode" | "Base64Decode" => length(argument(0)?, function),
        "Hash" => length(argument(0)?, function).or_else(|| algorithm(argument(1)?)),
        "JsonMerge" => {
            let third = argument(2)?;
            (third.kind == ArgumentKind::Boolean(true)).then(|| Finding {
                kind: Kind::JsonMergeDeep,
                range: third.range.clone(),
                message: "only a shallow merge is supported; the third argument has to be `false`".to_owned(),
                replacement: Some("false".to_owned()),
            })
        }
        "MathRandom" => {
            let range = argument(0)?.range.start..argument(1)?.range.end;
            let message = "the start has to be less than the end, which is never picked";
            (whole(1)? <= whole(0)?).then(|| finding(Kind::ArgumentValue, &range, message))
        }
        "MathAdd" => addition(call),
        _ => None,
    }
}

fn format_template(template: &Argument, values: usize) -> Option<Finding> {
    let literal = string(template)?;
    if let Some(brace) = &literal.stray_brace {
        let message = "a brace that is no placeholder `{}` is written as `\\{` or `\\}`";
        return Some(finding(Kind::FormatPlaceholders, brace, message));
    }
    let placeholders = literal.placeholders;
    (placeholders != values).then(|| {
        let placeholders =
            if placeholders == 1 { "1 placeholder".to_owned() } else { format!("{placeholders} placeholders") };
        let values = if values == 1 { "1 value".to_owned() } else { format!("{values} values") };
        let message = format!("the template has {placeholders} `{{}}`, and {values} to put there");
        finding(Kind::FormatPlaceholders, &template.range, &message)
    })
}

fn array_range(call: &Call, whole: impl Fn(usize) -> Option<i64>) -> Option<Finding> {
    let step = whole(2);
    if step == Some(0) {
        return at(Kind::ArrayRangeLimit, call.arguments.get(2), "the step cannot be 0");
    }
    let (first, last, step) = (whole(0)?, whole(1)?, step?);
    // Numbers of 32 bits do not overflow here, and only those are whole.
    let items = (last - first) / step + 1;
    let range = call.arguments.first()?.range.start..call.arguments.last()?.range.end;
    let message = format!("`States.ArrayRange` gives at most {MAX_ITEMS} items, and these would be {items}");
    (i64::from(MAX_ITEMS) < items).then(|| finding(Kind::ArrayRangeLimit, &range, &message))
}

/// Numbers and sums beyond 32 bits fail. `1e309`, which is infinite here, is known to run.
fn addition(call: &Call) -> Option<Finding> {
    let range = f64::from(i32::MIN)..=f64::from(i32::MAX);
    let mut sum = 0.0;
    let mut known = true;
    for argument in &call.arguments {
        match argument.kind {
            ArgumentKind::Number(number) if number.is_finite() => {
                if !range.contains(&number.round()) {
                    let message = "`States.MathAdd` adds numbers of 32 bits, from -2147483648 to 2147483647";
                    return Some(finding(Kind::ArgumentValue, &argument.range, message));
                }
                sum += number.round();
            }
            _ => known = false,
        }
    }
    let whole = call.arguments.first()?.range.start..call.arguments.last()?.range.end;
    let message = "the sum is beyond 32 bits, from -2147483648 to 2147483647";
    (known && !range.contains(&sum)).then(|| finding(Kind::ArgumentValue, &whole, message))
}

fn length(argument: &Argument, function: &Function) -> Option<Finding> {
    let literal = string(argument)?;
    // Characters are never more than bytes, so most texts need no counting.
    let long = MAX_CHARACTERS < literal.value.len() && MAX_CHARACTERS < literal.value.chars().count();
    let message = format!("`{}` takes at most 10,000 characters", function.name);
    long.then(|| finding(Kind::ArgumentLimit, &argument.range, &message))
}

fn algorithm(argument: &Argument) -> Option<Finding> {
    let literal = string(argument)?;
    if ALGORITHMS.contains(&&*literal.value) {
        return None;
    }
    let letters = |name: &str| -> String {
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
    };
    let written = letters(&literal.value);
    let meant = ALGORITHMS.iter().find(|name| letters(name) == written);
    let message = match meant {
        Some(meant) => format!("there is no hash algorithm `{}`; did you mean `{meant}`?", shown(&literal.value)),
        None => format!("there is no hash algorithm `{}`, only {}", shown(&literal.value), ALGORITHMS.join(", ")),
    };
    let replacement = meant.map(|meant| format!("'{meant}'"));
    Some(Finding { kind: Kind::ArgumentValue, range: argument.range.clone(), message, replacement })
}

fn string(argument: &Argument) -> Option<&StringLiteral> {
    match &argument.kind {
        ArgumentKind::String(literal) => Some(literal),
        _ => None,
    }
}

/// A literal number without its fraction, which AWS cuts off; nothing where it has more than 32 bits.
fn integer(argument: &Argument) -> Option<i64> {
    let ArgumentKind::Number(number) = argument.kind else { return None };
    let whole = number.trunc();
    if !(f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&whole) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and within 32 bits")]
    Some(whole as i64)
}

fn finding(kind: Kind, range: &Range<u32>, message: &str) -> Finding {
    Finding { kind, range: range.clone(), message: message.to_owned(), replacement: None }
}

fn at(kind: Kind, argument: Option<&Argument>, message: &str) -> Option<Finding> {
    argument.map(|argument| finding(kind, &argument.range, message))
}
