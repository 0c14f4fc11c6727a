//! Where a definition uses placeholders, `${Name}` in or outside a string, and what fills them in.
//!
//! What stands in an intrinsic function of `CloudFormation` follows that function's rules and is told apart.

use crate::host::Intrinsic;
use crate::syntax::{Kind, NodeId, Trait, Tree, next_placeholder};
use crate::text::{Span, offset};

/// A `${…}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The value, or the key, that holds it.
    pub node: NodeId,
    /// What stands between the braces.
    pub inside: String,
    /// With its braces.
    pub span: Span,
    pub of: Filler,
}

/// What fills a placeholder in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filler {
    /// Whatever fills in the definition.
    Definition,
    /// An `Fn::Sub` around it, with the object of its own names.
    Sub(Option<NodeId>),
}

impl Placeholder {
    /// The name, if it is a plain one such as `Name` or `Name.Attribute`.
    pub fn name(&self) -> Option<&str> {
        let is_plain = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        };
        self.inside.split('.').all(is_plain).then_some(self.inside.as_str())
    }

    /// Whether it is all of a string.
    pub fn is_whole(&self, tree: &Tree) -> bool {
        let inside = tree.text(self.node).strip_prefix("${").and_then(|text| text.strip_suffix('}'));
        inside == Some(self.inside.as_str())
    }
}

/// The placeholders of a value and of everything in it, in order.
pub fn placeholders(tree: &Tree, root: NodeId) -> Vec<Placeholder> {
    let mut found = Vec::new();
    if !tree.has(Trait::Placeholders) && !tree.has(Trait::Holes) {
        return found;
    }
    // Up to where an intrinsic function goes that does not fill in placeholders, or the text of one that does.
    let mut skipped = 0;
    let mut sub: Option<(NodeId, Option<NodeId>)> = None;
    for node in tree.descendants(root) {
        let span = tree.span(node);
        let filler = match sub {
            Some((text, own)) if text == node => Filler::Sub(own),
            _ if span.start < skipped => continue,
            _ => Filler::Definition,
        };
        if let Some(intrinsic) = Intrinsic::of(tree, node) {
            skipped = span.end;
            if let Intrinsic::Sub(text, own) = intrinsic {
                sub = Some((text, own));
            }
            continue;
        }
        if matches!(tree.kind(node), Kind::Tagged(_)) {
            skipped = span.end;
            continue;
        }
        match tree.kind(node) {
            // What is repeated has a placeholder of its own.
            Kind::String if tree.text(node).starts_with("Fn::ForEach::") => {
                let object = tree.parent(node).map_or(&[][..], |object| tree.own_members(object));
                let repeated = object.iter().find(|member| member.key == node);
                skipped = repeated.map_or(span.end, |member| tree.span(member.value).end);
            }
            Kind::String => in_text(tree, node, filler, &mut found),
            Kind::Hole => {
                let inside = tree.written(node).strip_prefix("${").and_then(|text| text.strip_suffix('}'));
                if let Some(inside) = inside {
                    found.push(Placeholder { node, inside: inside.to_owned(), span, of: filler });
                }
            }
            _ => {}
        }
    }
    found
}

fn in_text(tree: &Tree, node: NodeId, of: Filler, found: &mut Vec<Placeholder>) {
    let text = tree.text(node);
    let mut map = None;
    let mut from = 0;
    while let Some(range) = next_placeholder(text, from) {
        from = range.end;
        let Some(inside) = text.get(range.clone()).and_then(|text| text.strip_prefix("${")?.strip_suffix('}')) else {
            continue;
        };
        let map = map.get_or_insert_with(|| tree.scalar_map(node));
        let span = map.span(offset(range.start)..offset(range.end));
        found.push(Placeholder { node, inside: inside.to_owned(), span, of });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, parse};

    #[test]
    fn placeholders_and_who_fills_them_in() {
        let text = "a: x${A}y${B.c}\nb: !Sub '${C} ${!D}'\nc: {Fn::Sub: ['${E}', {E: '${F}'}]}\nd: !Join ['', ['${G}']]\n\
                    ${H}: '#{I} {{resolve:ssm:x}}'\nFn::ForEach::J: [J, [a], {k: '${J}'}]\nl: ${L}\n";
        let (tree, _) = parse(text.into(), Language::Yaml, None);
        let shown: Vec<String> = placeholders(&tree, tree.root())
            .iter()
            .map(|found| {
                assert_eq!(&text[found.span.range()], format!("${{{}}}", found.inside));
                format!("{} {}", found.inside, found.of == Filler::Definition)
            })
            .collect();
        assert_eq!(shown, ["A true", "B.c true", "C false", "E false", "H true", "L true"]);
    }

    #[test]
    fn bare_ones_count() {
        let text = r#"{"a": ${N}, "b": "\"${M}"}"#;
        let (tree, _) = parse(text.into(), Language::Json, None);
        let found = placeholders(&tree, tree.root());
        assert_eq!(found.iter().map(|one| one.name().unwrap()).collect::<Vec<_>>(), ["N", "M"]);
        assert!(!found[1].is_whole(&tree));
        assert_eq!(&text[found[0].span.range()], "${N}");
    }
}
