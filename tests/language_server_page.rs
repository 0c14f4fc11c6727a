//! The page of the language server has a row for everything that the server says it can do, and the tests that it names
//! exist.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
#![cfg(feature = "lsp")]

#[path = "common/client.rs"]
mod client;

use std::path::Path;

use client::Client;
use serde_json::json;

/// The methods behind each capability. `textDocument/publishDiagnostics` is behind none.
const METHODS: [(&str, &[&str]); 23] = [
    ("textDocumentSync", &["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose"]),
    ("diagnosticProvider", &["textDocument/diagnostic", "workspace/diagnostic"]),
    ("workspace", &["workspace/didChangeWorkspaceFolders"]),
    ("completionProvider", &["textDocument/completion", "completionItem/resolve"]),
    ("hoverProvider", &["textDocument/hover"]),
    ("signatureHelpProvider", &["textDocument/signatureHelp"]),
    ("definitionProvider", &["textDocument/definition"]),
    ("referencesProvider", &["textDocument/references"]),
    ("documentHighlightProvider", &["textDocument/documentHighlight"]),
    ("renameProvider", &["textDocument/prepareRename", "textDocument/rename"]),
    ("documentSymbolProvider", &["textDocument/documentSymbol"]),
    ("workspaceSymbolProvider", &["workspace/symbol"]),
    (
        "callHierarchyProvider",
        &["textDocument/prepareCallHierarchy", "callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"],
    ),
    ("codeActionProvider", &["textDocument/codeAction"]),
    ("codeLensProvider", &["textDocument/codeLens"]),
    ("documentLinkProvider", &["textDocument/documentLink"]),
    ("inlayHintProvider", &["textDocument/inlayHint"]),
    ("foldingRangeProvider", &["textDocument/foldingRange"]),
    ("selectionRangeProvider", &["textDocument/selectionRange"]),
    (
        "semanticTokensProvider",
        &[
            "textDocument/semanticTokens/full",
            "textDocument/semanticTokens/full/delta",
            "textDocument/semanticTokens/range",
        ],
    ),
    ("documentFormattingProvider", &["textDocument/formatting"]),
    ("documentRangeFormattingProvider", &["textDocument/rangeFormatting"]),
    ("documentOnTypeFormattingProvider", &["textDocument/onTypeFormatting"]),
];

/// The rows of the table of requests, by their cells.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let (_, table) = page.split_once("| --- | --- | --- | --- |\n").unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches(['|', ' ']).split(" | ").collect()).collect()
}

/// The texts between backticks.
fn code(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// Whether a test such as `server::name` or `ide::hover::name` exists.
fn exists(test: &str) -> bool {
    let Some((module, name)) = test.rsplit_once("::") else { return false };
    let module = module.replace("::", "/");
    let files = [format!("tests/{module}.rs"), format!("src/{module}.rs"), format!("src/{module}/tests.rs")];
    let declares = |file: &String| {
        let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap_or_default();
        let is_test = |(before, _): (&str, &str)| before.trim_end().ends_with("#[test]");
        source.split_once(&format!("fn {name}()")).is_some_and(is_test)
    };
    files.iter().any(declares)
}

#[test]
fn everything_that_is_announced_has_a_row() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/language-server.md")).unwrap();
    let rows = rows(&page);
    let described: Vec<&str> = rows.iter().flat_map(|row| code(row[0])).collect();
    let (client, said) = Client::start(&json!({}));
    assert!(client.stop());
    for (capability, _) in said["capabilities"].as_object().unwrap() {
        if capability == "positionEncoding" {
            continue;
        }
        let known = METHODS.iter().find(|(known, _)| known == capability);
        let (_, methods) = known.unwrap_or_else(|| panic!("the methods of {capability} are not listed here"));
        for method in *methods {
            assert!(described.contains(method), "docs/language-server.md has no row for {method}");
        }
    }
}

#[test]
fn tests_that_the_page_names_exist() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/language-server.md")).unwrap();
    for row in rows(&page) {
        let [methods, _, json, yaml] = row[..] else { panic!("{row:?}") };
        for cell in [json, yaml] {
            let mut tests = code(cell).peekable();
            assert!(tests.peek().is_some(), "{methods} names no test");
            assert!(tests.all(exists), "{methods} names a test that does not exist: {cell}");
        }
    }
}
