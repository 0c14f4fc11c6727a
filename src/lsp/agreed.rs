//! What was agreed on when the client introduced itself: what it can do, as far as it matters.

use tower_lsp::lsp_types::{ClientCapabilities, InitializeParams};

use super::markup::Form;
use super::{completion, convert, folding, hover, navigation, signature_help};
use crate::text::Encoding;

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Agreed {
    pub(super) encoding: Encoding,
    pub(super) hover_form: Form,
    pub(super) signature_form: Form,
    pub(super) navigation: navigation::Support,
    pub(super) folding: folding::Limits,
    pub(super) completion: completion::Support,
    pub(super) findings: Findings,
    pub(super) settings: SettingsSupport,
}

/// How the client comes by findings.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Findings {
    /// Whether it asks for them, so that they need not be pushed.
    pub(super) are_pulled: bool,
    /// Whether it can be asked to ask anew.
    pub(super) are_refreshed: bool,
}

/// How the server learns what is set.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SettingsSupport {
    /// Whether the client can be asked for them.
    pub(super) are_pulled: bool,
    /// Whether it tells of changes only to who registers for it.
    pub(super) are_registered: bool,
    /// Whether it watches files for who registers for it.
    pub(super) watches_files: bool,
}

impl Agreed {
    pub(super) fn of(params: &InitializeParams) -> Self {
        let client = &params.capabilities;
        Self {
            encoding: convert::encoding(client),
            hover_form: hover::form(client),
            signature_form: signature_help::form(client),
            navigation: navigation::Support::of(client),
            folding: folding::limits(client),
            completion: completion::support(client),
            findings: findings(client),
            settings: settings(client),
        }
    }
}

fn findings(client: &ClientCapabilities) -> Findings {
    let document = client.text_document.as_ref();
    let workspace = client.workspace.as_ref().and_then(|workspace| workspace.diagnostic.as_ref());
    Findings {
        are_pulled: document.is_some_and(|document| document.diagnostic.is_some()),
        are_refreshed: workspace.is_some_and(|diagnostic| diagnostic.refresh_support == Some(true)),
    }
}

fn settings(client: &ClientCapabilities) -> SettingsSupport {
    let Some(workspace) = &client.workspace else { return SettingsSupport::default() };
    let is_dynamic = |registration: Option<bool>| registration == Some(true);
    let changes = workspace.did_change_configuration.as_ref();
    let files = workspace.did_change_watched_files.as_ref();
    SettingsSupport {
        are_pulled: workspace.configuration == Some(true),
        are_registered: changes.is_some_and(|changes| is_dynamic(changes.dynamic_registration)),
        watches_files: files.is_some_and(|files| is_dynamic(files.dynamic_registration)),
    }
}
