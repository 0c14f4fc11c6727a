//! Texts in the form that a client takes.

use tower_lsp::lsp_types::{MarkupContent, MarkupKind};

use crate::ide::prose::Prose;

/// A form of text. Clients that say nothing get what every one can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    #[default]
    Plain,
    Markdown,
}

impl Form {
    /// The form that a client likes best, of those it lists.
    pub(super) fn preferred(listed: Option<&Vec<MarkupKind>>) -> Self {
        match listed.and_then(|listed| listed.first()) {
            Some(MarkupKind::Markdown) => Self::Markdown,
            Some(MarkupKind::PlainText) | None => Self::Plain,
        }
    }

    pub(super) fn content(self, text: &Prose) -> MarkupContent {
        match self {
            Self::Plain => MarkupContent { kind: MarkupKind::PlainText, value: text.plain() },
            Self::Markdown => MarkupContent { kind: MarkupKind::Markdown, value: text.markdown() },
        }
    }
}
