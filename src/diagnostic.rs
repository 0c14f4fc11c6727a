//! Findings: what is wrong, where, and what would mend it.
//!
//! Owned plain data in byte offsets of the file: no paths, no colours, no line numbers.

use std::cmp::{Ordering, Reverse};

use crate::syntax::{NodeId, Step, Tree};
use crate::text::Span;

/// How bad a finding is. The order is that of badness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A nudge for the editor.
    Hint,
    /// Works, but a practice that AWS's documentation warns of, or deprecated.
    Info,
    /// It deploys, and is surely or very likely wrong when it runs.
    Warning,
    /// AWS refuses the definition at creation, or it is not readable at all.
    Error,
}

impl Severity {
    /// The worst first.
    pub const ALL: [Self; 4] = [Self::Error, Self::Warning, Self::Info, Self::Hint];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// How sure a fix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// Keeps the meaning, or gives the only one that can have been meant: applied by `--fix`.
    Safe,
    /// Likely what was meant, but it changes what the workflow does: applied by `--unsafe-fixes`.
    Unsafe,
    /// Shown, never applied without a person.
    Display,
}

impl Applicability {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Display => "display",
        }
    }
}

/// Replaces a span of the file by a text that is already in the file's encoding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// One way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fix {
    /// An imperative, such as ``remove `Next` ``.
    pub title: String,
    pub applicability: Applicability,
    /// Without overlap, in order.
    pub edits: Vec<Edit>,
}

/// A further place that helps to understand a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    pub span: Span,
    pub message: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagnostic {
    /// The narrowest span that is wrong.
    pub span: Span,
    /// The name of the rule.
    pub rule: &'static str,
    pub severity: Severity,
    /// One sentence, lower case, without a full stop.
    pub message: String,
    /// A few words at the span itself, where the message alone does not say what is there.
    pub label: Option<String>,
    pub related: Vec<Label>,
    /// The remedy.
    pub help: Option<String>,
    pub fixes: Vec<Fix>,
    /// Which of the file's definitions it belongs to.
    pub definition: usize,
    /// The way from the definition's root to the value.
    pub path: Vec<Step>,
    /// Tells two findings of one rule at one path apart, for baselines.
    pub discriminator: Option<String>,
}

impl Diagnostic {
    /// A finding at a span. Its severity is set from its rule when the analysis ends.
    pub fn new(rule: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            rule,
            severity: Severity::Error,
            message: message.into(),
            label: None,
            related: Vec::new(),
            help: None,
            fixes: Vec::new(),
            definition: 0,
            path: Vec::new(),
            discriminator: None,
        }
    }

    /// A finding at a value of a tree.
    pub fn at(rule: &'static str, tree: &Tree, root: NodeId, node: NodeId, message: impl Into<String>) -> Self {
        let mut diagnostic = Self::new(rule, tree.span(node), message);
        diagnostic.path = tree.path(root, node);
        diagnostic
    }

    /// Narrows the finding to a span inside the value.
    pub fn span(&mut self, span: Span) -> &mut Self {
        self.span = span;
        self
    }

    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = Some(label.into());
        self
    }

    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    pub fn related(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Label { span, message: message.into() });
        self
    }

    /// Tells findings of one rule at one path apart.
    pub fn discriminator(&mut self, text: impl Into<String>) -> &mut Self {
        self.discriminator = Some(text.into());
        self
    }

    /// Offers a fix; none where the edits could not be written exactly.
    pub fn fix(
        &mut self,
        title: impl Into<String>,
        applicability: Applicability,
        edits: Option<Vec<Edit>>,
    ) -> &mut Self {
        if let Some(mut edits) = edits {
            edits.sort();
            self.fixes.push(Fix { title: title.into(), applicability, edits });
        }
        self
    }

    /// The order in which findings are reported: by position, of several at one the worst first.
    pub fn by_place(&self, other: &Self) -> Ordering {
        let key = |finding: &Self| (finding.span.start, Reverse(finding.severity));
        key(self).cmp(&key(other)).then_with(|| self.cmp(other))
    }

    /// The JSON Pointer of the value inside its definition (RFC 6901).
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in &self.path {
            pointer.push('/');
            match step {
                Step::Key(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
                Step::Index(index) => pointer.push_str(&index.to_string()),
            }
        }
        pointer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_what_rfc_6901_asks() {
        let mut diagnostic = Diagnostic::new("unknown-field", Span::empty(0), "x");
        diagnostic.path = vec![Step::Key("States".into()), Step::Key("a/b~c".into()), Step::Index(1)];
        assert_eq!(diagnostic.pointer(), "/States/a~1b~0c/1");
    }
}
