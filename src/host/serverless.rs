//! The Serverless Framework with its Step Functions plugin: `stepFunctions.stateMachines.NAME.definition`, and state
//! machines among the resources of a service. A service may be kept in several files.
//!
//! <https://www.serverless.com/plugins/serverless-step-functions>

mod variable;

use std::sync::Arc;

use super::deployment::{Deployment, Place};
use super::{Base, Contents, Facts, Found, Functions, Referenced, Replacer, cloudformation, embedded, standalone};
use crate::asl::WorkflowType;
use crate::syntax::{Kind, NodeId, Tree};
use variable::{File, Meaning, meaning};

/// What the plugin takes of a state machine: an object with anything else beside a `definition` is none.
const MACHINE_KEYS: [&str; 18] = [
    "alarms",
    "configureTaskTimeouts",
    "definition",
    "dependsOn",
    "encryptionConfig",
    "events",
    "iamRoleStatements",
    "id",
    "inheritGlobalTags",
    "loggingConfig",
    "name",
    "notifications",
    "retain",
    "role",
    "tags",
    "tracingConfig",
    "type",
    "useExactVersion",
];

/// A file of a service, and what is found in it.
struct Service<'a> {
    tree: &'a Arc<Tree>,
    /// Whether it is the file of the service itself, where paths begin and to which `${self:…}` leads.
    is_main: bool,
    functions: Option<Arc<Functions>>,
    /// The same, as state machines name them that use exact versions.
    versions: Option<Arc<Functions>>,
    contents: Contents,
}

/// The definitions of a `serverless.yml`, or of a file that shows that it is a part of a service: one with its
/// `stepFunctions`, its `stateMachines` or a state machine alone. `None` when the tree is none of them.
pub(super) fn contents(tree: &Arc<Tree>) -> Option<Contents> {
    Service::of(tree, None).contents()
}

/// The definitions of a file of which a service says that it holds a part of it, or some: whatever it looks like.
pub(super) fn part(tree: &Arc<Tree>, facts: &Facts) -> Contents {
    if let Some(contents) = Service::of(tree, facts.functions.as_ref()).contents() {
        return contents;
    }
    let mut service = Service::of(tree, facts.functions.as_ref());
    let mut skipped = 0;
    for value in tree.descendants(tree.root()) {
        let span = tree.span(value);
        let key = tree.key_of(value);
        let has_name = key.is_some() || value == tree.root();
        if span.start < skipped || !tree.is_object(value) || !has_name {
            continue;
        }
        if standalone::is_definition(tree, value) {
            let name = key.map_or("", |key| tree.text(key));
            service.add_found(name, value, Facts { is_part: false, ..facts.clone() });
        } else if let Some(key) = key
            && has_definition(tree, value)
        {
            service.add_machine(tree.text(key), key, value);
        } else {
            continue;
        }
        // What is inside is a part of it.
        skipped = span.end;
    }
    service.contents
}

impl<'a> Service<'a> {
    /// A file of a service, which may be known to have some functions.
    fn of(tree: &'a Arc<Tree>, known: Option<&Arc<Functions>>) -> Self {
        // Only its main file says so of itself.
        let is_main = tree.get(tree.root(), "service").is_some();
        let functions = functions(tree).map(Arc::new).or_else(|| known.cloned());
        let versions = functions.as_ref().map(|functions| Arc::new(functions.versions()));
        Self { tree, is_main, functions, versions, contents: Contents::default() }
    }

    /// What is in the file, if it shows that it is a part of a service.
    fn contents(mut self) -> Option<Contents> {
        let root = self.tree.root();
        let section = self.tree.get(root, "stepFunctions");
        let machines = self.tree.get(root, "stateMachines").filter(|_| self.tree.get(root, "StartAt").is_none());
        let has_resources = self.is_main && self.add_resources();
        if let Some(section) = section {
            self.add_section(section);
        } else if let Some(machines) = machines {
            self.add_machines(machines);
        } else if is_machine(self.tree, root) {
            // Its name is written where it is deployed.
            self.add_machine("definition", root, root);
            self.doubt();
        } else if !self.is_main && is_map_of_machines(self.tree, root) {
            self.add_machines(root);
            self.doubt();
        } else if !has_resources {
            return None;
        }
        Some(self.contents)
    }

