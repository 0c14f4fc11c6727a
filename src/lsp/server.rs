//! The requests of the protocol, each one handed on to the module that answers it.

mod neighbours;
mod settings;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use rustc_hash::FxHashSet;
use tokio::sync::Notify;
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
    CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, CodeActionParams, CodeActionResponse, CodeLens,
    CodeLensParams, CompletionItem, CompletionParams, CompletionResponse, DidChangeConfigurationParams,
    DidChangeTextDocumentParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
    DocumentFormattingParams, DocumentHighlight, DocumentHighlightParams, DocumentLink, DocumentLinkParams,
    DocumentOnTypeFormattingParams, DocumentRangeFormattingParams, DocumentSymbolParams, DocumentSymbolResponse,
    FoldingRange, FoldingRangeParams, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams,
    InitializeParams, InitializeResult, InitializedParams, InlayHint, InlayHintParams, Location, MessageType,
    PrepareRenameResponse, ReferenceParams, RenameParams, SelectionRange, SelectionRangeParams,
    SemanticTokensDeltaParams, SemanticTokensFullDeltaResult, SemanticTokensParams, SemanticTokensRangeParams,
    SemanticTokensRangeResult, SemanticTokensResult, ServerInfo, SignatureHelp, SignatureHelpParams, SymbolInformation,
    TextDocumentPositionParams, TextEdit, Url, WorkspaceDiagnosticParams, WorkspaceDiagnosticReport,
    WorkspaceDiagnosticReportResult, WorkspaceEdit, WorkspaceSymbolParams,
};
use tower_lsp::{Client, LanguageServer};

use self::neighbours::FileWork;
use super::agreed::Agreed;
use super::configuration::{Configuration, EditorSettings, SECTION, is_configuration_file};
use super::documents::{Documents, Snapshot};
use super::graph::{self, GraphData, GraphParams};
use super::progress::Progress;
use super::tasks::{Queue, off_thread};
use super::teller::{Marked, Teller};
use super::{
    call_hierarchy, capabilities, code_actions, code_lens, completion, diagnostics, document_links, folding,
    formatting, hover, inlay_hints, navigation, rename, selection, semantic_tokens, signature_help, symbols,
    workspace_diagnostics,
};
use crate::format::Refusal;
use crate::ide::navigation::Declarations;
use crate::ide::outline;

/// The server of one client.
#[derive(Debug)]
pub(super) struct Server {
    client: Client,
    documents: Arc<Documents>,
    /// The documents that have to be worked on though nobody asks.
    marks: Arc<Queue<Marked>>,
    /// The files that have to be read.
    files: Arc<Queue<FileWork>>,
    /// Told when the client has to ask for findings anew.
    refreshing: Arc<Notify>,
    /// What was agreed on when the client introduced itself.
    agreed: OnceLock<Agreed>,
    /// The semantic tokens that the client has.
    tokens: Arc<semantic_tokens::Sent>,
    is_shut_down: Arc<AtomicBool>,
    configuration: Arc<Configuration>,
    /// Faults of configuration files that the client was told of.
    told: Mutex<FxHashSet<String>>,
    /// Whether the client was told that an outline is not all there is; once is enough.
    is_told_of_cut: AtomicBool,
}

/// A request about a document, with what an answer is made of.
struct Request {
    /// The document as it was when the request came.
    snapshot: Arc<Snapshot>,
    /// All that are open.
    documents: Arc<Documents>,
    agreed: Agreed,
}

impl Server {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            documents: Arc::default(),
            marks: Arc::default(),
            files: Arc::default(),
            refreshing: Arc::default(),
            agreed: OnceLock::new(),
            tokens: Arc::default(),
            is_shut_down: Arc::default(),
            configuration: Arc::default(),
            told: Mutex::default(),
            is_told_of_cut: AtomicBool::new(false),
        }
    }

    /// Set once the client has shut the server down.
    pub(super) fn is_shut_down(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.is_shut_down)
    }

    fn agreed(&self) -> Agreed {
        self.agreed.get().copied().unwrap_or_default()
    }

    /// Answers a request about a document as it is now; nothing where the document is not open.
    ///
    /// The snapshot is taken when this is first polled, in the order of the client's messages.
    async fn answer<T: Send + 'static>(
        &self,
        uri: &Url,
        feature: impl FnOnce(&Request) -> Option<T> + Send + 'static,
    ) -> Result<Option<T>> {
        let agreed = self.agreed();
        let Some(snapshot) = self.documents.snapshot(uri, agreed.encoding) else { return Ok(None) };
        let request = Request { snapshot, documents: Arc::clone(&self.documents), agreed };
        let answer = off_thread(move || feature(&request)).await;
        if let Err(error) = &answer {
            self.client.log_message(MessageType::ERROR, &error.message).await;
        }
        answer
    }

    /// A machine as data for a picture.
    pub(super) async fn graph(&self, params: GraphParams) -> Result<Option<GraphData>> {
        let GraphParams { text_document, machine } = params;
        self.answer(&text_document.uri, move |request| graph::graph(&request.snapshot, machine.as_deref())).await
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

    fn teller(&self) -> Teller {
        Teller {
            client: self.client.clone(),
            marks: Arc::clone(&self.marks),
            refreshing: Arc::clone(&self.refreshing),
            configuration: Arc::clone(&self.configuration),
            findings: self.agreed().findings,
        }
    }

    /// Works on marked documents for as long as the server lives: what they say of others is followed, and their findings are
    /// published to a client that does not ask for them.
    fn attend(&self) {
        let (teller, documents, encoding) = (self.teller(), Arc::clone(&self.documents), self.agreed().encoding);
        let is_told = !teller.findings.are_pulled;
        tokio::spawn(async move {
            loop {
                let (Marked::Changed(uri) | Marked::Affected(uri)) = teller.marks.take().await;
                let Some(snapshot) = documents.snapshot(&uri, encoding) else { continue };
                let (all, worked_on) = (Arc::clone(&documents), Arc::clone(&snapshot));
                let work = move || (is_told.then(|| diagnostics::diagnostics(&worked_on)), all.follow(&worked_on));
                match off_thread(work).await {
                    Ok((found, affected)) => {
                        // What is outdated by now is marked again.
                        if let Some(found) = found.filter(|_| documents.is_current(&snapshot)) {
                            teller.client.publish_diagnostics(uri, found, snapshot.version).await;
                        }
                        teller.affected(affected);
                    }
                    Err(error) => teller.client.log_message(MessageType::ERROR, error.message).await,
                }
            }
        });
    }
}

