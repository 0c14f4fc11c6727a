//! How long the language server takes to answer, and how much memory it needs.
//!
//! `server-latency [--rounds N] [--states N]`
//!
//! A client in this process speaks the protocol with the server, as the tests do. A time counts from the moment a message
//! is made to the moment the answer is there as bytes: what the server needs to read the message and to write the answer is
//! in it, what the client makes of the answer is not. "CPU" is the processor time of the server's threads, which the load of
//! the machine hardly changes. The memory is that of `asl-lint server`, the program beside this one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a program of its own")]

#[path = "../tests/common/client.rs"]
mod client;
#[allow(dead_code, reason = "not all shapes are measured")]
mod machines;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use client::Client;
use serde_json::{Value, json};

/// A row takes no longer than this, however many rounds are asked for.
const LONGEST_ROW: Duration = Duration::from_secs(20);

const SEED: u64 = 1;

/// How many documents are open, and of how many states, when memory is measured.
const DOCUMENTS: usize = 50;
const STATES_OF_A_DOCUMENT: usize = 100;

#[derive(Clone, Copy)]
enum Syntax {
    Json,
    Yaml,
}

impl Syntax {
    fn file_name(self) -> &'static str {
        match self {
            Self::Json => "machine.asl.json",
            Self::Yaml => "machine.asl.yaml",
        }
    }

    fn language(self) -> &'static str {
        match self {
            Self::Json => "asl",
            Self::Yaml => "asl-yaml",
        }
    }
}

/// A document that is open in a server of its own.
struct Session {
    client: Client,
    uri: String,
    text: String,
    version: i32,
}

impl Session {
    fn open(machine: &machines::Value, syntax: Syntax) -> Self {
        let text = machines::render(machine, Path::new(syntax.file_name()));
        let uri = format!("file:///w/{}", syntax.file_name());
        let capabilities = json!({
            "general": {"positionEncodings": ["utf-8"]},
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": true}},
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            },
        });
        let mut client = Client::start(&capabilities).0;
        client.open(&uri, syntax.language(), &text);
        client.published(&uri);
        Self { client, uri, text, version: 1 }
    }

    /// The position behind the occurrence of a text that is nearest to the middle of the document.
    fn behind(&self, wanted: &str) -> Value {
        let middle = self.text.len() / 2;
        let occurrences = self.text.match_indices(wanted).map(|(at, _)| at + wanted.len());
        let offset = occurrences.min_by_key(|at| at.abs_diff(middle)).expect(wanted);
        let before = &self.text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        json!({"line": before.matches('\n').count(), "character": offset - line_start})
    }

    fn document(&self) -> Value {
        json!({"textDocument": {"uri": self.uri}})
    }

    fn at(&self, position: &Value) -> Value {
        json!({"textDocument": {"uri": self.uri}, "position": position})
    }

    /// Types a letter at a position in even rounds, and takes it away in odd ones.
    fn touch(&mut self, position: &Value, round: usize) {
        self.version += 1;
        let mut end = position.clone();
        let text = if round.is_multiple_of(2) { "x" } else { "" };
        if text.is_empty() {
            end["character"] = json!(position["character"].as_u64().unwrap() + 1);
        }
        let change = json!({"range": {"start": position, "end": end}, "text": text});
        let document = json!({"uri": self.uri, "version": self.version});
        self.client.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
    }

    /// Waits for the findings of what was typed last.
    fn settle(&mut self) {
        let uri = self.uri.clone();
        while self.client.published(&uri)["version"] != self.version {}
    }
}

/// What a round took.
#[derive(Clone, Copy)]
struct Cost {
    /// Until the answer was there.
    time: Duration,
    /// Of all processors together, by the threads of the server.
    work: Duration,
}

impl Cost {
    /// The cost of what is done; the result says when the answer was there.
    fn of(act: impl FnOnce() -> Instant) -> Self {
        let (start, worked) = (Instant::now(), work());
        let time = act() - start;
        Self { time, work: work().saturating_sub(worked) }
    }
}

/// The processor time of the threads of the server: of all but the first, which is the client's. Those that share the states of
/// a large definition are gone by then, and theirs is left out. Nothing where the kernel does not tell.
fn work() -> Duration {
    let first = std::process::id().to_string();
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of_thread = |thread: std::fs::DirEntry| -> Option<u64> {
        let statistics = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        statistics.split(' ').next()?.parse().ok()
    };
    Duration::from_nanos(threads.filter(|thread| thread.file_name() != *first).filter_map(of_thread).sum())
}

/// The costs of all rounds.
struct Costs(Vec<Cost>);

