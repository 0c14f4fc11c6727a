//! Commands above machines and states, carried out by the client.

use serde_json::json;
use tower_lsp::lsp_types::{CodeLens, Command, Location, Url};

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
            LensKind::Graph(name) => show_graph(&snapshot.uri, &name),
            LensKind::GraphElsewhere(path, base) => {
                let file = snapshot.neighbours.file(snapshot.file.as_deref()?, (&path, base))?;
                show_graph(&Url::from_file_path(file).ok()?, "")
            }
            LensKind::References(spans) => {
                let title =
                    if spans.len() == 1 { "1 reference".to_owned() } else { format!("{} references", spans.len()) };
                let locations: Vec<Location> =
                    spans.into_iter().map(|span| Location::new(snapshot.uri.clone(), snapshot.range(span))).collect();
                let arguments = vec![json!(snapshot.uri), json!(range.start), json!(locations)];
                Command::new(title, SHOW_REFERENCES.to_owned(), Some(arguments))
            }
        };
        Some(CodeLens { range, command: Some(command), data: None })
    };
    code_lenses(snapshot.analysis()).into_iter().filter_map(lens).collect()
}

fn show_graph(document: &Url, name: &str) -> Command {
    let arguments = Some(vec![json!(document), json!(name)]);
    Command::new("show graph".to_owned(), SHOW_GRAPH.to_owned(), arguments)
}
