//! The requests of the protocol, each one handed on to the module that answers it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CodeActionParams, CodeActionResponse, CompletionItem, CompletionParams, CompletionResponse,
    DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentDiagnosticParams,
    DocumentDiagnosticReport, DocumentDiagnosticReportResult, FullDocumentDiagnosticReport, InitializeParams,
    InitializeResult, InitializedParams, MessageType, RelatedFullDocumentDiagnosticReport, ServerInfo, Url,
};
use tower_lsp::{Client, LanguageServer};

use super::documents::{Documents, Snapshot};
use super::tasks::{Queue, off_thread};
use super::{capabilities, code_actions, completion, convert, diagnostics};
use crate::settings::Settings;
use crate::text::Encoding;

/// The server of one client.
#[derive(Debug)]
pub(super) struct Server {
    client: Client,
    documents: Arc<Documents>,
    queue: Arc<Queue>,
    /// What was agreed on when the client introduced itself.
    agreed: OnceLock<Agreed>,
    is_shut_down: Arc<AtomicBool>,
}

/// What the client can do, as far as it matters.
#[derive(Clone, Copy, Debug, Default)]
struct Agreed {
    encoding: Encoding,
    /// Whether the client asks for findings, so that they need not be pushed.
    pulls: bool,
    completion: completion::Support,
}

impl Server {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            documents: Arc::default(),
            queue: Arc::default(),
            agreed: OnceLock::new(),
            is_shut_down: Arc::default(),
        }
    }

    /// Set once the client has shut the server down.
    pub(super) fn is_shut_down(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.is_shut_down)
    }

    fn agreed(&self) -> Agreed {
        self.agreed.get().copied().unwrap_or_default()
    }

    fn snapshot(&self, uri: &Url) -> Option<Arc<Snapshot>> {
        self.documents.snapshot(uri, self.agreed().encoding)
    }

    /// Answers a request about a document as it is now; nothing where the document is not open.
    ///
    /// The snapshot is taken when this is first polled, in the order of the client's messages.
    async fn answer<T: Send + 'static>(
        &self,
        uri: &Url,
        feature: impl FnOnce(&Snapshot) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(snapshot) = self.snapshot(uri) else { return Ok(None) };
        let answer = off_thread(move || feature(&snapshot)).await;
        if let Err(error) = &answer {
            self.client.log_message(MessageType::ERROR, &error.message).await;
        }
        answer
    }

    fn mark(&self, uri: Url) {
        if !self.agreed().pulls {
            self.queue.mark(uri);
        }
    }

    /// Publishes the findings of marked documents for as long as the server lives.
    fn publish(&self) {
        let (client, documents, queue) = (self.client.clone(), Arc::clone(&self.documents), Arc::clone(&self.queue));
        let encoding = self.agreed().encoding;
        tokio::spawn(async move {
            loop {
                for uri in queue.take().await {
                    let Some(snapshot) = documents.snapshot(&uri, encoding) else { continue };
                    let worked_on = Arc::clone(&snapshot);
                    let found = off_thread(move || diagnostics::diagnostics(&worked_on)).await;
                    match found {
                        // What is outdated by now is marked again.
                        Ok(found) if documents.is_current(&snapshot) => {
                            client.publish_diagnostics(uri, found, Some(snapshot.version)).await;
                        }
                        Ok(_) => {}
                        Err(error) => client.log_message(MessageType::ERROR, error.message).await,
                    }
                }
            }
        });
    }
}

#[tower_lsp::async_trait]
impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let encoding = convert::encoding(&params.capabilities);
        let completion = completion::support(&params.capabilities);
        let pulls = params.capabilities.text_document.is_some_and(|document| document.diagnostic.is_some());
        let _ = self.agreed.set(Agreed { encoding, pulls, completion });
        Ok(InitializeResult {
            capabilities: capabilities::capabilities(encoding),
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.publish();
    }

    async fn shutdown(&self) -> Result<()> {
        self.is_shut_down.store(true, Ordering::Release);
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let options = Arc::new(Settings::default().options(|_| true));
        self.documents.open(document.uri.clone(), &document.language_id, document.version, &document.text, options);
        self.mark(document.uri);
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let (document, encoding) = (params.text_document, self.agreed().encoding);
        if self.documents.change(&document.uri, document.version, params.content_changes, encoding) {
            self.mark(document.uri);
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        self.documents.close(&uri);
        if !self.agreed().pulls {
            self.client.publish_diagnostics(uri, Vec::new(), None).await;
        }
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let found = self.answer(&params.text_document.uri, |snapshot| Some(diagnostics::diagnostics(snapshot))).await?;
        let full_document_diagnostic_report =
            FullDocumentDiagnosticReport { result_id: None, items: found.unwrap_or_default() };
        let report = RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report };
        Ok(DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Full(report)))
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        self.answer(&uri, move |snapshot| Some(code_actions::code_actions(snapshot, &params))).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let uri = params.text_document_position.text_document.uri.clone();
        let support = self.agreed().completion;
        self.answer(&uri, move |snapshot| completion::completion(snapshot, &params, support)).await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        Ok(completion::resolve(item))
    }
}
