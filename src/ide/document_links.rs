//! What in a document is the address of another one: the file of a definition in a template, the page of a resource,
//! the schema.

use super::hover::documentation;
use crate::analysis::Analysis;
use crate::host::{Base, Referenced};
use crate::syntax::{NodeId, Tree};
use crate::text::Span;

/// A part of the document that leads elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLink {
    pub span: Span,
    pub target: LinkTarget,
    pub tooltip: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A path, and where it begins. Whether there is such a file is not known.
    File(String, Base),
    Url(String),
}

/// The links of a document.
pub fn document_links(analysis: &Analysis) -> Vec<DocumentLink> {
    let mut links = Vec::new();
    for definition in &analysis.definitions {
        of_definition(&definition.tree, definition.root, &mut links);
        for state in definition.machine.iter().flat_map(|machine| &machine.states) {
            of_resource(&definition.tree, state.node, &mut links);
            for field in ["ItemReader", "ResultWriter"] {
                if let Some(object) = definition.tree.get(state.node, field) {
                    of_resource(&definition.tree, object, &mut links);
                }
            }
        }
    }
    links.extend(analysis.references.iter().filter_map(of_reference));
    links
}

fn of_definition(tree: &Tree, root: NodeId, links: &mut Vec<DocumentLink>) {
    let Some(node) = tree.get(root, "$schema") else { return };
    if let Some(url) = tree.known(node).filter(|url| is_web(url)) {
        let target = LinkTarget::Url(url.to_owned());
        links.push(DocumentLink { span: tree.content_span(node), target, tooltip: "Open the schema" });
    }
}

fn of_resource(tree: &Tree, object: NodeId, links: &mut Vec<DocumentLink>) {
    let Some(node) = tree.get(object, "Resource") else { return };
    let url = tree.string(node).and_then(|text| documentation(text.raw()));
    if let Some(url) = url {
        let target = LinkTarget::Url(url);
        links.push(DocumentLink { span: tree.content_span(node), target, tooltip: "Open the documentation" });
    }
}

/// The file of a definition that the document keeps beside itself.
fn of_reference(reference: &Referenced) -> Option<DocumentLink> {
    let target = LinkTarget::File(reference.path.clone(), reference.base);
    is_local(&reference.path).then_some(DocumentLink { span: reference.span, target, tooltip: "Open the definition" })
}

fn is_web(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// Whether a text is the path of a file beside the template, and no address of a bucket.
fn is_local(text: &str) -> bool {
    !text.is_empty() && !text.contains("://") && !text.starts_with(['/', '\\']) && !text.contains(['\n', '\0'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, analyzed};

    fn shown(path: &str, text: &str) -> Vec<String> {
        let analysis = analyzed(path, text);
        let link = |link: DocumentLink| match link.target {
            LinkTarget::File(file, _) => format!("{} -> file {file}", analysis.source.slice(link.span)),
            LinkTarget::Url(url) => format!("{} -> {url}", analysis.source.slice(link.span)),
        };
        document_links(&analysis).into_iter().map(link).collect()
    }

    #[test]
    fn resources_and_schemas() {
        let task = |resource: &str| format!(r#"{{"States": {{"A": {{"Type": "Task", "Resource": "{resource}"}}}}}}"#);
        let page = "https://docs.aws.amazon.com/step-functions/latest/dg";
        for (resource, name) in [
            ("arn:aws:states:::sqs:sendMessage", "connect-sqs"),
            ("arn:${AWS::Partition}:states:::lambda:invoke", "connect-lambda"),
            ("arn:aws:states:::aws-sdk:s3:getObject", "supported-services-awssdk"),
        ] {
            assert_eq!(shown(JSON, &task(resource)), [format!("{resource} -> {page}/{name}.html")]);
        }
        assert!(shown(JSON, &task("${Function}")).is_empty());
        assert!(shown(JSON, &task("arn:aws:states:::nothing:here")).is_empty());
        assert_eq!(
            shown(YAML, "$schema: https://example.com/asl.json\nStates: {}\n"),
            ["https://example.com/asl.json -> https://example.com/asl.json"]
        );
    }

    #[test]
    fn files_of_templates() {
        let template = |kind: &str, property: &str| {
            format!("Resources:\n  M:\n    Type: {kind}\n    Properties:\n      {property}\n")
        };
        let sam = "AWS::Serverless::StateMachine";
        let local = template(sam, "DefinitionUri: flows/m.asl.json");
        assert_eq!(shown("template.yaml", &local), ["flows/m.asl.json -> file flows/m.asl.json"]);
        let packaged = template("AWS::StepFunctions::StateMachine", "DefinitionS3Location: ./m.asl.yaml");
        assert_eq!(shown("template.yaml", &packaged), ["./m.asl.yaml -> file ./m.asl.yaml"]);
        for property in
            ["DefinitionUri: s3://bucket/key", "DefinitionUri: !Ref Path", "DefinitionUri: {Bucket: b, Key: k}"]
        {
            assert!(shown("template.yaml", &template(sam, property)).is_empty(), "{property}");
        }
        assert!(shown("notes.yaml", "DefinitionUri: AWS::Serverless::StateMachine\n").is_empty());
    }

    #[test]
    fn definitions_in_templates() {
        let text = r#"{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString":
            "{\"States\": {\"A\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sns:publish\"}}}"}}}}"#;
        assert_eq!(
            shown("template.json", text),
            ["arn:aws:states:::sns:publish -> https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html"]
        );
    }
}