    /// Adds the state machines that the resources declare. Answers whether there are any.
    fn add_resources(&mut self) -> bool {
        let Some(resources) = self.tree.get(self.tree.root(), "resources") else { return false };
        let sections = match self.tree.kind(resources) {
            Kind::Array => self.tree.items(resources).map(|item| self.tree.resolve(item)).collect(),
            _ => vec![resources],
        };
        // The framework adds resources of its own: they are never all known.
        let found: Vec<Contents> =
            sections.into_iter().filter_map(|section| cloudformation::section(self.tree, section, false)).collect();
        let has_any = !found.is_empty();
        for contents in found {
            self.contents.append(contents);
        }
        has_any
    }

    /// Adds the state machines of a `stepFunctions`.
    fn add_section(&mut self, section: NodeId) {
        match meaning(self.tree, section, self.is_main) {
            Meaning::Value(section) => {
                if let Some(machines) = self.tree.get(section, "stateMachines") {
                    self.add_machines(machines);
                }
            }
            Meaning::File(file) => self.add_part("stepFunctions", file),
            Meaning::Unknown => {}
        }
    }

    /// Adds the state machines of a `stateMachines`.
    fn add_machines(&mut self, machines: NodeId) {
        match meaning(self.tree, machines, self.is_main) {
            Meaning::Value(machines) => {
                for machine in self.tree.members(machines) {
                    self.add_machine(self.tree.text(machine.key), machine.key, machine.value);
                }
            }
            Meaning::File(file) => self.add_part("stateMachines", file),
            Meaning::Unknown => {}
        }
    }

    /// Adds a state machine, of which the name is written at `key`.
    fn add_machine(&mut self, name: &str, key: NodeId, machine: NodeId) {
        let machine = match meaning(self.tree, machine, self.is_main) {
            Meaning::Value(machine) => machine,
            Meaning::File(file) => {
                self.add_deployment(name, key);
                return self.add_part(name, file);
            }
            Meaning::Unknown => return,
        };
        let Some(value) = self.tree.get(machine, "definition") else {
            // As old versions of the plugin had it.
            if standalone::is_definition(self.tree, machine) {
                self.add_found(name, machine, self.facts(None));
            }
            return;
        };
        let mut facts = self.facts(workflow_type(self.tree, machine));
        if self.tree.get(machine, "useExactVersion").is_some_and(|value| self.tree.boolean(value) != Some(false)) {
            facts.functions.clone_from(&self.versions);
        }
        match meaning(self.tree, value, self.is_main) {
            Meaning::Value(value) if self.tree.is_object(value) => self.add_found(name, value, facts),
            Meaning::Value(value) => self.add_text(name, value, facts),
            Meaning::File(file) => {
                self.add_deployment(name, key);
                self.add_reference(name, file, Facts { is_part: file.is_part, ..facts });
            }
            Meaning::Unknown => {}
        }
    }

    fn add_found(&mut self, name: &str, root: NodeId, facts: Facts) {
        let (name, tree) = (name.to_owned(), Arc::clone(self.tree));
        self.contents.definitions.push(Found { name, tree, root, facts, faults: Vec::new() });
    }

    /// Adds a definition in text. The plugin takes any text, so it has to look like JSON.
    fn add_text(&mut self, name: &str, value: NodeId, facts: Facts) {
        let is_json = self.tree.string(value).is_some_and(|text| text.raw().trim_start().starts_with('{'));
        if let Some(text) = embedded::text(self.tree, value).filter(|_| is_json) {
            self.contents.definitions.push(text.definition(name.to_owned(), facts));
        }
    }

    /// Adds a state machine whose definition is where the next reference leads.
    fn add_deployment(&mut self, name: &str, key: NodeId) {
        self.contents.deployments.push(Deployment {
            name: name.to_owned(),
            span: self.tree.content_span(key),
            substitutions: Vec::new(),
            place: Place::Elsewhere(self.contents.references.len()),
            properties: None,
        });
    }

