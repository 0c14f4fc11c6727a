//! From a name to what it means and to where else it stands: definition, references, highlights.

use super::Location;
use super::symbol::{Access, Named, Occurrence};
use crate::analysis::{Analysis, Definition};
use crate::model::State;
use crate::syntax::cursor::Spot;
use crate::syntax::{Kind, NodeId, Tree, next_placeholder};
use crate::text::{Span, offset as to_offset};

/// Where a name leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The name that was asked about.
    pub origin: Span,
    /// All that the name stands for.
    pub whole: Span,
    /// What to look at in it: a name.
    pub name: Span,
}

/// Where the name at an offset gets its meaning: the state that a target names (the one that was meant, where none has
/// the name), the assignments of a variable, the anchor of a YAML alias, the value of a placeholder.
pub fn definition(analysis: &Analysis, offset: u32) -> Vec<Destination> {
    let Some(location) = Location::at(analysis, offset) else { return Vec::new() };
    if let Some(destination) = anchor(&location, analysis.source.text()) {
        return vec![destination];
    }
    if let Some(destination) = substitution(location.definition, analysis.source.text(), offset) {
        return vec![destination];
    }
    let Some(named) = Named::at(analysis, offset) else { return Vec::new() };
    if let Some(state) = named.state() {
        let name = named.tree().content_span(state.name.node);
        return vec![Destination { origin: named.span, whole: state_span(named.tree(), state), name }];
    }
    let lead =
        |occurrence: Occurrence| Destination { origin: named.span, whole: occurrence.span, name: occurrence.span };
    named.declarations().into_iter().map(lead).collect()
}

/// Every place that names what the offset names, with what is done to it there; none for a misspelt name.
pub fn occurrences(analysis: &Analysis, offset: u32) -> Vec<Occurrence> {
    let named = Named::at(analysis, offset).filter(|named| !named.is_guess);
    named.map(|named| named.occurrences()).unwrap_or_default()
}

/// As [`occurrences`]; those that give the name its meaning can be left out.
pub fn references(analysis: &Analysis, offset: u32, declarations: Declarations) -> Vec<Span> {
    let mut found = occurrences(analysis, offset);
    found.retain(|occurrence| declarations == Declarations::Included || occurrence.access == Access::Read);
    found.into_iter().map(|occurrence| occurrence.span).collect()
}

/// Whether the places that give a name its meaning count as references.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declarations {
    Included,
    LeftOut,
}

/// A state with its key; the key alone where what it stands for is written elsewhere, behind a YAML alias.
pub fn state_span(tree: &Tree, state: &State) -> Span {
    let (key, value) = (tree.span(state.name.node), tree.span(state.node));
    if key.end <= value.start { Span::new(key.start, value.end) } else { key }
}

/// The anchor of the YAML alias at an offset.
fn anchor(location: &Location<'_>, text: &str) -> Option<Destination> {
    let tree = location.tree();
    let (Spot::Value { value: node, .. } | Spot::Item { item: node, .. }) = location.spot else { return None };
    let (Kind::Alias(target), origin) = (tree.kind(node), tree.span(node)) else { return None };
    if location.offset < origin.start || origin.end < location.offset {
        return None;
    }
    let whole = tree.span(target);
    let name = text.get(origin.range())?.trim().strip_prefix('*')?;
    let name = anchor_span(text, whole.start, name).unwrap_or_else(|| Span::empty(whole.start));
    Some(Destination { origin, whole: Span::new(name.start, whole.end), name })
}

/// Where `&name` stands in front of the value that starts at an offset; a tag may stand between them.
fn anchor_span(text: &str, value: u32, name: &str) -> Option<Span> {
    let before = text.get(..value as usize)?;
    let start = before.rfind('&')?;
    let after = before.get(start + 1..)?.strip_prefix(name)?;
    let is_between = after.split_whitespace().all(|word| word.starts_with(['!', '|', '>', '#']));
    let is_whole = after.is_empty() || after.starts_with(char::is_whitespace);
    (is_between && is_whole).then(|| Span::new(to_offset(start), to_offset(start + 1 + name.len())))
}