impl Costs {
    fn of(rounds: usize, mut round: impl FnMut(usize) -> Cost) -> Self {
        let start = Instant::now();
        let mut costs = Vec::new();
        while costs.len() < rounds && (costs.len() < 10 || start.elapsed() < LONGEST_ROW) {
            costs.push(round(costs.len()));
        }
        Self(costs)
    }

    /// In milliseconds.
    fn percentile(&self, percent: usize, of: impl Fn(&Cost) -> Duration) -> f64 {
        let mut sorted: Vec<Duration> = self.0.iter().map(of).collect();
        sorted.sort_unstable();
        let at = (sorted.len() * percent / 100).min(sorted.len() - 1);
        sorted[at].as_secs_f64() * 1_000.0
    }

    /// Three cells of a table: median and 99th percentile of the time, median of the work.
    fn cells(&self) -> String {
        let (median, worst) = (self.percentile(50, |cost| cost.time), self.percentile(99, |cost| cost.time));
        format!("{median:.2} | {worst:.2} | {:.2}", self.percentile(50, |cost| cost.work))
    }
}

/// From a letter typed in the middle to the findings of the new text.
fn keystrokes(session: &mut Session, rounds: usize) -> Costs {
    let position = session.behind("A step of this section ");
    Costs::of(rounds, |round| {
        Cost::of(|| {
            session.touch(&position, round);
            session.settle();
            session.client.arrived
        })
    })
}

/// What is asked once the document has been at rest.
fn requests(session: &mut Session, rounds: usize, method: &str, params: &Value) -> Costs {
    Costs::of(rounds, |_| {
        Cost::of(|| {
            session.client.request(method, params.clone());
            session.client.arrived
        })
    })
}

/// What is asked together with a keystroke, so that the analysis is in the time.
fn requests_while_typing(session: &mut Session, rounds: usize, method: &str, params: &Value) -> Costs {
    let position = session.behind("A step of this section ");
    Costs::of(rounds, |round| {
        let cost = Cost::of(|| {
            session.touch(&position, round);
            session.client.request(method, params.clone());
            session.client.arrived
        });
        session.settle();
        cost
    })
}

/// One row for each request, JSON beside YAML.
fn table(rounds: usize, states: usize) {
    println!("| {states} states, ms | JSON median | p99 | CPU | YAML median | p99 | CPU |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    let machine = machines::realistic(states, SEED);
    let expressions = machines::jsonata(states);
    let mut sessions = [Syntax::Json, Syntax::Yaml].map(|syntax| Session::open(&machine, syntax));
    let mut jsonata = [Syntax::Json, Syntax::Yaml].map(|syntax| Session::open(&expressions, syntax));
    let row = |name: &str, sessions: &mut [Session; 2], measure: &mut dyn FnMut(&mut Session) -> Costs| {
        let cells = sessions.each_mut().map(|session| measure(session).cells());
        println!("| {name} | {} |", cells.join(" | "));
    };
    row("keystroke to findings", &mut sessions, &mut |session| keystrokes(session, rounds));

    let target = ["\"Next\": \"", "Next: "];
    let position = |session: &Session, wanted: [&str; 2]| {
        let syntax = usize::from(session.uri.ends_with("yaml"));
        session.at(&session.behind(wanted[syntax]))
    };
    let completion = "textDocument/completion";
    row("completion of a target", &mut sessions, &mut |session| {
        requests(session, rounds, completion, &position(session, target))
    });
    row("the same, with a keystroke", &mut sessions, &mut |session| {
        requests_while_typing(session, rounds, completion, &position(session, target))
    });
    row("completion of a field", &mut sessions, &mut |session| {
        requests(session, rounds, completion, &position(session, ["\"ResultPath", "ResultPath"]))
    });
    row("completion in JSONata", &mut jsonata, &mut |session| {
        requests(session, rounds, completion, &position(session, ["$states.input.", "$states.input."]))
    });
    row("completion of a function", &mut jsonata, &mut |session| {
        requests(session, rounds, completion, &position(session, ["{% $s", "{% $s"]))
    });
    row("hover over a target", &mut sessions, &mut |session| {
        requests(session, rounds, "textDocument/hover", &position(session, target))
    });
    row("hover in JSONata", &mut jsonata, &mut |session| {
        requests(session, rounds, "textDocument/hover", &position(session, ["{% $su", "{% $su"]))
    });
    row("definition", &mut sessions, &mut |session| {
        requests(session, rounds, "textDocument/definition", &position(session, target))
    });
    row("preparing a rename", &mut sessions, &mut |session| {
        requests(session, rounds, "textDocument/prepareRename", &position(session, target))
    });
    row("rename", &mut sessions, &mut |session| {
        let mut params = position(session, target);
        params["newName"] = json!("Renamed");
        requests(session, rounds, "textDocument/rename", &params)
    });
    row("code actions", &mut sessions, &mut |session| {
        let at = session.behind(target[usize::from(session.uri.ends_with("yaml"))]);
        let mut params = session.document();
        params["range"] = json!({"start": at, "end": at});
        params["context"] = json!({"diagnostics": []});
        requests(session, rounds, "textDocument/codeAction", &params)
    });
    for (name, method) in [
        ("semantic tokens, full", "textDocument/semanticTokens/full"),
        ("document symbols", "textDocument/documentSymbol"),
        ("folding ranges", "textDocument/foldingRange"),
        ("code lenses", "textDocument/codeLens"),
        ("`asl/graph`", "asl/graph"),
    ] {
        row(name, &mut sessions, &mut |session| requests(session, rounds, method, &session.document()));
    }
    let tokens = "textDocument/semanticTokens/full";
    row("semantic tokens, full, JSONata", &mut jsonata, &mut |session| {
        requests(session, rounds, tokens, &session.document())
    });
    row("inlay hints of 60 lines", &mut sessions, &mut |session| {
        let middle = session.text.matches('\n').count() / 2;
        let mut params = session.document();
        params["range"] =
            json!({"start": {"line": middle, "character": 0}, "end": {"line": middle + 60, "character": 0}});
        requests(session, rounds, "textDocument/inlayHint", &params)
    });
    row("formatting", &mut sessions, &mut |session| {
        let mut params = session.document();
        params["options"] = json!({"tabSize": 2, "insertSpaces": true});
        requests(session, rounds, "textDocument/formatting", &params)
    });
    println!();
}

/// The program, spoken to over its standard streams.
struct Program {
    child: Child,
    input: ChildStdin,
}

impl Program {
    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    }

    /// What the kernel says of the memory of the process, in kilobytes.
    fn memory(&self, what: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(what))?;
        line.trim_matches([':', ' ', '\t']).split(' ').next()?.parse().ok()
    }
}

