//! YAML by way of the parser's events: tags, anchors and aliases, comments, and recovery from syntax errors.
//!
//! The only module that knows the YAML parser. It stops at the first error and names the line at fault; that line is
//! blanked (same length, so every offset stays true) and the text read again, a few times over.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use granit_parser::{
    ErrorKind, Event, Parser, ScalarStyle, ScanError, Span as EventSpan, StructureStyle, Tag, options,
};

use super::builder::{Builder, MAX_DEPTH, Open};
use super::{Fault, FaultKind, Language, NodeId, Style, Tree, has_placeholder, scalar};
use crate::text::SpanMap;

/// How many faulty lines are read over before the rest of the document is given up.
const ROUNDS: usize = 8;

/// How far behind the place of an error its cause is looked for.
const LINES_BEHIND: usize = 32;

/// Parses a document; see [`super::parse`].
pub fn parse(text: Arc<str>, map: Option<Arc<SpanMap>>) -> (Tree, Vec<Fault>) {
    let mut faults: Vec<(Range<usize>, String)> = Vec::new();
    let mut readable = text.to_string();
    for round in 0..=ROUNDS {
        let blanked: Vec<usize> = faults.iter().map(|(range, _)| range.start).collect();
        let mut loader = Loader::new(Arc::clone(&text), map.clone(), blanked);
        let error = loader.load(&readable);
        let Some(error) = error else { return finish(loader, faults) };
        let line = line_at(&text, &error);
        if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
            // Lines further down nest no less; nothing is gained by reading over this one.
            let range = culprit(&text, &error, &line);
            loader.close_all(text.len());
            let message = format!("values nest more than {MAX_DEPTH} levels deep; the rest of the file is not checked");
            loader.builder.fault(FaultKind::Nested, range, message);
            return finish(loader, faults);
        }
        faults.push((culprit(&text, &error, &line), describe(&error)));
        let next = if round < ROUNDS { blank(&readable, &line) } else { None };
        let Some(next) = next else {
            loader.close_all(text.len());
            return finish(loader, faults);
        };
        readable = next;
    }
    // The loop always returns from its last round.
    Loader::new(text, map, Vec::new()).builder.finish()
}

fn finish(mut loader: Loader, faults: Vec<(Range<usize>, String)>) -> (Tree, Vec<Fault>) {
    for (range, message) in faults {
        loader.builder.fault(FaultKind::Yaml, range, message);
    }
    loader.builder.finish()
}

/// The line in which the parser saw the error.
fn line_at(text: &str, error: &ScanError) -> Range<usize> {
    let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    let at = if is_tab(error) { indenting_tab(text, at).unwrap_or(at) } else { at };
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| start + end);
    let line = start..end;
    // At the end of the file the culprit is the last line with something in it.
    if text.get(line.clone()).is_some_and(|line| line.trim().is_empty()) {
        let before = text.get(..start).unwrap_or("").trim_end();
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        return start..before.len();
    }
    line
}

fn is_tab(error: &ScanError) -> bool {
    matches!(
        error.kind(),
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabAtBlockScalarStart
    )
}

/// The first tab that indents a line, from the line of `at` on. The parser may name the line above, whose value would go
/// on there.
fn indenting_tab(text: &str, at: usize) -> Option<usize> {
    let mut start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    for line in text.get(start..)?.split_inclusive('\n').take(LINES_BEHIND) {
        let indentation = line.len() - line.trim_start().len();
        if let Some(tab) = line.get(..indentation).and_then(|blank| blank.find('\t')) {
            return Some(start + tab);
        }
        start += line.len();
    }
    None
}

/// What to point at: from the place the parser names to the end of its line, else the line's text.
fn culprit(text: &str, error: &ScanError, line: &Range<usize>) -> Range<usize> {
    let at = error.marker().byte_offset().unwrap_or(line.start);
    let whole = text.get(line.clone()).unwrap_or("");
    let start = line.start + whole.len() - whole.trim_start().len();
    let end = line.start + whole.trim_end().len();
    if start < at && at < end && text.is_char_boundary(at) { at..end } else { start..end.max(start) }
}