    /// Adds a reference to a file with a part of the service.
    fn add_part(&mut self, name: &str, file: File<'_>) {
        self.add_reference(name, file, Facts { is_part: true, ..self.facts(None) });
    }

    fn add_reference(&mut self, name: &str, file: File<'_>, facts: Facts) {
        self.contents.references.push(Referenced {
            name: name.to_owned(),
            path: file.path.to_owned(),
            base: if self.is_main { Base::Host } else { Base::Elsewhere },
            span: self.tree.content_span(file.node),
            facts,
        });
    }

    /// Leaves open whether the files are definitions: nobody says that this one is a part of a service.
    fn doubt(&mut self) {
        for reference in &mut self.contents.references {
            reference.facts.is_part = true;
        }
    }

    fn facts(&self, workflow_type: Option<WorkflowType>) -> Facts {
        let functions = self.functions.clone();
        Facts { workflow_type, replacer: Replacer::Serverless, functions, ..Facts::default() }
    }
}

/// Whether a value has a `definition` that is one.
fn has_definition(tree: &Tree, value: NodeId) -> bool {
    tree.get(value, "definition").is_some_and(|definition| standalone::is_definition(tree, definition))
}

/// Whether a value is a state machine as the plugin takes it, with its definition or the file that has it.
fn is_machine(tree: &Tree, value: NodeId) -> bool {
    let is_file = |definition: NodeId| matches!(meaning(tree, definition, false), Meaning::File(_));
    let is_known = |key: NodeId| MACHINE_KEYS.contains(&tree.text(key));
    (has_definition(tree, value) || tree.get(value, "definition").is_some_and(is_file))
        && tree.members(value).all(|member| is_known(member.key))
}

/// Whether a value is what stands under `stateMachines`: state machines that are all written there, by their names.
fn is_map_of_machines(tree: &Tree, value: NodeId) -> bool {
    let mut members = tree.members(value).peekable();
    tree.is_object(value) && members.peek().is_some() && members.all(|member| is_machine(tree, member.value))
}

/// The functions of the service, if they are written in the file.
fn functions(tree: &Tree) -> Option<Functions> {
    let functions = tree.get(tree.root(), "functions").filter(|&functions| tree.is_object(functions))?;
    Some(Functions::of(tree.members(functions).map(|member| tree.text(member.key))))
}

