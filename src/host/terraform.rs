//! Terraform files, and those of `OpenTofu` and Terragrunt: the definitions of `aws_sfn_state_machine` resources, of the
//! module that many declare them with, and all else that looks like a definition.
//!
//! A definition is an object inside `jsonencode(…)`, which becomes a part of the file's tree as it stands, or the text of a
//! heredoc or of a string, or it is in a file of its own. Whatever Terraform computes is a hole. A file that is not HCL
//! holds no definition: Terraform says so itself. Nothing is known of the other files of the module, which is why a value is
//! a definition that none of this file's resources deploys.
//!
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sfn_state_machine>
//! <https://registry.terraform.io/modules/terraform-aws-modules/step-functions/aws/latest>

mod comments;
mod directive;
mod module;
mod origin;
mod places;
mod text;
mod tree;
mod variables;

use std::collections::BTreeMap;
use std::sync::Arc;

use hcl_edit::Span as _;

use self::module::Module;
use self::origin::{File, Origin, Source};
use self::places::{Kind, MODULES, RESOURCE};
use self::text::Text;
use super::deployment::{Deployment, Place};
use super::{Contents, Document, Facts, Found, Referenced, embedded};
use crate::syntax::{self, FaultKind, Language, NodeId, Tree};

pub use variables::variables_of;

/// How many state machines one value may define: each has a definition of its own, and a file may have a thousand.
const SHARED: usize = 16;

/// What a file with a state machine has in it, in bytes.
pub(super) const MARKS: [&str; 3] = [RESOURCE, MODULES[0], MODULES[1]];

/// What a file has in it, in bytes, that names the file of a definition without saying what deploys it.
pub(super) const REFERENCE_MARK: &str = ".asl.";

/// A file with its definitions; `None` when it has nothing to do with state machines, or is not HCL.
pub(super) fn document(text: &Arc<str>) -> Option<Document> {
    let has = |mark: &str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    let has_definition = || has("StartAt") && has("States");
    let is_of_interest = MARKS.into_iter().any(has) || has(REFERENCE_MARK) || has_definition();
    if !is_of_interest {
        return None;
    }
    // Terraform reads over the mark; blanks in its place keep all others where they are.
    let unmarked = text.strip_prefix('\u{feff}').map(|rest| format!("   {rest}"));
    let body = hcl_edit::parser::parse_body(unmarked.as_deref().unwrap_or(text)).ok()?;
    let module = Module::of(&body);
    let places = places::places(&body);
    let sources = origin::origins(text, &places, &module);
    let objects = sources.iter().flatten().filter_map(|source| match source.origin {
        Origin::Object(object) => Some((object.span()?.start, object)),
        _ => None,
    });
    let (tree, faults, nodes) = tree::of(text, &body, &objects.collect());
    let mut found =
        Collected { text, tree: Arc::new(tree), nodes, shared: BTreeMap::new(), contents: Contents::default() };
    for (place, sources) in places.iter().zip(sources) {
        for source in sources {
            found.take(place.kind, source);
        }
    }
    Some(Document::of(found.tree, faults, found.contents))
}

/// What is found in a file so far.
struct Collected<'a> {
    text: &'a str,
    tree: Arc<Tree>,
    /// The objects of the tree that may be definitions, by the offsets at which they start.
    nodes: BTreeMap<usize, NodeId>,
    /// How many definitions a value is.
    shared: BTreeMap<usize, usize>,
    contents: Contents,
}

impl Collected<'_> {
    fn take(&mut self, kind: Kind, source: Source<'_>) {
        let (is_declared, workflow_type) = match kind {
            Kind::Declared(workflow_type) => (true, workflow_type),
            Kind::Input | Kind::Other => (false, None),
        };
        let facts = Facts { workflow_type, ..Facts::default() };
        let Source { name, origin, is_doubtful } = source;
        let value = match origin {
            Origin::File(file) => return add_reference(&mut self.contents, name, file, facts, !is_doubtful),
            Origin::Object(value) | Origin::Text(value, _) => value,
        };
        let start = value.span().unwrap_or_default().start;
        let count = self.shared.entry(start).or_default();
        *count += 1;
        if SHARED < *count || (1 < *count && !is_declared) {
            return;
        }
        let name = name.to_owned();
        let found = match (origin, self.nodes.get(&start)) {
            (Origin::Text(value, language), _) => {
                text::of(self.text, value, language).and_then(|inner| definition(name, facts, inner, language))
            }
            (_, Some(&root)) => Some(Found { name, tree: Arc::clone(&self.tree), root, facts, faults: Vec::new() }),
            _ => None,
        };
        self.contents.definitions.extend(found.filter(|found| !is_doubtful || looks_like_one(found)));
    }
}

