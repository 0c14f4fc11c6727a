//! Gives a state or a variable another name, in all places or in none.
//!
//! The edits are tried on a copy of the text before they are handed out: it has to read as the same machines, with the
//! one name changed and everything else meaning what it meant.

mod trial;

use std::fmt;

use super::symbol::{Mentions, Named, Occurrence, Site, Symbol};
use crate::analysis::{Analysis, Reading};
use crate::asl::LONGEST_STATE_NAME;
use crate::diagnostic::Edit;
use crate::expr::jsonata::scope::STATES;
use crate::expression::{self, Reference};
use crate::model::{Machine, ScopeId, StateId};
use crate::semantics::dangling::is_inside;
use crate::semantics::variable_name;
use crate::syntax::{NodeId, Text, Trait, Tree, has_placeholder};
use crate::text::{Span, SpanMap};
use crate::{edit, fix};
use trial::Trial;

/// What can be renamed at an offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamable {
    pub span: Span,
    pub name: String,
}

/// Why something cannot be renamed: a sentence without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What the offset names; nothing where there is no name that could be another.
pub fn prepare(analysis: &Analysis, offset: u32) -> Result<Option<Renamable>, Refusal> {
    let Some(named) = Named::at(analysis, offset) else { return Ok(None) };
    check_old(analysis, &named)?;
    Ok(Some(Renamable { span: named.span, name: named.name.to_string() }))
}

/// The edits, in order, that give what the offset names another name. `reread` parses a text as the file was parsed.
pub fn rename(
    analysis: &Analysis,
    offset: u32,
    name: &str,
    reread: &dyn Fn(&str) -> Reading,
) -> Result<Option<Vec<Edit>>, Refusal> {
    let Some(named) = Named::at(analysis, offset) else { return Ok(None) };
    check_old(analysis, &named)?;
    let name = match named.symbol {
        Symbol::State(_) => name,
        // As it is written where it is used.
        Symbol::Variable { .. } | Symbol::Local(_) => name.strip_prefix('$').unwrap_or(name),
    };
    if name == &*named.name {
        return Ok(Some(Vec::new()));
    }
    let uses = match named.symbol {
        Symbol::State(_) => {
            check_state_name(named.machine, name)?;
            Vec::new()
        }
        Symbol::Variable { home, variable } => {
            check_variable_name(&named, home, name)?;
            known_uses(&named, home, variable, name)?
        }
        Symbol::Local(_) => {
            check_local_name(name)?;
            Vec::new()
        }
    };
    let occurrences = named.occurrences_among(&uses);
    let edits = edits(analysis, &named, &occurrences, name)?;
    let text = fix::apply(analysis.source.text(), &edits.iter().collect::<Vec<_>>());
    let is_right = text
        .is_some_and(|text| Trial { analysis, named: &named, uses: &uses, name }.holds(&reread(&text), &occurrences));
    if is_right {
        return Ok(Some(edits));
    }
    Err(Refusal(format!("with the name `{name}` some place would mean something else than it does now")))
}

fn refuse<T>(reason: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(reason.into()))
}

/// Whether what is named can be renamed at all.
fn check_old(analysis: &Analysis, named: &Named<'_>) -> Result<(), Refusal> {
    if named.is_guess {
        let written = analysis.source.slice(named.span);
        return refuse(format!("there is no state `{written}`; rename it where it is defined"));
    }
    let Some(state) = named.state() else { return Ok(()) };
    let (tree, name) = (named.tree(), &state.name);
    if tree.is_opaque(name.node) {
        return refuse(format!("the name `{name}` holds a placeholder and is known at deployment only"));
    }
    let is_twice = tree.has(Trait::DuplicateKeys)
        && tree.parent(name.node).is_some_and(|states| {
            let same = tree.own_members(states).iter().filter(|member| *tree.text(member.key) == *name.text);
            1 < same.count()
        });
    if is_twice {
        return refuse(format!("`States` defines `{name}` twice, so it is not clear which of them is meant"));
    }
    Ok(())
}

