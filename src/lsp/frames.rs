//! The messages of the client, before the transport sees them.
//!
//! The transport ends at the first message that it cannot read, and does not end at `exit`. So what is no message of the
//! protocol is left out here, and nothing is read behind `exit`.

use serde::Deserialize;
use serde::de::IgnoredAny;
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
        if write(&mut output, &body).await.is_err() || message.method == Some("exit") {
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

/// As much of a message as tells that it is one.
#[derive(Debug, Deserialize)]
struct Message<'a> {
    jsonrpc: &'a str,
    #[serde(default, borrow)]
    method: Option<&'a str>,
    #[serde(default)]
    result: Option<IgnoredAny>,
    #[serde(default)]
    error: Option<IgnoredAny>,
    #[serde(default)]
    id: Option<Id>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Id {
    Number(#[allow(dead_code, reason = "its type is what matters")] i64),
    Text(#[allow(dead_code, reason = "its type is what matters")] String),
}

impl<'a> Message<'a> {
    fn of(body: &'a [u8]) -> Option<Self> {
        let message: Self = serde_json::from_slice(body).ok()?;
        let is_response = message.id.is_some() && (message.result.is_some() || message.error.is_some());
        let is_message = message.method.is_some() || is_response || is_empty_response(body);
        (message.jsonrpc == "2.0" && is_message).then_some(message)
    }
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
        let request = frame(r#"{"jsonrpc": "2.0", "id": 1, "method": "é"}"#);
        let empty = frame(r#"{"jsonrpc": "2.0", "id": "a", "result": null}"#);
        for broken in ["[]", "{", r#"{"jsonrpc": "1.0", "method": "a"}"#, r#"{"jsonrpc": "2.0"}"#, "", "\u{0}"] {
            let input = [request.as_str(), &frame(broken), &empty].concat();
            assert_eq!(copied(input.as_bytes()), [request.as_str(), &empty].concat(), "{broken}");
        }
    }

    #[test]
    fn nothing_is_read_behind_exit() {
        let exit = frame(r#"{"jsonrpc": "2.0", "method": "exit"}"#);
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
