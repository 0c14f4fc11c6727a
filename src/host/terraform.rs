//! Terraform files: the definitions of `aws_sfn_state_machine` resources.
//!
//! A definition is an object inside `jsonencode(…)`, which becomes a tree as it stands, or the text of a heredoc or of a
//! string. Whatever Terraform computes is a hole. A file that is not HCL holds no definition: Terraform says so itself.
//!
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sfn_state_machine>

use std::ops::Range;
use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::{Array, Expression, Object, ObjectKey};
use hcl_edit::structure::{Block, Body};
use hcl_edit::template::{Element, StringTemplate, Template};

use super::deployment::{Deployment, Place, Substitution};
use super::{Base, Contents, Facts, Found, Names, Referenced, Replacer, Value, embedded, hcl_comments};
use crate::asl::WorkflowType;
use crate::syntax::builder::Builder;
use crate::syntax::{self, Language, NodeId, Style, Tree, scalar};
use crate::text::{Encoder, RunKind, Span, SpanMap, offset};

const RESOURCE: &str = "aws_sfn_state_machine";

/// What stands for a value that Terraform computes, inside text: a placeholder without a name.
const HOLE: &str = "${?}";

/// The definitions of a file.
pub(super) fn contents(text: &Arc<str>) -> Contents {
    let mut contents = Contents::default();
    if !text.contains(RESOURCE) {
        return contents;
    }
    let Ok(body) = hcl_edit::parser::parse_body(text) else { return contents };
    for block in state_machines(&body) {
        if let Some(found) = definition(text, block) {
            contents.definitions.push(found);
        } else if let Some(found) = reference(block) {
            let place = Place::Elsewhere(contents.references.len());
            let (name, substitutions) = (found.name.clone(), substitutions(block));
            contents.deployments.push(Deployment { name, span: found.span, substitutions, place, properties: None });
            contents.references.push(found);
        }
    }
    contents
}

/// A whole file that `templatefile` fills in, and where its text stands. `None` where it is no template, or directives make its
/// text depend on values.
pub(super) fn template_file(text: &str) -> Option<(String, SpanMap)> {
    template(text, &hcl_edit::parser::parse_template(text).ok()?)
}

fn state_machines(body: &Body) -> impl Iterator<Item = &Block> {
    let is_machine = |block: &&Block| block.labels.first().is_some_and(|label| label.as_str() == RESOURCE);
    body.get_blocks("resource").filter(is_machine)
}

fn definition(text: &Arc<str>, block: &Block) -> Option<Found> {
    let name = block.labels.get(1).map_or("", |label| label.as_str()).to_owned();
    let facts = Facts { workflow_type: workflow_type(&block.body), ..Facts::default() };
    match unwrapped(&block.body.get_attribute("definition")?.value) {
        Expression::FuncCall(call) if call.name.name.as_str() == "jsonencode" => {
            let object = call.args.get(0).map(unwrapped).filter(|value| value.is_object())?;
            let (tree, faults) = lower(Arc::clone(text), object);
            Some(Found { name, root: tree.root(), tree: Arc::new(tree), facts, faults })
        }
        Expression::HeredocTemplate(heredoc) => {
            let (inner, map) = template(text, &heredoc.template)?;
            Some(embedded::definition(name, facts, &inner, map))
        }
        Expression::StringTemplate(quoted) => {
            let (inner, map) = template_string(text, quoted)?;
            Some(embedded::definition(name, facts, &inner, map))
        }
        Expression::String(quoted) => {
            let span = quoted.span()?;
            let (inner, map) = scalar::decode(Style::Json, text.get(span.clone())?, offset(span.start));
            Some(embedded::definition(name, facts, &inner, map))
        }
        _ => None,
    }
}

