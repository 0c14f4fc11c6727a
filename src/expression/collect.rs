//! The walk over the fields of a state: which strings there are, and what each is parsed as.

use super::{Content, Expression, Jsonata, Part, StringMap};
use crate::asl::QueryLanguage;
use crate::expr::{intrinsic, jsonpath};
use crate::flow::variables::Variables;
use crate::model::{ScopeId, State};
use crate::schema::{self, Field, Owner, ValueKind};
use crate::syntax::{NodeId, Tree};
use crate::text::offset;

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
        let (part, map) = (self.part, StringMap::default());
        self.found.push(Expression { node, field, owner, part, key, object, text, start, map, content });
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