fn check_state_name(machine: &Machine, name: &str) -> Result<(), Refusal> {
    if name.is_empty() {
        return refuse("a state needs a name");
    }
    let length = name.chars().count();
    if LONGEST_STATE_NAME < length {
        return refuse(format!(
            "the name of a state has at most {LONGEST_STATE_NAME} characters, and this one {length}"
        ));
    }
    if name.chars().any(char::is_control) {
        return refuse("the name of a state cannot have control characters in it");
    }
    if has_placeholder(name) {
        return refuse(format!("deployment would replace a part of `{name}`"));
    }
    if machine.states.iter().any(|state| *state.name.text == *name) {
        return refuse(format!("there is a state `{name}` already, and names are unique in a state machine"));
    }
    Ok(())
}

fn check_variable_name(named: &Named<'_>, home: ScopeId, name: &str) -> Result<(), Refusal> {
    let (machine, variables) = (named.machine, &named.variables);
    if name.is_empty() {
        return refuse("a variable needs a name");
    }
    if let Some((fault, help)) = variable_name::fault(name) {
        return refuse(format!("{fault}: {help}"));
    }
    if name == STATES {
        return refuse("`$states` belongs to Step Functions");
    }
    let Some(other) = variables.find(name) else { return Ok(()) };
    let clashes = |state: StateId| {
        machine.state(state).is_some_and(|state| {
            state.scope == home || is_inside(machine, state.scope, home) || is_inside(machine, home, state.scope)
        })
    };
    let clash = variables.assignments.iter().find(|own| own.variable == other && clashes(own.state));
    let state = clash.and_then(|assignment| machine.state(assignment.state));
    match state {
        Some(state) => refuse(format!("there is a variable `${name}` already: state `{}` assigns it", state.name)),
        None => Ok(()),
    }
}

/// Names inside an expression are JSONata's, which lets them start with an underscore.
fn check_local_name(name: &str) -> Result<(), Refusal> {
    let is_valid = name.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    if is_valid && name != STATES {
        return Ok(());
    }
    refuse(format!("`${name}` is no name for a variable: use letters, digits and underscores"))
}

/// The uses of a variable and of those with the name that it is to get; refused where something that may use the variable
/// cannot be read.
fn known_uses(named: &Named<'_>, home: ScopeId, variable: usize, new: &str) -> Result<Vec<Reference>, Refusal> {
    let (tree, machine, variables) = (named.tree(), named.machine, &named.variables);
    let name = variables.name(variable);
    let wanted = [name, new];
    let mentions = Mentions::of(tree, &wanted);
    let mut found = Vec::new();
    for state in machine.states.iter().filter(|state| mentions.may_be_in(state)) {
        let is_reader = variables.home(state.scope, variable) == Some(home);
        if is_reader && state.kind.is_none() && mentions_variable(tree.written(state.node), name) {
            return refuse(format!(
                "state `{}` has no known type, so what it means by `${name}` is not clear",
                state.name
            ));
        }
        let expressions = expression::of_state(tree, state, variables);
        let unread =
            expressions.iter().find(|expression| expression.is_faulty() && mentions_variable(expression.text, name));
        if let Some(unread) = unread.filter(|_| is_reader) {
            let subject = unread.subject(tree, state);
            return refuse(format!("{subject} does not parse, so what it means by `${name}` is not clear"));
        }
        found.extend(expression::references(tree, state, &expressions));
    }
    // What holds a placeholder is not parsed.
    let Some(scope) = machine.scope(home).filter(|_| tree.has(Trait::Placeholders)) else { return Ok(found) };
    let hidden = tree.descendants(scope.node).filter_map(|node| match tree.string(node) {
        Some(Text::Partial(text)) if is_evaluated(text) && mentions_variable(text, name) => Some(text),
        _ => None,
    });
    match hidden.into_iter().next() {
        Some(text) => refuse(format!("`{text}` holds a placeholder, so what it means by `${name}` is not clear")),
        None => Ok(found),
    }
}

