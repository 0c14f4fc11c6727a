//! How the client comes to know that findings are new: they are published, or it is asked to ask for them.

use std::sync::Arc;

use tokio::sync::Notify;
use tower_lsp::Client;
use tower_lsp::lsp_types::Url;

use super::agreed::Findings;
use super::configuration::Configuration;
use super::documents::Affected;
use super::tasks::Queue;

/// A document that has to be worked on. Those that are typed in come first, however many others depend on them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Marked {
    /// The client has changed it.
    Changed(Url),
    /// Something has changed on which its findings depend.
    Affected(Url),
}

/// Tells one client.
#[derive(Clone, Debug)]
pub(super) struct Teller {
    pub(super) client: Client,
    pub(super) marks: Arc<Queue<Marked>>,
    pub(super) refreshing: Arc<Notify>,
    pub(super) configuration: Arc<Configuration>,
    pub(super) findings: Findings,
}

impl Teller {
    /// The client has changed a document: what it says of others is followed, and its findings are published to a client that
    /// does not ask for them by itself.
    pub(super) fn changed(&self, uri: Url) {
        self.marks.mark(Marked::Changed(uri));
    }

    /// The findings of documents may be others, though the client has not changed them.
    pub(super) fn affected(&self, affected: Affected) {
        let Affected { open, are_closed_affected } = affected;
        if !open.is_empty() || are_closed_affected && self.configuration.covers_workspace() {
            self.refresh();
        }
        if !self.findings.are_pulled {
            for uri in open {
                self.marks.mark(Marked::Affected(uri));
            }
        }
    }

    /// Has the client ask for all findings anew.
    pub(super) fn refresh(&self) {
        self.refreshing.notify_one();
    }

    /// Asks the client to ask anew whenever there is reason to, once for all reasons that come up while it has not answered.
    pub(super) async fn ask_again(self) {
        if !self.findings.are_pulled || !self.findings.are_refreshed {
            return;
        }
        loop {
            self.refreshing.notified().await;
            // A client that cannot be asked will ask by itself some time.
            let _ = self.client.workspace_diagnostic_refresh().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_comes_before_all_that_depends_on_it() {
        let uri = |name: &str| format!("file:///{name}").parse::<Url>().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let marks = Queue::default();
        for marked in [Marked::Affected(uri("a")), Marked::Affected(uri("b")), Marked::Changed(uri("c"))] {
            marks.mark(marked);
        }
        assert_eq!(runtime.block_on(marks.take()), Marked::Changed(uri("c")));
        assert_eq!(runtime.block_on(marks.take()), Marked::Affected(uri("a")));
    }
}
