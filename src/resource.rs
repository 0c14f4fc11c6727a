//! Takes the `Resource` of a `Task`, an `ItemReader` or a `ResultWriter` apart.
//!
//! [`parse`] accepts any text and says which kind of resource it is, with the byte range of every
//! part, so that a rule can point at the part that is wrong. It judges nothing: whether a service or
//! a partition exists is for the rules to say.

use std::ops::Range;

/// The AWS partitions a resource ARN can name.
pub const PARTITIONS: [&str; 8] =
    ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

/// Reads a resource ARN.
///
/// A placeholder that a host document fills in later (`${…}`, `#{…}`, `{{…}}`) is left as it
/// is where the kind of resource is certain without it, as in
/// `arn:${AWS::Partition}:states:::lambda:invoke`; [`Segment::has_placeholder`] tells such a part.
/// Where it could hide more, the answer is [`Resource::Partial`].
///
/// See <https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html>.
pub fn parse(text: &str) -> Resource<'_> {
    let whole = Segment { text, range: 0..text.len() };
    let parsed = match Arn::split(&whole) {
        Ok(arn) => arn.recognize(),
        Err(reason) => Some(Resource::Malformed { reason }),
    };
    match parsed {
        // The missing part may be what the placeholder stands for.
        Some(Resource::Malformed { .. }) | None if whole.has_placeholder() => Resource::Partial,
        Some(resource) => resource,
        None => Resource::Other,
    }
}

/// What a `Resource` text turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource<'a> {
    /// `arn:<partition>:states:::<service>:<action>[.suffix]`. Both names are as written and may be
    /// unknown or, where the text ends early, empty.
    ///
    /// See <https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html>.
    Optimized {
        /// The AWS partition.
        partition: Segment<'a>,
        /// The service, as `dynamodb`.
        service: Segment<'a>,
        /// The action, as `getItem`.
        action: Segment<'a>,
        /// What follows the action from its first dot on, that dot included, as `.sync:2`.
        suffix: Option<Segment<'a>>,
    },
    /// `arn:<partition>:states:::aws-sdk:<service>:<action>[.suffix]`, with the same latitude.
    ///
    /// See <https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html>.
    AwsSdk {
        /// The AWS partition.
        partition: Segment<'a>,
        /// The service of the AWS SDK, as `dynamodb`.
        service: Segment<'a>,
        /// The API action, as `query`.
        action: Segment<'a>,
        /// What follows the action from its first dot on, that dot included.
        suffix: Option<Segment<'a>>,
    },
    /// `arn:<partition>:lambda:<region>:<account>:function:<name>[:qualifier]`.
    ///
    /// See <https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html>.
    Lambda {
        /// The AWS partition.
        partition: Segment<'a>,
        /// The region; may be empty.
        region: Segment<'a>,
        /// The account; may be empty.
        account: Segment<'a>,
        /// The function's name together with its qualifier, as `resize:$LATEST`; may be empty.
        function: Segment<'a>,
    },
    /// `arn:<partition>:states:<region>:<account>:activity:<name>`.
    ///
    /// See <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html>.
    Activity {
        /// The AWS partition.
        partition: Segment<'a>,
        /// Everything after `activity:`; empty when the ARN stops there.
        name: Segment<'a>,
    },
    /// Another ARN with all its parts.
    Other,
    /// A placeholder may hide what this is.
    Partial,
    /// No ARN.
    Malformed {
        /// What is wrong with it.
        reason: MalformedArn,
    },
}

/// A part of a resource text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment<'a> {
    /// The part itself.
    pub text: &'a str,
    /// Where it stands, in bytes of the whole text.
    pub range: Range<usize>,
}

/// Why a text is no ARN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MalformedArn {
    /// It does not begin with `arn:`.
    NotAnArn,
    /// It has fewer than the six parts `arn:partition:service:region:account:resource`, or its
    /// partition, service or resource is empty.
    MissingParts,
}

impl Segment<'_> {
    /// Whether a host document fills in some of this part later, so that its text says little.
    pub fn has_placeholder(&self) -> bool {
        // Nearly no text has a brace.
        match self.text.rsplit_once('}').filter(|_| self.text.contains('{')) {
            Some((before, _)) => OPENINGS.iter().any(|opening| before.contains(opening)),
            None => false,
        }
    }

    /// The parts before and after the first `separator`, if there is one outside placeholders.
    fn split(&self, separator: char) -> Option<(Self, Self)> {
        let at = find(self.text, separator)?;
        Some((self.part(0..at), self.part(at + separator.len_utf8()..self.text.len())))
    }

    /// As [`Segment::split`] at a colon, with an empty second part when there is none.
    fn split_or_empty(&self) -> (Self, Self) {
        let length = self.text.len();
        self.split(':').unwrap_or_else(|| (self.clone(), self.part(length..length)))
    }

    /// `range` counts from the start of this part and lies on letter boundaries within it.
    fn part(&self, range: Range<usize>) -> Self {
        Segment {
            text: self.text.get(range.clone()).unwrap_or_default(),
            range: self.range.start + range.start..self.range.start + range.end,
        }
    }
}

