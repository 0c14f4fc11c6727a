//! The text of templates of Terraform (heredocs, quoted strings, whole files), and where each part of it stands. What
//! Terraform computes is a hole in it; nothing here knows what the text is.

use std::ops::Range;

use hcl_edit::Span as _;
use hcl_edit::expr::Expression;
use hcl_edit::template::{Element, StringTemplate, Template};

use super::directive::Place;
use crate::syntax::{self, Language, Style, scalar};
use crate::text::{Encoder, RunKind, SpanMap, offset};

/// What stands for a value that Terraform computes, inside text: a placeholder without a name.
pub(super) const HOLE: &str = "${?}";

/// Whether an expression is a text.
pub(super) fn is_text(expression: &Expression) -> bool {
    matches!(expression, Expression::HeredocTemplate(_) | Expression::StringTemplate(_) | Expression::String(_))
}

/// A text that Terraform puts together.
#[derive(Debug)]
pub(in crate::host) struct Text {
    pub(in crate::host) value: String,
    pub(in crate::host) map: SpanMap,
    /// Whether directives write parts of it. Where such a text is at fault, nobody knows what wrote the fault.
    pub(in crate::host) has_directives: bool,
}

/// The text in some language that an expression is, if it is one.
pub(super) fn of(text: &str, expression: &Expression, language: Language) -> Option<Text> {
    match expression {
        Expression::HeredocTemplate(heredoc) => template(text, &heredoc.template, language),
        Expression::StringTemplate(quoted) => template_string(text, quoted, language),
        Expression::String(quoted) => {
            let span = quoted.span()?;
            let (value, map) = scalar::decode(Style::Json, text.get(span.clone())?, offset(span.start));
            Some(Text { value, map, has_directives: false })
        }
        _ => None,
    }
}

/// The text of a template and where it stands. `None` where directives write a part of it that is nothing whole, or of
/// which that cannot be told.
///
/// The indentation that `<<-` would remove stays: blanks mean nothing to JSON, and to YAML only their difference does.
pub(super) fn template(text: &str, template: &Template, language: Language) -> Option<Text> {
    assembled(text, template, SpanMap::new(Some(Encoder::Hcl)), push_literal, language)
}

fn template_string(text: &str, quoted: &StringTemplate, language: Language) -> Option<Text> {
    assembled(text, quoted, SpanMap::new(Some(Encoder::Json)).with_encoder(Encoder::Hcl), push_escaped, language)
}

/// The text of some elements. Their literals are decoded by `push`.
fn assembled<'a>(
    text: &str,
    elements: impl IntoIterator<Item = &'a Element>,
    mut map: SpanMap,
    push: fn(&str, u32, &mut String, &mut SpanMap),
    language: Language,
) -> Option<Text> {
    let is_yaml = language == Language::Yaml;
    let mut value = String::new();
    let mut place = Place::default();
    let mut has_directives = false;
    let mut elements = elements.into_iter().peekable();
    while let Some(element) = elements.next() {
        let span = element.span()?;
        let written = text.get(span.clone())?;
        let length = value.len();
        let hole = match element {
            Element::Literal(_) => {
                push(written, offset(span.start), &mut value, &mut map);
                None
            }
            // Lines, not brackets, tell of YAML what is whole.
            Element::Interpolation(_) if is_yaml => Some(placeholder(written).to_owned()),
            Element::Directive(_) if is_yaml => return None,
            Element::Interpolation(_) => {
                let behind = elements.peek().and_then(|next| text.get(next.span()?));
                Some(place.interpolated(placeholder(written), behind.unwrap_or("")))
            }
            Element::Directive(directive) => {
                has_directives = true;
                Some(place.stand_in(directive)?)
            }
        };
        if let Some(hole) = hole {
            value.push_str(&hole);
            map.push(offset(hole.len()), offset(span.start)..offset(span.end), RunKind::Hole);
        }
        place.pass(value.get(length..).unwrap_or(""));
    }
    Some(Text { value, map, has_directives })
}

/// What stands for an interpolation: itself, unless quotes or braces in it would end the text around it.
pub(super) fn placeholder(interpolation: &str) -> &str {
    let is_plain = syntax::next_placeholder(interpolation, 0) == Some(0..interpolation.len());
    if is_plain { interpolation } else { HOLE }
}

/// Text of a heredoc: as it stands, but for `$${` and `%%{`.
fn push_literal(raw: &str, start: u32, decoded: &mut String, map: &mut SpanMap) {
    let mut at = 0;
    while let Some(found) = next_escape(raw, at) {
        push_verbatim(raw, at..found, start, decoded, map);
        decoded.push_str(raw.get(found + 1..found + 3).unwrap_or(""));
        map.push(2, start + offset(found)..start + offset(found + 3), RunKind::Escape);
        at = found + 3;
    }
    push_verbatim(raw, at..raw.len(), start, decoded, map);
}

fn next_escape(raw: &str, from: usize) -> Option<usize> {
    let rest = raw.get(from..)?;
    let found = ["$${", "%%{"].iter().filter_map(|escape| rest.find(escape)).min()?;
    Some(from + found)
}

fn push_verbatim(raw: &str, range: Range<usize>, start: u32, decoded: &mut String, map: &mut SpanMap) {
    let piece = raw.get(range.clone()).unwrap_or("");
    decoded.push_str(piece);
    map.push(offset(piece.len()), start + offset(range.start)..start + offset(range.end), RunKind::Verbatim);
}

/// Text of a quoted string, without its quotes: escapes as JSON has them.
fn push_escaped(raw: &str, start: u32, decoded: &mut String, map: &mut SpanMap) {
    let quoted = format!("\"{raw}\"");
    let (piece, inner) = scalar::decode(Style::Json, &quoted, 0);
    decoded.push_str(&piece);
    for run in inner.runs() {
        let place = |at: u32| start + at.saturating_sub(1);
        map.push(run.decoded.end - run.decoded.start, place(run.source.start)..place(run.source.end), run.kind);
    }
}
