//! From the events of the YAML parser to a tree: tags, anchors and aliases, comments, types of scalars.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as EventSpan, StructureStyle, Tag, options};

use super::repair::Lines;
use crate::syntax::builder::{Builder, MAX_DEPTH, Open};
use crate::syntax::{FaultKind, Language, NodeId, Style, has_placeholder, scalar};
use crate::text::SpanMap;

fn parser_options() -> granit_parser::Options {
    options! {
        emit_unresolved_aliases: true,
        max_buffered_comment_events: usize::MAX,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
        simple_key_max_lookahead: 1024,
    }
}

/// Where the parser stops in a text, if it does.
pub(super) fn first_error(readable: &str) -> Option<ScanError> {
    Parser::new_from_str_with_options(readable, parser_options()).find_map(Result::err)
}

/// A container that is being read.
enum Frame {
    Object { open: Open, key: Option<NodeId>, wrapper: Option<NodeId>, last_end: usize },
    Array { open: Open, wrapper: Option<NodeId>, last_end: usize },
}

/// Reads a text, which may be a repaired one, as far as the parser gets.
pub(super) struct Loader<'a> {
    pub text: Arc<str>,
    /// The text as it is read, if it was repaired.
    lines: Option<Lines<'a>>,
    pub builder: Builder,
    frames: Vec<Frame>,
    /// Anchors whose node is complete.
    anchors: HashMap<usize, NodeId>,
    /// Anchors of containers that are being read, by the container's depth.
    pending: Vec<(usize, usize)>,
    /// Where the text was repaired: containers around these places may lack something.
    touched: Vec<usize>,
    previous_end: usize,
    documents: usize,
}

impl<'a> Loader<'a> {
    pub(super) fn new(
        text: Arc<str>,
        map: Option<Arc<SpanMap>>,
        touched: Vec<usize>,
        lines: Option<Lines<'a>>,
    ) -> Self {
        let builder = Builder::new(Arc::clone(&text), Language::Yaml, map);
        Self {
            text,
            builder,
            frames: Vec::new(),
            anchors: HashMap::new(),
            pending: Vec::new(),
            touched,
            lines,
            previous_end: 0,
            documents: 0,
        }
    }

    pub(super) fn load(&mut self, readable: &str) -> Option<ScanError> {
        for event in Parser::new_from_str_with_options(readable, parser_options()) {
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

    /// The range in the text of one in what is read.
    fn place(&self, range: Range<usize>) -> Range<usize> {
        match &self.lines {
            Some(lines) => lines.place(range.start)..lines.place(range.end),
            None => range,
        }
    }

    /// Where the brackets stand that are open when the parser stops, the innermost first.
    pub(super) fn open_brackets(&self) -> Vec<usize> {
        let tree = &self.builder.tree;
        let open = self.frames.iter().rev().map(|(Frame::Object { open, .. } | Frame::Array { open, .. })| open.id);
        open.take_while(|&id| tree.is_bracketed(id)).map(|id| tree.node(id).start as usize).collect()
    }

    fn event(&mut self, event: Event<'_>, span: &EventSpan) {
        let range = span.byte_range().map_or(self.previous_end..self.previous_end, |range| self.place(range));
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
                let fault = self.builder.fault(FaultKind::Yaml, range.clone(), message);
                fault.help = Some("text that begins with `*` needs quotes");
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
        // A line that was left out before the first member belongs to the container too.
        let from = match self.frames.last() {
            Some(Frame::Object { key: Some(key), .. }) => self.builder.tree.node(*key).end as usize,
            Some(Frame::Object { last_end, .. } | Frame::Array { last_end, .. }) => *last_end,
            None => 0,
        };
        if self.touched.iter().any(|&at| from.min(start) <= at && at <= range.end.max(end)) {
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
    pub(super) fn close_all(&mut self, end: usize) {
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
        let start = span.tag_start().and_then(|mark| mark.byte_offset());
        let start = start.map_or(self.previous_end, |start| self.place(start..start).start);
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

    /// Whether a block scalar is not what was meant: a line of it was read otherwise than it is written, or one that is
    /// not indented as the others ends it in the middle of a JSON text.
    fn is_cut(&self, range: &Range<usize>, style: ScalarStyle, value: &str) -> bool {
        if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return false;
        }
        let is_half = value.trim_start().starts_with('{') && !value.trim_end().ends_with('}');
        self.touched.iter().any(|&at| range.contains(&at) || (is_half && range.end <= at))
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, tag: Option<&Tag>, range: Range<usize>) -> NodeId {
        let is_key = matches!(self.frames.last(), Some(Frame::Object { key: None, .. }));
        if let Some(expression) = self.lines.as_ref().and_then(|lines| lines.filled_at(range.start)) {
            if range.end < expression.end {
                return self.builder.missing(range.start);
            }
            let is_partial = self.text.get(range.clone()).is_some_and(has_placeholder);
            return self.builder.verbatim(range.clone(), range, Style::Plain, is_partial);
        }
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
                // What is left out may have been the value.
                Plain::Null
                    if value.is_empty()
                        && self.lines.as_ref().is_some_and(|lines| lines.is_cut_behind(range.start)) =>
                {
                    return self.builder.missing(range.start);
                }
                Plain::Null => return self.builder.null(range),
                Plain::Bool(value) => return self.builder.boolean(range, value),
                Plain::Number => return self.builder.number(range),
                Plain::Text => {}
            }
        }
        if self.is_cut(&range, style, value) {
            return self.builder.missing(range.start);
        }
        let style = match style {
            ScalarStyle::SingleQuoted => Style::YamlSingle,
            ScalarStyle::DoubleQuoted => Style::YamlDouble,
            ScalarStyle::Literal => Style::YamlLiteral,
            ScalarStyle::Folded => Style::YamlFolded,
            ScalarStyle::Plain => Style::Plain,
        };
        let quote = usize::from(matches!(style, Style::YamlSingle | Style::YamlDouble));
        let written = self.text.get(range.clone()).unwrap_or("");
        if quote == 1 && (written.len() < 2 || !written.ends_with(['"', '\''])) {
            // The closing quote was put there by a repair: what the text is to be, nobody knows.
            return self.builder.missing(range.start);
        }
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