/// `file(path)`, or `templatefile(path, variables)` whose placeholders are the variables.
fn reference(block: &Block) -> Option<Referenced> {
    let name = block.labels.get(1).map_or("", |label| label.as_str()).to_owned();
    let Expression::FuncCall(call) = unwrapped(&block.body.get_attribute("definition")?.value) else { return None };
    let (replacer, substitutions) = match call.name.name.as_str() {
        "file" => (Replacer::Nothing, Some(Names::default())),
        "templatefile" => (Replacer::Template, variables(call.args.get(1)?)),
        _ => return None,
    };
    let path = call.args.get(0).map(unwrapped)?;
    let (path, base, span) = match path {
        Expression::String(text) => (text.as_str().to_owned(), Base::Elsewhere, text.span()?),
        Expression::StringTemplate(template) => (in_module(template)?, Base::Host, path.span()?),
        _ => return None,
    };
    let facts = Facts { workflow_type: workflow_type(&block.body), replacer, substitutions, ..Facts::default() };
    let span = Span::new(offset(span.start) + 1, offset(span.end).saturating_sub(1));
    Some(Referenced { name, path, base, span, facts })
}

/// The path behind `${path.module}/`, the directory of the file itself.
fn in_module(template: &StringTemplate) -> Option<String> {
    let mut elements = template.iter();
    let (Some(Element::Interpolation(base)), Some(Element::Literal(rest)), None) =
        (elements.next(), elements.next(), elements.next())
    else {
        return None;
    };
    let is_module = base.expr.to_string().trim() == "path.module";
    rest.strip_prefix('/').filter(|_| is_module).map(str::to_owned)
}

/// The names of an object's members; `None` where some are computed.
fn variables(expression: &Expression) -> Option<Names> {
    let Expression::Object(object) = unwrapped(expression) else { return None };
    let names = object.iter().map(|(key, _)| Some((name_of(key)?.0, Value::Other)));
    names.collect::<Option<_>>().map(Arc::new)
}

/// The text of a key and where it stands, unless it is computed.
fn name_of(key: &ObjectKey) -> Option<(String, Range<usize>)> {
    match key {
        ObjectKey::Ident(name) => Some((name.to_string(), name.span()?)),
        ObjectKey::Expression(Expression::String(name)) => {
            let quoted = name.span()?;
            Some((name.as_str().to_owned(), quoted.start + 1..quoted.end.saturating_sub(1)))
        }
        ObjectKey::Expression(_) => None,
    }
}

/// The variables of a `templatefile`, with their places.
fn substitutions(block: &Block) -> Vec<Substitution> {
    let definition = block.body.get_attribute("definition").map(|attribute| unwrapped(&attribute.value));
    let Some(Expression::FuncCall(call)) = definition else { return Vec::new() };
    let Some(Expression::Object(object)) = call.args.get(1).map(unwrapped) else { return Vec::new() };
    let names = object.iter().filter_map(|(key, _)| name_of(key));
    names.map(|(name, at)| Substitution { name, span: Span::new(offset(at.start), offset(at.end)) }).collect()
}

/// `type`; not known where it is computed.
fn workflow_type(body: &Body) -> Option<WorkflowType> {
    let Some(attribute) = body.get_attribute("type") else { return Some(WorkflowType::Standard) };
    match attribute.value.as_str()? {
        "STANDARD" => Some(WorkflowType::Standard),
        "EXPRESS" => Some(WorkflowType::Express),
        _ => None,
    }
}

fn unwrapped(mut expression: &Expression) -> &Expression {
    while let Expression::Parenthesis(inner) = expression {
        expression = inner.inner();
    }
    expression
}

/// The text of a template and where it stands. `None` where directives make its text depend on values.
///
/// The indentation that `<<-` would remove stays: blanks mean nothing to JSON.
fn template(text: &str, template: &Template) -> Option<(String, SpanMap)> {
    let mut decoded = String::new();
    let mut map = SpanMap::new(Some(Encoder::Hcl));
    for element in template {
        push_element(text, element, &mut decoded, &mut map)?;
    }
    Some((decoded, map))
}

fn template_string(text: &str, quoted: &StringTemplate) -> Option<(String, SpanMap)> {
    let mut decoded = String::new();
    let mut map = SpanMap::new(Some(Encoder::Json)).with_encoder(Encoder::Hcl);
    for element in quoted {
        match element {
            Element::Literal(literal) => {
                let span = literal.span()?;
                // A literal of a template has no quotes of its own; the decoder takes a whole string.
                push_escaped(text.get(span.clone())?, offset(span.start), &mut decoded, &mut map);
            }
            Element::Interpolation(_) | Element::Directive(_) => push_element(text, element, &mut decoded, &mut map)?,
        }
    }
    Some((decoded, map))
}