/// Whether a value of which nobody says that it is a definition looks like one.
fn looks_like_one(found: &Found) -> bool {
    let (tree, root) = (&found.tree, found.root);
    let has_states = tree.get(root, "States").is_some_and(|states| tree.is_object(states) || tree.is_opaque(states));
    // YAML in a text may be there to be decoded elsewhere.
    has_states
        && tree.get(root, "StartAt").is_some()
        && found.faults.iter().all(|fault| fault.kind != FaultKind::NotJson)
}

/// The definition that a text is, unless directives leave it open what its faults are.
fn definition(name: String, facts: Facts, text: Text, language: Language) -> Option<Found> {
    let found = match language {
        Language::Yaml => {
            let (tree, faults) = syntax::parse(text.value.into(), language, Some(Arc::new(text.map)));
            Found { name, root: tree.root(), tree: Arc::new(tree), facts, faults }
        }
        _ => embedded::definition(name, facts, &text.value, text.map),
    };
    (!text.has_directives || found.faults.is_empty()).then_some(found)
}

fn add_reference(contents: &mut Contents, name: &str, file: File, facts: Facts, is_sure: bool) {
    let File { path, base, span, replacer, names, substitutions } = file;
    let (name, place) = (name.to_owned(), Place::Elsewhere(contents.references.len()));
    let facts = Facts { replacer, substitutions: names, ..facts };
    if is_sure {
        contents.deployments.push(Deployment { name: name.clone(), span, substitutions, place, properties: None });
    }
    contents.references.push(Referenced { name, path, base, span, facts });
}

/// A whole file that `templatefile` fills in. `None` where Terraform would refuse it.
pub(super) fn template_file(text: &str, language: Language) -> Option<TemplateFile> {
    let template = hcl_edit::parser::parse_template(text).ok()?;
    Some(text::template(text, &template, language).map_or(TemplateFile::Unknown, TemplateFile::Text))
}

/// What a file is that `templatefile` fills in.
pub(super) enum TemplateFile {
    Text(Text),
    /// Its text depends on values.
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asl::WorkflowType;
    use crate::syntax;

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
        assert_eq!(tree.kind(tree.get(state, "Seconds").unwrap()), syntax::Kind::Hole);
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

    /// The names of the definitions of a file, and the paths of those that are elsewhere.
    fn names_of(text: &str) -> Vec<String> {
        let Document { definitions, references, .. } = open(text);
        let paths = references.into_iter().map(|reference| reference.path);
        definitions.into_iter().map(|found| found.name).chain(paths).collect()
    }

    const OBJECT: &str = "{ StartAt = \"A\", States = { A = {} } }";
    const TEXT: &str = "<<EOF\n{\"StartAt\": \"A\", \"States\": {}}\nEOF\n";

    #[test]
    fn what_is_chosen_or_left_as_it_is_is_a_definition() {
        for (definition, expected) in [
            (format!("var.x ? jsonencode({OBJECT}) : jsonencode({OBJECT})"), 2),
            (format!("jsonencode(var.x ? {OBJECT} : {OBJECT})"), 2),
            (format!("var.x ? jsonencode({OBJECT}) : \"{{}}\""), 1),
            (format!("try(jsonencode({OBJECT}), \"\")"), 1),
            (format!("chomp({TEXT})"), 1),
            (format!("jsonencode(jsondecode({TEXT}))"), 1),
            ("jsonencode(yamldecode(<<EOF\nStartAt: A\nStates: {}\nEOF\n))".to_owned(), 1),
            (format!("replace(jsonencode({OBJECT}), \"\\\\u003c\", \"<\")"), 1),
            (format!("replace(jsonencode({OBJECT}), \"A\", \"B\")"), 0),
            (format!("replace(jsonencode({OBJECT}), \"/[a-z]/\", \"B\")"), 0),
            (format!("jsonencode(merge(local.common, {OBJECT}))"), 0),
            (format!("format({TEXT}, 1)"), 0),
        ] {
            let found = names_of(&machine(&definition));
            assert_eq!(found.len(), expected, "{definition}: {found:?}");
        }
    }