#[tower_lsp::async_trait]
impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        self.configuration.start(&params);
        self.documents.neighbours.set_folders(self.configuration.folders());
        let agreed = Agreed::of(&params);
        let encoding = agreed.encoding;
        let _ = self.agreed.set(agreed);
        Ok(InitializeResult {
            capabilities: capabilities::capabilities(encoding),
            server_info: Some(ServerInfo {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.attend();
        self.follow_files();
        tokio::spawn(self.teller().ask_again());
        self.register().await;
    }

    async fn shutdown(&self) -> Result<()> {
        self.is_shut_down.store(true, Ordering::Release);
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        let uri = document.uri.clone();
        // The document is there before anything is waited for, as what follows is about it.
        let (in_force, fault) = self.configuration.of_open(&uri);
        let is_ours = self.documents.open(document, in_force);
        self.touch_hosts_of(&uri);
        self.teller().changed(uri);
        if is_ours {
            self.files.mark(FileWork::Look);
        }
        if let Some(message) = fault {
            self.tell_once(message).await;
        }
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let (document, encoding) = (params.text_document, self.agreed().encoding);
        if self.documents.change(&document.uri, document.version, params.content_changes, encoding) {
            self.touch_hosts_of(&document.uri);
            self.teller().changed(document.uri);
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        self.documents.close(&uri);
        self.tokens.forget(&uri);
        if let Ok(path) = uri.to_file_path() {
            self.files.mark(FileWork::Reread(path));
        }
        if !self.agreed().findings.are_pulled {
            self.client.publish_diagnostics(uri, Vec::new(), None).await;
        }
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        if self.agreed().settings.are_pulled {
            self.pull_settings().await;
            return;
        }
        if let Some(value) = params.settings.get(SECTION) {
            self.configuration.change_settings(EditorSettings::read(value));
            self.reconfigure().await;
        }
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        if params.changes.iter().any(|change| is_configuration_file(&change.uri)) {
            self.configuration.reread();
            self.reconfigure().await;
        }
        for path in params.changes.iter().filter_map(|change| change.uri.to_file_path().ok()) {
            self.files.mark(FileWork::Reread(path));
        }
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.configuration.change_folders(&params.event.added, &params.event.removed);
        self.reconfigure().await;
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let mut items = Vec::new();
        if self.configuration.covers_workspace() {
            let (configuration, encoding) = (Arc::clone(&self.configuration), self.agreed().encoding);
            let documents = Arc::clone(&self.documents);
            let open = self.documents.uris().into_iter().collect();
            let progress = Progress::begin(&self.client, params.work_done_progress_params.work_done_token).await;
            let previous = params.previous_result_ids;
            let (found, affected) = off_thread(move || {
                let neighbours = &documents.neighbours;
                // Without the hosts, what is found in definitions would be found once more.
                let changed = neighbours.look_through(|path| configuration.excludes(path));
                let found = workspace_diagnostics::reports(&configuration, neighbours, &open, &previous, encoding);
                (found, documents.touch(&changed))
            })
            .await?;
            items = found;
            self.teller().affected(affected);
            progress.end(&self.client, items.len()).await;
        }
        Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let previous = params.previous_result_id;
        let uri = params.text_document.uri;
        let report = move |request: &Request| Some(diagnostics::report(&request.snapshot, previous.as_deref()));
        let report = self.answer(&uri, report).await?;
        Ok(DocumentDiagnosticReportResult::Report(report.unwrap_or_else(diagnostics::nothing)))
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let at = params.text_document_position_params;
        let hover = move |request: &Request| {
            hover::hover(&request.documents, &request.snapshot, at.position, request.agreed.hover_form)
        };
        self.answer(&at.text_document.uri, hover).await
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        let at = params.text_document_position_params;
        let help = move |request: &Request| {
            signature_help::signature_help(&request.snapshot, at.position, request.agreed.signature_form)
        };
        self.answer(&at.text_document.uri, help).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let (range, options) = (params.range, self.configuration.inlay_hints());
        let hints = move |request: &Request| Some(inlay_hints::inlay_hints(&request.snapshot, range, options));
        self.answer(&params.text_document.uri, hints).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        if !self.configuration.shows_lenses() {
            return Ok(None);
        }
        self.answer(&params.text_document.uri, |request| Some(code_lens::lenses(&request.snapshot))).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.answer(&params.text_document.uri, |request| Some(document_links::links(&request.snapshot))).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let definition = move |request: &Request| {
            navigation::definition(&request.documents, &request.snapshot, position, request.agreed.navigation)
        };
        self.answer(&text_document.uri, definition).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let is_included = params.context.include_declaration;
        let declarations = if is_included { Declarations::Included } else { Declarations::LeftOut };
        let references = move |request: &Request| {
            Some(navigation::references(&request.documents, &request.snapshot, position, declarations))
        };
        self.answer(&text_document.uri, references).await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let highlights =
            move |request: &Request| Some(navigation::highlights(&request.documents, &request.snapshot, position));
        self.answer(&text_document.uri, highlights).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let TextDocumentPositionParams { text_document, position } = params;
        let prepare = move |request: &Request| Some(rename::prepare(&request.documents, &request.snapshot, position));
        self.answer(&text_document.uri, prepare).await?.unwrap_or(Ok(None))
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let rename = move |request: &Request| {
            let Request { snapshot, documents, agreed } = request;
            Some(rename::rename(documents, snapshot, position, &params.new_name, agreed.navigation))
        };
        self.answer(&text_document.uri, rename).await?.unwrap_or(Ok(None))
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let symbols = |request: &Request| Some(symbols::document_symbols(&request.snapshot, request.agreed.navigation));
        let found = self.answer(&params.text_document.uri, symbols).await?;
        let Some((symbols, is_cut)) = found else { return Ok(None) };
        if is_cut && !self.is_told_of_cut.swap(true, Ordering::Relaxed) {
            let message = format!("the outline shows the first {} states", outline::MOST);
            self.client.show_message(MessageType::INFO, message).await;
        }
        Ok(Some(symbols))
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<Vec<SymbolInformation>>> {
        let snapshots = self.documents.snapshots(self.agreed().encoding);
        off_thread(move || Some(symbols::workspace_symbols(&snapshots, &params.query))).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        self.answer(&text_document.uri, move |request| call_hierarchy::prepare(&request.snapshot, position)).await
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        let uri = params.item.uri.clone();
        self.answer(&uri, move |request| call_hierarchy::incoming(&request.snapshot, &params.item)).await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        let uri = params.item.uri.clone();
        self.answer(&uri, move |request| call_hierarchy::outgoing(&request.snapshot, &params.item)).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        self.answer(&uri, move |request| Some(code_actions::code_actions(&request.snapshot, &params))).await
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        if !self.configuration.formats() {
            return Ok(None);
        }
        let uri = params.text_document.uri;
        let answer =
            self.answer(&uri, move |request| Some(formatting::document(&request.snapshot, &params.options))).await?;
        Ok(self.formatted(answer).await)
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        if !self.configuration.formats() {
            return Ok(None);
        }
        let uri = params.text_document.uri;
        let (range, options) = (params.range, params.options);
        let answer =
            self.answer(&uri, move |request| Some(formatting::range(&request.snapshot, range, &options))).await?;
        Ok(self.formatted(answer).await)
    }

    async fn on_type_formatting(&self, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        if !self.configuration.formats() {
            return Ok(None);
        }
        let place = params.text_document_position;
        self.answer(&place.text_document.uri, move |request| {
            formatting::new_line(&request.snapshot, place.position, &params.options)
        })
        .await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let ranges = |request: &Request| folding::ranges(&request.snapshot, request.agreed.folding);
        self.answer(&params.text_document.uri, ranges).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let uri = params.text_document.uri;
        self.answer(&uri, move |request| selection::ranges(&request.snapshot, &params.positions)).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let sent = Arc::clone(&self.tokens);
        self.answer(&params.text_document.uri, move |request| semantic_tokens::full(&request.snapshot, &sent)).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let sent = Arc::clone(&self.tokens);
        let uri = params.text_document.uri;
        self.answer(&uri, move |request| semantic_tokens::delta(&request.snapshot, &sent, &params.previous_result_id))
            .await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let uri = params.text_document.uri;
        self.answer(&uri, move |request| semantic_tokens::range(&request.snapshot, params.range)).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let uri = params.text_document_position.text_document.uri.clone();
        let completion =
            move |request: &Request| completion::completion(&request.snapshot, &params, request.agreed.completion);
        self.answer(&uri, completion).await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        Ok(completion::resolve(item))
    }
}
