//! Word of long work, where the client wants it.

use tower_lsp::Client;
use tower_lsp::lsp_types::notification::Progress as Notification;
use tower_lsp::lsp_types::{
    ProgressParams, ProgressParamsValue, ProgressToken, WorkDoneProgress, WorkDoneProgressBegin, WorkDoneProgressEnd,
};

/// Work that the client may have asked to be told of.
#[derive(Debug)]
pub(super) struct Progress {
    token: Option<ProgressToken>,
}

impl Progress {
    pub(super) async fn begin(client: &Client, token: Option<ProgressToken>) -> Self {
        let progress = Self { token };
        let begin =
            WorkDoneProgressBegin { title: "Checking state machines".to_owned(), ..WorkDoneProgressBegin::default() };
        progress.send(client, WorkDoneProgress::Begin(begin)).await;
        progress
    }

    pub(super) async fn end(self, client: &Client, files: usize) {
        let message = Some(format!("{files} files"));
        self.send(client, WorkDoneProgress::End(WorkDoneProgressEnd { message })).await;
    }

    async fn send(&self, client: &Client, value: WorkDoneProgress) {
        if let Some(token) = &self.token {
            let value = ProgressParamsValue::WorkDone(value);
            client.send_notification::<Notification>(ProgressParams { token: token.clone(), value }).await;
        }
    }
}
