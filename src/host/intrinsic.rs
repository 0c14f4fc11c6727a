//! The intrinsic functions of `CloudFormation`, in their long and short forms, as far as they name something.

use crate::syntax::{Kind, NodeId, Tree};

/// A call, with the nodes of what it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intrinsic {
    /// A logical id or a parameter.
    Ref(NodeId),
    /// A logical id and the name of an attribute: one text with a dot, or the first item of a list.
    GetAtt(NodeId),
    /// A text, and the object of its own names.
    Sub(NodeId, Option<NodeId>),
}

impl Intrinsic {
    /// The call that a value is.
    pub fn of(tree: &Tree, value: NodeId) -> Option<Self> {
        let (name, argument) = match tree.kind(value) {
            Kind::Tagged(inner) => (tree.tag(value)?.0, tree.resolve(inner)),
            Kind::Object => {
                let [member] = tree.own_members(value) else { return None };
                (tree.text(member.key), tree.resolve(member.value))
            }
            _ => return None,
        };
        let is_text = |node: NodeId| tree.string(node).is_some();
        let first = || tree.items(argument).next().map(|item| tree.resolve(item)).filter(|&item| is_text(item));
        match name {
            "!Ref" | "Ref" => is_text(argument).then_some(Self::Ref(argument)),
            "!GetAtt" | "Fn::GetAtt" => {
                let id = if is_text(argument) { Some(argument) } else { first() };
                id.map(Self::GetAtt)
            }
            "!Sub" | "Fn::Sub" if is_text(argument) => Some(Self::Sub(argument, None)),
            "!Sub" | "Fn::Sub" => Some(Self::Sub(first()?, tree.items(argument).nth(1))),
            _ => None,
        }
    }
}

/// What `Fn::ToJsonString` of `AWS::LanguageExtensions` writes as text.
pub(super) fn written_as_json(tree: &Tree, value: NodeId) -> Option<NodeId> {
    match tree.kind(value) {
        Kind::Tagged(inner) => (tree.tag(value)?.0 == "!ToJsonString").then(|| tree.resolve(inner)),
        _ => tree.get(value, "Fn::ToJsonString"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, parse};

    #[test]
    fn short_and_long_forms() {
        let shown = |text: &str| {
            let (tree, _) = parse(format!("x: {text}\n").into(), Language::Yaml, None);
            Intrinsic::of(&tree, tree.get(tree.root(), "x").unwrap()).map(|found| match found {
                Intrinsic::Ref(id) => format!("ref {}", tree.text(id)),
                Intrinsic::GetAtt(id) => format!("get {}", tree.text(id)),
                Intrinsic::Sub(text, own) => format!("sub {} {}", tree.text(text), own.is_some()),
            })
        };
        for text in ["!Ref A", "{Ref: A}"] {
            assert_eq!(shown(text).unwrap(), "ref A");
        }
        for text in ["!GetAtt A.Arn", "{'Fn::GetAtt': A.Arn}"] {
            assert_eq!(shown(text).unwrap(), "get A.Arn");
        }
        for text in ["!GetAtt [A, Arn]", "{'Fn::GetAtt': [A, Arn]}"] {
            assert_eq!(shown(text).unwrap(), "get A");
        }
        assert_eq!(shown("!Sub 'a${B}'").unwrap(), "sub a${B} false");
        assert_eq!(shown("{'Fn::Sub': ['a${B}', {B: c}]}").unwrap(), "sub a${B} true");
        for text in ["!Ref [A]", "!Sub []", "!If [a, b, c]", "{Ref: A, x: y}", "A", "!GetAtt {}"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
