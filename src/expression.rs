//! The expressions of a state: every string that is evaluated, or looks as if it were meant to be, parsed, with where it
//! stands and what it may use there.
//!
//! Which language a string is in follows from the field table of the schemas (`x-value`), the owner of the field and the
//! state's query language; there is no second table.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::asl::QueryLanguage;
use crate::expr::intrinsic::{self, Intrinsic};
use crate::expr::jsonata::scope::{Callee, STATES};
use crate::expr::jsonata::{self, Ast, Inference, Scope};
use crate::expr::jsonpath::{self, Path};
use crate::expr::types::Type;
use crate::flow::variables::Variables;
use crate::model::{ScopeId, State, StateId};
use crate::schema::{self, Field, Owner, ValueKind};
use crate::syntax::{NodeId, Tree};
use crate::text::{Span, offset};

/// The part of a state that an expression belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The state itself.
    State,
    /// A rule of `Choices`, from 0.
    Choice(u32),
    Catcher(u32),
    Retrier(u32),
}

/// A string of a state and what it holds.
#[derive(Debug)]
pub struct Expression<'a> {
    /// The string (or, where [`Content::NotText`], the value that should be one).
    pub node: NodeId,
    /// The field of the language in which it stands, directly or deep inside.
    pub field: &'static Field,
    /// The object that has the field.
    pub owner: Owner,
    pub part: Part,
    /// The key of the payload in which it stands, if it stands in a payload and not in the field itself.
    pub key: Option<NodeId>,
    /// The object of the payload in which it stands.
    pub object: NodeId,
    /// The text that is parsed: in JSONata what stands between `{%` and `%}`.
    pub text: &'a str,
    /// Where `text` starts in the decoded string.
    start: u32,
    pub content: Content,
}

/// What a string holds.
#[derive(Debug)]
pub enum Content {
    Path(Path),
    Intrinsic(Intrinsic),
    Jsonata(Box<Jsonata>),
    /// Sent or compared as it is, though something in it looks like an expression.
    Literal,
    /// The value of a key that ends in `.$`, but no string.
    NotText,
}

/// A JSONata expression with what its names mean and what its parts give.
#[derive(Debug)]
pub struct Jsonata {
    pub ast: Ast,
    pub scope: Scope,
    pub types: Inference,
}

impl Jsonata {
    /// Parses an expression of a state of a scope.
    fn parse(text: &str, variables: &Variables, within: ScopeId) -> Self {
        let ast = jsonata::parse(text);
        let is_variable =
            |name: &str| variables.find(name).is_some_and(|variable| variables.home(within, variable).is_some());
        let scope = jsonata::analyze(&ast, &is_variable);
        let types = jsonata::infer::infer_in(&ast, text, &scope, &type_of_states);
        Self { ast, scope, types }
    }

    /// The type of the whole.
    pub fn result(&self) -> Type {
        self.ast.root.map_or(Type::Any, |root| self.types.of(root))
    }
}

/// The types that `$states` is known to have, by path: `states.context.State.Name`.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html>
pub fn type_of_states(path: &str) -> Type {
    match path.strip_prefix("states.context.") {
        Some(
            "Execution.Id"
            | "Execution.Name"
            | "Execution.RoleArn"
            | "Execution.StartTime"
            | "State.EnteredTime"
            | "State.Name"
            | "StateMachine.Id"
            | "StateMachine.Name"
            | "Task.Token",
        ) => Type::String,
        Some("Execution.RedriveCount" | "State.RetryCount" | "Map.Item.Index") => Type::Number,
        _ => Type::Any,
    }
}

/// A use of a workflow variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub state: StateId,
    /// Without its `$`.
    pub name: Box<str>,
    /// The string it stands in.
    pub node: NodeId,
    /// Where the name stands in the decoded string, its `$` included.
    pub range: Range<u32>,
    pub part: Part,
    /// The expression, or another of the state, asks whether the variable exists.
    pub guarded: bool,
    /// It is called as a function: `$name(…)`.
    pub called: bool,
    /// The string it stands in does not parse, which is reported as such.
    pub faulty: bool,
}

impl Reference {
    /// Where the name stands in the file.
    pub fn span(&self, tree: &Tree) -> Span {
        tree.scalar_map(self.node).span(self.range.clone())
    }