/// The text with a line overwritten by blanks; `None` when there was nothing left to blank.
fn blank(text: &str, line: &Range<usize>) -> Option<String> {
    let content = text.get(line.clone())?;
    if content.trim().is_empty() {
        return None;
    }
    let mut blanked = String::with_capacity(text.len());
    blanked.push_str(text.get(..line.start)?);
    blanked.push_str(&" ".repeat(content.len()));
    blanked.push_str(text.get(line.end..)?);
    Some(blanked)
}

fn describe(error: &ScanError) -> String {
    if is_tab(error) {
        return "a tab cannot indent YAML; use spaces".to_owned();
    }
    let words = match error.kind() {
        ErrorKind::ExpectedBlockMappingKey => "a key is expected here: the indentation fits no line above",
        ErrorKind::ExpectedBlockSequenceEntry => "a `-` is expected here: the indentation fits no line above",
        ErrorKind::MappingValueNotAllowed => {
            "a key cannot stand here: the line is indented too far, or a value with `: ` in it lacks its quotes"
        }
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

/// A container that is being read.
enum Frame {
    Object { open: Open, key: Option<NodeId>, wrapper: Option<NodeId>, last_end: usize },
    Array { open: Open, wrapper: Option<NodeId>, last_end: usize },
}

struct Loader {
    text: Arc<str>,
    builder: Builder,
    frames: Vec<Frame>,
    /// Anchors whose node is complete.
    anchors: HashMap<usize, NodeId>,
    /// Anchors of containers that are being read, by the container's depth.
    pending: Vec<(usize, usize)>,
    /// Where lines were blanked: containers around them may lack something.
    blanked: Vec<usize>,
    previous_end: usize,
    documents: usize,
}

impl Loader {
    fn new(text: Arc<str>, map: Option<Arc<SpanMap>>, blanked: Vec<usize>) -> Self {
        let builder = Builder::new(Arc::clone(&text), Language::Yaml, map);
        Self {
            text,
            builder,
            frames: Vec::new(),
            anchors: HashMap::new(),
            pending: Vec::new(),
            blanked,
            previous_end: 0,
            documents: 0,
        }
    }

    fn load(&mut self, readable: &str) -> Option<ScanError> {
        let options = options! {
            emit_unresolved_aliases: true,
            max_buffered_comment_events: usize::MAX,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
            simple_key_max_lookahead: 1024,
        };
        for event in Parser::new_from_str_with_options(readable, options) {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => return Some(error),
            };
            if self.builder.is_full() {
                self.close_all(readable.len());
                return None;
            }
            self.event(event, &span);
            if 1 < self.documents {
                return None;
            }
        }
        None
    }

    fn event(&mut self, event: Event<'_>, span: &EventSpan) {
        let range = span.byte_range().unwrap_or(self.previous_end..self.previous_end);
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if 1 < self.documents {
                    let message = "a second document; only the first one of a file is read";
                    self.builder.fault(FaultKind::Yaml, range, message);
                }
            }
            Event::Scalar(value, style, anchor, tag) => {
                let range = self.scalar_range(&range, style);
                let wrapper = self.wrapper(tag.as_deref(), span);
                let id = self.scalar(&value, style, tag.as_deref(), range.clone());
                self.complete(id, wrapper, anchor, range.end);
            }
            Event::Alias(anchor) => {
                let id = if let Some(&target) = self.anchors.get(&anchor) {
                    self.builder.alias(range.clone(), target)
                } else {
                    self.builder.fault(FaultKind::Yaml, range.clone(), "this alias stands inside its own anchor");
                    self.builder.missing(range.start)
                };
                self.complete(id, None, 0, range.end);
            }
            Event::UnresolvedAlias(name) => {
                let message = format!("no anchor `&{name}` comes before this alias");
                self.builder.fault(FaultKind::Yaml, range.clone(), message);
                let id = self.builder.missing(range.start);
                self.complete(id, None, 0, range.end);
            }
            Event::MappingStart(_, anchor, tag) => {
                let wrapper = self.wrapper(tag.as_deref(), span);
                let open = self.builder.open_object(range.start);
                self.start(anchor);
                self.frames.push(Frame::Object { open, key: None, wrapper, last_end: range.end });
                self.previous_end = range.end;
            }
            Event::SequenceStart(style, anchor, tag) => {
                let wrapper = self.wrapper(tag.as_deref(), span);
                let start = if style == StructureStyle::Block { self.dash(range.start) } else { range.start };
                let open = self.builder.open_array(start);
                self.start(anchor);
                self.frames.push(Frame::Array { open, wrapper, last_end: range.end });
                self.previous_end = range.end;
            }
            Event::MappingEnd | Event::SequenceEnd => self.end(range),
            Event::Comment(..) => self.builder.comment(range),
            _ => {}
        }
    }

    /// A block sequence starts at its first dash, which the event may point behind.
    fn dash(&self, at: usize) -> usize {
        if self.text.as_bytes().get(at) == Some(&b'-') {
            return at;
        }
        let between = self.text.get(self.previous_end..at).unwrap_or("");
        between.rfind('-').map_or(at, |dash| self.previous_end + dash)
    }

    fn start(&mut self, anchor: usize) {
        if anchor != 0 {
            self.pending.push((self.frames.len(), anchor));
        }
    }

    fn end(&mut self, range: Range<usize>) {
        let Some(frame) = self.frames.pop() else { return };
        let (Frame::Object { open, wrapper, last_end, .. } | Frame::Array { open, wrapper, last_end }) = frame;
        // A flow container ends with its bracket, a block one with its last value.
        let end = if range.is_empty() { last_end } else { range.end };
        let start = self.builder.tree.node(open.id).start as usize;
        match frame {
            Frame::Object { key, .. } => {
                if let Some(key) = key {
                    let missing = self.builder.missing(end);
                    self.builder.member(key, missing);
                }
                self.builder.close_object(open, end);
            }
            Frame::Array { .. } => self.builder.close_array(open, end),
        }
        // A line that was blanked before the first member belongs to the container too.
        let from = match self.frames.last() {
            Some(Frame::Object { key: Some(key), .. }) => self.builder.tree.node(*key).end as usize,
            Some(Frame::Object { last_end, .. } | Frame::Array { last_end, .. }) => *last_end,
            None => 0,
        };
        if self.blanked.iter().any(|&at| from.min(start) <= at && at <= range.end.max(end)) {
            self.builder.incomplete(open.id);
        }
        let depth = self.frames.len();
        let mut anchor = 0;
        if let Some(&(pending_depth, id)) = self.pending.last()
            && pending_depth == depth
        {
            self.pending.pop();
            anchor = id;
        }
        self.complete(open.id, wrapper, anchor, end);
    }

    /// Closes what is still open after an error that could not be read over.
    fn close_all(&mut self, end: usize) {
        while let Some(frame) = self.frames.last() {
            let (Frame::Object { open, .. } | Frame::Array { open, .. }) = frame;
            let id = open.id;
            self.end(end..end);
            self.builder.incomplete(id);
        }
    }

    /// A value is complete: it becomes a key, a member's value or an item.
    fn complete(&mut self, id: NodeId, wrapper: Option<NodeId>, anchor: usize, end: usize) {
        let id = match wrapper {
            Some(wrapper) => {
                self.builder.close_tagged(wrapper, id);
                wrapper
            }
            None => id,
        };
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        self.previous_end = self.previous_end.max(end);
        match self.frames.last_mut() {
            Some(Frame::Object { key, last_end, .. }) => {
                *last_end = end.max(*last_end);
                match key.take() {
                    None => {
                        *key = Some(id);
                        self.check_key(id);
                    }
                    Some(key) => self.builder.member(key, id),
                }
            }
            Some(Frame::Array { last_end, .. }) => {
                *last_end = end.max(*last_end);
                self.builder.item(id);
            }
            None => {}
        }
    }

    fn check_key(&mut self, id: NodeId) {
        let tree = &self.builder.tree;
        if tree.is_object(id) || tree.is_array(id) {
            let node = tree.node(id);
            let range = node.start as usize..node.end as usize;
            self.builder.fault(FaultKind::Yaml, range, "a key has to be plain text");
        }
    }

    /// The node that keeps a tag which makes a value unknown, such as `CloudFormation`'s.
    fn wrapper(&mut self, tag: Option<&Tag>, span: &EventSpan) -> Option<NodeId> {
        let tag = tag?;
        if tag.is_yaml_core_schema() || tag.suffix().is_empty() {
            return None;
        }
        let start = span.tag_start().and_then(|mark| mark.byte_offset()).unwrap_or(self.previous_end);
        Some(self.builder.open_tagged(start, &tag.original()))
    }

    /// The range of a scalar as written, a block scalar's header included.
    fn scalar_range(&self, range: &Range<usize>, style: ScalarStyle) -> Range<usize> {
        if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return range.clone();
        }
        let indicator = if style == ScalarStyle::Literal { '|' } else { '>' };
        let before = self.text.get(self.previous_end..range.start).unwrap_or("");
        let mut start = range.start;
        let mut previous = ' ';
        for (at, character) in before.char_indices() {
            if character == indicator && matches!(previous, ' ' | '\t' | ':' | '-') {
                start = self.previous_end + at;
                break;
            }
            previous = character;
        }
        let raw = self.text.get(start..range.end).unwrap_or("");
        let keep = raw.lines().next().is_some_and(|header| header.split('#').next().unwrap_or("").contains('+'));
        if keep {
            return start..range.end;
        }
        let content = raw.trim_end().len();
        let line_end = raw.get(content..).and_then(|rest| rest.find('\n')).map_or(raw.len(), |end| content + end + 1);
        start..start + line_end
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, tag: Option<&Tag>, range: Range<usize>) -> NodeId {
        let is_key = matches!(self.frames.last(), Some(Frame::Object { key: None, .. }));
        if style == ScalarStyle::Plain && !is_key {
            let core = tag.and_then(|tag| tag.core_suffix());
            let resolved = match (tag, core) {
                (_, Some("null")) => Plain::Null,
                (_, Some("bool")) => Plain::Bool(value.eq_ignore_ascii_case("true")),
                (_, Some("int" | "float")) => Plain::Number,
                (_, Some(_)) => Plain::Text,
                // The lone `!` says: take it as text.
                (Some(tag), None) if tag.suffix().is_empty() => Plain::Text,
                (_, None) => plain_type(value),
            };
            match resolved {
                Plain::Null => return self.builder.null(range),
                Plain::Bool(value) => return self.builder.boolean(range, value),
                Plain::Number => return self.builder.number(range),
                Plain::Text => {}
            }
        }
        let style = match style {
            ScalarStyle::SingleQuoted => Style::YamlSingle,
            ScalarStyle::DoubleQuoted => Style::YamlDouble,
            ScalarStyle::Literal => Style::YamlLiteral,
            ScalarStyle::Folded => Style::YamlFolded,
            ScalarStyle::Plain => Style::Plain,
        };
        let quote = usize::from(matches!(style, Style::YamlSingle | Style::YamlDouble));
        let inner = range.start + quote..range.end.saturating_sub(quote).max(range.start + quote);
        if self.text.get(inner.clone()) == Some(value) {
            return self.builder.verbatim(range, inner, style, has_placeholder(value));
        }
        self.builder.decoded(range, value.to_owned(), style)
    }
}

