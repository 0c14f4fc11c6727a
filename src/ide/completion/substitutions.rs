//! Names that deployment replaces.

use super::inside::Inside;
use super::{Completion, Context, Kind, Piece};

/// What may be written behind `${` in any string.
pub(super) fn names(ctx: &Context<'_>) -> Vec<Completion> {
    let (Some(names), Some(inside)) = (&ctx.location.definition.facts.substitutions, Inside::of(ctx)) else {
        return Vec::new();
    };
    let before = inside.before();
    let start = before.trim_end_matches(|letter: char| letter.is_alphanumeric() || letter == '_').len();
    if !before.get(..start).is_some_and(|before| before.ends_with("${")) {
        return Vec::new();
    }
    let range = inside.word_from(start);
    let close = if inside.text.get(range.end..).unwrap_or("").starts_with('}') { "" } else { "}" };
    let propose = |name: &String| {
        let pieces = vec![Piece::Text(format!("{name}{close}"))];
        inside.propose(&range, name, Kind::Substitution, "replaced at deployment", pieces)
    };
    names.keys().filter_map(propose).collect()
}
