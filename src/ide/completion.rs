//! Completion: what may be written at an offset, and the exact edit that writes it.
//!
//! `site` says what kind of thing may stand at the offset, `slot` and `inside` where and in which notation it is written; a
//! file for each kind of thing makes the list. Knows nothing of protocols: texts have tab stops, their syntax is another's concern.

mod docs;
mod errors;
mod expressions;
mod fields;
mod inside;
mod jsonata;
mod layout;
mod notation;
mod paths;
mod payload;
mod resources;
mod site;
mod skeleton;
mod slot;
mod states;
mod substitutions;
mod template;
mod values;

use crate::analysis::Reading;
use crate::diagnostic::Edit;
use crate::ide::Location;
use crate::syntax::Language;
use crate::text::Span;

pub use docs::{Topic, documentation};

use site::Site;

/// The most proposals that are made at once.
const MOST_ITEMS: usize = 600;

/// What may be written somewhere.
#[derive(Clone, Debug, Default)]
pub struct Completions {
    /// The best first.
    pub items: Vec<Completion>,
    /// There were more than are listed: what is typed next may bring up others.
    pub is_incomplete: bool,
}

/// One proposal.
#[derive(Clone, Debug)]
pub struct Completion {
    pub label: String,
    pub kind: Kind,
    /// A few words beside the label.
    pub detail: String,
    /// What the text in [`Completion::span`] up to the cursor is compared with: it has the quotes that are there.
    pub filter: String,
    pub is_deprecated: bool,
    /// What is replaced; it holds the cursor.
    pub span: Span,
    /// What is written instead, in the encoding of the place.
    pub text: Vec<Piece>,
    /// Edits at other places that go with it.
    pub elsewhere: Vec<Edit>,
    /// What there is more to say about it.
    pub topic: Option<Topic>,
}

/// What a proposal is, for its picture in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    State,
    Skeleton,
    Field,
    Value,
    Operator,
    Error,
    Resource,
    Function,
    Variable,
    Context,
    Substitution,
}

/// A part of a text that is inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    /// A place to type at, in the order of their appearance, and what stands there until then.
    Stop(String),
    /// A place to choose one of several texts at; never without one.
    Choice(Vec<String>),
}

impl Completion {
    /// A proposal of a text in pieces. `edit` says what writing a text at the place of the proposal replaces, and how the
    /// text is encoded there; `None` where it cannot be written.
    fn new(
        label: &str,
        filter: &str,
        kind: Kind,
        detail: impl Into<String>,
        pieces: Vec<Piece>,
        edit: impl Fn(&str) -> Option<(Span, String)>,
    ) -> Option<Self> {
        let (span, filter) = edit(filter)?;
        Some(Self {
            label: label.to_owned(),
            kind,
            detail: detail.into(),
            filter,
            is_deprecated: false,
            span,
            text: encoded(pieces, |text| edit(text).map(|(_, text)| text))?,
            elsewhere: Vec::new(),
            topic: None,
        })
    }

    /// The text without its tab stops.
    pub fn plain_text(&self) -> String {
        self.text.iter().map(Piece::text).collect()
    }

    /// Whether there is something to fill in.
    pub fn has_stops(&self) -> bool {
        self.text.iter().any(|piece| !matches!(piece, Piece::Text(_)))
    }
}

impl Piece {
    fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Stop(text) => text,
            Self::Choice(texts) => texts.first().map_or("", String::as_str),
        }
    }
}

/// What may be written at an offset.
pub fn complete(reading: &Reading, offset: u32) -> Completions {
    let Some(location) = Location::at(reading, offset) else { return Completions::default() };
    let text = reading.source.text();
    if !text.is_char_boundary(offset as usize) || in_comment(&location) {
        return Completions::default();
    }
    let ctx = Context { location, text };
    let mut items = substitutions::names(&ctx);
    if items.is_empty() {
        items = proposals(&ctx);
    }
    limited(items, text, offset)
}

/// Whether completion that a blank has set off can have a result: in YAML, where a value or an entry begins.
pub fn follows_blank(reading: &Reading, offset: u32) -> bool {
    let before = reading.source.text().get(..offset as usize).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    let is_yaml = reading.definitions.iter().any(|definition| definition.tree.language() == Language::Yaml);
    is_yaml && (line.trim_end().ends_with([':', '-']) || line.trim().is_empty())
}

/// What every kind of proposal needs.
struct Context<'a> {
    location: Location<'a>,
    text: &'a str,
}

fn proposals(ctx: &Context<'_>) -> Vec<Completion> {
    if let Some(items) = resources::of_line(ctx) {
        return items;
    }
    let Some(site) = site::at(ctx) else { return Vec::new() };
    match site {
        Site::Machine => skeleton::machines(ctx),
        Site::Field { owner, object } => fields::fields(ctx, owner, object),
        Site::StateName { object } => states::names(ctx, object),
        Site::StateBody => states::bodies(ctx),
        Site::Entry { owner } => fields::entries(ctx, owner),
        Site::Value { owner, object, field } => values::values(ctx, owner, object, field),
        Site::Error => errors::names(ctx),
        Site::PayloadKey { owner, field, object, is_top } => payload::keys(ctx, owner, field, object, is_top),
        Site::PayloadText { owner, field, key } => payload::values(ctx, owner, field, key),
    }
}

fn in_comment(location: &Location<'_>) -> bool {
    let comments = location.tree().comments();
    let is_around = |span: Span| span.start < location.offset && location.offset <= span.end;
    comments.iter().any(|comment| is_around(comment.span))
}

/// Pieces in the encoding of a place; neighbours that are text become one.
fn encoded(pieces: Vec<Piece>, encode: impl Fn(&str) -> Option<String>) -> Option<Vec<Piece>> {
    let mut result: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::Text(text) if text.is_empty() => {}
            Piece::Text(text) => {
                let text = encode(&text)?;
                match result.last_mut() {
                    Some(Piece::Text(last)) => last.push_str(&text),
                    _ => result.push(Piece::Text(text)),
                }
            }
            Piece::Stop(text) => result.push(Piece::Stop(encode(&text)?)),
            Piece::Choice(texts) => {
                result.push(Piece::Choice(texts.iter().map(|text| encode(text)).collect::<Option<_>>()?));
            }
        }
    }
    Some(result)
}

/// Keeps long lists short: of too many proposals those that go on what was typed.
fn limited(mut items: Vec<Completion>, text: &str, offset: u32) -> Completions {
    // An offset inside of an escape or of an indentation is in no text: what is written there goes elsewhere.
    items.retain(|item| item.span.start <= offset && offset <= item.span.end);
    let is_incomplete = MOST_ITEMS < items.len();
    if is_incomplete {
        items.retain(|item| {
            let typed = text.get(item.span.start as usize..offset as usize).unwrap_or("");
            is_abbreviation(typed, &item.filter)
        });
        items.truncate(MOST_ITEMS);
    }
    Completions { items, is_incomplete }
}

/// Whether the letters of a text occur in another one in their order.
fn is_abbreviation(typed: &str, text: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    typed.chars().flat_map(char::to_lowercase).all(|letter| letters.any(|other| other == letter))
}

#[cfg(test)]
mod tests;