enum Plain {
    Null,
    Bool(bool),
    Number,
    Text,
}

/// The type of a plain scalar by YAML 1.2's core schema.
fn plain_type(value: &str) -> Plain {
    match value {
        "" | "~" | "null" | "Null" | "NULL" => return Plain::Null,
        "true" | "True" | "TRUE" => return Plain::Bool(true),
        "false" | "False" | "FALSE" => return Plain::Bool(false),
        _ => {}
    }
    let first = value.as_bytes().first().copied().unwrap_or(b' ');
    let numeric = first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.');
    if numeric && !value.contains(['i', 'I', 'n', 'N', '_']) && scalar::number(value).is_some() {
        return Plain::Number;
    }
    match value.trim_start_matches(['-', '+']) {
        ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN" => Plain::Number,
        _ => Plain::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Kind;

    fn tree(text: &str) -> (Tree, Vec<Fault>) {
        parse(text.into(), None)
    }

    #[test]
    fn core_schema_types() {
        let (tree, faults) = tree("a: yes\nb: 010\nc: 1.0\nd: ~\ne: !!str 12\nf: 2016-03-14\ng: true\nh: .5\n");
        assert_eq!(faults, []);
        let kinds: Vec<Kind> = tree.own_members(tree.root()).iter().map(|member| tree.kind(member.value)).collect();
        assert_eq!(
            kinds,
            [
                Kind::String,
                Kind::Number,
                Kind::Number,
                Kind::Null,
                Kind::String,
                Kind::String,
                Kind::Bool(true),
                Kind::Number
            ]
        );
    }

    #[test]
    fn tags_make_values_opaque_and_keep_their_place() {
        let text = "a: !GetAtt F.Arn\nb: !Sub |\n  x\n";
        let (tree, faults) = tree(text);
        assert_eq!(faults, []);
        let value = tree.get(tree.root(), "a").unwrap();
        assert!(tree.is_opaque(value));
        let (name, span) = tree.tag(value).unwrap();
        assert_eq!((name, &text[span.range()]), ("!GetAtt", "!GetAtt"));
        let Kind::Tagged(inner) = tree.kind(tree.get(tree.root(), "b").unwrap()) else { panic!("tagged") };
        assert_eq!(tree.known(inner), Some("x\n"));
    }

    #[test]
    fn block_scalars_map_to_their_lines() {
        let text = "a: |  # note\n    {\n      \"é\": 1\n    }\n\nb: 1\n";
        let (tree, _) = tree(text);
        let value = tree.get(tree.root(), "a").unwrap();
        let decoded = tree.known(value).unwrap();
        let at = u32::try_from(decoded.find('1').unwrap()).unwrap();
        assert_eq!(&text[tree.scalar_map(value).span(at..at + 1).range()], "1");
    }

    #[track_caller]
    fn recovers(text: &str, at: &str) {
        let (tree, faults) = tree(text);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(&text[faults[0].span.range()], at);
        assert!(tree.get(tree.root(), "z").is_some(), "what follows is still read");
    }

    #[test]
    fn a_faulty_line_is_read_over() {
        recovers("a: 1\nRe\nz: 3\n", "Re");
        recovers("a: \"x\nz: 3\n", "\"x");
        recovers("a:\n\tb: 3\nz: 1\n", "\tb: 3".trim());
        recovers("a:\n  b: 1\n c: 2\nz: 1\n", "c: 2");
    }

    #[test]
    fn values_that_nest_too_deeply_have_a_fault_of_their_own() {
        let (_, faults) = tree(&format!("a: {}{}\n", "[".repeat(300), "]".repeat(300)));
        assert_eq!(faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [FaultKind::Nested]);
    }

    #[test]
    fn aliases_that_lead_nowhere_are_faults() {
        let (_, faults) = tree("a: *nope\n");
        assert_eq!(faults.len(), 1);
        let (tree, faults) = tree("a: &x [*x]\n");
        assert_eq!(faults.len(), 1);
        assert_eq!(tree.expanded_len(), (tree.len() as u64));
    }

    #[test]
    fn a_file_of_many_comments_is_read() {
        let text = format!("{}a: 1\n", "# c\n".repeat(500));
        let (tree, faults) = tree(&text);
        assert_eq!((faults, tree.comments().len()), (vec![], 500));
    }
}