    /// Writes another name.
    pub fn rename(&self, tree: &Tree, name: &str) -> Option<Vec<crate::diagnostic::Edit>> {
        let (span, text) = tree.scalar_map(self.node).edit(self.range.clone(), &format!("${name}"))?;
        Some(vec![crate::diagnostic::Edit { span, text }])
    }
}

/// The variables that the expressions of a state use, in the order of the text. Built-in functions count only where a
/// variable hides them, and `$states` is none.
pub fn references(tree: &Tree, state: &State, expressions: &[Expression<'_>]) -> Vec<Reference> {
    let mut found = Vec::new();
    for expression in expressions {
        // What is written there is no variable: nothing is read.
        if expression.field.name == "ResultPath" {
            continue;
        }
        let faulty = expression.is_faulty();
        let mut add = |name: &str, range: Range<u32>, guarded: bool, called: bool| {
            let range = range.start + expression.start..range.end + expression.start;
            let (node, part) = (expression.node, expression.part);
            found.push(Reference { state: state.id, name: name.into(), node, range, part, guarded, called, faulty });
        };
        match &expression.content {
            Content::Path(path) => {
                let guard = tree.get(expression.object, "IsPresent").is_some();
                for name in jsonpath::variables(path).into_iter().filter(|name| *name.text != *STATES) {
                    add(&name.text, with_dollar(&name.range), guard, false);
                }
            }
            Content::Intrinsic(intrinsic) => {
                for name in intrinsic::references(intrinsic).variables {
                    add(&name.text, with_dollar(&name.range), false, false);
                }
            }
            Content::Jsonata(jsonata) => {
                let calls = jsonata.scope.calls.iter().filter(|call| matches!(call.callee, Callee::Variable));
                let called: FxHashSet<u32> = calls.map(|call| call.name_range.start).collect();
                for variable in &jsonata.scope.variables {
                    let range = variable.range.clone();
                    let called = called.contains(&range.start);
                    add(&variable.name, range, variable.guarded, called);
                }
            }
            Content::Literal | Content::NotText => {}
        }
    }
    let asked = found.iter().filter(|reference| reference.guarded);
    let asked: FxHashSet<Box<str>> = asked.map(|reference| reference.name.clone()).collect();
    for reference in &mut found {
        reference.guarded |= asked.contains(&reference.name);
    }
    found.sort_by_key(|reference| (reference.node, reference.range.start));
    found
}

/// The parser of paths gives names without their `$`.
fn with_dollar(name: &Range<u32>) -> Range<u32> {
    name.start.saturating_sub(1)..name.end
}

impl Expression<'_> {
    /// Where a range of [`Expression::text`] stands in the file.
    pub fn span(&self, tree: &Tree, range: &Range<u32>) -> Span {
        tree.scalar_map(self.node).span(range.start + self.start..range.end + self.start)
    }

    /// Where in [`Expression::text`] an offset of the file is.
    pub fn offset(&self, tree: &Tree, offset: u32) -> Option<u32> {
        let at = tree.scalar_map(self.node).decoded(offset)?.checked_sub(self.start)?;
        (at as usize <= self.text.len()).then_some(at)
    }

    /// A range of [`Expression::text`] as one of the decoded string.
    pub fn within(&self, range: &Range<u32>) -> Range<u32> {
        range.start + self.start..range.end + self.start
    }

    /// As [`Expression::span`], for many ranges.
    pub fn places(&self, tree: &Tree) -> impl Fn(Range<u32>) -> Span + use<> {
        let (map, start) = (tree.scalar_map(self.node), self.start);
        move |range| map.span(range.start + start..range.end + start)
    }

    /// The edit of the file that writes something else for a range of [`Expression::text`].
    pub fn edit(&self, tree: &Tree, range: &Range<u32>, text: &str) -> Option<Vec<crate::diagnostic::Edit>> {
        let range = range.start + self.start..range.end + self.start;
        let (span, text) = tree.scalar_map(self.node).edit(range, text)?;
        Some(vec![crate::diagnostic::Edit { span, text }])
    }

    /// The name under which the string stands: the nearest key, in a payload or of the language.
    pub fn name<'t>(&self, tree: &'t Tree) -> &'t str {
        self.key.map_or(self.field.name, |key| tree.text(key))
    }

    /// The name and where it is, for a message: "`Variable` in `Choices[1]` of state `A`".
    pub fn subject(&self, tree: &Tree, state: &State) -> String {
        let (name, state) = (self.name(tree), &state.name);
        match self.part {
            Part::State => format!("`{name}` of state `{state}`"),
            Part::Choice(index) => format!("`{name}` in `Choices[{index}]` of state `{state}`"),
            Part::Catcher(index) => format!("`{name}` in `Catch[{index}]` of state `{state}`"),
            Part::Retrier(index) => format!("`{name}` in `Retry[{index}]` of state `{state}`"),
        }
    }

    /// The key under which the string itself stands; nothing for the item of an array.
    pub fn own_key(&self, tree: &Tree) -> Option<NodeId> {
        let Some(key) = self.key else { return tree.member(self.object, self.field.name).map(|member| member.key) };
        let container = tree.parent(self.node)?;
        (tree.parent(key) == Some(container)).then_some(key)
    }

    /// Whether the expression stands in a payload (`Parameters`, `Assign`, `Output` …) and not in a field of its own.
    pub fn is_in_payload(&self) -> bool {
        matches!(self.field.value, ValueKind::Template | ValueKind::JsonataTemplate)
    }

    /// Whether it does not parse.
    pub fn is_faulty(&self) -> bool {
        match &self.content {
            Content::Path(path) => !path.faults.is_empty(),
            Content::Intrinsic(intrinsic) => !intrinsic.faults.is_empty(),
            Content::Jsonata(jsonata) => !jsonata.ast.faults.is_empty(),
            Content::Literal | Content::NotText => false,
        }
    }

    /// Whether its key ends in `.$`.
    pub fn has_suffix(&self, tree: &Tree) -> bool {
        self.key.is_some_and(|key| tree.text(key).ends_with(".$"))
    }

    /// The paths it holds: itself, or those in the arguments of an intrinsic function.
    pub fn paths(&self) -> Vec<&Path> {
        match &self.content {
            Content::Path(path) => jsonpath::paths(path),
            Content::Intrinsic(intrinsic) => intrinsic::paths(intrinsic),
            Content::Jsonata(_) | Content::Literal | Content::NotText => Vec::new(),
        }
    }
}

