//! The language server: the protocol of editors around [`crate::ide`].
//!
//! The only module that knows the protocol. Handlers take a snapshot of a document before they first wait, so that they
//! see what the client had sent by then; everything that takes time runs on threads of its own, and a fault in one request
//! is told to the client and ends nothing else.

mod agreed;
mod call_hierarchy;
mod capabilities;
mod code_actions;
mod code_lens;
mod completion;
mod configuration;
mod convert;
mod diagnostics;
mod document_links;
mod documents;
mod edits;
mod folding;
mod formatting;
mod frames;
mod graph;
mod hover;
mod inlay_hints;
mod markup;
mod navigation;
mod neighbours;
mod progress;
mod rename;
mod selection;
mod semantic_tokens;
mod server;
mod signature_help;
mod substitutions;
mod symbols;
mod tasks;
mod teller;
mod workspace_diagnostics;

use std::sync::atomic::Ordering;

use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::{LspService, Server as Transport};

/// The stack of a thread: that of a main thread, so that nesting is met alike by the server and the command line.
const STACK: usize = 8 << 20;

/// How many bytes of messages wait for the transport.
const PIPE: usize = 1 << 16;

/// Serves the protocol on standard input and output until the client ends it or goes away. The result is whether the
/// client shut the server down before.
pub fn run() -> bool {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .max_blocking_threads(8)
        .thread_stack_size(STACK)
        .enable_all()
        .build();
    let Ok(runtime) = runtime else { return false };
    let is_shut_down = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout()));
    // A read of standard input cannot be called off: do not wait for it.
    runtime.shutdown_background();
    is_shut_down
}

/// Serves the protocol on a pair of streams. The result is whether the client shut the server down before it went away.
pub async fn serve(input: impl AsyncRead + Unpin, output: impl AsyncWrite) -> bool {
    let (service, socket) =
        LspService::build(server::Server::new).custom_method("asl/graph", server::Server::graph).finish();
    let is_shut_down = service.inner().is_shut_down();
    let (reader, writer) = tokio::io::simplex(PIPE);
    let messages = async {
        frames::copy(input, writer).await;
        // What is under way is still answered: the transport ends when it has nothing left to read.
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = Transport::new(reader, output, socket).serve(service) => {}
        () = messages => {}
    }
    is_shut_down.load(Ordering::Acquire)
}
