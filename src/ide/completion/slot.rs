//! Where a proposal is written and in which notation: inside quotes that are there or with new ones, with the colon and
//! the comma that are missing, in the indentation around.
//!
//! Everything goes through [`Tree::edit`], so it is right inside a string or a block scalar of a template as well; where
//! the place cannot be written to, there is no slot.

use super::layout::{Layout, column, layout, line_before};
use super::notation::Notation;
use super::site::is_absent;
use super::template::{Template, Writer};
use super::{Completion, Context, Kind, Piece};
use crate::diagnostic::Edit;
use crate::syntax::cursor::{self, Spot};
use crate::syntax::{Language, NodeId, Style, Tree};
use crate::text::{Span, encode, offset};

/// A place to write to.
#[derive(Clone, Debug)]
pub(super) struct Slot<'a> {
    tree: &'a Tree,
    /// What is replaced.
    span: Span,
    pub(super) notation: Notation,
    /// Whether the replaced text begins with a quote, which what is compared with it then has to as well.
    is_quoted: bool,
    /// The blank or dash that is missing before.
    before: String,
    /// The comma that is missing behind.
    after: &'static str,
    elsewhere: Vec<Edit>,
    /// Whether a key has its value already.
    pub(super) has_value: bool,
    pub(super) layout: Layout,
    /// The column at which it starts.
    column: usize,
}

/// The slot of a key.
pub(super) fn key<'a>(ctx: &Context<'a>) -> Option<Slot<'a>> {
    let tree = ctx.location.tree();
    if let Spot::Key { object, key } = ctx.location.spot {
        let mut slot = on_string(ctx, key)?;
        slot.has_value = has_colon(ctx, object, key, slot.span.end);
        slot.layout = layout(ctx, Some(object), slot.span.start);
        return if slot.has_value { Some(slot) } else { slot.with_commas(ctx, object) };
    }
    let object = match ctx.location.spot {
        Spot::Member { object, .. } => Some(object),
        _ => None,
    };
    let mut slot = fresh(ctx);
    slot.layout = layout(ctx, object, slot.span.start);
    if matches!(slot.layout, Layout::Block { .. }) && !has_own_line(ctx, slot.span) {
        return None;
    }
    if let Layout::Block { column, .. } = &mut slot.layout {
        if line_before(ctx.text, slot.span.start).ends_with('-') {
            slot.before.push(' ');
            *column += 1;
        }
        if let Some(first) = object.and_then(|object| tree.own_members(object).first()) {
            let own = self::column(ctx.text, tree.span(first.key).start);
            slot.before = " ".repeat(own.checked_sub(*column)?);
            *column = own;
        }
    }
    match object {
        Some(object) => slot.with_commas(ctx, object),
        None => Some(slot),
    }
}

/// The slot of the value of a member, or of an item.
pub(super) fn value<'a>(ctx: &Context<'a>) -> Option<Slot<'a>> {
    let tree = ctx.location.tree();
    let container = ctx.location.spot.container();
    let mut slot = match ctx.location.spot {
        Spot::Value { value, .. } | Spot::Item { item: value, .. } if !is_absent(ctx, value) => {
            if tree.is_object(value) || tree.is_array(value) {
                return None;
            }
            on_string(ctx, value)?
        }
        Spot::Value { .. } | Spot::Item { .. } | Spot::NewItem { .. } => {
            let slot = fresh(ctx);
            Slot { before: missing_before(ctx, slot.span)?, ..slot }
        }
        _ => return None,
    };
    slot.layout = layout(ctx, Some(container), slot.span.start);
    slot.column = column(ctx.text, slot.span.start);
    if let (Layout::Block { column, .. }, Spot::Value { key, .. }) = (&mut slot.layout, ctx.location.spot) {
        *column = self::column(ctx.text, tree.span(key).start);
    }
    slot.with_commas(ctx, container)
}

/// What is missing before a value where nothing is written yet: a blank, in a YAML list on a line of its own the dash. `None`
/// where no item may begin.
fn missing_before(ctx: &Context<'_>, span: Span) -> Option<String> {
    let tree = ctx.location.tree();
    let container = ctx.location.spot.container();
    let before = line_before(ctx.text, span.start);
    let is_item = !matches!(ctx.location.spot, Spot::Value { .. });
    let is_in_block = tree.language() == Language::Yaml && !tree.is_bracketed(container);
    if is_item && is_in_block && !has_own_line(ctx, span) {
        return None;
    }
    if before.ends_with([':', '-']) {
        return Some(" ".to_owned());
    }
    if !(is_item && is_in_block && before.trim().is_empty()) {
        return Some(String::new());
    }
    let first = tree.own_items(container).first().map(|&item| line_before(ctx.text, tree.span(item).start));
    let dash = first.and_then(|line| line.find('-')).unwrap_or(before.len());
    Some(" ".repeat(dash.checked_sub(before.len())?) + "- ")
}

