//! Terraform files: the definitions of `aws_sfn_state_machine` resources, and of the module that many declare them with.
//!
//! A definition is an object inside `jsonencode(…)`, which becomes a part of the file's tree as it stands, or the text of a
//! heredoc or of a string, or it is in a file of its own. Whatever Terraform computes is a hole. A file that is not HCL
//! holds no definition: Terraform says so itself. Nothing is known of the other files of the module.
//!
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sfn_state_machine>
//! <https://registry.terraform.io/modules/terraform-aws-modules/step-functions/aws/latest>

mod comments;
mod directive;
mod module;
mod text;
mod tree;
mod variables;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, FuncCall, ObjectKey};
use hcl_edit::structure::{Block, BlockLabel, Body};
use hcl_edit::template::{Element, StringTemplate};

use self::module::Module;
use self::text::Text;
use super::deployment::{Deployment, Place, Substitution};
use super::{Base, Contents, Document, Facts, Found, Names, Referenced, Replacer, Value, embedded};
use crate::asl::WorkflowType;
use crate::text::{Span, offset};

pub use variables::variables_of;

const RESOURCE: &str = "aws_sfn_state_machine";

/// The module that declares a state machine as the resource does, by its names in the registry and elsewhere.
const MODULES: [&str; 2] = ["terraform-aws-modules/step-functions/aws", "terraform-aws-step-functions"];

/// How many state machines one value may define: each has a definition of its own, and a file may have a thousand.
const SHARED: usize = 16;

/// What a file with a state machine has in it, in bytes.
pub(super) const MARKS: [&[u8]; 3] = [RESOURCE.as_bytes(), MODULES[0].as_bytes(), MODULES[1].as_bytes()];

/// A file with its definitions; `None` when it has no state machine, or is not HCL.
pub(super) fn document(text: &Arc<str>) -> Option<Document> {
    if !MARKS.iter().any(|mark| memchr::memmem::find(text.as_bytes(), mark).is_some()) {
        return None;
    }
    let body = hcl_edit::parser::parse_body(text).ok()?;
    let module = Module::of(&body);
    let machines: Vec<Machine<'_>> = machines(&body).collect();
    let origins: Vec<Option<Origin<'_>>> = machines.iter().map(|machine| origin(machine, &module)).collect();
    let objects = origins.iter().filter_map(|origin| match origin {
        Some(Origin::Object(object)) => Some((object.span()?.start, *object)),
        _ => None,
    });
    let (tree, faults, nodes) = tree::of(text, &body, &objects.collect());
    let tree = Arc::new(tree);
    let mut contents = Contents::default();
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    for (machine, origin) in machines.iter().zip(origins) {
        let Some(origin) = origin else { continue };
        let facts = Facts { workflow_type: workflow_type(&machine.block.body), ..Facts::default() };
        match origin {
            Origin::File(file) => add_reference(&mut contents, machine.name, file, facts),
            Origin::Object(value) | Origin::Text(value) => {
                let start = value.span().unwrap_or_default().start;
                let count = shared.entry(start).or_default();
                *count += 1;
                if SHARED < *count {
                    continue;
                }
                let name = machine.name.to_owned();
                let found = match nodes.get(&start) {
                    Some(&root) => Some(Found { name, tree: Arc::clone(&tree), root, facts, faults: Vec::new() }),
                    None => text::of(text, value).and_then(|inner| definition(name, facts, inner)),
                };
                contents.definitions.extend(found);
            }
        }
    }
    Some(Document::of(tree, faults, contents))
}

/// The definition that a text is, unless directives leave it open what its faults are.
fn definition(name: String, facts: Facts, text: Text) -> Option<Found> {
    let found = embedded::definition(name, facts, &text.value, text.map);
    (!text.has_directives || found.faults.is_empty()).then_some(found)
}

fn add_reference(contents: &mut Contents, name: &str, file: File, facts: Facts) {
    let File { path, base, span, replacer, names, substitutions } = file;
    let (name, place) = (name.to_owned(), Place::Elsewhere(contents.references.len()));
    let facts = Facts { replacer, substitutions: names, ..facts };
    contents.deployments.push(Deployment { name: name.clone(), span, substitutions, place, properties: None });
    contents.references.push(Referenced { name, path, base, span, facts });
}