/// An ARN in its parts.
///
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
struct Arn<'a> {
    partition: Segment<'a>,
    service: Segment<'a>,
    region: Segment<'a>,
    account: Segment<'a>,
    resource: Segment<'a>,
}

impl<'a> Arn<'a> {
    fn split(text: &Segment<'a>) -> Result<Self, MalformedArn> {
        let (scheme, rest) = text.split(':').ok_or(MalformedArn::NotAnArn)?;
        if scheme.text != "arn" {
            return Err(MalformedArn::NotAnArn);
        }
        let (partition, rest) = rest.split(':').ok_or(MalformedArn::MissingParts)?;
        let (service, rest) = rest.split(':').ok_or(MalformedArn::MissingParts)?;
        let (region, rest) = rest.split(':').ok_or(MalformedArn::MissingParts)?;
        let (account, resource) = rest.split(':').ok_or(MalformedArn::MissingParts)?;
        if [&partition, &service, &resource].iter().any(|part| part.text.is_empty()) {
            return Err(MalformedArn::MissingParts);
        }
        Ok(Arn { partition, service, region, account, resource })
    }

    /// The kinds a `Task` can have; nothing for another ARN, or where a placeholder leaves the kind,
    /// the service or the action open.
    fn recognize(self) -> Option<Resource<'a>> {
        let local = !self.region.text.is_empty() || !self.account.text.is_empty();
        let (kind, rest) = self.resource.split_or_empty();
        match (self.service.text, kind.text) {
            ("lambda", "function") => Some(Resource::Lambda {
                partition: self.partition,
                region: self.region,
                account: self.account,
                function: rest,
            }),
            ("states", "activity") if local => Some(Resource::Activity { partition: self.partition, name: rest }),
            ("states", _) if local => None,
            ("states", _) => integration(self.partition, kind, rest),
            _ => None,
        }
    }
}

/// An integration from the partition and the two halves of what follows `states:::`.
fn integration<'a>(partition: Segment<'a>, first: Segment<'a>, rest: Segment<'a>) -> Option<Resource<'a>> {
    let sdk = first.text == "aws-sdk";
    let (service, call) = if sdk { rest.split_or_empty() } else { (first, rest) };
    if service.has_placeholder() || call.has_placeholder() {
        return None;
    }
    // No action name has a dot in it, so the first one begins the pattern.
    let (action, suffix) = match find(call.text, '.') {
        Some(dot) => (call.part(0..dot), Some(call.part(dot..call.text.len()))),
        None => (call, None),
    };
    Some(if sdk {
        Resource::AwsSdk { partition, service, action, suffix }
    } else {
        Resource::Optimized { partition, service, action, suffix }
    })
}

/// How placeholders begin: `CloudFormation`, SAM, Terraform, CDK tokens and the Serverless Framework;
/// its pseudo parameters plugin; `CloudFormation` dynamic references, and what makes templates of templates.
const OPENINGS: [&str; 3] = ["${", "#{", "{{"];

/// The byte position of the first `separator` outside placeholders, which have colons and dots of
/// their own (`${AWS::Partition}`). What opens after the last brace is never closed, so it is no
/// placeholder: nothing fills in `${LambdaArn`. One pass, however many placeholders there are.
fn find(text: &str, separator: char) -> Option<usize> {
    let first = text.find(separator)?;
    if !text.get(..first)?.contains('{') {
        return Some(first);
    }
    let last_brace = text.rfind('}').unwrap_or(0);
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        let next = rest.chars().next()?;
        if at < last_brace
            && let Some(length) = placeholder_length(rest)
        {
            at += length;
        } else if next == separator {
            return Some(at);
        } else {
            at += next.len_utf8();
        }
    }
}