/// The slot of a whole definition, in a document with nothing in it.
pub(super) fn machine<'a>(ctx: &Context<'a>) -> Slot<'a> {
    let tree = ctx.location.tree();
    let is_yaml = tree.language() == Language::Yaml;
    let layout = if is_yaml {
        Layout::Block { column: 0, unit: 2 }
    } else if tree.is_embedded() {
        Layout::Inline
    } else {
        Layout::Lines { indentation: String::new(), unit: "  ".to_owned() }
    };
    let notation = if is_yaml { Notation::YamlPlain } else { Notation::Json };
    Slot { layout, ..bare(tree, Span::empty(ctx.location.offset), notation) }
}

/// A slot on a scalar that is there.
fn on_string<'a>(ctx: &Context<'a>, node: NodeId) -> Option<Slot<'a>> {
    let (tree, at) = (ctx.location.tree(), ctx.location.offset);
    let style = tree.style(node);
    if matches!(style, Style::YamlLiteral | Style::YamlFolded) {
        return None;
    }
    let mut span = tree.span(node);
    let notation = Notation::of(style);
    let is_unclosed = is_unclosed(ctx, node);
    // Outside of the quotes nothing can be typed.
    if notation.is_some() && (at <= span.start || span.end <= at && !is_unclosed) {
        return None;
    }
    if notation.is_some() && is_unclosed {
        span.end = end_of_word(ctx, span.end as usize);
    }
    if at < span.start || span.end < at {
        return None;
    }
    let plain =
        if tree.language() == Language::Yaml && !in_brackets(ctx) { Notation::YamlPlain } else { Notation::Json };
    Some(Slot { is_quoted: notation.is_some(), ..bare(tree, span, notation.unwrap_or(plain)) })
}

/// A slot where nothing is, or where the first letters of something stand that the parser could not make sense of.
fn fresh<'a>(ctx: &Context<'a>) -> Slot<'a> {
    let (tree, at) = (ctx.location.tree(), ctx.location.offset);
    if tree.language() != Language::Yaml || in_brackets(ctx) {
        return bare(tree, Span::empty(at), Notation::Json);
    }
    let mut span = cursor::typed(ctx.text, at);
    let typed = ctx.text.get(span.range()).unwrap_or("");
    // Behind a key on the same line only the value is typed.
    let value = typed.rsplit_once(": ").map_or(if typed.ends_with(':') { "" } else { typed }, |(_, value)| value);
    let value = value.trim_start();
    span.start = at - offset(value.len());
    span.end = end_of_word(ctx, ctx.text.len());
    let (notation, is_quoted) = match value.chars().next() {
        Some('"') => (Notation::Json, true),
        Some('\'') => (Notation::YamlSingle, true),
        _ => (Notation::YamlPlain, false),
    };
    Slot { is_quoted, ..bare(tree, span, notation) }
}

/// Whether nothing but blanks and dashes stand before a span on its line, and nothing behind.
fn has_own_line(ctx: &Context<'_>, span: Span) -> bool {
    let behind = ctx.text.get(span.end as usize..).unwrap_or("");
    let behind = behind.split(['\n', '\r']).next().unwrap_or("");
    let is_blank = |text: &str| text.trim_matches([' ', '-']).is_empty();
    is_blank(line_before(ctx.text, span.start)) && behind.trim().is_empty()
}

/// Where the word that the offset is in ends, if not at a limit before.
fn end_of_word(ctx: &Context<'_>, limit: usize) -> u32 {
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '$');
    let rest = ctx.text.get(ctx.location.offset as usize..limit).unwrap_or("");
    ctx.location.offset + offset(rest.len() - rest.trim_start_matches(is_word).len())
}

fn bare(tree: &Tree, span: Span, notation: Notation) -> Slot<'_> {
    Slot {
        tree,
        span,
        notation,
        is_quoted: false,
        before: String::new(),
        after: "",
        elsewhere: Vec::new(),
        has_value: false,
        layout: Layout::Inline,
        column: 0,
    }
}

/// Whether the offset is between the brackets of YAML's flow style.
fn in_brackets(ctx: &Context<'_>) -> bool {
    ctx.location.tree().is_bracketed(ctx.location.spot.container())
}

/// Whether the quote behind the offset is another one's: the string has none, or it reaches over a comma or a bracket to
/// the opening quote of what follows.
fn is_unclosed(ctx: &Context<'_>, node: NodeId) -> bool {
    let tree = ctx.location.tree();
    if tree.is_incomplete(node) || tree.content_span(node).end == tree.span(node).end {
        return true;
    }
    let rest = ctx.text.get(ctx.location.offset as usize..tree.content_span(node).end as usize).unwrap_or("");
    let behind = ctx.text.get(tree.span(node).end as usize..).unwrap_or("");
    rest.trim_start().starts_with([',', '}', ']', ':']) && behind.starts_with(char::is_alphanumeric)
}

