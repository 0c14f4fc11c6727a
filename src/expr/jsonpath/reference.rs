//! Reference Paths: paths that name exactly one place, so that something can be put there.

use std::ops::Range;

use super::ast::{Name, Path, Segment, SegmentKind};

/// Why a path is no Reference Path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotReference {
    /// What a Reference Path must not have.
    pub reason: Reason,
    /// The step that has it.
    pub range: Range<u32>,
}

/// What a Reference Path must not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// `..`.
    Descendant,
    /// `*`.
    Wildcard,
    /// `[?(…)]`.
    Filter,
    /// `[1:3]`.
    Slice,
    /// `[0, 1]`.
    SeveralIndices,
    /// `['a', 'b']`.
    SeveralNames,
    /// `[-1]`.
    NegativeIndex,
    /// `.length()`.
    Function,
    /// `[(@.length-1)]`.
    Script,
    /// One of `@ , : ? *` in a name outside brackets. What AWS does then is not known.
    Character(char),
}

impl Reason {
    /// What is not allowed, to be put before "is not allowed in a Reference Path".
    pub fn what(self) -> String {
        match self {
            Self::Descendant => "`..`".to_owned(),
            Self::Wildcard => "`*`".to_owned(),
            Self::Filter => "a filter".to_owned(),
            Self::Slice => "a slice".to_owned(),
            Self::SeveralIndices => "more than one index in brackets".to_owned(),
            Self::SeveralNames => "more than one name in brackets".to_owned(),
            Self::NegativeIndex => "a negative index".to_owned(),
            Self::Function => "a function".to_owned(),
            Self::Script => "a script".to_owned(),
            Self::Character(character) => format!("`{character}` outside quotes"),
        }
    }
}

impl Path {
    /// Whether the path can stand in a field that takes a Reference Path, such as `ResultPath`. The root is for the
    /// caller to judge, as some fields take `$$` and variables and some do not; so are the faults.
    ///
    /// See <https://states-language.net/#ref-paths>.
    pub fn as_reference_path(&self) -> Result<(), NotReference> {
        for segment in &self.segments {
            if let Some(reason) = obstacle(segment) {
                return Err(NotReference { reason, range: segment.range.clone() });
            }
        }
        Ok(())
    }
}

fn obstacle(segment: &Segment) -> Option<Reason> {
    match &segment.kind {
        SegmentKind::Name(name) => special_character(segment, name).map(Reason::Character),
        SegmentKind::Index(indices) => match indices.as_slice() {
            [index] => (*index < 0).then_some(Reason::NegativeIndex),
            _ => Some(Reason::SeveralIndices),
        },
        SegmentKind::Names(_) => Some(Reason::SeveralNames),
        SegmentKind::Slice { .. } => Some(Reason::Slice),
        SegmentKind::Wildcard => Some(Reason::Wildcard),
        SegmentKind::Descendant(_) => Some(Reason::Descendant),
        SegmentKind::Filter(_) => Some(Reason::Filter),
        SegmentKind::Function { .. } => Some(Reason::Function),
        SegmentKind::Script => Some(Reason::Script),
        SegmentKind::Unknown => None,
    }
}

/// A character of a name in dot notation that is an operator elsewhere. In brackets the name ends before its segment
/// does; with a backslash in it, the name is longer in the text than what it says, and the writer knew.
fn special_character(segment: &Segment, name: &Name) -> Option<char> {
    let quoted = name.range.end < segment.range.end;
    let escaped = name.text.len() < name.range.len();
    if quoted || escaped {
        return None;
    }
    name.text.chars().find(|character| matches!(character, '@' | ',' | ':' | '?' | '*'))
}
