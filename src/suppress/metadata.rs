//! Suppressions in the metadata of a resource, for templates in JSON, which has no comments:
//! `Metadata: {asl-lint: {ignore: [{rule, pointer, reason}]}}`.

use super::{Name, Suppression, UNKNOWN, is_name};
use crate::diagnostic::Diagnostic;
use crate::syntax::{NodeId, Tree};
use crate::text::Span;

/// A state machine in a template, whose metadata may hold suppressions.
#[derive(Clone, Copy, Debug)]
pub struct Declared<'a> {
    /// The tree of the template.
    pub host: &'a Tree,
    pub resource: NodeId,
    /// The definition, if it stands in the template: its tree and its root there.
    pub definition: Option<(&'a Tree, NodeId)>,
}

/// The key under `Metadata`.
pub(super) const KEY: &str = "asl-lint";

pub(super) fn collect(declared: &Declared<'_>, found: &mut Vec<Suppression>, own: &mut Vec<Diagnostic>) {
    let tree = declared.host;
    let entries = ["Metadata", KEY, "ignore"].iter().try_fold(declared.resource, |node, key| tree.get(node, key));
    for entry in entries.into_iter().flat_map(|entries| tree.items(entries)) {
        let Some(rule) = tree.get(entry, "rule") else {
            own.push(Diagnostic::new(UNKNOWN, tree.opening_span(entry), "the suppression does not say which rule"));
            continue;
        };
        let (name, span) = (tree.text(rule), tree.content_span(rule));
        if !is_name(name) {
            own.push(super::unknown(name, span));
            continue;
        }
        let scope = match tree.get(entry, "pointer") {
            None => entry_span(tree, declared.resource),
            Some(pointer) => {
                let place = declared.definition.and_then(|(tree, root)| {
                    let node = resolve(tree, root, declared.host.known(pointer).unwrap_or(""))?;
                    Some(entry_span(tree, node))
                });
                let Some(place) = place else {
                    let message = format!("there is nothing at `{}` in the definition", tree.text(pointer));
                    own.push(Diagnostic::new(UNKNOWN, tree.content_span(pointer), message));
                    continue;
                };
                place
            }
        };
        let reason = tree.get(entry, "reason").and_then(|reason| tree.known(reason)).map(str::to_owned);
        let names = vec![Name { text: name.to_owned(), span, used: false }];
        found.push(Suppression { span, names, reason, scope: Some(scope), is_comment: false });
    }
}

/// The value at a JSON Pointer (RFC 6901).
fn resolve(tree: &Tree, root: NodeId, pointer: &str) -> Option<NodeId> {
    let mut steps = pointer.split('/');
    // What stands before the first slash is nothing.
    steps.next().filter(|start| start.is_empty())?;
    steps.try_fold(root, |node, step| {
        let step = step.replace("~1", "/").replace("~0", "~");
        if tree.is_array(node) { tree.items(node).nth(step.parse().ok()?) } else { tree.get(node, &step) }
    })
}

/// A value with its key.
fn entry_span(tree: &Tree, value: NodeId) -> Span {
    let span = tree.span(value);
    let start = tree.key_of(value).map_or(span.start, |key| tree.span(key).start);
    Span::new(start.min(span.start), span.end)
}
