//! What is wrong with the text of a path or of a call, and which rule says so.
//!
//! A text has one fault: the first that AWS refuses, else the first that is merely doubtful. Every rule about the syntax
//! of a path or a call asks here, and all other rules are silent where there is a fault.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::{Applicability, Edit};
use crate::edit;
use crate::expr::intrinsic::{self, Call, Intrinsic, Kind};
use crate::expr::jsonpath::{self, FaultKind, Path};
use crate::expression::{self, Content, Expression};
use crate::model::State;
use crate::rule::Context;
use crate::schema::ValueKind;
use crate::syntax::Tree;

/// The fault of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule that reports it.
    pub rule: &'static str,
    /// Where it is, in bytes of the text.
    pub range: Range<u32>,
    /// What it is, after the name of the field.
    pub message: String,
    pub help: Option<Cow<'static, str>>,
    /// What to write there instead.
    pub replacement: Option<(String, Applicability)>,
}

/// The fault of an expression, if it is a path or a call and has one.
pub fn of(expression: &Expression<'_>) -> Option<Fault> {
    match &expression.content {
        Content::Path(path) => of_path(expression, path),
        Content::Intrinsic(intrinsic) => of_call(intrinsic),
        Content::Jsonata(_) | Content::Literal | Content::NotText => None,
    }
}

/// Reports the faults that belong to the running rule.
pub fn report(ctx: &mut Context<'_>, state: &State, expressions: &[Expression<'_>]) {
    // Ten rules ask, and nearly no expression has a fault.
    for expression in expressions.iter().filter(|expression| expression.is_faulty()) {
        if let Some(fault) = of(expression).filter(|fault| fault.rule == ctx.rule) {
            report_one(ctx, state, expression, fault);
        }
    }
}

/// Reports what AWS accepts and what fails when the call runs, as far as it belongs to the running rule. A call that is
/// nested too deep is judged all the same.
pub fn report_run_time(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, intrinsic: &Intrinsic) {
    if intrinsic.faults.iter().any(|fault| fault.kind != Kind::Nesting) {
        return;
    }
    for finding in intrinsic::check(intrinsic) {
        let rule = finding.kind.rule();
        if rule != ctx.rule {
            continue;
        }
        // A misspelt name of an algorithm can mean nothing else.
        let safe = finding.kind == Kind::ArgumentValue;
        let applicability = if safe { Applicability::Safe } else { Applicability::Unsafe };
        let replacement = finding.replacement.map(|text| (text, applicability));
        let help = match finding.kind {
            Kind::Arity => signature_around(intrinsic, &finding.range).map(Cow::Owned),
            _ => None,
        };
        let fault = Fault { rule, range: finding.range, message: finding.message, help, replacement };
        report_one(ctx, state, expression, fault);
    }
}

/// What the innermost call around a place is to look like.
fn signature_around(intrinsic: &Intrinsic, place: &Range<u32>) -> Option<String> {
    let is_around = |call: &&Call| call.parentheses.start <= place.start && place.end <= call.parentheses.end;
    let call = intrinsic.calls.iter().filter(is_around).min_by_key(|call| call.parentheses.len())?;
    Some(format!("write `{}`", call.function?.signature().label))
}

fn report_one(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, fault: Fault) {
    let tree = ctx.tree;
    let edits = fault.replacement.as_ref().and_then(|(text, _)| expression.edit(tree, &fault.range, text));
    let message = format!("{}: {}", expression.subject(tree, state), fault.message);
    let whole = 0..crate::text::offset(expression.text.len());
    // An empty text, and a text that is wrong as a whole, are marked with their quotes.
    let span = if fault.range == whole || fault.range.is_empty() && fault.range.end == whole.end {
        tree.span(expression.node)
    } else {
        expression.span(tree, &fault.range)
    };
    let diagnostic = ctx.report(expression.node, message).span(span);
    if let Some(help) = fault.help {
        diagnostic.help(help);
    }
    if let Some((text, applicability)) = fault.replacement {
        diagnostic.fix(format!("write `{text}`"), applicability, edits);
    }
    if fault.rule == "dollar-suffix-not-path"
        && let Some((plain, edits)) = without_suffix(tree, expression)
    {
        diagnostic.fix(format!("call it `{plain}`"), Applicability::Unsafe, Some(edits));
    }
}