fn message(input: &mut impl BufRead) -> Value {
    let mut length = 0;
    loop {
        let mut line = String::new();
        input.read_line(&mut line).unwrap();
        match line.trim().split_once(": ") {
            Some((_, value)) => length = value.parse().unwrap(),
            None => break,
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).unwrap();
    serde_json::from_slice(&body).unwrap()
}

/// The memory of the server with many documents open, each analyzed and highlighted.
fn memory() {
    let program = std::env::current_exe().unwrap().with_file_name("../asl-lint");
    let mut child = Command::new(program).arg("server").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let input = child.stdin.take().unwrap();
    let mut program = Program { child, input };
    program.send(&json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"capabilities": {}}}));
    program.send(&json!({"jsonrpc": "2.0", "method": "initialized", "params": {}}));
    message(&mut output);
    let empty = program.memory("VmRSS");
    for (id, seed) in (1..=DOCUMENTS).zip(1..) {
        let syntax = if id.is_multiple_of(2) { Syntax::Json } else { Syntax::Yaml };
        let machine = machines::realistic(STATES_OF_A_DOCUMENT, seed);
        let text = machines::render(&machine, Path::new(syntax.file_name()));
        let uri = format!("file:///w/{id}/{}", syntax.file_name());
        let document = json!({"uri": uri, "languageId": syntax.language(), "version": 1, "text": text});
        let params = json!({"textDocument": document});
        program.send(&json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": params}));
        let params = json!({"textDocument": {"uri": uri}});
        let method = "textDocument/semanticTokens/full";
        program.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        while message(&mut output)["id"] != id {}
    }
    let shown = |kilobytes: Option<u64>| {
        kilobytes.map_or_else(|| "unknown".to_owned(), |kilobytes| format!("{} MB", kilobytes.div_ceil(1024)))
    };
    println!(
        "Memory with {DOCUMENTS} documents of {STATES_OF_A_DOCUMENT} states: {} (before the first: {}, at most: {})",
        shown(program.memory("VmRSS")),
        shown(empty),
        shown(program.memory("VmHWM")),
    );
    program.send(&json!({"jsonrpc": "2.0", "id": 0, "method": "shutdown"}));
    program.send(&json!({"jsonrpc": "2.0", "method": "exit"}));
    program.child.wait().unwrap();
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |flag: &str| {
        let at = arguments.iter().position(|argument| argument == flag)?;
        Some(arguments.get(at + 1)?.parse::<usize>().expect(flag))
    };
    let rounds = value("--rounds").unwrap_or(200);
    for states in value("--states").map_or(vec![100, 1_000, 5_000], |states| vec![states]) {
        table(rounds, states);
    }
    memory();
}
