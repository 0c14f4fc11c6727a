//! Lays out definitions: indentation, line breaks and blanks change, what the text says does not.
//!
//! The order of members, comments, the spelling of numbers and the escapes of strings stay as they are written. A text
//! that cannot be read without faults is left alone, and so is one of which it is not sure that it would say the same
//! afterwards. Formatting what is formatted changes nothing.

mod difference;
mod json;
mod yaml;

use std::fmt::{self, Display};
use std::sync::Arc;

use crate::diagnostic::Edit;
use crate::host::{self, Candidate};
use crate::syntax::{Kind, Language, Tree};
use crate::text::{Source, Span, offset};

/// How a text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many columns a level is indented by; see [`WIDEST_INDENT`].
    pub indent_width: usize,
    /// Whether levels are indented by tabs, where the language allows it.
    pub tabs: bool,
    /// What was written on one line stays there as long as the line has no more columns than this.
    pub max_width: usize,
    /// Whether the last line gets a line break where it has none.
    pub final_newline: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { indent_width: 2, tabs: false, max_width: 100, final_newline: true }
    }
}

/// The widest indentation of a level; a wider one is taken as this.
pub const WIDEST_INDENT: usize = 16;

impl Options {
    /// Whether a text ends with a line break afterwards.
    fn ends_line(&self, text: &str) -> bool {
        self.final_newline || text.ends_with('\n')
    }

    /// The width of a level, within reason.
    fn width_of_level(&self) -> usize {
        self.indent_width.clamp(1, WIDEST_INDENT)
    }
}

/// Why a file is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It holds no definition.
    NoDefinition,
    /// It holds definitions among other things, which are not this program's to lay out.
    Template,
    /// It cannot be read without faults.
    Faulty,
    /// It is filled in before it is deployed, and parts of it are no JSON before that.
    FilledIn,
    /// Its containers nest deeper than can be laid out in good time.
    TooDeep,
    /// The result might not say the same.
    Unsure,
}

impl Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoDefinition => "no state machine definition in it",
            Self::Template => "a template; only files that are a definition are formatted",
            Self::Faulty => "it has syntax faults; `asl-lint check` shows them",
            Self::FilledIn => "directives or calls stand in it that are no JSON",
            Self::TooDeep => "its collections nest too deeply",
            Self::Unsure => "it cannot be formatted without changing what it says",
        })
    }
}

/// The text of a file, laid out.
pub fn format(candidate: Candidate<'_>, options: &Options) -> Result<String, Refusal> {
    let (tree, source) = (definition(candidate)?, candidate.source);
    match tree.language() {
        Language::Yaml => yaml::format(&tree, source.text(), options),
        Language::Json | Language::JsonC | Language::Json5 => Ok(json::format(&tree, source, options)),
        Language::Hcl => Err(Refusal::Template),
    }
}

/// The edits that lay out a file, each as small as it can be.
pub fn edits(candidate: Candidate<'_>, options: &Options) -> Result<Vec<Edit>, Refusal> {
    let formatted = format(candidate, options)?;
    Ok(difference::edits(candidate.source.text(), &formatted))
}

/// Of the edits that lay out a file those on the lines of a span. Where the text would not say the same with these alone, as
/// when one line of a YAML block is to be moved and its neighbours are not, there are none.
pub fn edits_in(candidate: Candidate<'_>, options: &Options, span: Span) -> Result<Vec<Edit>, Refusal> {
    let mut edits = edits(candidate, options)?;
    let text = candidate.source.text();
    let lines = lines_of(text, span);
    edits.retain(|edit| edit.span.start <= lines.end && lines.start <= edit.span.end);
    let tree = definition(candidate)?;
    let changed = Arc::new(Source::new(difference::apply(text, &edits)));
    match definition(Candidate { source: &changed, ..candidate }) {
        Ok(after) if says_the_same(&tree, &after) => Ok(edits),
        _ => Err(Refusal::Unsure),
    }
}

/// The whole lines that a span touches.
fn lines_of(text: &str, span: Span) -> Span {
    let (before, behind) = (text.get(..span.range().start), text.get(span.range().end..));
    let start = before.and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let length = behind.map_or(0, |behind| behind.find(['\r', '\n']).unwrap_or(behind.len()));
    Span::new(offset(start), offset(span.range().end + length))
}

/// The tree of a file that is a definition and has no faults.
fn definition(candidate: Candidate<'_>) -> Result<Arc<Tree>, Refusal> {
    let document = host::open(candidate);
    let Some(first) = document.definitions.first() else { return Err(Refusal::NoDefinition) };
    if !first.name.is_empty() {
        return Err(Refusal::Template);
    }
    if !document.faults.is_empty() || document.tree.kind(document.tree.root()) == Kind::Missing {
        return Err(Refusal::Faulty);
    }
    if document.tree.is_embedded() {
        return Err(Refusal::FilledIn);
    }
    if document.tree.ids().any(|id| document.tree.is_incomplete(id)) {
        return Err(Refusal::Unsure);
    }
    Ok(document.tree)
}