/// The strings of a state, those of its rules, catchers and retriers included, those of its inner states not. Strings with
/// placeholders are left out: nothing is known of them.
pub fn of_state<'a>(tree: &'a Tree, state: &State, variables: &Variables) -> Vec<Expression<'a>> {
    let Some(kind) = state.kind else { return Vec::new() };
    let language = state.query_language;
    let scope = state.scope;
    let (part, left) = (Part::State, MOST_BYTES);
    let mut collector = Collector { tree, variables, language, scope, part, left, found: Vec::new() };
    collector.fields(state.node, Owner::State(kind));
    collector.found
}

struct Collector<'a, 'v> {
    tree: &'a Tree,
    variables: &'v Variables,
    language: QueryLanguage,
    scope: ScopeId,
    part: Part,
    /// How many bytes of expressions are still parsed.
    left: usize,
    found: Vec<Expression<'a>>,
}

/// The most text that is parsed of one state, in bytes. A whole definition may have no more; the bound keeps memory in
/// hand, since a tree takes far more than its text.
const MOST_BYTES: usize = 1 << 20;

/// Where a string stands.
#[derive(Clone, Copy)]
struct Site {
    field: &'static Field,
    owner: Owner,
    key: Option<NodeId>,
    object: NodeId,
}

impl Collector<'_, '_> {
    /// The fields of an object of the language. Nesting is bounded by the tree's depth.
    fn fields(&mut self, object: NodeId, owner: Owner) {
        let tree = self.tree;
        if tree.is_opaque(object) {
            return;
        }
        for member in tree.members(object) {
            let Some(field) = schema::field(owner, self.language, tree.text(member.key)) else { continue };
            let site = Site { field, owner, key: None, object };
            self.field(site, member.value);
        }
    }