/// A whole file that `templatefile` fills in. `None` where Terraform would refuse it.
pub(super) fn template_file(text: &str) -> Option<TemplateFile> {
    let template = hcl_edit::parser::parse_template(text).ok()?;
    Some(text::template(text, &template).map_or(TemplateFile::Unknown, TemplateFile::Text))
}

/// What a file is that `templatefile` fills in.
pub(super) enum TemplateFile {
    Text(Text),
    /// Its text depends on values.
    Unknown,
}

/// A block that declares a state machine.
struct Machine<'a> {
    name: &'a str,
    block: &'a Block,
}

fn machines(body: &Body) -> impl Iterator<Item = Machine<'_>> {
    body.blocks().filter_map(|block| {
        let label = |index: usize| block.labels.get(index).map(BlockLabel::as_str);
        let name = match block.ident.as_str() {
            "resource" if label(0) == Some(RESOURCE) => label(1),
            "module" => {
                let source = block.body.get_attribute("source")?.value.as_str()?;
                MODULES.iter().any(|module| source.contains(module)).then(|| label(0))?
            }
            _ => return None,
        };
        Some(Machine { name: name.unwrap_or(""), block })
    })
}

/// Where a definition comes from.
enum Origin<'a> {
    /// An object of the file.
    Object(&'a Expression),
    /// Text in the file.
    Text(&'a Expression),
    File(File),
}

/// A file that holds a definition, and what fills it in.
struct File {
    path: String,
    base: Base,
    span: Span,
    replacer: Replacer,
    names: Option<Names>,
    substitutions: Vec<Substitution>,
}

fn origin<'a>(machine: &Machine<'a>, module: &Module<'a>) -> Option<Origin<'a>> {
    let definition = module.followed(&machine.block.body.get_attribute("definition")?.value);
    if let Some(template) = module.template_file(definition) {
        return filled_in(template, module);
    }
    let Expression::FuncCall(call) = definition else {
        return text::is_text(definition).then_some(Origin::Text(definition));
    };
    let argument = call.args.get(0).map(|argument| module.followed(argument))?;
    match call.name.name.as_str() {
        "jsonencode" if argument.is_object() => Some(Origin::Object(argument)),
        "jsonencode" => decoded(argument, module).map(Origin::File),
        "file" => file(argument, Replacer::Nothing, Some(Names::default()), Vec::new()).map(Origin::File),
        "templatefile" => {
            let values = call.args.get(1)?;
            let names = variables(module.followed(values));
            // Values that stand elsewhere may be there for others, too.
            file(argument, Replacer::Template, names, substitutions(values)).map(Origin::File)
        }
        _ => None,
    }
}

/// The file in `yamldecode(file(path))` and `jsondecode(file(path))`, which `jsonencode` around it writes again.
fn decoded(expression: &Expression, module: &Module<'_>) -> Option<File> {
    let decode = call_of(expression, &["yamldecode", "jsondecode"])?;
    let inner = call_of(module.followed(decode.args.get(0)?), &["file"])?;
    file(module.followed(inner.args.get(0)?), Replacer::Nothing, Some(Names::default()), Vec::new())
}

/// The definition that a `template_file` makes of a file, or of a heredoc.
fn filled_in<'a>(data: &'a Block, module: &Module<'a>) -> Option<Origin<'a>> {
    let template = module.followed(&data.body.get_attribute("template")?.value);
    if let Expression::HeredocTemplate(_) = template {
        return Some(Origin::Text(template));
    }
    let path = module.followed(call_of(template, &["file"])?.args.get(0)?);
    let (names, substitutions) = match (data.body.get_attribute("vars"), data.body.get_blocks("vars").next()) {
        (Some(values), _) => (variables(module.followed(&values.value)), substitutions(&values.value)),
        (None, Some(values)) => {
            let keys = values.body.attributes().filter_map(|value| Some((value.key.as_str(), value.key.span()?)));
            let found: Vec<Substitution> = keys.map(|(name, at)| substitution(name.to_owned(), &at)).collect();
            let names = found.iter().map(|value| (value.name.clone(), Value::Other)).collect();
            (Some(Arc::new(names)), found)
        }
        (None, None) => (Some(Names::default()), Vec::new()),
    };
    file(path, Replacer::Template, names, substitutions).map(Origin::File)
}

/// The call that an expression is, of one of some functions.
fn call_of<'a>(expression: &'a Expression, names: &[&str]) -> Option<&'a FuncCall> {
    let Expression::FuncCall(call) = expression else { return None };
    names.contains(&call.name.name.as_str()).then_some(&**call)
}

