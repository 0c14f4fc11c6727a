//! The requests of the protocol, each one handed on to the module that answers it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CodeActionParams, CodeActionResponse, DidChangeTextDocumentParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    DocumentFormattingParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams, FoldingRange,
    FoldingRangeParams, FullDocumentDiagnosticReport, InitializeParams, InitializeResult, InitializedParams,
    MessageType, RelatedFullDocumentDiagnosticReport, SelectionRange, SelectionRangeParams, SemanticTokensDeltaParams,
    SemanticTokensFullDeltaResult, SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult,
    SemanticTokensResult, ServerInfo, TextEdit, Url,
};
use tower_lsp::{Client, LanguageServer};

use super::documents::{Documents, Snapshot};
use super::tasks::{Queue, off_thread};
use super::{capabilities, code_actions, convert, diagnostics, folding, formatting, selection, semantic_tokens};
use crate::format::Refusal;
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
    /// The semantic tokens that the client has.
    tokens: Arc<semantic_tokens::Sent>,
    is_shut_down: Arc<AtomicBool>,
}

/// What the client can do, as far as it matters.
#[derive(Clone, Copy, Debug, Default)]
struct Agreed {
    encoding: Encoding,
    /// Whether the client asks for findings, so that they need not be pushed.
    pulls: bool,
    folding: folding::Limits,
}

impl Server {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            documents: Arc::default(),
            queue: Arc::default(),
            agreed: OnceLock::new(),
            tokens: Arc::default(),
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

    /// Edits as they are answered; why there are none is told to who looks for it.
    async fn formatted(&self, answer: Option<formatting::Answer>) -> Option<Vec<TextEdit>> {
        match answer? {
            Ok(edits) => Some(edits),
            Err(Refusal::NoDefinition) => None,
            Err(refusal) => {
                self.client.log_message(MessageType::INFO, format!("not formatted: {refusal}")).await;
                None
            }
        }
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
        let folding = folding::limits(&params.capabilities);
        let pulls = params.capabilities.text_document.is_some_and(|document| document.diagnostic.is_some());
        let _ = self.agreed.set(Agreed { encoding, pulls, folding });
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
        self.tokens.forget(&uri);
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

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let uri = params.text_document.uri;
        let answer = self.answer(&uri, move |snapshot| Some(formatting::document(snapshot, &params.options))).await?;
        Ok(self.formatted(answer).await)
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let uri = params.text_document.uri;
        let (range, options) = (params.range, params.options);
        let answer = self.answer(&uri, move |snapshot| Some(formatting::range(snapshot, range, &options))).await?;
        Ok(self.formatted(answer).await)
    }

    async fn on_type_formatting(&self, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let place = params.text_document_position;
        self.answer(&place.text_document.uri, move |snapshot| {
            formatting::new_line(snapshot, place.position, &params.options)
        })
        .await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let limits = self.agreed().folding;
        self.answer(&params.text_document.uri, move |snapshot| folding::ranges(snapshot, limits)).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let uri = params.text_document.uri;
        self.answer(&uri, move |snapshot| selection::ranges(snapshot, &params.positions)).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let sent = Arc::clone(&self.tokens);
        self.answer(&params.text_document.uri, move |snapshot| semantic_tokens::full(snapshot, &sent)).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let sent = Arc::clone(&self.tokens);
        let uri = params.text_document.uri;
        self.answer(&uri, move |snapshot| semantic_tokens::delta(snapshot, &sent, &params.previous_result_id)).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let uri = params.text_document.uri;
        self.answer(&uri, move |snapshot| semantic_tokens::range(snapshot, params.range)).await
    }
}