    fn field(&mut self, site: Site, value: NodeId) {
        let tree = self.tree;
        match site.field.value {
            ValueKind::Path | ValueKind::ReferencePath => self.string(site, value, Grammar::Path),
            ValueKind::PathOrIntrinsic => self.string(site, value, Grammar::PathOrIntrinsic),
            ValueKind::Jsonata | ValueKind::JsonataTemplate => self.jsonata(site, value),
            ValueKind::Template => self.template(site, value),
            ValueKind::Json => self.literals(site, value),
            ValueKind::Choices => self.each(value, Owner::ChoiceRule, Part::Choice),
            ValueKind::Retriers => self.each(value, Owner::Retrier, Part::Retrier),
            ValueKind::Catchers => self.each(value, Owner::Catcher, Part::Catcher),
            ValueKind::Rules => {
                for rule in tree.items(value) {
                    self.fields(rule, Owner::NestedChoiceRule);
                }
            }
            ValueKind::Rule => self.fields(value, Owner::NestedChoiceRule),
            ValueKind::Object => {
                // An object of the language is named like its field.
                if let Some(owner) = Owner::all().find(|owner| owner.name() == site.field.name) {
                    self.fields(value, owner);
                }
            }
            // Inner states have expressions of their own.
            ValueKind::States | ValueKind::Branches | ValueKind::Machine => {}
            _ => self.string(site, value, Grammar::Literal),
        }
    }

    fn each(&mut self, array: NodeId, owner: Owner, part: fn(u32) -> Part) {
        let tree = self.tree;
        for (index, item) in tree.items(array).enumerate() {
            self.part = part(offset(index));
            self.fields(item, owner);
        }
        self.part = Part::State;
    }

    /// A JSONPath payload: what stands under a key ending in `.$` is evaluated, all else is not.
    fn template(&mut self, site: Site, value: NodeId) {
        let tree = self.tree;
        if tree.is_opaque(value) {
            return;
        }
        if tree.is_object(value) {
            for member in tree.members(value) {
                let site = Site { key: Some(member.key), object: value, ..site };
                if tree.is_opaque(member.key) {
                    continue;
                }
                if tree.text(member.key).ends_with(".$") {
                    self.string(site, member.value, Grammar::PathOrIntrinsic);
                } else {
                    self.template(site, member.value);
                }
            }
        } else if tree.is_array(value) {
            for item in tree.items(value) {
                self.template(site, item);
            }
        } else {
            self.string(site, value, Grammar::Literal);
        }
    }

    /// A JSONata value: any string in it that starts with `{%` and ends with `%}` is evaluated.
    fn jsonata(&mut self, site: Site, value: NodeId) {
        let tree = self.tree;
        if tree.is_opaque(value) {
            return;
        }
        if tree.is_object(value) {
            for member in tree.members(value) {
                if !tree.is_opaque(member.key) {
                    self.jsonata(Site { key: Some(member.key), object: value, ..site }, member.value);
                }
            }
        } else if tree.is_array(value) {
            for item in tree.items(value) {
                self.jsonata(site, item);
            }
        } else {
            self.string(site, value, Grammar::Jsonata);
        }
    }

    /// A value that is never evaluated.
    fn literals(&mut self, site: Site, value: NodeId) {
        let tree = self.tree;
        if tree.is_opaque(value) {
            return;
        }
        if tree.is_object(value) {
            for member in tree.members(value) {
                self.literals(Site { key: Some(member.key), object: value, ..site }, member.value);
            }
        } else if tree.is_array(value) {
            for item in tree.items(value) {
                self.literals(site, item);
            }
        } else {
            self.string(site, value, Grammar::Literal);
        }
    }

    fn string(&mut self, site: Site, node: NodeId, grammar: Grammar) {
        let tree = self.tree;
        if tree.is_opaque(node) || tree.is_incomplete(node) {
            return;
        }
        let Some(left) = self.left.checked_sub(tree.text(node).len()) else { return };
        self.left = left;
        let (text, start, content) = match (tree.known(node), grammar) {
            (None, Grammar::PathOrIntrinsic) if site.key.is_some() => ("", 0, Content::NotText),
            // The schema says what is wrong with any other value that is no text.
            (None, _) => return,
            (Some(text), Grammar::PathOrIntrinsic) if is_call(text) => {
                (text, 0, Content::Intrinsic(intrinsic::parse(text)))
            }
            (Some(text), Grammar::Path | Grammar::PathOrIntrinsic) => (text, 0, Content::Path(jsonpath::parse(text))),
            (Some(text), Grammar::Jsonata) => match delimited(text) {
                Some(inner) => {
                    (inner, 2, Content::Jsonata(Box::new(Jsonata::parse(inner, self.variables, self.scope))))
                }
                None => (text, 0, Content::Literal),
            },
            (Some(text), Grammar::Literal) => (text, 0, Content::Literal),
        };
        if matches!(content, Content::Literal) && !may_be_meant(text) {
            return;
        }
        let Site { field, owner, key, object } = site;
        self.found.push(Expression { node, field, owner, part: self.part, key, object, text, start, content });
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Grammar {
    Path,
    PathOrIntrinsic,
    Jsonata,
    Literal,
}

/// Whether a text where a path or a call may stand is read as a call, so that a slip in it is told as that of a call.
pub fn is_call(text: &str) -> bool {
    let text = text.trim_start();
    let prefix = text.get(..intrinsic::PREFIX.len());
    let prefixed = prefix.is_some_and(|prefix| prefix.eq_ignore_ascii_case(intrinsic::PREFIX));
    prefixed && (text.contains('(') || intrinsic::function(text.trim_end()).is_some())
        || intrinsic::looks_like_intrinsic(text)
}

/// Whether a text that is taken as it is may have been meant as an expression: paths and variables have a `$`, JSONata its
/// delimiters, calls a bracket. Most texts have none of them and interest no rule.
fn may_be_meant(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'$' | b'{' | b'%' | b'('))
}

