//! See [`TEMPLATE_IN_STRING`].

use std::ops::Range;

use crate::diagnostic::Applicability;
use crate::edit;
use crate::expr::jsonpath::looks_like_path;
use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::look_alike;
use crate::text::offset;

declare_rule! {
    /// A path stands inside a longer text, where it is not evaluated.
    ///
    /// A payload has no interpolation: "Hello $.name" is sent letter for letter. A text is put together by `States.Format`, under a
    /// key ending in `.$`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"greeting": "Hello {$.name}"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"greeting.$": "States.Format('Hello {}', $.name)"}, "End": true}
    /// ```
    ///
    /// Fix: writes a call of `States.Format` and adds `.$` to the key.
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub TEMPLATE_IN_STRING = "template-in-string" (Path, Warning, JsonPath, fix: Sometimes), Check::Literal(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>) {
    if !look_alike::is_payload_literal(ctx.tree, expression) || !expression.text.contains("$.") {
        return;
    }
    if look_alike::of(expression.text, ctx.variables).is_some() {
        return;
    }
    let tree = ctx.tree;
    let found = embedded(expression.text);
    let Some(first) = found.first() else { return };
    if look_alike::is_for_another(tree, state, expression) || is_pattern(expression.text, expression.name(tree)) {
        return;
    }
    let path = expression.text.get(first.path.clone()).unwrap_or_default();
    let message = format!("{} sends `{path}` as text", expression.subject(tree, state));
    let edits = expression.own_key(tree).filter(|_| expression.key.is_some()).and_then(|key| {
        let suffixed = format!("{}.$", tree.text(key));
        let mut edits =
            tree.get(expression.object, &suffixed).is_none().then(|| edit::rename_key(tree, key, &suffixed))??;
        edits.extend(edit::replace_string(tree, expression.node, &formatted(expression.text, &found)?)?);
        Some(edits)
    });
    ctx.report(expression.node, message)
        .span(expression.span(tree, &(offset(first.path.start)..offset(first.path.end))))
        .help("put the text together by `States.Format` under a key ending in `.$`")
        .fix("call `States.Format`", Applicability::Unsafe, edits);
}

/// A path within a text.
struct Embedded {
    path: Range<usize>,
    /// With the braces around it, if it has some.
    whole: Range<usize>,
}

/// The paths within a text of one line. Code that has such words of its own (jQuery, the JSON functions of SQL) calls them
/// or puts them in quotes.
fn embedded(text: &str) -> Vec<Embedded> {
    let mut found: Vec<Embedded> = Vec::new();
    if text.contains('\n') {
        return found;
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(dollar) = text.get(at..).and_then(|rest| rest.find("$.")).map(|place| at + place) {
        let start =
            if dollar.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'$') { dollar - 1 } else { dollar };
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'[' | b']');
        let length = bytes.iter().skip(dollar + 2).take_while(|&&byte| is_part(byte)).count();
        let mut end = dollar + 2 + length;
        while end.checked_sub(1).and_then(|last| bytes.get(last)) == Some(&b'.') {
            end -= 1;
        }
        at = (dollar + 2).max(end);
        let before = start.checked_sub(1).and_then(|before| bytes.get(before)).copied();
        let opens =
            before.is_none_or(|byte| matches!(byte, b' ' | b'{' | b'(' | b':' | b'/' | b'=' | b'-' | b',' | b'#'));
        let after = bytes.get(end).copied();
        let closes = after.is_none_or(|byte| {
            matches!(byte, b' ' | b'}' | b')' | b':' | b'/' | b'-' | b',' | b'.' | b'!' | b'?' | b';' | b'%')
        });
        if !opens || !closes || !text.get(start..end).is_some_and(looks_like_path) {
            continue;
        }
        let whole = if before == Some(b'{') && after == Some(b'}') { start - 1..end + 1 } else { start..end };
        found.push(Embedded { path: start..end, whole });
    }
    found
}

/// Whether the text is a pattern for somebody else, as of a log filter: `{ $.errorCode = "*" }`.
fn is_pattern(text: &str, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    text.starts_with("{ ") && text.contains(['=', '<', '>'])
        || ["pattern", "filter", "script", "command"].iter().any(|word| name.contains(word))
}

/// The call that makes the text, where nothing in it needs an escape.
fn formatted(text: &str, found: &[Embedded]) -> Option<String> {
    let mut template = String::new();
    let mut arguments = String::new();
    let mut at = 0;
    for one in found {
        template.push_str(text.get(at..one.whole.start)?);
        template.push('\u{1}');
        arguments.push_str(", ");
        arguments.push_str(text.get(one.path.clone())?);
        at = one.whole.end;
    }
    template.push_str(text.get(at..)?);
    if template.contains(['{', '}', '\'', '\\']) {
        return None;
    }
    Some(format!("States.Format('{}'{arguments})", template.replace('\u{1}', "{}")))
}
