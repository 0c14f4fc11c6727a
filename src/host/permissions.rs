//! What the role of a state machine allows, where the template writes all of it.
//!
//! <https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html>

use std::collections::BTreeMap;
use std::sync::Arc;

use super::deployment::ResourceKind;
use super::{Intrinsic, Template, is_plain};
use crate::syntax::{Kind, NodeId, Tree};

/// The actions that a state machine may take. Of which resources is not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permissions {
    pub grantor: Grantor,
    /// In small letters, `*` and `?` standing for what they stand for in a policy.
    allowed: Arc<Vec<String>>,
}

/// What gives a state machine its permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grantor {
    /// The property `Policies` of SAM.
    Policies,
    /// A role of the template, by its logical id.
    Role(String),
}

impl Permissions {
    /// Whether an action as `sqs:SendMessage` is allowed.
    pub fn allow(&self, action: &str) -> bool {
        let action = action.to_ascii_lowercase();
        self.allowed.iter().any(|pattern| matches(pattern.as_bytes(), action.as_bytes()))
    }
}

/// The roles of a template, each with what it allows; `None` where that is not all known.
#[derive(Debug, Default)]
pub(super) struct Roles {
    of: BTreeMap<String, Option<Arc<Vec<String>>>>,
    /// By the logical ids of roles that SAM makes, what policies of the template add to them.
    attached: BTreeMap<String, Option<Vec<String>>>,
    /// Whether all that adds to a role is known.
    is_closed: bool,
}

impl Roles {
    pub(super) fn of(tree: &Tree, resources: NodeId, template: &Template) -> Self {
        let mut roles = Self { is_closed: template.is_closed(), ..Self::default() };
        if !roles.is_closed {
            return roles;
        }
        for resource in tree.members(resources) {
            roles.is_closed &= tree.get(resource.value, "Connectors").is_none();
            let properties = tree.get(resource.value, "Properties");
            let kind = tree.get(resource.value, "Type").and_then(|kind| tree.known(kind));
            match (kind, properties) {
                (Some("AWS::IAM::Policy" | "AWS::IAM::ManagedPolicy"), Some(policy)) => {
                    roles.attach(tree, tree.get(policy, "Roles"), policy);
                }
                (Some("AWS::IAM::RolePolicy"), Some(policy)) => {
                    roles.attach(tree, tree.get(policy, "RoleName"), policy);
                }
                (Some("AWS::Serverless::Connector"), _) => roles.is_closed = false,
                _ => {}
            }
        }
        for resource in tree.members(resources) {
            let kind = tree.get(resource.value, "Type").and_then(|kind| tree.known(kind));
            if kind == Some("AWS::IAM::Role") {
                let id = tree.text(resource.key);
                let own = tree.get(resource.value, "Properties").and_then(|role| written_in_role(tree, role));
                let allowed = roles.with_attached(id, own).map(Arc::new);
                roles.of.insert(id.to_owned(), allowed);
            }
        }
        roles
    }

    /// What a state machine may do; `None` where that is not all known.
    pub(super) fn permissions(
        &self,
        tree: &Tree,
        kind: ResourceKind,
        id: &str,
        properties: NodeId,
    ) -> Option<Permissions> {
        if !self.is_closed || !is_plain(tree, properties) {
            return None;
        }
        let role = match kind {
            ResourceKind::CloudFormation => Some(tree.get(properties, "RoleArn")?),
            ResourceKind::Sam => tree.get(properties, "Role"),
        };
        let Some(role) = role else {
            let policies = tree.get(properties, "Policies");
            let own = policies.map_or_else(|| Some(Vec::new()), |policies| written_for_sam(tree, policies));
            let allowed = Arc::new(self.with_attached(&format!("{id}Role"), own)?);
            return Some(Permissions { grantor: Grantor::Policies, allowed });
        };
        let Intrinsic::GetAtt(name) = Intrinsic::of(tree, role)? else { return None };
        let role = tree.known(name)?.trim_end_matches(".Arn");
        let allowed = Arc::clone(self.of.get(role)?.as_ref()?);
        Some(Permissions { grantor: Grantor::Role(role.to_owned()), allowed })
    }

