//! What an error of the YAML parser amounts to: where it is to be shown, and in which words.

use std::ops::Range;

use granit_parser::{ErrorKind, ScanError};

/// A fault of the text, before it has its place in the file.
#[derive(Clone, Debug)]
pub(super) struct Slip {
    pub range: Range<usize>,
    pub message: String,
    pub help: Option<&'static str>,
    /// Title and replacement.
    pub fix: Option<(&'static str, Range<usize>, String)>,
    /// Whether something may be missing around it, as it was left out or read otherwise than it is written.
    pub hides: bool,
}

impl Slip {
    pub(super) fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: None, fix: None, hides: true }
    }

    /// An error that the parser came upon at a place of the text.
    pub(super) fn of(text: &str, at: usize, error: &ScanError) -> Self {
        let line = line_of(text, at);
        match error.kind() {
            ErrorKind::MappingValueNotAllowed => {
                if let Some(value) = value_before(text, &line, at) {
                    return Self::new(value..line.end, "text with `: ` in it needs quotes in YAML");
                }
                // A line that has no value goes on in the next one.
                let slip = beside_before(text, &line).and_then(|before| Self::without_space(text, before));
                if let Some(slip) = slip {
                    return slip;
                }
            }
            ErrorKind::SimpleKeyExpected => {
                if let Some(slip) = Self::without_space(text, culprit(text, at)) {
                    return slip;
                }
            }
            // The parser names the colon.
            ErrorKind::InvalidColonPlacement => return Self::new(culprit(text, line.start), describe(error)),
            _ => {}
        }
        Self::new(culprit(text, at), describe(error))
    }

    /// Of a line that has a key and a value with no space between them.
    fn without_space(text: &str, line: Range<usize>) -> Option<Self> {
        let behind = line.start + tight_colon(text.get(line.clone())?)? + 1;
        let mut slip = Self::new(line, "a space is missing behind the `:`");
        slip.fix = Some(("insert a space", behind..behind, " ".to_owned()));
        Some(slip)
    }
}

/// What is written in the line before, if it is indented as much.
fn beside_before(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let before = line_of(text, line.start.checked_sub(1)?);
    let indent = |line: &Range<usize>| text.get(line.clone()).map(|line| line.len() - line.trim_start().len());
    let width = indent(&before).filter(|_| indent(&before) == indent(line))?;
    Some(before.start + width..before.end)
}

/// Where the value starts in which a colon stands, if another one on the line, `line.start..at`, says that it is a value.
fn value_before(text: &str, line: &Range<usize>, at: usize) -> Option<usize> {
    let before = text.get(line.start..at)?;
    let behind = before.find(": ")? + 1;
    let value = before.get(behind..)?;
    Some(line.start + behind + value.len() - value.trim_start().len())
}

/// The place of a colon that a key and its value share without a space.
fn tight_colon(line: &str) -> Option<usize> {
    let colon = line.find(':')?;
    let is_key = line.get(..colon)?.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '$'));
    (is_key && 0 < colon && !line.get(colon + 1..)?.starts_with([' ', ':', '/'])).then_some(colon)
}

fn line_of(text: &str, at: usize) -> Range<usize> {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let rest = text.get(start..).unwrap_or("");
    let line = rest.split('\n').next().unwrap_or("");
    start..start + line.trim_end().len()
}

/// What to point at: from the place the parser names to the end of its line, else the line's text; at the end of the file
/// the last line with something in it.
fn culprit(text: &str, at: usize) -> Range<usize> {
    let mut line = line_of(text, at);
    if text.get(line.clone()).is_some_and(|line| line.trim().is_empty()) {
        line = line_of(text, text.get(..line.start).unwrap_or("").trim_end().len());
    }
    let whole = text.get(line.clone()).unwrap_or("");
    let start = line.start + whole.len() - whole.trim_start().len();
    let end = line.end;
    if start < at && at < end && text.is_char_boundary(at) { at..end } else { start..end.max(start) }
}

pub(super) fn is_tab(error: &ScanError) -> bool {
    matches!(
        error.kind(),
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabAtBlockScalarStart
    )
}

fn describe(error: &ScanError) -> String {
    if is_tab(error) {
        return "a tab cannot indent YAML; use spaces".to_owned();
    }
    let words = match error.kind() {
        ErrorKind::UnexpectedCharacter { character: '`' } => "text that begins with a backtick needs quotes in YAML",
        ErrorKind::UnexpectedCharacter { character } => {
            return format!("text that begins with `{character}` needs quotes in YAML");
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            let missing = if *open == '[' { ']' } else { '}' };
            return format!("`{missing}` is missing before this `{close}`, or the `{open}` is one too many");
        }
        ErrorKind::ExpectedBlockMappingKey => "a key is expected here: the indentation fits no line above",
        ErrorKind::ExpectedBlockSequenceEntry => "a `-` is expected here: the indentation fits no line above",
        ErrorKind::MappingValueNotAllowed => "a key cannot stand here: the line is indented too far",
        ErrorKind::InvalidColonPlacement => "a key cannot stand here: a `[` or `{` before it is not closed",
        ErrorKind::SimpleKeyExpected => "`:` is missing behind this key",
        ErrorKind::UnclosedQuotedScalar => "the quoted text is not closed",
        ErrorKind::InvalidTrailingDoubleQuotedScalar | ErrorKind::InvalidTrailingSingleQuotedScalar => {
            "nothing can follow the quoted text; a quote before this is not closed, or is one too many"
        }
        ErrorKind::InvalidQuotedScalarIndent => "the quoted text goes on in a line that is not indented",
        ErrorKind::UnknownQuotedScalarEscape => "no such escape in double quotes; write `\\\\` for a backslash",
        ErrorKind::ExpectedFlowMappingSeparator => "`,` or `}` is missing before this",
        ErrorKind::ExpectedFlowSequenceSeparator => "`,` or `]` is missing before this",
        ErrorKind::UnclosedFlowCollection { open: '{' } | ErrorKind::UnexpectedEofFlowMapping => "`}` is missing",
        ErrorKind::UnclosedFlowCollection { .. } | ErrorKind::UnexpectedEofFlowSequence => "`]` is missing",
        ErrorKind::MisplacedFlowCollectionEnd => "nothing is open that this could close",
        ErrorKind::CommentInterceptedScalar => "a comment stands inside a text of several lines",
        ErrorKind::BlockSequenceEntryNotAllowed => "a list cannot begin here",
        ErrorKind::ExpectedDocumentStart => "the definition has ended before this: the indentation fits no line above",
        _ => {
            let info = error.info();
            let plain = ["while parsing a ", "while scanning a "].iter().find_map(|lead| info.strip_prefix(lead));
            return plain.unwrap_or(&info).to_owned();
        }
    };
    words.to_owned()
}
