//! The language server under what clients should not do, and under more of what they do than anyone can type.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
#![cfg(feature = "lsp")]

#[path = "common/client.rs"]
mod client;
#[path = "common/random.rs"]
mod random;

use client::Client;
use random::Random;
use serde_json::{Value, json};

const URI: &str = "file:///w/machine.asl.json";

/// Letters that matter to the languages, line ends of every kind, and characters of one to four bytes.
const PIECES: [&str; 16] =
    ["{", "}", "\"", "\"Next\": ", ",", "\n", "\r\n", "\r", "é", "\u{1F600}", "\u{2028}", ":", "[", "$.x", "  ", "A"];

/// The position of a byte offset as editors count: lines by `\n`, `\r\n` and `\r`, columns in UTF-16.
fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let bytes = text.as_bytes();
    let ends = |at: &usize| bytes[*at] == b'\n' || bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    let line_ends: Vec<usize> = (0..offset).filter(ends).collect();
    let start = line_ends.last().map_or(0, |end| end + 1);
    json!({"line": line_ends.len(), "character": before[start..].encode_utf16().count()})
}

fn boundary(text: &str, mut offset: usize) -> usize {
    // No editor puts a cursor between the two characters of one line end.
    while !text.is_char_boundary(offset)
        || (0 < offset && text[..offset].ends_with('\r') && text[offset..].starts_with('\n'))
    {
        offset -= 1;
    }
    offset
}

#[test]
fn a_thousand_edits_give_what_a_fresh_document_gives() {
    let start =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/demo/checkout.asl.json")).unwrap();
    for seed in 0..20 {
        let (mut client, _) = Client::start(&json!({"textDocument": {"diagnostic": {}}}));
        let mut random = Random(seed);
        let mut text = start.clone();
        client.open(URI, "asl", &text);
        for version in 2..1_002 {
            let from = boundary(&text, random.below(text.len() + 1));
            let length = random.below(8).min(text.len() - from);
            let to = boundary(&text, from + length).max(from);
            let piece = PIECES[random.below(PIECES.len())].repeat(random.below(3));
            let range = json!({"start": position(&text, from), "end": position(&text, to)});
            let document = json!({"uri": URI, "version": version});
            let changes = json!([{"range": range, "text": piece}]);
            client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": changes}));
            text.replace_range(from..to, &piece);
            // Requests between the edits, answered or outdated, change nothing.
            if random.below(50) == 0 {
                client.begin("textDocument/diagnostic", json!({"textDocument": {"uri": URI}}));
            }
        }
        let fresh = "file:///w/fresh.asl.json";
        client.open(fresh, "asl", &text);
        let pull = |client: &mut Client, uri: &str| {
            let report = client.request("textDocument/diagnostic", json!({"textDocument": {"uri": uri}}));
            report["items"].to_string().replace(uri, "")
        };
        assert_eq!(pull(&mut client, URI), pull(&mut client, fresh), "seed {seed}");
        assert!(client.stop());
    }
}

#[test]
fn what_no_client_should_send_is_survived() {
    let mut client = Client::simple();
    client.open(URI, "asl", "{}");
    client.published(URI);
    client.send_raw("{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": ");
    client.send_raw("[]");
    client.send(&json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"no": "sense"}}));
    client.send(&json!({"jsonrpc": "2.0", "id": "x", "method": "asl/unheardOf"}));
    client.replace("file:///w/never-opened.json", 3, "{}");
    client.notify("textDocument/didClose", json!({"textDocument": {"uri": "file:///w/never-opened.json"}}));
    client.notify("$/cancelRequest", json!({"id": 12_345}));

    let answer = client.try_request("textDocument/codeAction", json!({"textDocument": {"uri": "untitled:Nothing"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "context": {"diagnostics": []}}));
    assert_eq!(answer["result"], Value::Null);

    let range = json!({"start": {"line": 9, "character": 9}, "end": {"line": 0, "character": 4_000_000}});
    let document = json!({"uri": URI, "version": 2});
    client.notify(
        "textDocument/didChange",
        json!({"textDocument": document, "contentChanges": [{"range": range, "text": " "}]}),
    );
    assert_eq!(client.published(URI)["version"], 2);

    // An older version than what is there is a message that went astray.
    client.replace(URI, 1, "{\"StartAt\"");
    client.replace(URI, 3, "{\"StartAt\": 1}");
    assert_eq!(client.published(URI)["version"], 3);
    assert!(client.stop());
}

#[test]
fn requests_before_the_introduction_are_refused() {
    let mut client = Client::connect();
    let answer = client.try_request(
        "textDocument/hover",
        json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}}),
    );
    assert_eq!(answer["error"]["code"], -32002);
    client.vanish();
}

#[test]
fn a_shutdown_in_the_middle_of_work_ends_the_server() {
    let mut client = Client::simple();
    let state = r#""S": {"Type": "Pass", "Next": "S"},"#.repeat(20_000);
    client.open(URI, "asl", &format!("{{\"StartAt\": \"S\", \"States\": {{{state}}}}}"));
    client.begin("textDocument/codeAction", json!({"textDocument": {"uri": URI}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "context": {"diagnostics": []}}));
    assert!(client.stop());
}
