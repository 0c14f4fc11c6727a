//! How long a value is as AWS counts it: as JSON without blanks.

use crate::syntax::{Kind, NodeId, Text, Tree};

/// How many bytes a value has at least as JSON without blanks; what is not known counts nothing.
pub fn minified(tree: &Tree, node: NodeId) -> u64 {
    let node = tree.resolve(node);
    let separators = |count: usize| (count.saturating_sub(1)) as u64;
    match tree.kind(node) {
        Kind::Object if !tree.is_opaque(node) => {
            let (mut length, mut count) = (2_u64, 0_usize);
            for member in tree.members(node) {
                length =
                    length.saturating_add(string(tree, member.key) + 1).saturating_add(minified(tree, member.value));
                count += 1;
            }
            length + separators(count)
        }
        Kind::Array => {
            let items = tree.items(node);
            let length = 2 + separators(items.len());
            items.map(|item| minified(tree, item)).fold(length, u64::saturating_add)
        }
        Kind::String => string(tree, node),
        Kind::Bool(true) | Kind::Null => 4,
        Kind::Bool(false) => 5,
        Kind::Number => tree.text(node).len() as u64,
        Kind::Object | Kind::Alias(_) | Kind::Tagged(_) | Kind::Hole | Kind::Missing => 0,
    }
}

/// The bytes that JSON writes as escapes. Most texts are short, and soonest looked up byte by byte.
static IS_ESCAPED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < b' ' {
        table[byte as usize] = true;
        byte += 1;
    }
    table[b'"' as usize] = true;
    table[b'\\' as usize] = true;
    table
};

fn string(tree: &Tree, node: NodeId) -> u64 {
    let text = match tree.string(node) {
        Some(Text::Known(text)) => text,
        Some(Text::Partial(_)) => return 0,
        // A key of YAML may be something else than a string.
        None if tree.is_opaque(node) => return 0,
        None => tree.text(node),
    };
    let escapes = text.bytes().filter(|&byte| IS_ESCAPED[usize::from(byte)]).count();
    (text.len() + escapes + 2) as u64
}
