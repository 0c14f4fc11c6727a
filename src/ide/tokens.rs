//! What the words of a definition mean, for highlighting: names of states and variables, the languages inside strings.
//!
//! What any highlighter of JSON or YAML sees by itself is left out. One pass over the machine; a range costs only the
//! states that it touches.

mod expression;

use crate::analysis::{Analysis, Definition};
use crate::expression::of_state;
use crate::flow::variables::Variables;
use crate::model::{State, Target};
use crate::syntax::{Kind, NodeId, Trait, Tree, next_placeholder};
use crate::text::{Span, offset};

/// A word with a meaning. It stands on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub span: Span,
    pub kind: TokenKind,
    pub role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// The name of a state.
    State,
    Variable,
    Function,
    Keyword,
    Operator,
    /// A name in a path.
    Property,
    String,
    Number,
    Regexp,
    Comment,
    /// What deployment replaces.
    Placeholder,
    /// The name of an error.
    Error,
}

impl TokenKind {
    /// Every kind, in their order.
    pub const ALL: [Self; 12] = [
        Self::State,
        Self::Variable,
        Self::Function,
        Self::Keyword,
        Self::Operator,
        Self::Property,
        Self::String,
        Self::Number,
        Self::Regexp,
        Self::Comment,
        Self::Placeholder,
        Self::Error,
    ];
}

/// What a name does where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It refers to what is declared elsewhere, or to nothing.
    Use,
    Declaration,
    /// It refers to what Step Functions provides.
    Builtin,
}

/// The tokens of a document in the order of the text, none touching what another one covers; `within` a span if that is
/// all that is asked for.
pub fn tokens(analysis: &Analysis, within: Option<Span>) -> Vec<Token> {
    let mut collector = Collector { text: analysis.source.text(), within, found: Vec::new() };
    for definition in &analysis.definitions {
        collector.definition(definition);
    }
    let mut found = collector.found;
    found.sort_by_key(|token| (token.span.start, std::cmp::Reverse(token.span.end)));
    let mut end = 0;
    // What is behind an alias is met more than once.
    found.retain(|token| {
        let is_free = end <= token.span.start;
        end = if is_free { token.span.end } else { end };
        is_free
    });
    found
}

struct Collector<'a> {
    text: &'a str,
    within: Option<Span>,
    found: Vec<Token>,
}