/// Whether a colon stands behind a key.
fn has_colon(ctx: &Context<'_>, object: NodeId, key: NodeId, end: u32) -> bool {
    let tree = ctx.location.tree();
    let value = tree.own_members(object).iter().find(|member| member.key == key).map(|member| member.value);
    let value_start = value.map_or(end, |value| tree.span(value).start);
    let gap = ctx.text.get(end as usize..value_start as usize).unwrap_or("");
    let behind = ctx.text.get(end as usize..).unwrap_or("");
    gap.contains(':') || behind.trim_start_matches([' ', '\t']).starts_with(':')
}

impl Slot<'_> {
    /// Adds the commas that are missing before and behind a slot in a container with brackets; `None` where the slot
    /// touches what is before, so that nothing new can begin there.
    fn with_commas(mut self, ctx: &Context<'_>, container: NodeId) -> Option<Self> {
        let tree = self.tree;
        if !tree.is_bracketed(container) {
            return Some(self);
        }
        let entries: Vec<Span> = if tree.is_object(container) {
            let members = tree.own_members(container).iter();
            members.flat_map(|member| [tree.span(member.key), tree.span(member.value)]).collect()
        } else {
            tree.own_items(container).iter().map(|&item| tree.span(item)).collect()
        };
        let gap = |start: u32, end: u32| ctx.text.get(start as usize..end as usize).unwrap_or("");
        let own = self.span;
        if own.is_empty() && entries.iter().any(|span| !span.is_empty() && span.end == own.start) {
            return None;
        }
        let previous = entries.iter().rfind(|span| !span.is_empty() && span.end < own.start);
        if let Some(previous) = previous
            && !gap(previous.end, own.start).contains([',', ':'])
            && let Some((span, text)) = tree.edit(Span::empty(previous.end), ",")
        {
            self.elsewhere.push(Edit { span, text });
        }
        let next = entries.iter().find(|span| !span.is_empty() && own.end <= span.start && own != **span);
        if let Some(next) = next
            && !gap(own.end, next.start).contains([',', ':'])
        {
            self.after = ",";
        }
        Some(self)
    }

    /// Whether nothing is written there yet.
    pub(super) fn is_fresh(&self) -> bool {
        self.span.is_empty()
    }

    /// A proposal of a string.
    pub(super) fn string(&self, value: &str, kind: Kind, detail: impl Into<String>) -> Option<Completion> {
        self.written(value, kind, detail, |writer| writer.string(value))
    }

    /// A proposal of a key, with what belongs behind it if it has no value yet.
    pub(super) fn key(
        &self,
        name: &str,
        kind: Kind,
        detail: impl Into<String>,
        template: &Template,
    ) -> Option<Completion> {
        self.written(name, kind, detail, |writer| {
            writer.key(name);
            if !self.has_value {
                writer.member_value(template);
            }
        })
    }

    /// A proposal of what is no string: a number, an object.
    pub(super) fn template(
        &self,
        label: &str,
        kind: Kind,
        detail: impl Into<String>,
        template: &Template,
    ) -> Option<Completion> {
        self.written(label, kind, detail, |writer| writer.value(template))
    }

    /// A proposal of an item of a list of objects.
    pub(super) fn entry(&self, label: &str, detail: &str, template: &Template) -> Option<Completion> {
        if !matches!(self.layout, Layout::Block { .. }) {
            return self.template(label, Kind::Skeleton, detail, template);
        }
        let mut slot = Self { before: String::new(), ..self.clone() };
        if let Layout::Block { column, .. } = &mut slot.layout {
            *column = self.column;
        }
        slot.written(label, Kind::Skeleton, detail, |writer| writer.item(template))
    }

    /// A proposal of a document.
    pub(super) fn whole(&self, label: &str, detail: &str, object: &Template) -> Option<Completion> {
        self.written(label, Kind::Skeleton, detail, |writer| match self.layout {
            Layout::Block { .. } => writer.members(object),
            Layout::Inline | Layout::Lines { .. } => writer.value(object),
        })
    }

    /// A proposal of whatever is written.
    pub(super) fn written(
        &self,
        label: &str,
        kind: Kind,
        detail: impl Into<String>,
        write: impl FnOnce(&mut Writer),
    ) -> Option<Completion> {
        let mut writer = Writer::new(self.layout.clone(), self.notation);
        write(&mut writer);
        self.propose(label, kind, detail, writer.finish())
    }

    /// A proposal of any text.
    fn propose(
        &self,
        label: &str,
        kind: Kind,
        detail: impl Into<String>,
        mut pieces: Vec<Piece>,
    ) -> Option<Completion> {
        let has_own_line = matches!(pieces.first(), Some(Piece::Text(text)) if text.starts_with('\n'));
        pieces.insert(0, Piece::Text(if has_own_line { String::new() } else { self.before.clone() }));
        pieces.push(Piece::Text(self.after.to_owned()));
        let filter = match (self.is_quoted, self.notation) {
            (false, _) => label.to_owned(),
            (true, Notation::Json) => format!("\"{}\"", encode::json(label)),
            (true, _) => format!("'{label}'"),
        };
        let completion = Completion::new(label, &filter, kind, detail, pieces, |text| self.tree.edit(self.span, text))?;
        Some(Completion { elsewhere: self.elsewhere.clone(), ..completion })
    }
}