fn push_element(text: &str, element: &Element, decoded: &mut String, map: &mut SpanMap) -> Option<()> {
    match element {
        Element::Literal(literal) => {
            let span = literal.span()?;
            push_literal(text.get(span.clone())?, offset(span.start), decoded, map);
        }
        Element::Interpolation(interpolation) => {
            let span = interpolation.span()?;
            let hole = placeholder(text.get(span.clone())?);
            decoded.push_str(hole);
            map.push(offset(hole.len()), offset(span.start)..offset(span.end), RunKind::Hole);
        }
        Element::Directive(_) => return None,
    }
    Some(())
}

/// What stands for an interpolation: itself, unless quotes or braces in it would end the text around it.
fn placeholder(interpolation: &str) -> &str {
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

/// The tree of an object expression, whose nodes stand in the file as they are, with the comments in it.
fn lower(text: Arc<str>, object: &Expression) -> (Tree, Vec<syntax::Fault>) {
    let range = object.span().unwrap_or_default();
    let comments = hcl_comments::comments(text.get(range.clone()).unwrap_or(""));
    let mut lowering = Lowering { builder: Builder::new(text, Language::Hcl, None) };
    for comment in comments {
        lowering.builder.comment(range.start + comment.start..range.start + comment.end);
    }
    lowering.value(object);
    lowering.builder.finish()
}

struct Lowering {
    builder: Builder,
}

impl Lowering {
    /// The parser bounds how deep expressions nest.
    fn value(&mut self, expression: &Expression) -> NodeId {
        let range = expression.span().unwrap_or_default();
        match expression {
            Expression::Null(_) => self.builder.null(range),
            Expression::Bool(value) => self.builder.boolean(range, **value),
            Expression::Number(_) => self.builder.number(range),
            Expression::String(value) => self.string(range, value),
            Expression::Array(array) => self.array(range, array),
            Expression::Object(object) => self.object(range, object),
            Expression::Parenthesis(inner) if is_literal(inner.inner()) => self.value(inner.inner()),
            Expression::StringTemplate(template) => {
                let value = template.iter().map(|element| match element {
                    Element::Literal(literal) => literal.as_str(),
                    Element::Interpolation(_) | Element::Directive(_) => HOLE,
                });
                let value = value.collect::<Vec<_>>().concat();
                self.builder.decoded(range, value, Style::Json)
            }
            _ => self.builder.hole(range),
        }
    }

    fn string(&mut self, range: Range<usize>, value: &str) -> NodeId {
        let inside = range.start + 1..range.end.saturating_sub(1);
        let is_verbatim = self.builder.tree.slice(inside.clone()) == Some(value);
        if is_verbatim {
            let is_partial = syntax::has_placeholder(value);
            return self.builder.verbatim(range, inside, Style::Json, is_partial);
        }
        self.builder.decoded(range, value.to_owned(), Style::Json)
    }

    fn array(&mut self, range: Range<usize>, array: &Array) -> NodeId {
        let open = self.builder.open_array(range.start);
        for item in array {
            let item = self.value(item);
            self.builder.item(item);
        }
        self.builder.close_array(open, range.end);
        open.id
    }

    fn object(&mut self, range: Range<usize>, object: &Object) -> NodeId {
        let open = self.builder.open_object(range.start);
        for (key, value) in object {
            let key = match key {
                ObjectKey::Ident(name) => {
                    let range = name.span().unwrap_or_default();
                    self.builder.verbatim(range.clone(), range, Style::Plain, false)
                }
                ObjectKey::Expression(expression) => self.value(unwrapped(expression)),
            };
            let value = self.value(value.expr());
            self.builder.member(key, value);
        }
        self.builder.close_object(open, range.end);
        open.id
    }
}

/// Whether brackets around an expression change nothing.
fn is_literal(expression: &Expression) -> bool {
    matches!(
        expression,
        Expression::Null(_)
            | Expression::Bool(_)
            | Expression::Number(_)
            | Expression::String(_)
            | Expression::Array(_)
            | Expression::Object(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Kind;

    #[track_caller]
    fn only(text: &str) -> Found {
        let mut found = contents(&Arc::from(text)).definitions;
        assert_eq!(found.len(), 1, "{text}");
        found.remove(0)
    }

    fn machine(definition: &str) -> String {
        format!(
            "resource \"aws_sfn_state_machine\" \"m\" {{\n  name = \"é\"\n  type = \"EXPRESS\"\n  definition = {definition}\n}}\n"
        )
    }

    #[test]
    fn objects_stand_where_they_are() {
        let text = machine(
            "jsonencode({\n    StartAt = \"A\"\n    \"States\" = { A = { Type = \"Pass\", Seconds = var.n, \
             Resource = \"${aws_lambda_function.f.arn}:x\", (local.k) = 1, End = true } }\n  })",
        );
        let found = only(&text);
        let tree = &found.tree;
        assert_eq!((found.name.as_str(), found.facts.workflow_type), ("m", Some(WorkflowType::Express)));
        let state = tree.get(tree.get(found.root, "States").unwrap(), "A").unwrap();
        let at = |field: &str| &text[tree.span(tree.get(state, field).unwrap()).range()];
        assert_eq!((at("Type"), at("Seconds"), at("End")), ("\"Pass\"", "var.n", "true"));
        assert_eq!(tree.kind(tree.get(state, "Seconds").unwrap()), Kind::Hole);
        assert!(tree.is_opaque(tree.get(state, "Resource").unwrap()));
        assert_eq!(tree.known(tree.get(found.root, "StartAt").unwrap()), Some("A"));
    }

    #[test]
    fn heredocs_are_text_with_holes() {
        for operator in ["<<", "<<-"] {
            let text = machine(&format!(
                "{operator}EOF\n    {{\"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Wait\", \"Seconds\": ${{var.n}},\n    \
                 \"Next\": \"é$${{x}}\", \"Comment\": \"${{var.m[\"k\"]}}\"}}}}}}\n    EOF"
            ));
            let found = only(&text);
            assert_eq!(found.faults, []);
            let tree = &found.tree;
            let state = tree.get(tree.get(found.root, "States").unwrap(), "A").unwrap();
            let at = |field: &str| &text[tree.span(tree.get(state, field).unwrap()).range()];
            assert_eq!((at("Type"), at("Seconds"), at("Next")), ("\"Wait\"", "${var.n}", "\"é$${x}\""));
            assert!(tree.is_opaque(tree.get(state, "Comment").unwrap()));
        }
    }

    #[test]
    fn strings_have_escapes() {
        let text =
            machine(r#""{\"StartAt\": \"A\", \"States\": {\"A\": {\"Resource\": \"${var.x}\", \"Type\": \"Pass\"}}}""#);
        let found = only(&text);
        assert_eq!(found.faults, []);
        let state = found.tree.get(found.tree.get(found.root, "States").unwrap(), "A").unwrap();
        let kind = found.tree.get(state, "Type").unwrap();
        assert_eq!(&text[found.tree.span(kind).range()], r#"\"Pass\""#);
    }

    #[test]
    fn files_beside_the_module_are_referred_to() {
        let text = machine("templatefile(\"${path.module}/a/b.json\", { x = 1, \"y\" = var.z })");
        let found = contents(&Arc::from(text.as_str())).references;
        assert_eq!((found[0].name.as_str(), found[0].path.as_str()), ("m", "a/b.json"));
        assert_eq!(&text[found[0].span.range()], "${path.module}/a/b.json");
        let names = found[0].facts.substitutions.as_deref().unwrap();
        assert_eq!(names.keys().map(String::as_str).collect::<Vec<_>>(), ["x", "y"]);
        assert!(contents(&Arc::from(machine("file(\"${var.dir}/b.json\")"))).references.is_empty());
        assert_eq!(contents(&Arc::from(machine("file(\"b.json\")"))).references[0].path, "b.json");
    }

    #[test]
    fn what_is_computed_or_broken_holds_no_definition() {
        for text in [
            machine("jsonencode(local.definition)"),
            machine("templatefile(\"x.json\", {})"),
            machine("<<EOF\n%{ if var.x }{}%{ endif }\nEOF"),
            machine("jsonencode({"),
            "resource \"aws_lambda_function\" \"aws_sfn_state_machine\" {}\n".to_owned(),
        ] {
            assert!(contents(&Arc::from(text.as_str())).definitions.is_empty(), "{text}");
        }
    }
}