/// The length of the placeholder `text` begins with, to the brace that closes it: Terraform nests
/// braces in expressions. One whose braces do not match reaches to the end.
fn placeholder_length(text: &str) -> Option<usize> {
    if !OPENINGS.iter().any(|opening| text.starts_with(opening)) {
        return None;
    }
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return Some(at + 1),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    Some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A segment of `text` by what it says; the last occurrence, which is the one wanted below.
    fn segment<'a>(text: &'a str, part: &str) -> Segment<'a> {
        let start = text.rfind(part).unwrap();
        Segment { text: &text[start..start + part.len()], range: start..start + part.len() }
    }

    fn malformed(reason: MalformedArn) -> Resource<'static> {
        Resource::Malformed { reason }
    }

    #[test]
    fn optimized_integration() {
        let text = "arn:aws-cn:states:::dynamodb:getItem";
        assert_eq!(
            parse(text),
            Resource::Optimized {
                partition: segment(text, "aws-cn"),
                service: segment(text, "dynamodb"),
                action: segment(text, "getItem"),
                suffix: None,
            }
        );
    }

    #[test]
    fn suffix_begins_at_the_first_dot_and_keeps_its_colon() {
        for suffix in [".sync", ".sync:2", ".waitForTaskToken", ".sync.sync", "."] {
            let text = format!("arn:aws:states:::states:startExecution{suffix}");
            let Resource::Optimized { service, action, suffix: Some(found), .. } = parse(&text) else {
                panic!("{text}");
            };
            assert_eq!((service.text, service.range), ("states", 17..23));
            assert_eq!(action.text, "startExecution");
            assert_eq!(found.text, suffix);
            assert_eq!(&text[found.range], suffix);
        }
    }

    #[test]
    fn sdk_integration() {
        let text = "arn:aws:states:::aws-sdk:s3:getObject.waitForTaskToken";
        assert_eq!(
            parse(text),
            Resource::AwsSdk {
                partition: Segment { text: "aws", range: 4..7 },
                service: segment(text, "s3"),
                action: segment(text, "getObject"),
                suffix: Some(segment(text, ".waitForTaskToken")),
            }
        );
    }

    #[test]
    fn an_integration_that_stops_early_has_empty_names() {
        let text = "arn:aws:states:::lambda";
        let end = text.len();
        let Resource::Optimized { service, action, suffix: None, .. } = parse(text) else { panic!() };
        assert_eq!(service.text, "lambda");
        assert_eq!(action, Segment { text: "", range: end..end });

        let Resource::AwsSdk { service, action, .. } = parse("arn:aws:states:::aws-sdk") else { panic!() };
        assert_eq!((service.text, action.text), ("", ""));
    }

    #[test]
    fn extra_parts_belong_to_the_action() {
        let Resource::Optimized { action, .. } = parse("arn:aws:states:::lambda:invoke:1") else { panic!() };
        assert_eq!(action.text, "invoke:1");
    }

    #[test]
    fn lambda_function_keeps_its_qualifier() {
        let text = "arn:aws:lambda:eu-west-1:123456789012:function:resize:$LATEST";
        assert_eq!(
            parse(text),
            Resource::Lambda {
                partition: Segment { text: "aws", range: 4..7 },
                region: segment(text, "eu-west-1"),
                account: segment(text, "123456789012"),
                function: segment(text, "resize:$LATEST"),
            }
        );
    }

    #[test]
    fn activity() {
        let text = "arn:aws:states:eu-west-1:123456789012:activity:review";
        let partition = Segment { text: "aws", range: 4..7 };
        assert_eq!(parse(text), Resource::Activity { partition: partition.clone(), name: segment(text, "review") });

        let text = "arn:aws:states:eu-west-1:123456789012:activity";
        let end = text.len();
        assert_eq!(parse(text), Resource::Activity { partition, name: Segment { text: "", range: end..end } });
    }

    #[test]
    fn an_activity_without_region_and_account_reads_as_an_integration() {
        let Resource::Optimized { service, .. } = parse("arn:aws:states:::activity:review") else { panic!() };
        assert_eq!(service.text, "activity");
    }

    #[test]
    fn unknown_partition_is_still_parsed() {
        let Resource::Optimized { partition, .. } = parse("arn:awss:states:::lambda:invoke") else { panic!() };
        assert_eq!(partition.text, "awss");
        assert!(!PARTITIONS.contains(&partition.text));
    }

    #[test]
    fn other_arns() {
        for text in [
            "arn:aws:states:eu-west-1:123456789012:stateMachine:orders",
            "arn:aws:states:eu-west-1::lambda:invoke",
            "arn:aws:lambda:eu-west-1:123456789012:layer:tools",
            "arn:aws:sns:eu-west-1:123456789012:topic",
            "arn:aws:s3:::bucket",
        ] {
            assert_eq!(parse(text), Resource::Other, "{text}");
        }
    }

    #[test]
    fn not_an_arn() {
        for text in [
            "",
            "arn",
            "create",
            "${LambdaArn",
            "ARN:aws:states:::lambda:invoke",
            " arn:aws:states:::lambda:invoke",
            "http://a:1:2:3:4:5",
        ] {
            assert_eq!(parse(text), malformed(MalformedArn::NotAnArn), "{text:?}");
        }
    }

    #[test]
    fn missing_parts() {
        for text in [
            "arn:",
            "arn:aws",
            "arn:aws:states::lambda",
            "arn:aws:lambda:eu-west-1:123456789012",
            "arn:aws:states:::",
            "arn::states:::lambda:invoke",
            "arn:aws::::lambda:invoke",
        ] {
            assert_eq!(parse(text), malformed(MalformedArn::MissingParts), "{text:?}");
        }
    }

    #[test]
    fn a_placeholder_beside_the_names_hides_nothing() {
        for partition in
            ["${AWS::Partition}", "#{AWS::Partition}", "${Token[AWS.Partition.3]}", "{{resolve:ssm:/partition:1}}"]
        {
            let text = format!("arn:{partition}:states:::lambda:invoke.waitForTaskToken");
            let Resource::Optimized { partition: found, service, action, suffix: Some(suffix) } = parse(&text) else {
                panic!("{text}");
            };
            assert_eq!(found.text, partition);
            assert!(found.has_placeholder());
            assert!(!service.has_placeholder());
            assert_eq!((service.text, action.text, suffix.text), ("lambda", "invoke", ".waitForTaskToken"));
            assert_eq!(&text[service.range], "lambda");
        }
    }

    #[test]
    fn a_placeholder_in_a_function_or_activity_name_leaves_the_kind_certain() {
        let text = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Name}:live";
        let Resource::Lambda { region, account, function, .. } = parse(text) else { panic!() };
        assert_eq!((region.text, account.text), ("${AWS::Region}", "${AWS::AccountId}"));
        assert_eq!(function.text, "${Name}:live");

        let text = "arn:aws:states:${AWS::Region}:${AWS::AccountId}:activity:${Name}";
        let Resource::Activity { name, .. } = parse(text) else { panic!() };
        assert_eq!(name, segment(text, "${Name}"));
    }

    #[test]
    fn a_placeholder_that_may_hide_a_name_is_partial() {
        for text in [
            "${LambdaArn}",
            "#{arn}",
            "{{resolve:ssm:/arn}}",
            "{{ function.arn }}",
            "prefix-${name}",
            "arn:${Rest}",
            "arn:aws:states:::${Call}",
            "arn:aws:states:::lambda:${Action}",
            "arn:aws:states:::lambda:invoke${Suffix}",
            "arn:aws:states:::lambda:invoke.${Suffix}",
            "arn:aws:states:::aws-sdk:${Service}:getObject",
            "arn:aws:states:::aws-sdk${Rest}",
            "arn:aws:${Service}:::lambda:invoke",
            "arn:aws:states:${RegionAndAccount}:activity:review",
            "arn:aws:states:${Nothing}::lambda:invoke",
            "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:${Rest}",
            "arn:aws:lambda:${AWS::Region}:${Rest",
        ] {
            assert_eq!(parse(text), Resource::Partial, "{text}");
        }
    }

    #[test]
    fn braces_inside_a_placeholder_nest() {
        let text = r#"arn:${lookup({a = "b"}, "a:b")}:states:::sns:publish"#;
        let Resource::Optimized { partition, service, .. } = parse(text) else { panic!() };
        assert_eq!(partition.text, r#"${lookup({a = "b"}, "a:b")}"#);
        assert_eq!(service.text, "sns");
    }

    #[test]
    fn any_text_gives_a_result() {
        for text in
            ["arn:é:states:::λ:ß.ü", "${", "${}", "}:}:{", "arn:${é:::", ":::::::", "arn:\u{0}:a:::é.é", "${{resolve:}"]
        {
            parse(text);
        }
        let Resource::Optimized { action, suffix: Some(suffix), .. } = parse("arn:é:states:::λ:ß.ü") else {
            panic!()
        };
        assert_eq!((action.text, suffix.text), ("ß", ".ü"));
    }

    #[test]
    fn long_texts_take_one_pass() {
        // A search that starts over at each opening would run for minutes here.
        assert_eq!(parse(&"${a}".repeat(250_000)), Resource::Partial);
        assert_eq!(parse(&"${".repeat(500_000)), malformed(MalformedArn::NotAnArn));
        assert_eq!(parse(&format!("{}}}", "${".repeat(500_000))), Resource::Partial);
    }
}