/// The name of the key without `.$` and the edits that give it, where no other key has it.
fn without_suffix<'a>(tree: &'a Tree, expression: &Expression<'_>) -> Option<(&'a str, Vec<Edit>)> {
    let key = expression.own_key(tree)?;
    let plain = tree.text(key).strip_suffix(".$").filter(|plain| !plain.is_empty())?;
    let free = tree.get(expression.object, plain).is_none();
    // An expression of another language is not meant as text.
    let text = !expression.text.is_empty() && !expression.text.starts_with("{%");
    let edits = if free && text { edit::rename_key(tree, key, plain)? } else { return None };
    Some((plain, edits))
}

fn of_path(expression: &Expression<'_>, path: &Path) -> Option<Fault> {
    let fault = path.faults.iter().find(|fault| fault.certain).or_else(|| path.faults.first())?;
    if fault.kind == FaultKind::MissingRoot {
        return Some(rootless(expression, fault));
    }
    let rule = if fault.certain { "path-syntax" } else { "path-doubtful" };
    Some(Fault { rule, range: fault.range.clone(), message: fault.message.clone(), help: None, replacement: None })
}

/// A text where a path should be that does not begin with `$`.
fn rootless(expression: &Expression<'_>, fault: &jsonpath::Fault) -> Fault {
    let text = expression.text.trim();
    let whole = 0..crate::text::offset(expression.text.len());
    let takes_calls = expression.key.is_some() || expression.field.value == ValueKind::PathOrIntrinsic;
    if !takes_calls && expression::is_call(text) {
        let message = "an intrinsic function cannot be called here, only a path can stand here".to_owned();
        let help = "compute the value in `Parameters` or `Assign` of a state before, and name it here";
        return Fault {
            rule: "intrinsic-not-allowed-here",
            range: whole,
            message,
            help: Some(Cow::Borrowed(help)),
            replacement: None,
        };
    }
    if expression.key.is_some() || expression.field.name.ends_with(".$") {
        let (message, help) = if text.starts_with("{%") {
            (
                "a JSONata expression is not evaluated in a JSONPath state",
                "set `QueryLanguage` of the state to `JSONata`",
            )
        } else if text.is_empty() {
            ("the text is empty, where a path or a call of an intrinsic function is meant", "the whole input is `$`")
        } else {
            (
                "the value is neither a path nor a call of an intrinsic function",
                "a path begins with `$`; a text stands under a key without `.$`",
            )
        };
        let (message, help) = (message.to_owned(), Some(Cow::Borrowed(help)));
        return Fault { rule: "dollar-suffix-not-path", range: whole, message, help, replacement: None };
    }
    let plain = |name: &str| {
        name.starts_with(|first: char| first.is_alphabetic() || first == '_')
            && name.chars().all(|character| character.is_alphanumeric() || character == '_')
    };
    let replacement = text.split('.').all(plain).then(|| (format!("$.{text}"), Applicability::Unsafe));
    Fault { rule: "path-syntax", range: fault.range.clone(), message: fault.message.clone(), help: None, replacement }
}

fn of_call(intrinsic: &Intrinsic) -> Option<Fault> {
    let fault = intrinsic.faults.iter().find(|fault| fault.certain).or_else(|| intrinsic.faults.first())?;
    let rule = match fault.kind {
        Kind::Path(_) if !fault.certain => "path-doubtful",
        Kind::Syntax if !fault.certain => "intrinsic-doubtful",
        kind => kind.rule(),
    };
    let replacement = fault.replacement.clone().map(|text| {
        let same = fault.kind == Kind::DoubleQuote || is_in_other_case(intrinsic, &fault.range, &text);
        (text, if same { Applicability::Safe } else { Applicability::Unsafe })
    });
    Some(Fault { rule, range: fault.range.clone(), message: fault.message.clone(), help: None, replacement })
}

/// Whether a function's name is only written in other letters than `name`.
fn is_in_other_case(intrinsic: &Intrinsic, range: &Range<u32>, name: &str) -> bool {
    let written = intrinsic.calls.iter().find(|call| call.name.range == *range);
    written.is_some_and(|call| call.name.text.eq_ignore_ascii_case(name))
}
