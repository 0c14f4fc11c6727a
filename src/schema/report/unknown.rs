//! Fields of a name that the language does not know in their place, and what they were most likely meant to be.

use rustc_hash::FxHashMap;

use super::{Reporter, list};
use crate::asl::{QueryLanguage, comparator, nearest};
use crate::diagnostic::Applicability;
use crate::edit;
use crate::schema::{Owner, ValueKind, field, fields};
use crate::syntax::{Kind, Member, NodeId, Tree};

/// What a field was meant to be.
struct Meant {
    help: String,
    /// The name that it should have.
    rename: Option<(String, Applicability)>,
}

impl Reporter<'_> {
    /// Reports fields of an object. Only one of them is taken for a field that it lacks.
    pub(super) fn unknown_fields(&mut self, unknown: &[(&str, Member)]) {
        let (owner, language) = self.owner();
        let (tree, object) = (self.tree, self.place.node);
        let absent: Vec<&'static str> = fields(owner, language)
            .iter()
            .map(|field| field.name)
            .filter(|name| tree.get(object, name).is_none())
            .collect();
        let mut claims: FxHashMap<&str, &str> = FxHashMap::default();
        for &(name, _) in unknown {
            let Some(suggestion) = nearest(name, absent.iter().copied()) else { continue };
            let claim = claims.entry(suggestion).or_insert(name);
            if suggestion.eq_ignore_ascii_case(name) && !suggestion.eq_ignore_ascii_case(claim) {
                *claim = name;
            }
        }
        let suggestions: FxHashMap<&str, &str> =
            claims.into_iter().map(|(suggestion, name)| (name, suggestion)).collect();
        for &(name, member) in unknown {
            let meant = path_field(tree, object, owner, language, name, member.value)
                .or_else(|| untyped_comparator(tree, owner, language, name, member.value))
                .or_else(|| suggestions.get(name).map(|suggestion| misspelt(name, suggestion)));
            let meant = meant.unwrap_or_else(|| Meant { help: elsewhere(owner, language, name), rename: None });
            self.unknown_field(name, member, meant);
        }
    }

    fn unknown_field(&mut self, name: &str, member: Member, meant: Meant) {
        let message = format!("unknown field `{name}` in {}", self.object());
        let (tree, key) = (self.tree, self.tree.span(member.key));
        let diagnostic = self.add("unknown-field", member.value, message);
        diagnostic.span(key).discriminator(name).help(meant.help);
        if let Some((suggestion, applicability)) = meant.rename {
            let rename = edit::rename_key(tree, member.key, &suggestion);
            diagnostic.fix(format!("rename it to `{suggestion}`"), applicability, rename);
        }
    }
}

fn misspelt(name: &str, suggestion: &str) -> Meant {
    let sure =
        suggestion.eq_ignore_ascii_case(name) || (6 <= name.len() && strsim::osa_distance(suggestion, name) <= 2);
    let applicability = if sure { Applicability::Safe } else { Applicability::Unsafe };
    Meant { help: format!("did you mean `{suggestion}`?"), rename: Some((suggestion.to_owned(), applicability)) }
}

/// `Error.$` in the place of `ErrorPath`: only the names in payload templates end in `.$`.
fn path_field(
    tree: &Tree,
    object: NodeId,
    owner: Owner,
    language: QueryLanguage,
    name: &str,
    value: NodeId,
) -> Option<Meant> {
    let plain = name.strip_suffix(".$").filter(|plain| field(owner, language, plain).is_some())?;
    let path = format!("{plain}Path");
    // `ResultPath` says where a result goes, and not where it comes from.
    let counterpart = field(owner, language, &path).filter(|_| plain != "Result");
    let Some(counterpart) = counterpart else {
        let help = format!("`.$` has no meaning here; the field is `{plain}`");
        return Some(Meant { help, rename: None });
    };
    let text = tree.known(value).unwrap_or_default();
    let is_free = |name: &str| tree.get(object, name).is_none();
    let rename = if text.starts_with('$') {
        Some((path.clone(), Applicability::Safe))
    } else if text.starts_with("States.") && counterpart.value == ValueKind::PathOrIntrinsic {
        Some((path.clone(), Applicability::Unsafe))
    } else {
        None
    };
    let rename = rename.filter(|_| is_free(plain) && is_free(&path));
    Some(Meant { help: format!("`.$` has no meaning here; `{path}` takes a path, `{plain}` the value itself"), rename })
}

/// `GreaterThan` in the place of `NumericGreaterThan`: the operand says which type is compared.
fn untyped_comparator(tree: &Tree, owner: Owner, language: QueryLanguage, name: &str, value: NodeId) -> Option<Meant> {
    if language != QueryLanguage::JsonPath || !matches!(owner, Owner::ChoiceRule | Owner::NestedChoiceRule) {
        return None;
    }
    let plain = name.strip_suffix("Path").unwrap_or(name);
    let text = tree.known(value);
    let is_path = plain != name || text.is_some_and(|text| text.starts_with('$'));
    let prefixes: &[&str] = match tree.kind(value) {
        Kind::Number => &["Numeric"],
        Kind::Bool(_) => &["Boolean"],
        _ if is_path => &["String", "Numeric", "Boolean", "Timestamp"],
        Kind::String if text.is_some_and(looks_like_time) => &["Timestamp"],
        Kind::String => &["String"],
        _ => return None,
    };
    let suffix = if is_path { "Path" } else { "" };
    let names = prefixes.iter().map(|prefix| format!("{prefix}{plain}{suffix}"));
    let names: Vec<String> = names.filter(|name| comparator(name).is_some()).collect();
    let [first, others @ ..] = names.as_slice() else { return None };
    if others.is_empty() {
        let rename = Some((first.clone(), Applicability::Unsafe));
        return Some(Meant { help: format!("did you mean `{first}`? Each comparison names its type"), rename });
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Some(Meant { help: format!("each comparison names its type: {}", list(&names)), rename: None })
}

/// Whether text begins as a time by RFC 3339 does, `2030-06-01T`.
fn looks_like_time(text: &str) -> bool {
    let shape: String =
        text.chars().take(11).map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    shape == "0000-00-00T"
}

/// Where the language has a field of the name.
fn elsewhere(owner: Owner, language: QueryLanguage, name: &str) -> String {
    let has_one = |&other: &Owner| other != owner && field(other, language, name).is_some();
    let other = Owner::all().find(has_one).filter(|_| name != "Type");
    match other {
        Some(Owner::State(kind)) => format!("`{name}` is a field of a {} state", kind.name()),
        Some(other) => format!("`{name}` is a field of {}", other.noun()),
        None => "AWS refuses fields it does not know; notes go into `Comment`".to_owned(),
    }
}
