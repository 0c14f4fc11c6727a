//! Work off the thread that reads: what a request computes, and findings pushed to clients that do not ask for them.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashSet;
use tokio::sync::Notify;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::Url;

/// Runs work on a thread of its own. A panic in it is an error of this request and of nothing else.
pub(super) async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|failure| {
        let mut error = Error::internal_error();
        error.message = format!("internal error: {}; please report it", reason(failure)).into();
        error
    })
}

fn reason(failure: tokio::task::JoinError) -> String {
    let Ok(panic) = failure.try_into_panic() else { return "cancelled".to_owned() };
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => (*text).to_owned(),
        (None, Some(text)) => text.clone(),
        (None, None) => "a panic without a message".to_owned(),
    }
}

/// Documents whose findings have to be published anew. Marking one again before its turn comes costs nothing, so a storm of
/// changes is analyzed as often as there is time for it, and no timer delays the first one.
#[derive(Debug, Default)]
pub(super) struct Queue {
    marked: Mutex<FxHashSet<Url>>,
    wake: Notify,
}

impl Queue {
    pub(super) fn mark(&self, uri: Url) {
        self.marked.lock().unwrap_or_else(PoisonError::into_inner).insert(uri);
        self.wake.notify_one();
    }

    /// What has been marked; waits until something is.
    pub(super) async fn take(self: &Arc<Self>) -> Vec<Url> {
        loop {
            let marked = std::mem::take(&mut *self.marked.lock().unwrap_or_else(PoisonError::into_inner));
            if !marked.is_empty() {
                return marked.into_iter().collect();
            }
            self.wake.notified().await;
        }
    }
}
