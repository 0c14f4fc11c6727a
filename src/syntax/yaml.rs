//! YAML by way of the parser's events: tags, anchors and aliases, comments, and recovery from syntax errors.
//!
//! The only module that knows the YAML parser. It stops at the first error; the text is then read with the repair that
//! lets most of it be read, or without the line at fault, a few times over.

mod repair;
mod unquoted;
mod words;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use granit_parser::{
    ErrorKind, Event, Parser, ScalarStyle, ScanError, Span as EventSpan, StructureStyle, Tag, options,
};

use super::builder::{Builder, MAX_DEPTH, Open};
use super::{Fault, FaultKind, Language, NodeId, Style, Tree, has_placeholder, scalar};
use crate::text::SpanMap;
use repair::{Lines, Repair, Suspect};
use unquoted::{Unquoted, unquoted};
use words::{Slip, is_tab};

/// How many faulty lines are read over before the rest of the document is given up.
const ROUNDS: usize = 8;

/// How much text is read to find out which repair is the right one; a long file gets the simplest one.
const TRIED_BYTES: usize = 8 << 20;

/// Parses a document; see [`super::parse`].
pub fn parse(text: &Arc<str>, map: Option<&Arc<SpanMap>>) -> (Tree, Vec<Fault>) {
    let mut loader = Loader::new(Arc::clone(text), map.cloned(), Vec::new(), None);
    let Some(mut error) = loader.load(text) else { return loader.builder.finish() };
    let mut slips: Vec<Slip> = Vec::new();
    let mut lines = Lines::new(text);
    let mut budget = TRIED_BYTES;
    for _ in 0..ROUNDS {
        let at = lines.place(error.marker().byte_offset().unwrap_or(usize::MAX)).min(text.len());
        if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
            // Lines further down nest no less; nothing is gained by reading over this one.
            let range = Slip::of(text, at, &error).range;
            loader.close_all(text.len());
            let message = format!("values nest more than {MAX_DEPTH} levels deep; the rest of the file is not checked");
            loader.builder.fault(FaultKind::Nested, range, message);
            return finish(loader, slips);
        }
        if let Some(expressions) = unquoted_from(text, at, &error) {
            slips.extend(expressions.iter().map(|expression| unquoted_slip(text, expression)));
            lines.fill(expressions.into_iter().map(|expression| expression.range).collect());
        } else {
            let repairs = repairs(&lines, &loader, at, &error);
            let Some(repair) = choose(&lines, repairs, at, &mut budget) else {
                slips.push(Slip::of(text, at, &error));
                break;
            };
            let culprit = repair.culprit.clone().map(|(range, message)| Slip::new(range, message));
            slips.push(culprit.unwrap_or_else(|| Slip::of(text, at, &error)));
            lines.apply(&repair);
        }
        let readable = lines.read();
        let touched = slips.iter().filter(|slip| slip.hides).map(|slip| slip.range.start).collect();
        loader = Loader::new(Arc::clone(text), map.cloned(), touched, Some(lines.clone()));
        match loader.load(&readable) {
            None => return finish(loader, slips),
            Some(next) => error = next,
        }
    }
    loader.close_all(text.len());
    finish(loader, slips)
}

/// Ways to read on behind an error.
fn repairs(lines: &Lines<'_>, loader: &Loader<'_>, at: usize, error: &ScanError) -> Vec<Repair> {
    let mut brackets = loader.open_brackets();
    let mut stop = at;
    if matches!(error.kind(), ErrorKind::UnclosedFlowCollection { .. }) {
        // The parser has read to the end and names a bracket, of which the loader may not have heard.
        brackets.push(at);
        brackets.sort_unstable_by(|one, other| other.cmp(one));
        brackets.dedup();
        stop = loader.text.len();
    }
    let mut repairs = lines.closed(&brackets, stop);
    repairs.extend(lines.repairs(at, suspect(error)));
    repairs
}

/// The expressions without quotes from an error on, if it is the first of them. Those before it were read: they stand in
/// quotes that begin in another line.
fn unquoted_from(text: &str, at: usize, error: &ScanError) -> Option<Vec<Unquoted>> {
    if !matches!(error.kind(), ErrorKind::UnexpectedCharacter { character: '%' }) {
        return None;
    }
    let mut expressions = unquoted(text);
    expressions.retain(|expression| at < expression.range.end);
    expressions.first().is_some_and(|first| first.range.contains(&at)).then_some(expressions)
}

fn unquoted_slip(text: &str, Unquoted { range, is_plain }: &Unquoted) -> Slip {
    let mut slip = Slip::new(range.clone(), "an expression in YAML needs quotes");
    let written = text.get(range.clone()).unwrap_or("");
    slip.help = Some("without them, `{` begins a mapping");
    slip.fix = is_plain.then(|| ("put it in quotes", range.clone(), format!("'{}'", written.replace('\'', "''"))));
    slip.hides = false;
    slip
}

