//! The messages of the client, before the transport sees them.
//!
//! The transport ends at the first message that it cannot read, refuses parameters that are null, does not end at `exit`,
//! and has another name for one of the client's capabilities. So what is no message of the protocol is left out here, as is
//! the null, nothing is read behind `exit`, and the capability gets the name that is looked for.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};

/// The longest message that is read, in bytes: above any document that is analyzed.
const LONGEST: usize = 256 << 20;

/// The longest line of a header.
const LONGEST_HEADER: u64 = 4096;

/// Copies messages until the input ends, the output does, or the client says `exit`; then the output is closed.
pub(super) async fn copy(input: impl AsyncRead + Unpin, mut output: impl AsyncWrite + Unpin) {
    let mut input = BufReader::new(input);
    while let Some(body) = read(&mut input).await {
        let Some(message) = Message::of(&body) else { continue };
        let is_exit = message.method.as_deref() == Some("exit");
        if write(&mut output, &message.mended(body)).await.is_err() || is_exit {
            break;
        }
    }
    // Nobody is left to be told when even this fails.
    let _ = output.shutdown().await;
}

async fn write(output: &mut (impl AsyncWrite + Unpin), body: &[u8]) -> std::io::Result<()> {
    output.write_all(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes()).await?;
    output.write_all(body).await
}

/// The body of the next message; `None` where there is none, or none that can be told from what follows.
async fn read(input: &mut (impl AsyncBufReadExt + Unpin)) -> Option<Vec<u8>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.take(LONGEST_HEADER).read_until(b'\n', &mut line).await.ok()? == 0 {
            return None;
        }
        let line = str::from_utf8(&line).ok()?.trim();
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse::<usize>().ok();
        }
    }
    let length = length.filter(|&length| length <= LONGEST)?;
    let mut body = Vec::new();
    let wanted = u64::try_from(length).ok()?;
    // Memory grows with what comes, not with what is announced.
    let count = input.take(wanted).read_to_end(&mut body).await.ok()?;
    (count == length).then_some(body)
}

/// As much of a message as tells that it is one. Any string may have escapes: Neovim writes `textDocument\/didOpen`.
#[derive(Debug, Deserialize)]
struct Message {
    jsonrpc: String,
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    params: Option<IgnoredAny>,
    #[serde(default)]
    result: Option<IgnoredAny>,
    #[serde(default)]
    error: Option<IgnoredAny>,
    #[serde(default)]
    id: Option<Id>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(untagged)]
enum Id {
    Number(i64),
    Text(String),
}

impl Message {
    fn of(body: &[u8]) -> Option<Self> {
        let message: Self = serde_json::from_slice(body).ok()?;
        let is_response = message.id.is_some() && (message.result.is_some() || message.error.is_some());
        let is_message = message.method.is_some() || is_response || is_empty_response(body);
        (message.jsonrpc == "2.0" && is_message).then_some(message)
    }

    /// The body of the message as the transport reads it.
    fn mended(self, body: Vec<u8>) -> Vec<u8> {
        match self.method.as_deref() {
            Some("initialize") if self.params.is_some() => with_capability_renamed(body),
            _ => self.without_null(body),
        }
    }

    /// The body of the message, where null stood for no parameters without them: Emacs shuts a server down so.
    fn without_null(self, body: Vec<u8>) -> Vec<u8> {
        let Self { method: Some(method), params: None, id, .. } = self else { return body };
        let bare = match id {
            Some(id) => json!({"jsonrpc": "2.0", "method": method, "id": id}),
            None => json!({"jsonrpc": "2.0", "method": method}),
        };
        bare.to_string().into_bytes()
    }
}

/// The introduction of a client, with `workspace.diagnostics` under the name by which it is looked for: `diagnostic`.
/// Without it no client would be asked to ask for findings anew.
fn with_capability_renamed(body: Vec<u8>) -> Vec<u8> {
    let Ok(mut message) = serde_json::from_slice::<Value>(&body) else { return body };
    let workspace = message.pointer_mut("/params/capabilities/workspace").and_then(Value::as_object_mut);
    let Some(workspace) = workspace else { return body };
    let Some(diagnostics) = workspace.remove("diagnostics") else { return body };
    workspace.insert("diagnostic".to_owned(), diagnostics);
    message.to_string().into_bytes()
}

/// A response whose result is null, which is like none to the deserializer.
fn is_empty_response(body: &[u8]) -> bool {
    memchr::memmem::find(body, b"\"result\"").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copied(input: &[u8]) -> String {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut output = Vec::new();
        runtime.block_on(copy(input, &mut output));
        String::from_utf8(output).unwrap()
    }

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn messages_pass_and_the_rest_does_not() {
        let request = frame(r#"{"jsonrpc": "2.0", "id": 1, "method": "\/é", "params": []}"#);
        let empty = frame(r#"{"jsonrpc": "2.0", "id": "a", "result": null}"#);
        for broken in ["[]", "{", r#"{"jsonrpc": "1.0", "method": "a"}"#, r#"{"jsonrpc": "2.0"}"#, "", "\u{0}"] {
            let input = [request.as_str(), &frame(broken), &empty].concat();
            assert_eq!(copied(input.as_bytes()), [request.as_str(), &empty].concat(), "{broken}");
        }
    }

    #[test]
    fn null_stands_for_no_parameters() {
        for (sent, received) in [
            (r#"{"jsonrpc":"2.0","id":"a","method":"b","params":null}"#, r#"{"id":"a","jsonrpc":"2.0","method":"b"}"#),
            (r#"{"jsonrpc":"2.0","id":1,"method":"b"}"#, r#"{"id":1,"jsonrpc":"2.0","method":"b"}"#),
            (r#"{"jsonrpc":"2.0","method":"b","params":null}"#, r#"{"jsonrpc":"2.0","method":"b"}"#),
        ] {
            assert_eq!(copied(frame(sent).as_bytes()), frame(received));
        }
    }

    #[test]
    fn a_capability_gets_the_name_that_is_looked_for() {
        let introduction = |workspace: &str| {
            frame(&format!(
                r#"{{"id":1,"jsonrpc":"2.0","method":"initialize","params":{{"capabilities":{{"workspace":{workspace}}}}}}}"#
            ))
        };
        let renamed = introduction(r#"{"diagnostic":{"refreshSupport":true}}"#);
        assert_eq!(copied(introduction(r#"{"diagnostics":{"refreshSupport":true}}"#).as_bytes()), renamed);
        for other in [r#"{"diagnostic":{}}"#, "{}", "null", "[]"] {
            assert_eq!(copied(introduction(other).as_bytes()), introduction(other));
        }
    }

    #[test]
    fn nothing_is_read_behind_exit() {
        let exit = frame(r#"{"jsonrpc":"2.0","method":"exit"}"#);
        assert_eq!(copied([exit.as_str(), &exit].concat().as_bytes()), exit);
    }

    #[test]
    fn headers_that_make_no_sense_end_the_input() {
        for input in
            ["Content-Length: x\r\n\r\n{}", "Content-Length: 999999999999999\r\n\r\n{}", "hello\r\n\r\n", "\r\n{}"]
        {
            assert_eq!(copied(input.as_bytes()), "");
        }
        let long = format!("X: {}\r\n", "x".repeat(10_000));
        assert_eq!(copied(long.as_bytes()), "");
    }
}
