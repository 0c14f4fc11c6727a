//! Tells when the client asks the server to exit: the transport itself would go on to read.

use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::sync::Notify;
use tower_lsp::jsonrpc::Request;
use tower_service::Service;

/// A service that tells of `exit`.
#[derive(Debug)]
pub(super) struct Watched<S> {
    service: S,
    exit: Arc<Notify>,
}

/// Watches a service; what is returned beside it is notified when `exit` comes.
pub(super) fn watch<S>(service: S) -> (Watched<S>, Arc<Notify>) {
    let exit = Arc::new(Notify::new());
    (Watched { service, exit: Arc::clone(&exit) }, exit)
}

impl<S: Service<Request>> Service<Request> for Watched<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if request.method() == "exit" {
            self.exit.notify_one();
        }
        self.service.call(request)
    }
}
