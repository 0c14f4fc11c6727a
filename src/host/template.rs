//! A `CloudFormation` template: what its names stand for. It concludes nothing where macros, or text that another tool
//! puts together, could add names.

use std::collections::BTreeMap;

use crate::syntax::{Kind, NodeId, Tree};

/// Macros that add no names, or (SAM) only names that begin with those of the template.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-reference.html>
const KNOWN_TRANSFORMS: [&str; 2] = [SAM_TRANSFORM, "AWS::LanguageExtensions"];
const SAM_TRANSFORM: &str = "AWS::Serverless-2016-10-31";

/// How the variables of the Serverless Framework begin: a template with any of them is a part of a service, which has more.
const VARIABLES: [&str; 6] = ["${self:", "${opt:", "${sls:", "${param:", "${file(", "${env:"];

/// Resources whose `Ref` is a name and not the ARN that a Task calls.
const FUNCTIONS: [&str; 2] = ["AWS::Lambda::Function", "AWS::Serverless::Function"];

/// The names of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Logical ids and parameters; of a resource its type, where it is known.
    names: BTreeMap<String, Option<String>>,
    /// Whether no other names can come up.
    is_closed: bool,
    is_sam: bool,
}

impl Template {
    /// The names of a template at a node. One of a text that is not whole, or that is only a part of a template, is not
    /// closed.
    pub(super) fn of(tree: &Tree, root: NodeId, is_whole: bool) -> Self {
        let get = |key| tree.get(root, key);
        let transforms = get("Transform").map(|value| match tree.kind(value) {
            Kind::Array => tree.items(value).map(|item| tree.known(item)).collect(),
            _ => vec![tree.known(value)],
        });
        let transforms: Vec<Option<&str>> = transforms.unwrap_or_default();
        let is_known = |name: Option<&str>| name.is_some_and(|name| KNOWN_TRANSFORMS.contains(&name));
        let sections = [get("Parameters"), get("Resources")];
        // `Fn::Transform` and `Fn::ForEach` make members.
        let is_made = |section: NodeId| {
            !tree.is_object(section)
                || tree
                    .members(section)
                    .any(|member| tree.string(member.key).is_none() || is_open(tree.text(member.key)))
        };
        let says_so = get("AWSTemplateFormatVersion").is_some() || !transforms.is_empty();
        let is_closed = is_whole
            && says_so
            && transforms.iter().copied().all(is_known)
            && get("Fn::Transform").is_none()
            && !is_part_of_service(tree)
            && !sections.into_iter().flatten().any(is_made);
        let mut names = BTreeMap::new();
        for member in sections.into_iter().flatten().flat_map(|section| tree.members(section)) {
            let kind = tree.get(member.value, "Type").and_then(|kind| tree.known(kind)).map(str::to_owned);
            names.insert(tree.text(member.key).to_owned(), kind);
        }
        Self { names, is_closed, is_sam: transforms.contains(&Some(SAM_TRANSFORM)) }
    }

    /// Whether a name (`Function`, `Function.Arn`, `AWS::Region`) surely stands for nothing.
    pub fn lacks(&self, name: &str) -> bool {
        let id = name.split('.').next().unwrap_or(name);
        // SAM makes `FunctionRole` of `Function`, and `ServerlessRestApi` of nothing that has a name.
        let is_made = || id.starts_with("Serverless") || self.names.keys().any(|known| id.starts_with(known.as_str()));
        let is_elsewhere = id.starts_with("AWS::") || id.contains(['$', '{', '#']);
        let is_there = is_elsewhere || self.names.contains_key(id) || (self.is_sam && is_made());
        self.is_closed && !is_there
    }

    /// Whether a name is that of a Lambda function in the template, whose `Ref` is no ARN.
    pub fn is_function(&self, id: &str) -> bool {
        let kind = self.names.get(id).and_then(Option::as_deref);
        kind.is_some_and(|kind| FUNCTIONS.contains(&kind))
    }

    /// Whether all resources and parameters are known.
    pub fn is_closed(&self) -> bool {
        self.is_closed
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}

fn is_part_of_service(tree: &Tree) -> bool {
    let text = tree.slice(0..tree.span(tree.root()).range().end).unwrap_or("");
    VARIABLES.iter().any(|variable| memchr::memmem::find(text.as_bytes(), variable.as_bytes()).is_some())
}

/// Whether a key stands for members that a macro makes.
fn is_open(key: &str) -> bool {
    key.starts_with("Fn::")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, parse};

    fn template(text: &str) -> Template {
        let (tree, faults) = parse(text.into(), Language::Yaml, None);
        Template::of(&tree, tree.root(), faults.is_empty())
    }

    const PLAIN: &str = "AWSTemplateFormatVersion: 2010-09-09\nParameters: {P: {Type: String}}\nResources: {F: {Type: \
                         AWS::Lambda::Function}, T: {Type: AWS::DynamoDB::Table}}\n";

    #[test]
    fn names_of_a_template() {
        let plain = template(PLAIN);
        for known in ["P", "F", "F.Arn", "AWS::Region", "T.Stream.Arn"] {
            assert!(!plain.lacks(known), "{known}");
        }
        assert!(plain.lacks("G") && plain.lacks("FRole") && plain.lacks("Q.Arn"));
        assert!(plain.is_function("F") && !plain.is_function("T") && !plain.is_function("P"));
    }

    #[test]
    fn sam_makes_names() {
        let sam = template(&format!("Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\n{PLAIN}"));
        assert!(!sam.lacks("FRole") && !sam.lacks("ServerlessRestApi") && sam.lacks("G"));
    }

    #[test]
    fn what_could_add_names_leaves_all_open() {
        for text in [
            format!("Transform: Mine\n{PLAIN}"),
            format!("Transform: {{Name: AWS::Include}}\n{PLAIN}"),
            format!("Fn::Transform: {{Name: AWS::Include}}\n{PLAIN}"),
            PLAIN.replace("{F:", "{Fn::ForEach::X: [], F:"),
            PLAIN.replace("AWSTemplateFormatVersion", "Description"),
            format!("{PLAIN}x: [\n"),
            format!("{PLAIN}Description: of ${{self:service}}\n"),
        ] {
            assert!(!template(&text).lacks("G"), "{text}");
        }
    }
}
