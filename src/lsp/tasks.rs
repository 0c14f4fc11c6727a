//! Work off the thread that reads: what a request computes, and what nobody waits for.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tower_lsp::jsonrpc::{Error, Result};

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

/// Things that wait for their turn, in their order. Marking one again before its turn comes costs nothing, so a storm is worked
/// on as often as there is time for it, and no timer delays the first one.
#[derive(Debug)]
pub(super) struct Queue<T> {
    waiting: Mutex<BTreeSet<T>>,
    wake: Notify,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self { waiting: Mutex::default(), wake: Notify::new() }
    }
}

impl<T: Ord> Queue<T> {
    pub(super) fn mark(&self, thing: T) {
        self.waiting().insert(thing);
        self.wake.notify_one();
    }

    /// The first that waits; waits until there is one.
    pub(super) async fn take(&self) -> T {
        self.wait_for(BTreeSet::pop_first).await
    }

    /// All that wait; waits until there is something.
    pub(super) async fn take_all(&self) -> BTreeSet<T> {
        self.wait_for(|waiting| Some(std::mem::take(waiting)).filter(|taken| !taken.is_empty())).await
    }

    async fn wait_for<R>(&self, take: impl Fn(&mut BTreeSet<T>) -> Option<R>) -> R {
        loop {
            let taken = take(&mut self.waiting());
            match taken {
                Some(taken) => return taken,
                None => self.wake.notified().await,
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeSet<T>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_twice_has_one_turn() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let queue = Queue::default();
        for thing in [3, 1, 2, 1, 3] {
            queue.mark(thing);
        }
        assert_eq!(runtime.block_on(queue.take()), 1);
        queue.mark(0);
        assert_eq!(runtime.block_on(queue.take_all()), BTreeSet::from([0, 2, 3]));
        let later = async { tokio::join!(queue.take(), async { queue.mark(4) }).0 };
        assert_eq!(runtime.block_on(later), 4);
    }
}
