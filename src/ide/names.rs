//! The names of states and variables of many documents, found by a few of their letters.

use super::navigation::state_span;
use super::outline::EntryKind;
use crate::analysis::{Analysis, Definition};
use crate::flow::variables::Variables;
use crate::text::Span;
use rustc_hash::FxHashSet;

/// The most names that are found.
pub const MOST: usize = 256;

/// A name that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Which of the documents it is in, by their order.
    pub document: usize,
    pub name: String,
    pub kind: NameKind,
    /// The definition it is in: its logical id in a template, else empty.
    pub machine: String,
    pub span: Span,
}

/// What has the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    State(EntryKind),
    Variable,
}

/// The names in which the letters of a query occur in their order, best first. An empty query finds all.
pub fn search<'a>(documents: impl IntoIterator<Item = &'a Analysis>, query: &str) -> Vec<Match> {
    let query: Vec<char> = query.trim().trim_start_matches('$').chars().flat_map(char::to_lowercase).collect();
    let mut found: Vec<(u32, Match)> = Vec::new();
    for (document, analysis) in documents.into_iter().enumerate() {
        for definition in &analysis.definitions {
            each_name(definition, |name, kind, span| {
                let Some(cost) = cost(&query, name) else { return };
                let machine = definition.name.clone();
                found.push((cost, Match { document, name: name.to_owned(), kind, machine, span }));
            });
        }
    }
    found
        .sort_by(|(one, first), (other, second)| one.cmp(other).then_with(|| first.name.len().cmp(&second.name.len())));
    found.into_iter().take(MOST).map(|(_, found)| found).collect()
}

fn each_name(definition: &Definition, mut found: impl FnMut(&str, NameKind, Span)) {
    let Some(machine) = &definition.machine else { return };
    let tree = &definition.tree;
    for state in &machine.states {
        found(&state.name.text, NameKind::State(EntryKind::State(state.kind)), state_span(tree, state));
    }
    let variables = Variables::of(tree, machine);
    let mut seen = FxHashSet::default();
    for assignment in &variables.assignments {
        let Some(state) = machine.state(assignment.state) else { continue };
        // A variable stands where it is first assigned.
        if seen.insert((state.scope, assignment.variable)) {
            found(variables.name(assignment.variable), NameKind::Variable, tree.span(assignment.key));
        }
    }
}

/// How far a name is from what was asked for; `None` where it lacks a letter of it. Letters cost less at the start of a
/// word and behind each other.
fn cost(query: &[char], name: &str) -> Option<u32> {
    let mut wanted = query.iter().copied().peekable();
    let (mut cost, mut previous, mut follows) = (0_u32, ' ', true);
    for letter in name.chars() {
        let Some(&next) = wanted.peek() else { break };
        let starts_word = !previous.is_alphanumeric() || previous.is_lowercase() && letter.is_uppercase();
        previous = letter;
        if letter.to_lowercase().eq(next.to_lowercase()) {
            wanted.next();
            if !follows && !starts_word {
                cost += 2;
            }
            follows = true;
        } else {
            cost += u32::from(follows);
            follows = false;
        }
    }
    wanted.peek().is_none().then_some(cost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, analyzed};

    fn names(query: &str) -> Vec<String> {
        let one = analyzed(
            JSON,
            r#"{"StartAt": "Send order", "States": {"Send order": {"Type": "Pass", "Assign": {"orderId.$": "$.id"}, "Next": "End"},
                "End": {"Type": "Pass", "Assign": {"orderId": 1}}, "Resend": {"Ty"#,
        );
        let two = analyzed(
            YAML,
            "States:\n  SendOrders:\n    Type: Parallel\n    Branches:\n      - States: {Sober: {}}\n  E\n",
        );
        search([&one, &two], query).into_iter().map(|found| format!("{} {}", found.document, found.name)).collect()
    }

    #[test]
    fn letters_in_their_order() {
        assert_eq!(names("so"), ["1 Sober", "0 Send order", "1 SendOrders"]);
        assert_eq!(names("send"), ["0 Send order", "1 SendOrders", "0 Resend"]);
        assert_eq!(names("$ORDER"), ["0 orderId", "0 Send order", "1 SendOrders"]);
        assert_eq!(names("xyz"), Vec::<String>::new());
    }

    #[test]
    fn nothing_asked_for_is_everything() {
        assert_eq!(names("").len(), 6);
    }
}
