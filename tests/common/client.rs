//! A client of the language server, in the same process, over the bytes of the protocol.

#![allow(dead_code, reason = "each test program uses a part")]

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf, split};
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

/// How long a message may take before the test fails: far more than it takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many bytes may be under way: enough for a test that sends a thousand messages before it reads one.
const PIPE: usize = 1 << 26;

pub(crate) struct Client {
    runtime: Runtime,
    input: BufReader<ReadHalf<DuplexStream>>,
    output: WriteHalf<DuplexStream>,
    server: JoinHandle<bool>,
    last_id: i64,
    /// When the last message of the server was there, before it was read.
    pub(crate) arrived: Instant,
    /// Notifications that nobody asked for yet.
    notified: VecDeque<Value>,
    /// What the server asked of the client, without what is answered by itself.
    pub(crate) asked: Vec<Value>,
    /// The answer to `workspace/configuration`, for each item.
    pub(crate) configuration: Value,
}

#[allow(clippy::needless_pass_by_value, reason = "messages are made in place")]
impl Client {
    /// A server that nothing was said to.
    pub(crate) fn connect() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_stack_size(8 << 20)
            .enable_all()
            .build()
            .unwrap();
        let (ours, theirs) = tokio::io::duplex(PIPE);
        let (input, output) = split(theirs);
        let server = runtime.spawn(asl_lint::lsp::serve(input, output));
        let (input, output) = split(ours);
        let input = BufReader::new(input);
        let (notified, asked) = (VecDeque::new(), Vec::new());
        let arrived = Instant::now();
        Self { runtime, input, output, server, last_id: 0, arrived, notified, asked, configuration: Value::Null }
    }

    /// A server that was introduced to a client with the given capabilities, and what it said of itself.
    pub(crate) fn start(capabilities: &Value) -> (Self, Value) {
        let mut client = Self::connect();
        let result = client.request("initialize", json!({"capabilities": capabilities, "processId": null}));
        client.notify("initialized", json!({}));
        (client, result)
    }

    /// A server that works in a folder, for a client with the given capabilities.
    pub(crate) fn start_in(folder: &std::path::Path, capabilities: &Value) -> Self {
        let mut client = Self::connect();
        let folders = json!([{"uri": format!("file://{}", folder.display()), "name": "folder"}]);
        let params = json!({"capabilities": capabilities, "processId": null, "workspaceFolders": folders});
        client.request("initialize", params);
        client.notify("initialized", json!({}));
        client
    }

    /// One that is told of findings without asking, and counts columns in bytes.
    pub(crate) fn simple() -> Self {
        Self::start(&json!({"general": {"positionEncodings": ["utf-8"]}})).0
    }

    pub(crate) fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    /// Replaces the whole text.
    pub(crate) fn replace(&mut self, uri: &str, version: i32, text: &str) {
        let document = json!({"uri": uri, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [{"text": text}]}));
    }

    /// The next findings that are published of a document, by rule.
    pub(crate) fn published(&mut self, uri: &str) -> Value {
        loop {
            let message = self.wait_for("textDocument/publishDiagnostics");
            if message["uri"] == uri {
                return message;
            }
        }
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// The result of a request.
    #[track_caller]
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Value {
        let response = self.try_request(method, params);
        assert!(response.get("error").is_none(), "{method}: {response}");
        response["result"].clone()
    }

    /// The whole response to a request, which may be an error.
    pub(crate) fn try_request(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        self.finish(id)
    }

    /// Sends a request and does not wait.
    pub(crate) fn begin(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        let mut message = json!({"jsonrpc": "2.0", "id": self.last_id, "method": method});
        if !params.is_null() {
            message["params"] = params;
        }
        self.send(&message);
        self.last_id
    }

    /// Waits for the response to a request.
    pub(crate) fn finish(&mut self, id: i64) -> Value {
        loop {
            let message = self.receive().expect("a response");
            if message.get("method").is_none() && message["id"] == id {
                return message;
            }
            self.take(message);
        }
    }

    /// The parameters of the next notification of a method.
    pub(crate) fn wait_for(&mut self, method: &str) -> Value {
        loop {
            if let Some(at) = self.notified.iter().position(|message| message["method"] == method) {
                return self.notified.remove(at).map(|mut message| message["params"].take()).unwrap();
            }
            let message = self.receive().expect("a notification");
            self.take(message);
        }
    }

    /// Reads on until the server has nothing to say while it answers a request.
    pub(crate) fn rest(&mut self) {
        for _ in 0..1000 {
            let before = self.notified.len();
            for _ in 0..5 {
                self.request("workspace/symbol", json!({"query": ""}));
                std::thread::yield_now();
            }
            if self.notified.len() == before {
                return;
            }
        }
        panic!("the server never rests");
    }

    /// Shuts the server down; whether it ended as asked.
    pub(crate) fn stop(mut self) -> bool {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        let Self { runtime, server, .. } = self;
        runtime.block_on(async { tokio::time::timeout(PATIENCE, server).await }).unwrap().unwrap()
    }

    /// Goes away without a word; whether the server believes that it was shut down.
    pub(crate) fn vanish(self) -> bool {
        let Self { runtime, server, input, output, .. } = self;
        drop((input, output));
        runtime.block_on(async { tokio::time::timeout(PATIENCE, server).await }).unwrap().unwrap()
    }

    pub(crate) fn send(&mut self, message: &Value) {
        self.send_raw(&message.to_string());
    }

    pub(crate) fn send_raw(&mut self, body: &str) {
        let bytes = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.runtime.block_on(self.output.write_all(bytes.as_bytes())).unwrap();
    }

    /// A message of the server; `None` when it is gone.
    fn receive(&mut self) -> Option<Value> {
        let Self { runtime, input, .. } = self;
        let read = async {
            let mut length = 0;
            loop {
                let mut line = String::new();
                if input.read_line(&mut line).await.ok()? == 0 {
                    return None;
                }
                match line.trim().split_once(": ") {
                    Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                        length = value.parse().ok()?;
                    }
                    Some(_) => {}
                    None => break,
                }
            }
            let mut body = vec![0; length];
            input.read_exact(&mut body).await.ok()?;
            Some(body)
        };
        let body = runtime.block_on(async { tokio::time::timeout(PATIENCE, read).await });
        self.arrived = Instant::now();
        serde_json::from_slice(&body.expect("the server answers in time")?).ok()
    }

    /// Keeps a notification, answers a request of the server.
    fn take(&mut self, message: Value) {
        let Some(id) = message.get("id").cloned() else {
            self.notified.push_back(message);
            return;
        };
        let result = match message["method"].as_str() {
            Some("workspace/configuration") => {
                let items = message["params"]["items"].as_array().map_or(0, Vec::len);
                json!(vec![self.configuration.clone(); items])
            }
            Some("workspace/applyEdit") => json!({"applied": true}),
            _ => Value::Null,
        };
        self.asked.push(message);
        self.send(&json!({"jsonrpc": "2.0", "id": id, "result": result}));
    }
}