fn workflow_type(tree: &Tree, machine: NodeId) -> Option<WorkflowType> {
    let Some(kind) = tree.get(machine, "type") else { return Some(WorkflowType::Standard) };
    match tree.known(kind) {
        Some("EXPRESS") => Some(WorkflowType::Express),
        Some("STANDARD") => Some(WorkflowType::Standard),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, parse};

    fn tree(text: &str) -> Arc<Tree> {
        let text = text.replace("FLOW", "{StartAt: A, States: {A: {Type: Succeed}}}");
        Arc::new(parse(text.into(), Language::Yaml, None).0)
    }

    /// The names of the definitions, and the files with what they hold.
    fn shown(contents: &Contents) -> String {
        let holds = |found: &Referenced| if found.facts.is_part { "in" } else { "is" };
        let names = contents.definitions.iter().map(|found| found.name.clone());
        let files = contents.references.iter().map(|found| format!("{} {} {}", found.name, holds(found), found.path));
        names.chain(files).collect::<Vec<_>>().join(", ")
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(contents(&tree(text)).as_ref().map(shown).as_deref(), Some(expected), "{text}");
    }

    #[test]
    fn state_machines_of_a_service() {
        let service = "service: s\ncustom: {flow: FLOW}\nstepFunctions:\n  stateMachines:\n    ";
        for (machine, expected) in [
            ("one: {definition: FLOW}", "one"),
            ("one: FLOW", "one"),
            ("one: {definition: '${self:custom.flow}'}", "one"),
            ("one: {definition: '${self:custom.other}'}", ""),
            ("one: {definition: '{\"States\": {}}'}", "one"),
            ("one: {definition: arn}", ""),
            ("one: {definition: '${file(a.yml)}'}", "one is a.yml"),
            ("one: {definition: '${file(a.yml):b.c}'}", "one in a.yml"),
            ("one: '${file(a.yml)}'", "one in a.yml"),
            ("one: {definition: '${file(a.js)}'}", ""),
            ("one: {definition: '${file(a.${opt:stage}.yml)}'}", ""),
            ("${file(a.yml)}", "stateMachines in a.yml"),
        ] {
            check(&format!("{service}{machine}\n"), expected);
        }
        check("service: s\nstepFunctions: ${file(a.yml)}\n", "stepFunctions in a.yml");
    }

    #[test]
    fn types_are_those_of_the_state_machines() {
        let text = "stateMachines:\n  a: {type: EXPRESS, definition: FLOW}\n  b: {definition: FLOW}\n  \
                    c: {type: '${opt:type}', definition: FLOW}\n";
        let found = contents(&tree(text)).unwrap().definitions;
        let types: Vec<_> = found.iter().map(|found| found.facts.workflow_type).collect();
        assert_eq!(types, [Some(WorkflowType::Express), Some(WorkflowType::Standard), None]);
    }

    #[test]
    fn resources_of_a_service() {
        let machine = "{M: {Type: AWS::StepFunctions::StateMachine, Properties: {Definition: FLOW}}}";
        let (one, two) = (format!("resources: {{Resources: {machine}}}\n"), machine.replace("M:", "N:"));
        check(&format!("service: s\n{one}"), "M");
        check(&format!("service: s\nresources: ['${{file(a.yml)}}', {{Resources: {two}}}]\n"), "N");
        let both = "stepFunctions: {stateMachines: {a: {definition: '${file(a.yml)}'}, b: {definition: FLOW}}}\n";
        check(&format!("service: s\n{both}{one}"), "M, b, a is a.yml");
        assert!(contents(&tree(&one)).is_none());
    }

    #[test]
    fn resources_may_name_what_the_framework_adds() {
        let text = "service: s\nresources:\n  AWSTemplateFormatVersion: 2010-09-09\n  Resources:\n    \
                    M: {Type: AWS::StepFunctions::StateMachine, Properties: {Definition: FLOW}}\n";
        let template = contents(&tree(text)).unwrap().template.unwrap();
        assert!(!template.lacks("HelloLambdaFunction"));
    }

    #[test]
    fn parts_of_a_service_show_what_they_are() {
        check("name: n\ntype: EXPRESS\ndefinition: FLOW\n", "definition");
        check("a: {name: n, definition: FLOW}\nb: {definition: '${file(a.yml)}'}\n", "a, b in a.yml");
        for text in [
            "service: s\nfunctions: {}\n",
            "definition: FLOW\ninput: {}\n",
            "a: {definition: FLOW}\nb: {definition: FLOW, input: {}}\n",
            "a: FLOW\n",
            "{}\n",
        ] {
            assert!(contents(&tree(text)).is_none(), "{text}");
        }
    }

    #[test]
    fn definitions_in_a_part_are_found_wherever_they_are() {
        let facts = Facts { workflow_type: Some(WorkflowType::Express), is_part: true, ..Facts::default() };
        let found = |text: &str| part(&tree(text), &facts);
        assert_eq!(shown(&found("flows: {a: FLOW, b: {c: FLOW}, d: {States: []}}\nx: [FLOW]\n")), "a, c");
        assert_eq!(shown(&found("a: {definition: FLOW, input: {}}\n")), "a");
        assert_eq!(shown(&found("a: {definition: FLOW}\n")), "a");
        assert_eq!(shown(&found("a: {b: c}\n")), "");
        let map = "StartAt: M\nStates: {M: {Type: Map, ItemProcessor: FLOW, End: true}}\n";
        let definitions = found(map).definitions;
        assert_eq!((definitions.len(), definitions[0].facts.workflow_type), (1, facts.workflow_type));
        let standard = found("a: {definition: FLOW}\n").definitions;
        assert_eq!(standard[0].facts.workflow_type, Some(WorkflowType::Standard));
    }
}