/// Where the placeholder at an offset gets its value in the same template: among the definition's substitutions, in the
/// list of its `Fn::Sub`, else from a parameter or a resource.
fn substitution(definition: &Definition, text: &str, offset: u32) -> Option<Destination> {
    let (origin, name) = placeholder_at(text, offset)?;
    let host = &definition.host;
    let resource = host.get(host.get(host.root(), "Resources")?, &definition.name)?;
    let properties = host.get(resource, "Properties")?;
    let substituted = |object: NodeId| host.member(object, name);
    let listed = || {
        let list = sub_list(host, host.get(properties, "DefinitionString")?)?;
        host.items(list).nth(1).and_then(substituted)
    };
    let global = |section: &str| {
        let logical = name.split('.').next()?;
        host.member(host.get(host.root(), section)?, logical)
    };
    let member = host
        .get(properties, "DefinitionSubstitutions")
        .and_then(substituted)
        .or_else(listed)
        .or_else(|| global("Parameters"))
        .or_else(|| global("Resources"))?;
    let (key, value) = (host.span(member.key), host.span(member.value));
    let whole = if key.end <= value.start { Span::new(key.start, value.end) } else { key };
    Some(Destination { origin, whole, name: host.content_span(member.key) })
}

/// The list that an `Fn::Sub` takes, in either spelling.
fn sub_list(host: &Tree, value: NodeId) -> Option<NodeId> {
    let list = match host.kind(value) {
        Kind::Tagged(inner) => inner,
        _ => host.get(value, "Fn::Sub")?,
    };
    host.is_array(list).then_some(list)
}