    /// Adds a policy to the roles that it names.
    fn attach(&mut self, tree: &Tree, roles: Option<NodeId>, policy: NodeId) {
        let document = tree.get(policy, "PolicyDocument");
        let allowed = document.and_then(|document| allowed(tree, document));
        for role in roles.into_iter().flat_map(|roles| listed(tree, roles)) {
            let Some(Intrinsic::Ref(id)) = Intrinsic::of(tree, role) else {
                // A name may be that of any role.
                self.is_closed = false;
                return;
            };
            let before = self.attached.entry(tree.text(id).to_owned()).or_insert_with(|| Some(Vec::new()));
            match (before.as_mut(), &allowed) {
                (Some(before), Some(allowed)) => before.extend_from_slice(allowed),
                _ => *before = None,
            }
        }
    }

    fn with_attached(&self, role: &str, own: Option<Vec<String>>) -> Option<Vec<String>> {
        let mut all = own?;
        if let Some(attached) = self.attached.get(role) {
            all.extend_from_slice(attached.as_ref()?);
        }
        all.sort_unstable();
        all.dedup();
        // Who writes no permission at all gives them somewhere else.
        (!all.is_empty()).then_some(all)
    }
}

/// What the policies allow that stand in a role itself.
fn written_in_role(tree: &Tree, role: NodeId) -> Option<Vec<String>> {
    if !is_plain(tree, role) || tree.get(role, "ManagedPolicyArns").is_some() {
        return None;
    }
    let Some(policies) = tree.get(role, "Policies") else { return Some(Vec::new()) };
    let mut all = Vec::new();
    for policy in tree.items(policies).map(|policy| tree.resolve(policy)) {
        all.extend(allowed(tree, tree.get(policy, "PolicyDocument")?)?);
    }
    (tree.kind(policies) == Kind::Array).then_some(all)
}

/// What the `Policies` of SAM allow: documents and templates of policies.
fn written_for_sam(tree: &Tree, policies: NodeId) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for policy in listed(tree, policies) {
        if tree.get(policy, "Statement").is_some() {
            all.extend(allowed(tree, policy)?);
            continue;
        }
        // A name is that of a policy elsewhere.
        let [template] = tree.own_members(policy) else { return None };
        let (_, actions) = SAM_POLICIES.iter().find(|(name, _)| *name == tree.text(template.key))?;
        all.extend(actions.iter().map(|action| action.to_ascii_lowercase()));
    }
    Some(all)
}

/// What a policy document allows; `None` where a part of it is not known, or says what it does not allow.
fn allowed(tree: &Tree, document: NodeId) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for statement in listed(tree, tree.get(document, "Statement")?) {
        match tree.known(tree.get(statement, "Effect")?)? {
            "Allow" => {}
            _ => continue,
        }
        for action in listed(tree, tree.get(statement, "Action")?) {
            all.push(tree.known(action)?.to_ascii_lowercase());
        }
    }
    Some(all)
}

/// The items of a list, or the one value that stands in its place.
fn listed(tree: &Tree, value: NodeId) -> Vec<NodeId> {
    match tree.kind(value) {
        Kind::Array => tree.items(value).map(|item| tree.resolve(item)).collect(),
        _ => vec![value],
    }
}

/// Whether a pattern with `*` and `?` is that of a text. Takes no longer than the product of their lengths.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut place) = (0, 0);
    let mut last: Option<(usize, usize)> = None;
    while place < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                last = Some((at, place));
                at += 1;
            }
            Some(&sign) if sign == b'?' || Some(&sign) == text.get(place) => {
                at += 1;
                place += 1;
            }
            _ => {
                let Some((star, taken)) = last else { return false };
                last = Some((star, taken + 1));
                (at, place) = (star + 1, taken + 1);
            }
        }
    }
    pattern.get(at..).is_some_and(|rest| rest.iter().all(|&sign| sign == b'*'))
}