/// The repair with which most of the text can be read; of equal ones the most likely.
fn choose(lines: &Lines<'_>, mut repairs: Vec<Repair>, at: usize, budget: &mut usize) -> Option<Repair> {
    let mut best: Option<(usize, usize)> = None;
    for (index, repair) in repairs.iter().enumerate() {
        let mut tried = lines.clone();
        tried.apply(repair);
        let readable = tried.read();
        let Some(left) = budget.checked_sub(readable.len()) else { break };
        *budget = left;
        let reached = match Parser::new_from_str_with_options(&readable, parser_options()).find_map(Result::err) {
            None => usize::MAX,
            Some(error) => tried.place(error.marker().byte_offset().unwrap_or(0)),
        };
        if best.is_none_or(|(most, _)| most < reached) {
            best = Some((reached, index));
        }
        if reached == usize::MAX {
            break;
        }
    }
    let last = repairs.len().checked_sub(1)?;
    let index = best.filter(|(reached, _)| at < *reached).map_or(last, |(_, index)| index);
    Some(repairs.swap_remove(index))
}

fn parser_options() -> granit_parser::Options {
    options! {
        emit_unresolved_aliases: true,
        max_buffered_comment_events: usize::MAX,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
        simple_key_max_lookahead: 1024,
    }
}

fn finish(mut loader: Loader<'_>, slips: Vec<Slip>) -> (Tree, Vec<Fault>) {
    for Slip { range, message, help, fix, .. } in slips {
        loader.builder.fault(FaultKind::Yaml, range, message).help = help;
        if let Some((title, range, text)) = fix {
            loader.builder.fix(title, range, &text);
        }
    }
    loader.builder.finish()
}

fn suspect(error: &ScanError) -> Suspect {
    match error.kind() {
        _ if is_tab(error) => Suspect::Tab,
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar
        | ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::DocumentIndicatorInQuotedScalar => Suspect::Quote,
        _ => Suspect::Layout,
    }
}

/// A container that is being read.
enum Frame {
    Object { open: Open, key: Option<NodeId>, wrapper: Option<NodeId>, last_end: usize },
    Array { open: Open, wrapper: Option<NodeId>, last_end: usize },
}

struct Loader<'a> {
    text: Arc<str>,
    /// The text as it is read, if it was repaired.
    lines: Option<Lines<'a>>,
    builder: Builder,
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
    fn new(text: Arc<str>, map: Option<Arc<SpanMap>>, touched: Vec<usize>, lines: Option<Lines<'a>>) -> Self {
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

    fn load(&mut self, readable: &str) -> Option<ScanError> {
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
    fn open_brackets(&self) -> Vec<usize> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Kind;

    fn tree(text: &str) -> (Tree, Vec<Fault>) {
        parse(&text.into(), None)
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
    fn an_expression_without_quotes_is_a_value() {
        let text = "a:\r\n  b: {% \"é\" & 'x' %} # ü\r\n  c: [{%\r\n    1\r\n    %}, 2]\r\nz: 3\r\n";
        let (tree, faults) = tree(text);
        let found: Vec<&str> = faults.iter().map(|fault| &text[fault.span.range()]).collect();
        assert_eq!(found, ["{% \"é\" & 'x' %}", "{%\r\n    1\r\n    %}"]);
        let fixes: Vec<Option<&str>> =
            faults.iter().map(|fault| fault.fix.as_ref().map(|(.., text)| &**text)).collect();
        assert_eq!(fixes, [Some("'{% \"é\" & ''x'' %}'"), None]);
        let inner = tree.get(tree.root(), "a").unwrap();
        assert_eq!(tree.known(tree.get(inner, "b").unwrap()), Some("{% \"é\" & 'x' %}"));
        let list: Vec<Kind> = tree.items(tree.get(inner, "c").unwrap()).map(|item| tree.kind(item)).collect();
        assert_eq!(list, [Kind::Missing, Kind::Number]);
        assert_eq!(tree.text(tree.get(tree.root(), "z").unwrap()), "3");
        assert!(!tree.is_incomplete(inner));
    }

    #[test]
    fn brackets_that_are_never_closed_end_with_their_block() {
        recovers("a: [1, 2\nz: 3\n", "[");
        recovers("a: {b: 1,\n  c: 2\nz: 3\n", "{");
        recovers("a:\n  b: {c: [1,\n    2\nz: 3\n", "{");
        recovers("z: 3\na: [1, 2\n", "[");
        recovers("z: 3\na: [1, 2", "[");
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
