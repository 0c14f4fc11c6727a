//! See [`AWS_SDK_SERVICE_MISNAMED`].

use crate::diagnostic::Applicability;
use crate::integration::Call;
use crate::model::State;
use crate::resource::Resource;
use crate::rule::{Check, Context};
use crate::services::{self, SdkService};

declare_rule! {
    /// An AWS SDK integration names its service otherwise than Step Functions does.
    ///
    /// After `aws-sdk:` comes the name that the AWS SDK for Java has for the service, in lower case and without dashes:
    /// `sfn`, `cognitoidentityprovider`, `cloudwatchlogs`. Names from the command line, from endpoints and from IAM
    /// policies often differ. AWS does not recognize those. A service that is not known at all is only reported when it
    /// is a letter or two away from a known one, as new services appear all the time.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:rds-data:executeStatement",
    ///   "Parameters": {"ResourceArn": "arn:aws:rds:eu-west-1:123456789012:cluster:orders",
    ///     "SecretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders", "Sql": "select 1"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:rdsdata:executeStatement",
    ///   "Parameters": {"ResourceArn": "arn:aws:rds:eu-west-1:123456789012:cluster:orders",
    ///     "SecretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders", "Sql": "select 1"}, "End": true}
    /// ```
    ///
    /// Fix: writes the name that Step Functions has; safe where only letter case and dashes differ.
    ///
    /// Source: [AWS SDK integrations](https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html)
    pub AWS_SDK_SERVICE_MISNAMED = "aws-sdk-service-misnamed" (Integration, Warning, Both, fix: Always), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let Resource::AwsSdk { service, .. } = &call.resource else { return };
    let (right, applicability) = match services::optimized().sdk_service(service.text) {
        SdkService::Known | SdkService::Retired => return,
        SdkService::Misnamed(right) => {
            let letters: String = service.text.chars().filter(char::is_ascii_alphanumeric).collect();
            let same = letters.eq_ignore_ascii_case(right);
            (right, if same { Applicability::Safe } else { Applicability::Unsafe })
        }
        SdkService::Unknown => match near(service.text) {
            Some(right) => (right, Applicability::Unsafe),
            None => return,
        },
    };
    let span = call.span(ctx.tree, &service.range);
    let edits = call.replace(ctx.tree, service.range.clone(), right);
    ctx.report(call.node, format!("`{}` in state `{}` is not a service of the AWS SDK", service.text, state.name))
        .span(span)
        .help(format!("did you mean `{right}`?"))
        .fix(format!("write `{right}`"), applicability, edits);
}

/// The service a letter or two away. Versions do not count: `sesv3` may well exist tomorrow.
fn near(name: &str) -> Option<&'static str> {
    let right = crate::asl::nearest(name, services::optimized().sdk_services())?;
    let limit = if name.chars().count() < 8 { 1 } else { 2 };
    let is_slip = strsim::osa_distance(name, right) <= limit && unversioned(name) != unversioned(right);
    is_slip.then_some(right)
}

fn unversioned(name: &str) -> &str {
    let stem = name.trim_end_matches(|last: char| last.is_ascii_digit());
    if stem.len() < name.len() { stem.strip_suffix('v').unwrap_or(stem) } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_new_versions() {
        assert_eq!(near("dynamdb"), Some("dynamodb"));
        assert_eq!(near("secretmanager"), Some("secretsmanager"));
        assert_eq!(near("sesv3"), None);
        assert_eq!(near("macie3"), None);
        assert_eq!(near("brandnewservice"), None);
    }
}