/// What the policy templates of SAM allow of what a task can need.
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html>
const SAM_POLICIES: [(&str, &[&str]); 14] = [
    ("LambdaInvokePolicy", &["lambda:InvokeFunction"]),
    (
        "DynamoDBCrudPolicy",
        &[
            "dynamodb:GetItem",
            "dynamodb:DeleteItem",
            "dynamodb:PutItem",
            "dynamodb:Scan",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:BatchGetItem",
        ],
    ),
    ("DynamoDBReadPolicy", &["dynamodb:GetItem", "dynamodb:Scan", "dynamodb:Query", "dynamodb:BatchGetItem"]),
    ("DynamoDBWritePolicy", &["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"]),
    ("DynamoDBReconfigurePolicy", &[]),
    ("SQSSendMessagePolicy", &["sqs:SendMessage*"]),
    ("SQSPollerPolicy", &["sqs:DeleteMessage*", "sqs:ReceiveMessage"]),
    ("SNSPublishMessagePolicy", &["sns:Publish"]),
    ("SNSCrudPolicy", &["sns:Publish", "sns:Subscribe", "sns:CreateTopic"]),
    ("StepFunctionsExecutionPolicy", &["states:StartExecution"]),
    ("EventBridgePutEventsPolicy", &["events:PutEvents"]),
    ("S3ReadPolicy", &["s3:GetObject", "s3:ListBucket", "s3:GetObjectVersion"]),
    ("S3WritePolicy", &["s3:PutObject"]),
    ("S3CrudPolicy", &["s3:GetObject", "s3:ListBucket", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, parse};

    const ROLE: &str = "
  R:
    Type: AWS::IAM::Role
    Properties:
      Policies:
        - PolicyDocument: {Statement: [{Effect: Allow, Action: ['sqs:Send*'], Resource: '*'}]}
";

    /// Which of some actions a machine may take; `None` where that is not known.
    fn allowed(kind: &str, properties: &str, others: &str) -> Option<(Grantor, Vec<&'static str>)> {
        let text = format!(
            "AWSTemplateFormatVersion: 2010-09-09\nTransform: AWS::Serverless-2016-10-31\nResources:\n  M:\n    Type: {kind}\n    \
             Properties: {{{properties}}}\n{others}"
        );
        let (tree, faults) = parse(text.as_str().into(), Language::Yaml, None);
        assert!(faults.is_empty(), "{text}: {faults:?}");
        let resources = tree.get(tree.root(), "Resources").unwrap();
        let properties = tree.get(tree.get(resources, "M").unwrap(), "Properties").unwrap();
        let roles = Roles::of(&tree, resources, &Template::of(&tree, tree.root(), true));
        let kind = if kind.contains("Serverless") { ResourceKind::Sam } else { ResourceKind::CloudFormation };
        let permissions = roles.permissions(&tree, kind, "M", properties)?;
        let some = ["sqs:SendMessage", "sns:Publish", "lambda:InvokeFunction"];
        let allowed = some.into_iter().filter(|action| permissions.allow(action)).collect();
        Some((permissions.grantor, allowed))
    }

    fn sam(properties: &str, others: &str) -> Option<Vec<&'static str>> {
        allowed("AWS::Serverless::StateMachine", properties, others).map(|(_, allowed)| allowed)
    }

    fn cloudformation(properties: &str, others: &str) -> Option<Vec<&'static str>> {
        allowed("AWS::StepFunctions::StateMachine", properties, others).map(|(_, allowed)| allowed)
    }

    #[test]
    fn policies_of_sam() {
        assert_eq!(sam("", ""), None);
        assert_eq!(sam("Policies: [S3ReadPolicy: {BucketName: b}]", ""), Some(vec![]));
        assert_eq!(sam("Policies: [SQSSendMessagePolicy: {QueueName: q}]", ""), Some(vec!["sqs:SendMessage"]));
        let document = "{Statement: {Effect: Allow, Action: 'sns:*', Resource: '*'}}";
        assert_eq!(sam(&format!("Policies: {document}"), ""), Some(vec!["sns:Publish"]));
        for unknown in ["AWSLambdaRole", "[{NewPolicy: {}}]", "[!Ref P]", "[!If [A, B, C]]"] {
            assert_eq!(sam(&format!("Policies: {unknown}"), ""), None, "{unknown}");
        }
        assert_eq!(sam("'Fn::If': []", ""), None);
        assert_eq!(sam("Role: !GetAtt R.Arn", ROLE), Some(vec!["sqs:SendMessage"]));
    }

    #[test]
    fn roles_of_the_template() {
        for role in ["!GetAtt R.Arn", "!GetAtt [R, Arn]", "{'Fn::GetAtt': [R, Arn]}"] {
            let (grantor, allowed) =
                allowed("AWS::StepFunctions::StateMachine", &format!("RoleArn: {role}"), ROLE).unwrap();
            assert_eq!((grantor, allowed), (Grantor::Role("R".to_owned()), vec!["sqs:SendMessage"]));
        }
        for role in ["!Ref R", "arn:aws:iam::123456789012:role/r", "!GetAtt Q.Arn"] {
            assert_eq!(cloudformation(&format!("RoleArn: {role}"), ROLE), None, "{role}");
        }
        let managed = ROLE.replace("Policies:", "ManagedPolicyArns: [a]\n      Policies:");
        let negated = ROLE.replace("Action", "NotAction");
        let computed = ROLE.replace("['sqs:Send*']", "!Ref Actions");
        for role in [managed, negated, computed] {
            assert_eq!(cloudformation("RoleArn: !GetAtt R.Arn", &role), None, "{role}");
        }
        let denied = ROLE.replace("Statement: [", "Statement: [{Effect: Deny, Action: '*', Resource: '*'}, ");
        assert_eq!(cloudformation("RoleArn: !GetAtt R.Arn", &denied), Some(vec!["sqs:SendMessage"]));
        let none = ROLE.replace("Allow", "Deny");
        assert_eq!(cloudformation("RoleArn: !GetAtt R.Arn", &none), None);
    }

    #[test]
    fn policies_are_added_to_roles() {
        let policy = |roles: &str, action: &str| {
            format!(
                "{ROLE}  P:\n    Type: AWS::IAM::Policy\n    Properties:\n      Roles: [{roles}]\n      PolicyDocument: {{Statement: \
                 [{{Effect: Allow, Action: {action}, Resource: '*'}}]}}\n"
            )
        };
        let machine = "RoleArn: !GetAtt R.Arn";
        assert_eq!(cloudformation(machine, &policy("!Ref R", "'*'")).unwrap().len(), 3);
        assert_eq!(cloudformation(machine, &policy("!Ref R", "!Ref A")), None);
        assert_eq!(cloudformation(machine, &policy("!Ref Q", "!Ref A")).unwrap().len(), 1);
        assert_eq!(cloudformation(machine, &policy("some-role", "'*'")), None);
        assert_eq!(sam("", &policy("!Ref MRole", "'sns:Publis?'")), Some(vec!["sns:Publish"]));
        assert_eq!(sam("", &format!("{ROLE}  C: {{Type: AWS::Serverless::Connector}}\n")), None);
    }

    #[test]
    fn patterns_of_actions() {
        let takes = |pattern: &str, text: &str| matches(pattern.as_bytes(), text.as_bytes());
        assert!(takes("*", "a") && takes("a*c", "abbc") && takes("a?c", "abc") && takes("a**", "a") && takes("", ""));
        assert!(!takes("a*c", "ab") && !takes("a", "ab") && !takes("ab", "a") && !takes("?", ""));
        assert!(!takes(&format!("{}b", "*a".repeat(2_000)), &"a".repeat(4_000)));
    }
}
