//! Commands above machines and states, carried out by the client.

use serde_json::json;
use tower_lsp::lsp_types::{CodeLens, Command, Location};

use super::documents::Snapshot;
use crate::ide::code_lens::{LensKind, code_lenses};

/// Takes what `editor.action.showReferences` does: the document, a position, locations.
const SHOW_REFERENCES: &str = "asl-lint.showReferences";

/// Takes the document and the name of the definition in it.
const SHOW_GRAPH: &str = "asl-lint.showGraph";

/// All lenses with their commands: one pass finds the references of all states, so nothing is left to resolve.
pub(super) fn lenses(snapshot: &Snapshot) -> Vec<CodeLens> {
    let lens = |lens: crate::ide::code_lens::CodeLens| {
        let range = snapshot.range(lens.span);
        let command = match lens.kind {
            LensKind::Graph(name) => Command::new(
                "show graph".to_owned(),
                SHOW_GRAPH.to_owned(),
                Some(vec![json!(snapshot.uri), json!(name)]),
            ),
            LensKind::References(spans) => {
                let title =
                    if spans.len() == 1 { "1 reference".to_owned() } else { format!("{} references", spans.len()) };
                let locations: Vec<Location> =
                    spans.into_iter().map(|span| Location::new(snapshot.uri.clone(), snapshot.range(span))).collect();
                let arguments = vec![json!(snapshot.uri), json!(range.start), json!(locations)];
                Command::new(title, SHOW_REFERENCES.to_owned(), Some(arguments))
            }
        };
        CodeLens { range, command: Some(command), data: None }
    };
    code_lenses(snapshot.analysis()).into_iter().map(lens).collect()
}