/// Whether `$name` stands in a text.
fn mentions_variable(text: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let after = text.split('$').skip(1).filter_map(|after| after.strip_prefix(name));
    after.into_iter().any(|after| !after.starts_with(is_part))
}

/// Whether a text looks as if it were a path, a call or JSONata.
fn is_evaluated(text: &str) -> bool {
    text.starts_with('$') || text.starts_with("{%") || expression::is_call(text)
}

/// The map of the string that was asked for last: names in one string are mapped by one map.
#[derive(Debug, Default)]
struct LastMap {
    node: Option<NodeId>,
    map: SpanMap,
}

impl LastMap {
    fn of(&mut self, tree: &Tree, node: NodeId) -> &SpanMap {
        if self.node != Some(node) {
            *self = Self { node: Some(node), map: tree.scalar_map(node) };
        }
        &self.map
    }
}

/// The edits of all places; none may be left out.
fn edits(analysis: &Analysis, named: &Named<'_>, occurrences: &[Occurrence], name: &str) -> Result<Vec<Edit>, Refusal> {
    let tree = named.tree();
    let mut maps = LastMap::default();
    let mut edits = Vec::new();
    for occurrence in occurrences {
        let written = match &occurrence.site {
            Site::Name(node) => edit::replace_string(tree, *node, name),
            Site::Assign(key) => edit::rename_key(tree, *key, &with_suffix(tree, *key, name)),
            Site::Use { node, range } => {
                maps.of(tree, *node).edit(range.clone(), name).map(|(span, text)| vec![Edit { span, text }])
            }
        };
        let Some(written) = written else {
            let line = analysis.source.position(occurrence.span.start).line;
            return refuse(format!(
                "`{name}` cannot be written in line {line} without changing how that text is quoted"
            ));
        };
        edits.extend(written);
    }
    edits.sort();
    Ok(edits)
}