    #[test]
    fn what_looks_like_a_definition_is_one() {
        for (text, expected) in [
            (format!("locals {{\n  flow = jsonencode({OBJECT})\n}}\n"), vec!["flow"]),
            (format!("locals {{\n  a = {TEXT}\n  b = {{ c = {TEXT} }}\n}}\n"), vec!["a", "c"]),
            (format!("module \"m\" {{\n  state_machine_definition = jsonencode({OBJECT})\n}}\n"), vec!["m"]),
            (format!("module \"m\" {{\n  definition = {OBJECT}\n}}\n"), vec!["m"]),
            (format!("module \"m\" {{\n  all = merge({{ a = {{ definition = {OBJECT} }} }}, var.b)\n}}\n"), vec!["a"]),
            (format!("variable \"v\" {{\n  default = {TEXT}\n}}\n"), vec!["v"]),
            (format!("inputs = {{\n  definition = {OBJECT}\n}}\n"), vec!["inputs"]),
            (format!("all = {{\n  a = {{ definition = {TEXT} }}\n}}\n"), vec!["a"]),
            ("module \"m\" {\n  x = templatefile(\"a.asl.json\", {})\n}\n".to_owned(), vec!["a.asl.json"]),
        ] {
            assert_eq!(names_of(&text), expected, "{text}");
        }
    }

    #[test]
    fn what_may_be_a_part_of_one_is_none() {
        for text in [
            format!("locals {{\n  branch = {OBJECT}\n}}\n"),
            format!("module \"m\" {{\n  workflow_branches = [{OBJECT}]\n}}\n"),
            format!("module \"m\" {{\n  definition = merge({OBJECT}, var.more)\n}}\n"),
            format!("locals {{\n  x = templatefile(\"a.json\", {{ branch = jsonencode({OBJECT}) }})\n}}\n"),
            "locals {\n  x = <<EOF\nStartAt: A\nStates: {}\nEOF\n}\n".to_owned(),
            "locals {\n  x = \"StartAt and States\"\n}\n".to_owned(),
            "locals {\n  x = <<EOF\n{\"StartAt\": {}, \"States\": \"\"}\nEOF\n}\n".to_owned(),
            "module \"m\" {\n  definition = file(\"a.json\")\n  x = \".asl.\"\n}\n".to_owned(),
        ] {
            assert!(names_of(&text).is_empty(), "{text}");
        }
    }

    #[test]
    fn names_that_lead_to_each_other_come_to_an_end() {
        let many = |value: &dyn Fn(usize) -> String| {
            let locals: Vec<String> = (0..2_000).map(|index| format!("  l{index} = {}\n", value(index + 1))).collect();
            format!("{}locals {{\n{}  x = \"StartAt States\"\n}}\n", machine("local.l0"), locals.concat())
        };
        for text in [
            many(&|next| format!("[local.l{next}, local.l{next}]")),
            many(&|next| format!("var.x ? local.l{next} : local.l0")),
            many(&|next| format!("jsonencode(var.x ? local.l{next} : local.l{next})")),
            many(&|next| format!("{{ a = local.l{next}, b = [local.l0] }}")),
            many(&|_| "merge(local.l0, { a = local.l1 })".to_owned()),
        ] {
            assert!(open(&text).definitions.is_empty());
        }
    }

    #[test]
    fn a_byte_order_mark_moves_nothing() {
        let text = format!("\u{feff}{}", machine(&format!("jsonencode({OBJECT})")));
        let found = only(&text);
        assert_eq!(&text[found.tree.span(found.tree.get(found.root, "StartAt").unwrap()).range()], "\"A\"");
    }