/// Whether two texts of one language hold the same values in the same order, with the same tags, aliases and comments.
fn says_the_same(before: &Tree, after: &Tree) -> bool {
    // Ids follow the order of the text, so equal texts have equal ids: no walk is needed.
    let is_same_node = |id| {
        before.kind(id) == after.kind(id)
            && before.own_members(id) == after.own_members(id)
            && before.own_items(id) == after.own_items(id)
            && match before.kind(id) {
                Kind::Array | Kind::Object | Kind::Alias(_) | Kind::Missing => true,
                Kind::Tagged(_) => before.tag(id).map(|(tag, _)| tag) == after.tag(id).map(|(tag, _)| tag),
                Kind::String => before.string(id) == after.string(id),
                Kind::Null | Kind::Bool(_) | Kind::Number | Kind::Hole => before.text(id) == after.text(id),
            }
    };
    before.len() == after.len() && before.comments().len() == after.comments().len() && before.ids().all(is_same_node)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::host::FilePath;

    /// Runs something on a file of a name and a text.
    fn on<T>(path: &str, text: &str, run: impl FnOnce(Candidate<'_>) -> T) -> T {
        run(Candidate::named(&Arc::new(Source::new(text)), &FilePath(path.to_owned())))
    }

    /// Formats with a width of 40.
    #[track_caller]
    pub(crate) fn check(path: &str, text: &str, expected: &str) {
        let options = Options { max_width: 40, ..Options::default() };
        let run = |text: &str| on(path, text, |file| format(file, &options)).expect("text without faults");
        assert_eq!(run(text), expected, "{text}");
        assert_eq!(run(expected), expected, "formatted again");
        let edits = on(path, text, |file| edits(file, &options)).expect("text without faults");
        assert_eq!(difference::apply(text, &edits), expected, "{edits:?}");
    }

    fn refusal(path: &str, text: &str) -> Option<Refusal> {
        on(path, text, |file| format(file, &Options::default())).err()
    }

    #[test]
    fn what_is_left_alone() {
        assert_eq!(refusal("a.json", r#"{"name": "x"}"#), Some(Refusal::NoDefinition));
        assert_eq!(refusal("a.asl.json", r#"{"States": {},}"#), Some(Refusal::Faulty));
        assert_eq!(refusal("a.asl.json", ""), Some(Refusal::Faulty));
        assert_eq!(refusal("a.asl.yaml", "States: {A: }}\n"), Some(Refusal::Faulty));
        let template = "Resources: {M: {Type: AWS::StepFunctions::StateMachine, Properties: {Definition: {}}}}\n";
        assert_eq!(refusal("template.yaml", template), Some(Refusal::Template));
        let deep = format!("a: {}{}\n", "[".repeat(60), "]".repeat(60));
        assert_eq!(refusal("a.asl.yaml", &deep), Some(Refusal::TooDeep));
        let filled_in = r#"{"States": {%{ if x }"A": {},%{ endif } "B": ${jsonencode({})}}}"#;
        assert_eq!(refusal("a.asl.json", filled_in), Some(Refusal::FilledIn));
        assert_eq!(refusal("a.asl.json", "{}"), None);
    }

    #[test]
    fn a_range_takes_the_edits_that_touch_it() {
        let text = "{\n\"StartAt\":\"A\",\n\"States\":{}\n}\n";
        let edits = |path: &str, text: &str, start: u32, end: u32| {
            on(path, text, |file| edits_in(file, &Options::default(), Span::new(start, end)))
        };
        let first = edits("a.asl.json", text, 3, 5).expect("edits");
        assert_eq!(difference::apply(text, &first), "{\n  \"StartAt\": \"A\",\n\"States\":{}\n}\n");
        let yaml = "StartAt: A\nStates:\n    A:\n        Type: Pass\n        End: true\n";
        assert_eq!(edits("a.asl.yaml", yaml, 60, 61), Err(Refusal::Unsure));
        let all = edits("a.asl.yaml", yaml, 0, 70).expect("edits");
        assert_eq!(difference::apply(yaml, &all), "StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n");
    }

    #[test]
    fn texts_are_compared() {
        let tree = |text: &str| crate::syntax::parse(text.into(), Language::Yaml, None).0;
        let same = |before: &str, after: &str| says_the_same(&tree(before), &tree(after));
        assert!(same("a: &x 'b' # c\nd: *x\n", "a:   &x \"b\"   # c\nd: *x\n"));
        assert!(!same("a: b\n", "a: c\n"));
        assert!(!same("a: 1\n", "a: '1'\n"));
        assert!(!same("a: 1.0\n", "a: 1\n"));
        assert!(!same("a: !x b\n", "a: !y b\n"));
        assert!(!same("a: b # c\n", "a: b\n"));
        assert!(!same("a: 1\nb: 2\n", "b: 2\na: 1\n"));
    }
}