/// The name with the `.$` that a key of `Assign` ends in.
fn with_suffix(tree: &Tree, key: NodeId, name: &str) -> String {
    let suffix = if tree.text(key).ends_with(".$") { ".$" } else { "" };
    format!("{name}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, marked, reread};

    /// The text after `$0` was renamed, or why it was not.
    fn renamed(path: &str, text: &str, name: &str) -> Result<String, String> {
        let (analysis, offset) = marked(path, text);
        let edits = rename(&analysis, offset, name, &|text| reread(path, text)).map_err(|refusal| refusal.0)?;
        let edits = edits.ok_or("nothing to rename")?;
        Ok(fix::apply(analysis.source.text(), &edits.iter().collect::<Vec<_>>()).expect("edits in order"))
    }

    #[track_caller]
    fn check(path: &str, text: &str, name: &str, expected: &str) {
        assert_eq!(renamed(path, text, name).as_deref(), Ok(expected));
    }

    #[track_caller]
    fn check_refused(path: &str, text: &str, name: &str, reason: &str) {
        let refusal = renamed(path, text, name).unwrap_err();
        assert!(refusal.contains(reason), "{refusal}");
    }

    const ONE: &str = r#"{"StartAt": "A$0", "States": {"A": {"Type": "Pass", "Next": "A"}}}"#;

    #[test]
    fn states_in_json() {
        check(
            JSON,
            ONE,
            "B \"x\"",
            r#"{"StartAt": "B \"x\"", "States": {"B \"x\"": {"Type": "Pass", "Next": "B \"x\""}}}"#,
        );
        check(
            JSON,
            &ONE.replace("\"A$0\"", "\"\\u0041$0\""),
            "é",
            r#"{"StartAt": "é", "States": {"é": {"Type": "Pass", "Next": "é"}}}"#,
        );
        let condition = r#"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A$0": {"Type": "Choice", "Default": "A",
            "Choices": [{"Condition": "{% $states.context.State.Name = 'A' %}", "Next": "A"}]}}}"#;
        let expected =
            condition.replace("A$0", "B").replace("At\": \"A", "At\": \"B").replace("ult\": \"A", "ult\": \"B");
        check(JSON, condition, "B", &expected.replace("Next\": \"A", "Next\": \"B"));
    }

    #[test]
    fn states_in_yaml_are_quoted_where_that_is_needed() {
        let text = "StartAt: A\nStates:\n  A$0: {Type: Choice, Default: 'A', Choices: [{Variable: $.x, IsNull: true, Next: \"A\"}]}\n";
        let written = |plain: &str, single: &str, double: &str| {
            text.replace("$0", "")
                .replace("At: A", &format!("At: {plain}"))
                .replace("  A:", &format!("  {plain}:"))
                .replace("'A'", single)
                .replace("\"A\"", double)
        };
        for (name, plain, single, double) in [
            ("B c", "B c", "'B c'", "\"B c\""),
            ("yes", "\"yes\"", "'yes'", "\"yes\""),
            ("a: b", "\"a: b\"", "'a: b'", "\"a: b\""),
            ("*a", "\"*a\"", "'*a'", "\"*a\""),
            ("2024-01-01", "\"2024-01-01\"", "'2024-01-01'", "\"2024-01-01\""),
            ("<<", "\"<<\"", "'<<'", "\"<<\""),
            ("it's \"so\"", "\"it's \\\"so\\\"\"", "'it''s \"so\"'", "\"it's \\\"so\\\"\""),
        ] {
            check(YAML, text, name, &written(plain, single, double));
        }
    }

    #[test]
    fn names_that_the_language_refuses() {
        check_refused(JSON, ONE, "", "needs a name");
        check_refused(JSON, ONE, &"x".repeat(81), "at most 80 characters, and this one 81");
        assert!(renamed(JSON, ONE, &"é".repeat(80)).is_ok());
        check_refused(JSON, ONE, "a\tb", "control");
        check_refused(JSON, ONE, "a${B}", "deployment would replace");
        check_refused(JSON, &ONE.replace("}}}", "}, \"B\": {\"Type\": \"Succeed\"}}}"), "B", "a state `B` already");
        check_refused(JSON, &ONE.replace("\"A$0\"", "\"Ax$0\"").replace("A\": {", "Axy\": {"), "B", "no state `Ax`");
        check_refused(JSON, &ONE.replace("{\"A\": {", "{\"A\": {}, \"A\": {"), "B", "twice");
        check_refused(JSON, &ONE.replace("$0", "").replace("{\"A\"", "{\"${A}$0\""), "B", "placeholder");
        assert_eq!(
            renamed(JSON, &ONE.replace("Pass", "Pa$0ss").replacen("$0", "", 1), "B").unwrap_err(),
            "nothing to rename"
        );
    }

    #[test]
    fn a_name_that_was_missing_may_be_given() {
        let text = r#"{"StartAt": "Begin", "States": {"A$0": {"Type": "Succeed"}}}"#;
        check(JSON, text, "Begin", &text.replace("A$0", "Begin"));
    }

    #[test]
    fn states_of_templates() {
        let text = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: !Sub |\n        {\n          \"StartAt\": \"A\", \"States\": {\"A$0\": {\"Type\": \"Succeed\"}}\n        }\n";
        check("t.yaml", text, "a \"b\" é", &text.replace("$0", "").replace("\"A\"", "\"a \\\"b\\\" é\""));
        let text = r#"{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString":
            "{\"StartAt\": \"A$0\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}"}}}}"#;
        check("t.json", text, "a \"b\"", &text.replace("$0", "").replace(r#"\"A\""#, r#"\"a \\\"b\\\"\""#));
        let single = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: '{\"StartAt\": \"A\", \"States\": {\"A$0\": {\"Type\": \"Succeed\"}}}'\n";
        check("t.yaml", single, "it's", &single.replace("$0", "").replace("\"A\"", "\"it''s\""));
    }

    #[test]
    fn machines_side_by_side() {
        let machine = |name: &str| format!("  {name}:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n");
        let text = format!(
            "Resources:\n{}      DefinitionString: '{{\"States\": {{\"A\": {{\"Type\": \"Succeed\"}}}}}}'\n{}      Definition:\n        States:\n          A: {{Type: Succeed}}\n",
            machine("M"),
            machine("N"),
        );
        check("t.yaml", &text.replace("\"A\"", "\"A$0\""), "B", &text.replace("\"A\"", "\"B\""));
        check("t.yaml", &text.replace(" A:", " A$0:"), "B", &text.replace(" A:", " B:"));
    }

    #[test]
    fn shared_texts() {
        let text = "StartAt: A\nStates:\n  A:\n    Type: Task\n    Resource: x\n    Catch: &catch\n      - {ErrorEquals: [States.ALL], Next: F}\n    Next: &f F\n  B:\n    Type: Task\n    Resource: x\n    Catch: *catch\n    Next: *f\n  F$0: {Type: Fail}\n";
        check(
            YAML,
            text,
            "G",
            &text.replace("$0", "").replace("F}", "G}").replace("&f F", "&f G").replace("  F:", "  G:"),
        );
        check_refused(YAML, &text.replace("    Next: *f", "    Comment: *f"), "G", "something else");
        let branches = "StartAt: P\nStates:\n  P:\n    Type: Parallel\n    End: true\n    Branches:\n      - &b\n        StartAt: A\n        States: {A$0: {Type: Succeed}}\n      - *b\n";
        check_refused(YAML, branches, "B", "something else");
        let folded = "StartAt: >-\n  A\nStates:\n  A$0: {Type: Succeed}\n";
        check_refused(YAML, folded, "B", "cannot be written in line 1");
    }

    const PATHS: &str = r#"{"StartAt": "A", "States": {
  "A": {"Type": "Pass", "Assign": {"n.$": "$.n", "m": 1}, "Next": "C"},
  "C": {"Type": "Choice", "Default": "D", "Choices": [{"Variable": "$n['n']", "NumericEqualsPath": "$n.n", "Next": "D"}]},
  "D": {"Type": "Pass", "Parameters": {"n.$": "States.Format('$n {}', $n)", "o": "$n"}, "ResultPath": "$.n", "End": true}}}"#;

    #[test]
    fn variables_in_paths() {
        let expected = PATHS.replacen("\"n.$\"", "\"größe.$\"", 1);
        let expected =
            expected.replace("$n['n']", "$größe['n']").replace("$n.n", "$größe.n").replace(", $n)", ", $größe)");
        check(JSON, &PATHS.replacen("\"n.$\"", "\"n$0.$\"", 1), "größe", &expected);
        check(JSON, &PATHS.replace("$n['n']", "$n$0['n']"), "$größe", &expected);
    }

    const EXPRESSIONS: &str = "QueryLanguage: JSONata