    #[test]
    fn what_a_machine_deploys_is_found_once() {
        let text = format!("locals {{\n  flow = jsonencode({OBJECT})\n}}\n{}", machine("local.flow"));
        assert_eq!(names_of(&text), ["m"]);
    }

    /// The states of the only definition of a file, with the texts of their fields; `?` for what is not known.
    fn states_of(text: &str) -> Vec<String> {
        let found = only(text);
        let tree = &found.tree;
        let shown = |node| if tree.is_opaque(node) { "?".to_owned() } else { tree.text(node).to_owned() };
        let states = tree.get(found.root, "States").unwrap();
        let state = |member: syntax::Member| {
            let fields: Vec<String> = tree.members(member.value).map(|field| shown(field.value)).collect();
            format!("{} {}", shown(member.key), fields.join(","))
        };
        tree.members(states).map(state).collect()
    }

    #[test]
    fn states_are_merged() {
        let merged = |arguments: &str| {
            let locals = "locals {\n  more = { B = { Next = \"D\" }, C = { Retry = local.retry } }\n  retry = []\n}\n";
            states_of(&format!(
                "{locals}{}",
                machine(&format!("jsonencode({{ StartAt = \"A\", States = merge({arguments}) }})"))
            ))
        };
        let object = "{ A = { Next = \"B\" }, B = { Next = \"C\" } }";
        for (arguments, expected) in [
            // The last one counts.
            (format!("{object}, local.more"), vec!["B D", "C ?", "A B"]),
            (format!("local.more, {object}"), vec!["A B", "B C", "C ?"]),
            (format!("{object}, local.none"), vec!["? ", "A B", "B C"]),
            (format!("var.x ? {object} : {{}}"), vec!["? ", "A B", "B C"]),
            (format!("merge({object}), {{ for k in var.x : k => {{}} }}"), vec!["? ", "A B", "B C"]),
            ("var.x...".to_owned(), vec![]),
        ] {
            assert_eq!(merged(&arguments), expected, "{arguments}");
        }
    }

    #[test]
    fn local_values_are_what_they_stand_for() {
        let locals = "locals {\n  retry = [{ MaxAttempts = 1 }]\n  name = \"x\"\n}\n";
        let flow =
            machine("jsonencode({ StartAt = \"A\", States = { A = { Retry = local.retry, Comment = local.name } } })");
        let retry = |text: &str| {
            let found = only(text);
            let state = found.tree.get(found.tree.get(found.root, "States").unwrap(), "A").unwrap();
            assert!(found.tree.is_opaque(found.tree.get(state, "Comment").unwrap()));
            text[found.tree.span(found.tree.get(state, "Retry").unwrap()).range()].to_owned()
        };
        assert_eq!(retry(&format!("{locals}{flow}")), "[{ MaxAttempts = 1 }]");
        assert_eq!(retry(&format!("{flow}{locals}")), "local.retry");
    }

    #[test]
    fn local_values_that_grow_without_measure_are_not_known() {
        let locals: Vec<String> =
            (1..40).map(|index| format!("  l{index} = {{ a = local.l{0}, b = local.l{0} }}\n", index - 1)).collect();
        let text = format!(
            "locals {{\n  l0 = {{ B = {{}} }}\n{}}}\n{}",
            locals.concat(),
            machine("jsonencode({ StartAt = \"A\", States = merge({ A = { x = local.l30 } }, local.l39) })")
        );
        assert_eq!(states_of(&text), ["? ", "A ?"]);
        assert!(only(&text).tree.expanded_len() < 10_000);
    }

    #[test]
    fn ways_lead_through_what_is_merged() {
        let text = machine("jsonencode({ StartAt = \"A\", States = merge({ A = { Next = \"B\" } }, var.more) })");
        let found = only(&text);
        let state = found.tree.get(found.tree.get(found.root, "States").unwrap(), "A").unwrap();
        let next = found.tree.get(state, "Next").unwrap();
        let keys = ["States", "A", "Next"].map(|key| syntax::Step::Key(key.to_owned()));
        assert_eq!(found.tree.path(found.root, next), keys);
    }
}