/// The file at a path, unless the path is computed.
fn file(path: &Expression, replacer: Replacer, names: Option<Names>, substitutions: Vec<Substitution>) -> Option<File> {
    let at = path.span()?;
    let (path, base) = match path {
        Expression::String(text) => (text.as_str().to_owned(), Base::Elsewhere),
        Expression::StringTemplate(template) => (in_module(template)?, Base::Host),
        _ => return None,
    };
    let span = Span::new(offset(at.start) + 1, offset(at.end).saturating_sub(1));
    Some(File { path, base, span, replacer, names, substitutions })
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
    let Expression::Object(object) = expression else { return None };
    let names = object.iter().map(|(key, _)| Some((name_of(key)?.0, Value::Other)));
    names.collect::<Option<_>>().map(Arc::new)
}

/// The names of an object's members, with their places.
fn substitutions(expression: &Expression) -> Vec<Substitution> {
    let Expression::Object(object) = unwrapped(expression) else { return Vec::new() };
    let names = object.iter().filter_map(|(key, _)| name_of(key));
    names.map(|(name, at)| substitution(name, &at)).collect()
}

fn substitution(name: String, at: &Range<usize>) -> Substitution {
    Substitution { name, span: Span::new(offset(at.start), offset(at.end)) }
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

/// `type`; not known where it is computed.
fn workflow_type(body: &Body) -> Option<WorkflowType> {
    let Some(attribute) = body.get_attribute("type") else { return Some(WorkflowType::Standard) };
    // The module takes small letters, too.
    match attribute.value.as_str()?.to_ascii_uppercase().as_str() {
        "STANDARD" => Some(WorkflowType::Standard),
        "EXPRESS" => Some(WorkflowType::Express),
        _ => None,
    }
}

/// What stands inside brackets.
fn unwrapped(mut expression: &Expression) -> &Expression {
    while let Expression::Parenthesis(inner) = expression {
        expression = inner.inner();
    }
    expression
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Kind;

    fn open(text: &str) -> Document {
        document(&Arc::from(text)).unwrap_or_else(|| Document::nothing(&crate::text::Source::new(text)))
    }

    #[track_caller]
    fn only(text: &str) -> Found {
        let mut found = open(text).definitions;
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
        let found = open(&text).references;
        assert_eq!((found[0].name.as_str(), found[0].path.as_str()), ("m", "a/b.json"));
        assert_eq!(&text[found[0].span.range()], "${path.module}/a/b.json");
        let names = found[0].facts.substitutions.as_deref().unwrap();
        assert_eq!(names.keys().map(String::as_str).collect::<Vec<_>>(), ["x", "y"]);
        assert!(open(&machine("file(\"${var.dir}/b.json\")")).references.is_empty());
        assert_eq!(open(&machine("file(\"b.json\")")).references[0].path, "b.json");
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
            assert!(open(&text).definitions.is_empty(), "{text}");
        }
    }

    /// What a machine with a definition amounts to: the text of its `StartAt`, or the path of its file.
    fn origin_of(definition: &str, around: &str) -> Option<String> {
        let text = format!("{}{around}", machine(definition));
        let document = open(&text);
        let start = document.definitions.first().map(|found| {
            assert_eq!(found.facts.workflow_type, Some(WorkflowType::Express));
            let start = found.tree.get(found.root, "StartAt").unwrap();
            text[found.tree.span(start).range()].to_owned()
        });
        let path = document.references.first().map(|found| format!("{} {:?}", found.path, found.facts.replacer));
        start.or(path)
    }

    #[test]
    fn local_values_are_followed() {
        let object = "{ StartAt = \"A\", States = {} }";
        let json = "{\"StartAt\": \"A\", \"States\": {}}";
        for (definition, locals) in [
            ("local.flow", format!("flow = jsonencode({object})")),
            ("jsonencode(local.flow)", format!("flow = ({object})")),
            ("\"${local.flow}\"", format!("first = jsonencode({object})\n flow = local.first")),
            ("local.flow", format!("flow = <<EOF\n{json}\nEOF\n")),
        ] {
            let found = origin_of(definition, &format!("locals {{\n {locals}\n}}\n"));
            assert_eq!(found.as_deref(), Some("\"A\""), "{locals}");
        }
        let file = "locals {\n flow = templatefile(local.path, {})\n path = \"${path.module}/a.json\"\n}\n";
        assert_eq!(origin_of("local.flow", file).as_deref(), Some("a.json Template"));
        for locals in ["flow = local.flow", "flow = local.other\n other = local.flow", "other = 1", "flow = var.flow"] {
            assert_eq!(origin_of("local.flow", &format!("locals {{\n {locals}\n}}\n")), None, "{locals}");
        }
    }

    #[test]
    fn template_files_are_followed() {
        let data = |inside: &str| format!("data \"template_file\" \"t\" {{\n{inside}\n}}\n");
        let rendered = "data.template_file.t.rendered";
        for vars in ["vars = { x = 1, y = 2 }", "vars {\n x = 1\n y = 2\n}"] {
            let text = machine(rendered) + &data(&format!("template = \"${{file(\"a.json\")}}\"\n{vars}"));
            let document = open(&text);
            let names = document.references[0].facts.substitutions.as_deref().unwrap();
            assert_eq!(names.keys().map(String::as_str).collect::<Vec<_>>(), ["x", "y"]);
            let places = document.deployments[0].substitutions.iter().map(|one| &text[one.span.range()]);
            assert_eq!(places.collect::<Vec<_>>(), ["x", "y"]);
        }
        let inline = data("template = <<EOF\n{\"StartAt\": \"$${first}\"}\nEOF\n");
        assert_eq!(origin_of(rendered, &inline).as_deref(), Some("\"$${first}\""));
        assert_eq!(origin_of(rendered, &data("template = var.text")), None);
        assert_eq!(origin_of("data.template_file.other.rendered", &inline), None);
    }

    #[test]
    fn files_that_are_decoded_first_are_definitions() {
        let found = |definition: &str| origin_of(definition, "");
        assert_eq!(found("jsonencode(yamldecode(file(\"a.yaml\")))").as_deref(), Some("a.yaml Nothing"));
        assert_eq!(found("jsonencode(yamldecode(var.text))"), None);
        assert_eq!(found("\"${file(\"a.json\")}\"").as_deref(), Some("a.json Nothing"));
    }

    #[test]
    fn the_module_of_the_registry_declares_machines() {
        let text = "module \"m\" {\n  source = \"terraform-aws-modules/step-functions/aws\"\n  type = \"express\"\n  \
                    definition = file(\"a.json\")\n}\nmodule \"n\" {\n  source = \"./m\"\n  definition = file(\"b.json\")\n}\n";
        let references = open(text).references;
        let found: Vec<_> = references.iter().map(|one| (one.name.as_str(), one.facts.workflow_type)).collect();
        assert_eq!(found, [("m", Some(WorkflowType::Express))]);
    }

    #[test]
    fn one_value_defines_some_machines_at_most() {
        for flow in ["jsonencode({ StartAt = \"A\" })", "<<EOF\n{\"StartAt\": \"A\"}\nEOF\n"] {
            let text = machine("local.flow").repeat(100) + &format!("locals {{\n  flow = {flow}\n}}\n");
            assert_eq!(open(&text).definitions.len(), SHARED, "{flow}");
        }
        assert_eq!(open(&machine("jsonencode({})").repeat(100)).definitions.len(), 100);
    }

    #[test]
    fn one_value_may_define_several_machines() {
        let text = machine("local.flow") + &machine("local.flow").replace("\"m\"", "\"n\"");
        let document = open(&format!("{text}locals {{\n  flow = jsonencode({{}})\n}}\n"));
        let [one, other] = document.definitions.as_slice() else { panic!("{document:?}") };
        assert_eq!((one.name.as_str(), other.name.as_str()), ("m", "n"));
        assert_eq!(one.root, other.root);
    }
}