/// What stands between `{%` and `%}`; `None` for a string that does not start and end with them.
pub fn delimited(text: &str) -> Option<&str> {
    text.strip_prefix("{%")?.strip_suffix("%}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lower;
    use crate::syntax::{Language, parse};

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str, &str)]) {
        let (tree, faults) = parse(text.into(), Language::Json, None);
        assert_eq!(faults, []);
        let machine = lower(&tree, tree.root());
        let expressions: Vec<_> =
            machine.states.iter().flat_map(|state| of_state(&tree, state, &Variables::default())).collect();
        let found: Vec<(&str, &str, &str)> = expressions
            .iter()
            .filter_map(|expression| {
                let kind = match expression.content {
                    Content::Path(_) => "path",
                    Content::Intrinsic(_) => "intrinsic",
                    Content::Jsonata(_) => "jsonata",
                    Content::NotText => "not text",
                    Content::Literal => return None,
                };
                Some((expression.field.name, kind, expression.text))
            })
            .collect();
        assert_eq!(found, expected);
        for expression in &expressions {
            let whole = 0..offset(expression.text.len());
            if !matches!(expression.content, Content::NotText) {
                assert_eq!(&text[expression.span(&tree, &whole).range()], expression.text);
            }
        }
    }

    #[test]
    fn jsonpath_states() {
        check(
            r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "x", "InputPath": "$.a", "End": true,
                "Parameters": {"b.$": "States.UUID()", "c": "$.c", "d": [{"e.$": "$$.f", "g.$": 1}], "h.$": "${X}"},
                "Assign": {"v.$": "$.v"},
                "Catch": [{"ErrorEquals": ["E"], "ResultPath": "$.r", "Next": "A"}]}}}"#,
            &[
                ("InputPath", "path", "$.a"),
                ("Parameters", "intrinsic", "States.UUID()"),
                ("Parameters", "path", "$$.f"),
                ("Parameters", "not text", ""),
                ("Assign", "path", "$.v"),
                ("ResultPath", "path", "$.r"),
            ],
        );
    }

    #[test]
    fn jsonata_states() {
        check(
            r#"{"QueryLanguage": "JSONata", "StartAt": "C", "States": {"C": {"Type": "Choice", "Default": "W",
                "Choices": [{"Condition": "{% $a %}", "Next": "W", "Assign": {"x": ["{%$b%}", "plain"]}}]},
                "W": {"Type": "Wait", "Seconds": "{% 1 %}", "Comment": "{% no %}", "Output": "{% $c %}", "End": true}}}"#,
            &[
                ("Condition", "jsonata", " $a "),
                ("Assign", "jsonata", "$b"),
                ("Seconds", "jsonata", " 1 "),
                ("Output", "jsonata", " $c "),
            ],
        );
    }

    #[test]
    fn choice_rules_nest() {
        check(
            r#"{"StartAt": "C", "States": {"C": {"Type": "Choice", "Default": "D", "Choices": [
                {"And": [{"Variable": "$.a", "StringEqualsPath": "$.b"}, {"Not": {"Variable": "$c", "IsNull": true}}],
                "Next": "D"}]}, "D": {"Type": "Succeed"}}}"#,
            &[("Variable", "path", "$.a"), ("StringEqualsPath", "path", "$.b"), ("Variable", "path", "$c")],
        );
    }
}