/// The `${Name}` around an offset and the name in it. A placeholder does not go over the end of a line.
fn placeholder_at(text: &str, offset: u32) -> Option<(Span, &str)> {
    let at = offset as usize;
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..)?.lines().next()?;
    let mut from = text.get(start..at)?.rfind("${").unwrap_or(0);
    while let Some(found) = next_placeholder(line, from) {
        if at < start + found.start {
            return None;
        }
        if at <= start + found.end {
            let name = line.get(found.clone())?.strip_prefix("${")?.strip_suffix('}')?;
            let span = Span::new(to_offset(start + found.start), to_offset(start + found.end));
            return Some((span, name));
        }
        from = found.end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, analyzed, marked};

    /// The lines and texts of all destinations.
    fn leads(path: &str, text: &str) -> Vec<String> {
        let (analysis, offset) = marked(path, text);
        let source = &analysis.source;
        let show = |destination: &Destination| {
            format!("{}: {}", source.position(destination.name.start).line, source.slice(destination.name))
        };
        definition(&analysis, offset).iter().map(show).collect()
    }

    /// The text with every occurrence marked: `[read]`, `<written>`.
    fn marks(path: &str, text: &str) -> String {
        let (analysis, offset) = marked(path, text);
        let mut shown = analysis.source.text().to_string();
        for occurrence in occurrences(&analysis, offset).iter().rev() {
            let (open, close) = if occurrence.access == Access::Write { ("<", ">") } else { ("[", "]") };
            shown.insert_str(occurrence.span.end as usize, close);
            shown.insert_str(occurrence.span.start as usize, open);
        }
        shown
    }

    const ORDER: &str = r#"{"StartAt": "A", "States": {
  "A": {"Type": "Choice", "Default": "B", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "P"}]},
  "P": {"Type": "Parallel", "Next": "B", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}], "Branches": [
    {"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}]},
  "B": {"Type": "Succeed"}}}"#;

    #[test]
    fn targets_lead_to_states_of_their_own_scope() {
        let at = |from: &str| leads(JSON, &ORDER.replacen(from, &format!("{}$0\"", &from[..from.len() - 1]), 1));
        assert_eq!(at(r#""Default": "B""#), ["5: B"]);
        assert_eq!(at(r#"{"StartAt": "B""#), ["4: B"]);
        assert_eq!(at(r#""StartAt": "A""#), ["2: A"]);
        assert_eq!(at(r#""Next": "P""#), ["3: P"]);
    }

    #[test]
    fn a_misspelt_target_leads_where_it_was_meant_to() {
        let text = "StartAt: Frist$0\nStates:\n  First:\n    Type: Succeed\n";
        assert_eq!(leads(YAML, text), ["3: First"]);
        assert!(!marks(YAML, text).contains('['), "a name that nothing has has no occurrences");
    }

    #[test]
    fn states_are_found_wherever_they_are_named() {
        let expected = ORDER
            .replace(r#""Default": "B""#, r#""Default": "[B]""#)
            .replace(r#""Next": "B""#, r#""Next": "[B]""#)
            .replace("  \"B\": {\"Type\": \"Succeed\"}}}", "  \"<B>\": {\"Type\": \"Succeed\"}}}");
        assert_eq!(marks(JSON, &ORDER.replace(r#""Default": "B"#, r#""Default": "B$0"#)), expected);
        assert_eq!(marks(JSON, &ORDER.replace("  \"B\": {", "  \"$0B\": {")), expected);
    }

    #[test]
    fn half_typed_documents() {
        assert_eq!(
            marks(JSON, "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Next\": \"A$0"),
            "{\"StartAt\": \"[A]\", \"States\": {\"<A>\": {\"Type\": \"Pass\", \"Next\": \"[A]"
        );
        assert_eq!(
            marks(YAML, "StartAt: A$0\nStates:\n  A:\n    Type: Pass\n    Next: A\n  B\n"),
            "StartAt: [A]\nStates:\n  <A>:\n    Type: Pass\n    Next: [A]\n  B\n"
        );
    }

    const PATHS: &str = r#"{"StartAt": "A", "States": {
  "A": {"Type": "Pass", "Assign": {"n.$": "$.n", "o": {"n": 1}}, "Next": "M"},
  "M": {"Type": "Map", "ItemsPath": "$n", "Assign": {"n": 2}, "Next": "C", "ItemProcessor": {"StartAt": "I", "States": {
    "I": {"Type": "Pass", "Parameters": {"a.$": "States.Format('{} {}', $n.x, $o)", "b.$": "$n['y']"}, "End": true}}}},
  "C": {"Type": "Choice", "Default": "D", "Choices": [
    {"Variable": "$n", "NumericEqualsPath": "$.a[?(@.b == $n)]", "Next": "D"}]},
  "D": {"Type": "Pass", "ResultPath": "$.n", "Comment": "$n", "End": true}}}"#;

    #[test]
    fn variables_in_paths() {
        let expected = PATHS
            .replace(r#"{"n.$""#, r#"{"<n>.$""#)
            .replace(r#"{"n": 2}"#, r#"{"<n>": 2}"#)
            .replace(r#"Path": "$n""#, r#"Path": "$[n]""#)
            .replace("$n.x", "$[n].x")
            .replace("$n['y']", "$[n]['y']")
            .replace(r#""Variable": "$n""#, r#""Variable": "$[n]""#);
        let expected = expected.replace("== $n)", "== $[n])");
        assert_eq!(marks(JSON, &PATHS.replace("$n.x", "$n$0.x")), expected);
        assert_eq!(marks(JSON, &PATHS.replace("$n['y']", "$0$n['y']")), expected);
        assert_eq!(marks(JSON, &PATHS.replace("{\"n.$\"", "{\"n$0.$\"")), expected);
        assert_eq!(leads(JSON, &PATHS.replace("$n.x", "$n$0.x")), ["2: n", "3: n"]);
    }

    #[test]
    fn a_distributed_map_has_variables_of_its_own() {
        let text = "QueryLanguage: JSONata
StartAt: A
States:
  A: {Type: Pass, Assign: {n: 1}, Next: M}
  M:
    Type: Map
    Items: '{% [$n, $states.input.n, ($m := 1; $m)] %}'
    ItemProcessor:
      ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: STANDARD}
      StartAt: I
      States:
        I: {Type: Pass, Assign: {n: 2}, Next: J}
        J: {Type: Pass, Output: \"{% $n + 1 %}\", End: true}
    End: true
";
        let outer = text.replace("{n: 1}", "{<n>: 1}").replace("[$n,", "[$[n],");
        assert_eq!(marks(YAML, &text.replace("[$n,", "[$n$0,")), outer);
        let inner = text.replace("{n: 2}", "{<n>: 2}").replace("$n + 1", "$[n] + 1");
        assert_eq!(marks(YAML, &text.replace("{n: 2}", "{$0n: 2}")), inner);
        let local = text.replace("($m := 1; $m)", "($<m> := 1; $[m])");
        assert_eq!(marks(YAML, &text.replace("; $m)", "; $m$0)")), local);
        assert_eq!(leads(YAML, &text.replace("; $m)", "; $m$0)")), ["7: m"]);
    }

    const TEMPLATE: &str = r#"Parameters:
  Stage: {Type: String}
Resources:
  Price: {Type: AWS::Lambda::Function}
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionSubstitutions:
        Table: !Ref Orders
      DefinitionString: !Sub |
        {"StartAt": "A b", "States": {
          "A b": {"Type": "Pass", "Assign": {"v": "${Table}-${Stage}"}, "Next": "C"},
          "C": {"Type": "Task", "Resource": "${Price.Arn}", "Parameters": {"x.$": "$v"}, "Next": "A b"}}}
"#;

    #[test]
    fn definitions_in_templates() {
        let path = "template.yaml";
        assert_eq!(leads(path, &TEMPLATE.replace("\"StartAt\": \"A", "\"StartAt\": \"A$0")), ["12: A b"]);
        assert_eq!(
            marks(path, &TEMPLATE.replace("\"$v\"", "\"$v$0\"")),
            TEMPLATE.replace("{\"v\"", "{\"<v>\"").replace("\"$v\"", "\"$[v]\"")
        );
        assert_eq!(leads(path, &TEMPLATE.replace("${Table}", "${Ta$0ble}")), ["9: Table"]);
        assert_eq!(leads(path, &TEMPLATE.replace("${Stage}", "${$0Stage}")), ["2: Stage"]);
        assert_eq!(leads(path, &TEMPLATE.replace("${Price.Arn}", "${Price.$0Arn}")), ["4: Price"]);
        let text = r#"{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString":
            "{\"StartAt\": \"A \\\"b\\\"\", \"States\": {\"A \\\"b\\\"\": {\"Type\": \"Succeed\"}}}"}}}}"#;
        let expected = text.replace(r#"\"A \\\"b\\\"\""#, r#"\"[A \\\"b\\\"]\""#);
        let expected = expected.replace(r#"[A \\\"b\\\"]\": {"#, r#"<A \\\"b\\\">\": {"#);
        assert_eq!(marks("template.json", &text.replacen("A \\", "A$0 \\", 1)), expected);
    }

    #[test]
    fn aliases_lead_to_anchors() {
        let text = "StartAt: A\nStates:\n  A: &a\n    Type: Task\n    Retry: &again !x\n      - {ErrorEquals: [E]}\n    Next: B\n  B:\n    <<: *a\n    Retry: *ag$0ain\n";
        assert_eq!(leads(YAML, text), ["5: &again"]);
        assert_eq!(leads(YAML, &text.replace("$0", "").replace("*a\n", "$0*a\n")), ["3: &a"]);
    }

    #[test]
    fn declarations_can_be_left_out() {
        let (analysis, offset) = marked(JSON, &ORDER.replace("  \"B\": {", "  \"$0B\": {"));
        assert_eq!(references(&analysis, offset, Declarations::LeftOut).len(), 3);
        assert_eq!(references(&analysis, offset, Declarations::Included).len(), 4);
        assert!(references(&analyzed(JSON, "[]"), 0, Declarations::Included).is_empty());
    }
}
