//! What may be wrong with the text itself.

use crate::text::Span;

/// What kind of syntax fault was found; each has a rule of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    Json,
    Yaml,
    Comment,
    TrailingComma,
    Bom,
    Nested,
    TooMany,
    /// Text in a host that takes nothing but JSON there.
    NotJson,
}

/// Something wrong with the text itself, in places of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: FaultKind,
    pub span: Span,
    pub message: String,
    pub help: Option<&'static str>,
    pub related: Option<(Span, String)>,
    /// Title, span, replacement.
    pub fix: Option<(&'static str, Span, String)>,
}