impl Collector<'_> {
    fn definition(&mut self, definition: &Definition) {
        let tree = &*definition.tree;
        if tree.has(Trait::Placeholders) || tree.has(Trait::Holes) {
            for id in tree.descendants(tree.resolve(definition.root)) {
                self.placeholders(tree, id);
            }
        }
        let Some(machine) = &definition.machine else { return };
        for scope in &machine.scopes {
            self.target(tree, scope.start_at.as_ref());
        }
        for state in &machine.states {
            self.state(tree, state);
        }
    }

    fn state(&mut self, tree: &Tree, state: &State) {
        self.name(tree, state.name.node, TokenKind::State, Role::Declaration);
        if !self.is_asked_for(tree.span(state.node)) {
            return;
        }
        for transition in &state.transitions {
            self.target(tree, Some(&transition.target));
        }
        for &error in state.retriers.iter().chain(&state.catchers).flat_map(|handler| &handler.errors) {
            let is_builtin = tree.known(error).is_some_and(|name| name.starts_with("States."));
            let role = if is_builtin { Role::Builtin } else { Role::Use };
            self.name(tree, error, TokenKind::Error, role);
        }
        let rules = state.choices.iter().map(|rule| rule.node);
        let catchers = state.catchers.iter().map(|catcher| catcher.node);
        for object in std::iter::once(state.node).chain(rules).chain(catchers) {
            self.assigned(tree, object);
        }
        // Whether a name is a variable of the machine is not asked here, so none need be known.
        for expression in of_state(tree, state, &Variables::default()) {
            for piece in expression::pieces(&expression) {
                self.add(expression.span(tree, &piece.range), piece.kind, piece.role);
            }
        }
    }

    fn target(&mut self, tree: &Tree, target: Option<&Target>) {
        if let Some(target) = target {
            self.name(tree, target.node, TokenKind::State, Role::Use);
        }
    }

    /// A string that is a name; one with placeholders is none yet.
    fn name(&mut self, tree: &Tree, node: NodeId, kind: TokenKind, role: Role) {
        if tree.known(node).is_some() {
            self.add(tree.content_span(node), kind, role);
        }
    }

    /// The variables that an `Assign` names.
    fn assigned(&mut self, tree: &Tree, object: NodeId) {
        let Some(assign) = tree.get(object, "Assign") else { return };
        for member in tree.members(assign) {
            let name = tree.text(member.key);
            let name = name.strip_suffix(".$").unwrap_or(name);
            let span = tree.scalar_map(member.key).span(0..offset(name.len()));
            self.add(span, TokenKind::Variable, Role::Declaration);
        }
    }

    fn placeholders(&mut self, tree: &Tree, id: NodeId) {
        let span = tree.span(id);
        if !self.is_asked_for(span) {
            return;
        }
        match tree.kind(id) {
            Kind::Hole => self.add(span, TokenKind::Placeholder, Role::Use),
            Kind::String if tree.known(id).is_none() => {
                let (text, map) = (tree.text(id), tree.scalar_map(id));
                let mut from = 0;
                while let Some(range) = next_placeholder(text, from) {
                    from = range.end;
                    self.add(map.span(offset(range.start)..offset(range.end)), TokenKind::Placeholder, Role::Use);
                }
            }
            _ => {}
        }
    }

    /// Adds a token, cut at line ends: not every editor takes one of several lines.
    fn add(&mut self, span: Span, kind: TokenKind, role: Role) {
        if !self.is_asked_for(span) {
            return;
        }
        let text = self.text.get(span.range()).unwrap_or("");
        let mut start = span.start;
        for line in text.split(['\n', '\r']) {
            let blanks = offset(line.len() - line.trim_start().len());
            let token = Span::new(start + blanks, start + offset(line.trim_end().len()));
            if !token.is_empty() {
                self.found.push(Token { span: token, kind, role });
            }
            start += offset(line.len()) + 1;
        }
    }

    fn is_asked_for(&self, span: Span) -> bool {
        self.within.is_none_or(|within| within.start < span.end && span.start < within.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, analyzed};

    fn shown(path: &str, text: &str, within: Option<Span>) -> Vec<String> {
        let analysis = analyzed(path, text);
        let role = |role| match role {
            Role::Use => "",
            Role::Declaration => "!",
            Role::Builtin => "^",
        };
        let show =
            |token: &Token| format!("{:?}{} {}", token.kind, role(token.role), analysis.source.slice(token.span));
        tokens(&analysis, within).iter().map(show).collect()
    }

    #[track_caller]
    fn check(path: &str, text: &str, expected: &[&str]) {
        assert_eq!(shown(path, text, None), expected, "{text}");
    }

    /// Tokens of an expression that is the output of a state.
    #[track_caller]
    fn jsonata(expression: &str, expected: &[&str]) {
        let text = format!(
            "QueryLanguage: JSONata\nStates:\n  A:\n    Type: Pass\n    Output: |-\n      {{% {expression} %}}\n"
        );
        let all = [&["State! A"], expected].concat();
        check(YAML, &text, &all);
    }

    #[test]
    fn names() {
        check(
            JSON,
            r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "Assign": {"n.$": "$.a"}, "Next": "B",
                "Catch": [{"ErrorEquals": ["States.ALL", "E"], "Next": "${C}", "Assign": {"m": 1}}]}, "B": {}}}"#,
            &[
                "State A",
                "State! A",
                "Variable! n",
                "Variable^ $",
                "Property a",
                "State B",
                "Error^ States.ALL",
                "Error E",
                "Placeholder ${C}",
                "Variable! m",
                "State! B",
            ],
        );
        check(JSON, "{\"States\": {\"A\": {\"Next\": \"B", &["State! A", "State B"]);
    }

    #[test]
    fn placeholders() {
        check(
            JSON,
            r#"{"States": {"A-${A}": {"Type": "Task", "Resource": "a\n${B}:${C}", "TimeoutSeconds": ${D}}}}"#,
            &["Placeholder ${A}", "Placeholder ${B}", "Placeholder ${C}", "Placeholder ${D}"],
        );
    }

    #[test]
    fn jsonata_expressions() {
        jsonata(
            "$sum($states.input.a) + $v * 2 and true",
            &[
                "Function^ $sum",
                "Variable^ $states",
                "Property input",
                "Property a",
                "Operator +",
                "Variable $v",
                "Operator *",
                "Number 2",
                "Keyword and",
                "Keyword true",
            ],
        );
        jsonata(
            "( $f := function($x) { $x }; $f('a') /* why */ )",
            &[
                "Variable! $f",
                "Operator :=",
                "Keyword function",
                "Variable! $x",
                "Variable $x",
                "Function $f",
                "String 'a'",
                "Comment /* why */",
            ],
        );
        jsonata(
            "$a ~> $string ? /x/i : \"y\n      z\"",
            &[
                "Variable $a",
                "Operator ~>",
                "Function^ $string",
                "Operator ?",
                "Regexp /x/i",
                "String \"y",
                "String z\"",
            ],
        );
    }

    #[test]
    fn paths_and_calls() {
        check(
            JSON,
            r#"{"States": {"A": {"Type": "Pass", "Parameters": {"a.$": "$v.b[0][*]['c'].length()",
                "d.$": "States.Format('\\{}', $$.x[?(@.y == 1 && @.z)], null)"}}}}"#,
            &[
                "State! A",
                "Variable $v",
                "Property b",
                "Number 0",
                "Operator *",
                "Property c",
                "Function^ length",
                "Function^ States.Format",
                "String '\\\\{}'",
                "Variable^ $$",
                "Property x",
                "Variable^ @",
                "Property y",
                "Operator ==",
                "Number 1",
                "Variable^ @",
                "Property z",
                "Keyword null",
            ],
        );
    }

    #[test]
    fn a_range_and_templates() {
        let text = "States:\n  A:\n    Type: Pass\n    Next: B\n  B:\n    Type: Succeed\n";
        assert_eq!(shown(YAML, text, Some(Span::new(40, 60))), ["State! B"]);
        check(
            "template.yaml",
            "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\"StartAt\": \"A\", \"States\":\n          {\"A\": {}}}\n",
            &["State A", "State! A"],
        );
        let quoted = r#"{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": "{\"StartAt\": \"A\", \"States\": {\"A\": {}}}"}}}}"#;
        check("template.json", quoted, &["State A", "State! A"]);
        check("values.yaml", "a: ${B}\n", &[]);
    }
}