StartAt: A
States:
  A: {Type: Pass, Assign: {n: 1}, Next: M}
  M:
    Type: Map
    Items: '{% [$n$0, $n.n, ($l := 1; $l), $sum([1]), ''$n''] %}'
    ItemProcessor:
      StartAt: I
      States:
        I: {Type: Pass, Assign: {o: 2}, Next: J}
        J: {Type: Pass, Output: \"{% $n + \\u0024n & '\\\"' %}\", Next: K}
        K:
          Type: Pass
          Output: |-
            {%
              $n
            %}
          End: true
    End: true
";

    #[test]
    fn variables_in_expressions() {
        let expected = EXPRESSIONS.replace("{n: 1}", "{total: 1}").replace("[$n$0, $n.n,", "[$total, $total.n,");
        let expected = expected.replace("$n + \\u0024n", "$total + \\u0024total").replace("  $n\n", "  $total\n");
        check(YAML, EXPRESSIONS, "total", &expected);
    }

    #[test]
    fn variables_of_an_expression_alone() {
        let text = |expression: &str| {
            format!("QueryLanguage: JSONata\nStates:\n  A:\n    Type: Succeed\n    Output: '{{% {expression} %}}'\n")
        };
        let check = |before: &str, name: &str, after: &str| check(YAML, &text(before), name, &text(after));
        check(
            "($a$0 := 1; $a := $a + 1; $f := function($a) {$a}; $f($a))",
            "b",
            "($b := 1; $b := $b + 1; $f := function($a) {$a}; $f($b))",
        );
        check(
            "($a := 1; $f := function($a) {$a$0 + 1}; $f($a))",
            "_b",
            "($a := 1; $f := function($_b) {$_b + 1}; $f($a))",
        );
        check(
            "$states.input.x@$i#$j.{''a'': $j, ''b'': $$0i}",
            "$it",
            "$states.input.x@$it#$j.{''a'': $j, ''b'': $it}",
        );
        let refused = |before: &str, name: &str, reason: &str| check_refused(YAML, &text(before), name, reason);
        refused("($a$0 := 1; $b := 2; $a)", "b", "something else");
        refused("($a$0 := 1; $sum([$a]))", "sum", "something else");
        refused("($a$0 := 1; $a)", "1b", "no name for a variable");
        refused("($a$0 := 1; $a +)", "b", "something else");
    }

    #[test]
    fn folded_expressions() {
        let text = "QueryLanguage: JSONata\nStates:\n  A: {Type: Pass, Assign: {n$0: 1}, Next: B}\n  B:\n    Type: Succeed\n    Output: >-\n      {% $n\n      + $n %}\n";
        let expected = text.replace("n$0", "m").replace("$n", "$m");
        check(YAML, text, "m", &expected);
    }

    #[test]
    fn variable_names_that_are_taken_or_no_names() {
        check_refused(YAML, EXPRESSIONS, "o", "state `I` assigns it");
        check_refused(YAML, &EXPRESSIONS.replace("$0", "").replace("{o: 2}", "{o$0: 2}"), "n", "state `A` assigns it");
        check_refused(YAML, &EXPRESSIONS.replace("$l)", "$l + $n)"), "l", "something else");
        check_refused(YAML, EXPRESSIONS, "sum", "something else");
        check_refused(YAML, EXPRESSIONS, "states", "belongs to Step Functions");
        check_refused(YAML, EXPRESSIONS, "a-b", "cannot have `-` in it");
        check_refused(YAML, EXPRESSIONS, "", "needs a name");
        check_refused(YAML, EXPRESSIONS, &"x".repeat(81), "at most 80");
    }

    #[test]
    fn uses_that_cannot_be_read_are_not_passed_over() {
        let output = |text: &str| EXPRESSIONS.replace("\"{% $n + \\u0024n & '\\\"' %}\"", text);
        check_refused(YAML, &output("'{% $n + %}'"), "m", "`Output` of state `J` does not parse");
        check_refused(YAML, &output("'{% $n + ${Offset} %}'"), "m", "holds a placeholder");
        assert!(renamed(YAML, &output("'{% $nn + ${Offset} %}'"), "m").is_ok());
        check_refused(YAML, &output("$n").replace("J: {Type: Pass", "J: {Type: Pas"), "m", "no known type");
    }

    #[test]
    fn prepared_is_the_name_alone() {
        let prepared = |path: &str, text: &str| {
            let (analysis, offset) = marked(path, text);
            let renamable = prepare(&analysis, offset).unwrap();
            renamable.map(|renamable| (analysis.source.slice(renamable.span).to_owned(), renamable.name))
        };
        let both = |text: &str| Some((text.to_owned(), text.to_owned()));
        assert_eq!(prepared(JSON, ONE), both("A"));
        assert_eq!(prepared(JSON, &PATHS.replacen("\"n.$\"", "\"$0n.$\"", 1)), both("n"));
        assert_eq!(prepared(YAML, EXPRESSIONS), both("n"));
        assert_eq!(prepared(JSON, &ONE.replace("$0", "").replace("Next", "N$0ext")), None);
    }
}
