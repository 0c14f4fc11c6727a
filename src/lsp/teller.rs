//! How the client comes to know that findings are new: they are published, or it is asked to ask for them.

use std::sync::Arc;

use tower_lsp::Client;
use tower_lsp::lsp_types::Url;

use super::agreed::Findings;
use super::tasks::Queue;

/// Tells one client.
#[derive(Clone, Debug)]
pub(super) struct Teller {
    pub(super) client: Client,
    pub(super) queue: Arc<Queue>,
    pub(super) findings: Findings,
}

impl Teller {
    /// The client has changed a document: it asks for findings by itself, or they are published.
    pub(super) fn changed(&self, uri: Url) {
        if !self.findings.are_pulled {
            self.queue.mark(uri);
        }
    }

    /// The findings of documents may be others, though the client has not changed them.
    pub(super) async fn affected(&self, uris: Vec<Url>) {
        if uris.is_empty() {
            return;
        }
        for uri in uris {
            self.changed(uri);
        }
        self.refresh().await;
    }

    /// Has the client ask for all findings anew.
    pub(super) async fn refresh(&self) {
        if self.findings.are_pulled && self.findings.are_refreshed {
            // A client that cannot be asked will ask by itself some time.
            let _ = self.client.workspace_diagnostic_refresh().await;
        }
    }
}
