//! What a variable may be called.

use unicode_ident::{is_xid_continue, is_xid_start};

const LONGEST: usize = 80;

/// What is wrong with a name, and what would mend it. <https://states-language.net/#state-machine-variables>
pub fn fault(name: &str) -> Option<(String, &'static str)> {
    let first = name.chars().next()?;
    if !is_xid_start(first) {
        return Some((format!("a name cannot start with `{first}`"), "start it with a letter"));
    }
    if is_part(name) {
        return Some(("a variable is assigned as a whole".to_owned(), "assign it an object that has the field"));
    }
    if let Some(wrong) = name.chars().find(|&letter| !is_xid_continue(letter)) {
        return Some((format!("a name cannot have `{wrong}` in it"), "use letters, digits and underscores"));
    }
    let length = name.chars().count();
    (LONGEST < length)
        .then(|| (format!("a name has at most {LONGEST} characters, and this one {length}"), "shorten it"))
}

/// Whether the language takes a name.
pub fn is_valid(name: &str) -> bool {
    !name.is_empty() && fault(name).is_none()
}

/// A valid name that comes near, where there is one that says the same.
pub fn nearest_valid(name: &str) -> Option<String> {
    if is_part(name) {
        return None;
    }
    let letters = name.trim().chars().map(|letter| if is_xid_continue(letter) { letter } else { '_' });
    let written: String = letters.skip_while(|&letter| !is_xid_start(letter)).collect();
    (is_valid(&written) && written != "states").then_some(written)
}

/// Whether a name looks like a way into a value: `order.id`, `items[0]`.
fn is_part(name: &str) -> bool {
    name.contains(['.', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for name in ["a", "order_1", "größe", "Ж", "日本", &"x".repeat(80)] {
            assert!(is_valid(name), "{name}");
        }
        for name in ["", "1a", "_a", "a-b", "a b", "a.b", "a[0]", "$a", &"x".repeat(81)] {
            assert!(!is_valid(name), "{name}");
        }
        assert_eq!(nearest_valid("order-id").as_deref(), Some("order_id"));
        assert_eq!(nearest_valid("$total").as_deref(), Some("total"));
        assert_eq!(nearest_valid("a.b"), None);
        assert_eq!(nearest_valid("_states"), None);
    }
}
