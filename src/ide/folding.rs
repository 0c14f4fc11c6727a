//! What can be folded: objects and arrays, texts of several lines, and comments that follow one another.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::analysis::Analysis;
use crate::syntax::{Kind, NodeId, Tree};
use crate::text::Span;

/// A piece of a document that can be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fold {
    /// What is hidden: from the end of the line that stays to the end of the last one, or up to a closing bracket.
    pub span: Span,
    pub kind: FoldKind,
    /// Whether a closing bracket follows, whose line stays in sight.
    pub is_bracketed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// A state: editors can fold all of them at once.
    State,
    /// Any other object or array, and texts of several lines.
    Block,
    Comment,
}

/// The folds of a document in the order of the text, no more than `most`; the longest ones where there are more. A file
/// that holds definitions among other things can be folded everywhere.
pub fn folds(analysis: &Analysis, most: usize) -> Vec<Fold> {
    let mut folds = Vec::new();
    let mut seen: Vec<&Arc<Tree>> = Vec::new();
    for definition in &analysis.definitions {
        let tree = &definition.tree;
        if seen.iter().any(|other| Arc::ptr_eq(other, tree)) {
            continue;
        }
        seen.push(tree);
        let of_tree = analysis.definitions.iter().filter(|other| Arc::ptr_eq(&other.tree, tree));
        let states = of_tree.filter_map(|definition| definition.machine.as_ref()).flat_map(|machine| &machine.states);
        let states = states.map(|state| state.node).collect();
        in_tree(tree, &states, analysis.source.text(), &mut folds);
    }
    if most < folds.len() {
        folds.sort_by_key(|fold| std::cmp::Reverse(fold.span.end - fold.span.start));
        folds.truncate(most);
    }
    folds.sort_by_key(|fold| (fold.span.start, std::cmp::Reverse(fold.span.end)));
    folds
}

fn in_tree(tree: &Tree, states: &FxHashSet<NodeId>, text: &str, folds: &mut Vec<Fold>) {
    let is_long = |span: Span| text.get(span.range()).is_some_and(|inside| inside.contains('\n'));
    let of_node = |id| {
        let kind = if states.contains(&id) { FoldKind::State } else { FoldKind::Block };
        of_node(tree, text, id, kind).filter(|fold| is_long(fold.span))
    };
    folds.extend(tree.ids().filter_map(of_node));
    let mut comments = tree.comments().iter().map(|comment| comment.span).peekable();
    while let Some(first) = comments.next() {
        let mut last = first;
        while let Some(next) = comments.next_if(|next| is_next_line(text, last, *next)) {
            last = next;
        }
        // A comment behind something else is no part of a block.
        let span = Span::new(first.start, last.end);
        if is_long(span) {
            folds.push(Fold { span, kind: FoldKind::Comment, is_bracketed: false });
        }
    }
}

fn of_node(tree: &Tree, text: &str, id: NodeId, kind: FoldKind) -> Option<Fold> {
    let is_container = match tree.kind(id) {
        Kind::Object | Kind::Array => true,
        Kind::String => false,
        _ => return None,
    };
    if is_container && tree.is_bracketed(id) {
        let (opening, closing) = (tree.opening_span(id), tree.closing_span(id));
        let span = Span::new(opening.end, closing.start);
        return Some(Fold { span, kind, is_bracketed: !closing.is_empty() });
    }
    // A key is no value, and the outermost block has no line above it.
    let parent = tree.parent(id)?;
    let holder = if matches!(tree.kind(parent), Kind::Tagged(_)) { parent } else { id };
    let start = match tree.key_of(holder) {
        Some(key) => tree.span(key).end,
        None => tree.span(holder).start,
    };
    let span = Span::new(start, tree.span(id).end);
    let inside = text.get(span.range())?;
    let end = start + crate::text::offset(inside.trim_end().len());
    Some(Fold { span: Span::new(start, end), kind, is_bracketed: false })
}

/// Whether a comment is alone on the line below another one.
fn is_next_line(text: &str, comment: Span, next: Span) -> bool {
    let between = text.get(comment.end as usize..next.start as usize).unwrap_or("");
    between.trim().is_empty() && between.matches('\n').count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, analyzed};

    /// The lines that each fold begins and ends on, from 0.
    fn lines(path: &str, text: &str) -> Vec<(usize, usize)> {
        let line = |offset: u32| text[..offset as usize].matches('\n').count();
        folds(&analyzed(path, text), 100).iter().map(|fold| (line(fold.span.start), line(fold.span.end))).collect()
    }

    #[test]
    fn json() {
        let text = "{\n  \"States\": {\n    \"A\": {\"Type\": \"Pass\"},\n    \"B\": {\n      \"Type\": \"Pass\"\n    }\n  }\n}\n";
        assert_eq!(lines(JSON, text), [(0, 7), (1, 6), (3, 5)]);
        let folds = folds(&analyzed(JSON, text), 1);
        assert_eq!(folds.len(), 1);
        assert!(folds[0].is_bracketed && folds[0].span.start == 1, "the longest: {folds:?}");
        let kinds: Vec<FoldKind> = super::folds(&analyzed(JSON, text), 9).iter().map(|fold| fold.kind).collect();
        assert_eq!(kinds, [FoldKind::Block, FoldKind::Block, FoldKind::State]);
        assert_eq!(lines(JSON, "{\n  \"States\": {\n    \"A\": {\n"), [(0, 3), (1, 3), (2, 3)]);
        assert_eq!(lines("machine.asl.jsonc", "// a\n// b\n{} // c\n// d\n\n// e\n"), [(0, 1), (2, 3)]);
    }

    #[test]
    fn yaml() {
        let text = "# a\n# b\nStates:\n  A:\n    Type: Pass\n    Output: >-\n      a\n      b\n    Retry:\n      - x: 1\n        y: 2\n\n  B: {}\n";
        assert_eq!(lines(YAML, text), [(0, 1), (2, 12), (3, 10), (5, 7), (8, 10), (9, 10)]);
    }

    #[test]
    fn templates() {
        let text = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\n          \"States\": {\n            \"A\": {}\n          }\n        }\n";
        assert_eq!(lines("template.yaml", text), [(5, 9), (6, 8)]);
        let text = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      Definition:\n        States:\n          A: {}\n";
        assert_eq!(lines("template.yaml", text), [(0, 6), (1, 6), (3, 6), (4, 6), (5, 6)]);
        assert_eq!(lines("values.yaml", "a:\n  b: 1\n  c: 2\n"), []);
    }
}
