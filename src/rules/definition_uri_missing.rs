//! See [`DEFINITION_URI_MISSING`].

use crate::host::{Base, Deployment, Lookup};
use crate::host_check::HostContext;
use crate::rule::Check;

declare_rule! {
    /// A template keeps a definition in a file that is not there.
    ///
    /// `DefinitionUri` of SAM, `DefinitionS3Location` before it is packaged, `file()` and `templatefile()` of Terraform and
    /// `${file()}` of the Serverless Framework name a file beside the template, and nothing can be deployed without it.
    /// Addresses and paths that leave the working directory are not looked for, nor are paths that begin in a directory
    /// that the file does not know: those of Terraform without `path.module`.
    ///
    /// ```yaml,template,fails
    /// AWSTemplateFormatVersion: 2010-09-09
    /// Transform: AWS::Serverless-2016-10-31
    /// Resources:
    ///   Order:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       DefinitionUri: flows/ordr.asl.json
    /// ```
    ///
    /// ```yaml,template,passes
    /// AWSTemplateFormatVersion: 2010-09-09
    /// Transform: AWS::Serverless-2016-10-31
    /// Resources:
    ///   Order:
    ///     Type: AWS::Serverless::StateMachine
    ///     Properties:
    ///       DefinitionUri: s3://definitions/order.asl.json
    /// ```
    ///
    /// Source: [AWS::Serverless::StateMachine](https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html)
    pub DEFINITION_URI_MISSING = "definition-uri-missing" (Host, Warning, Both, fix: Never), Check::Host(check)
}

fn check(ctx: &mut HostContext<'_>, deployment: &Deployment) {
    let Some(reference) = ctx.reference(deployment).filter(|reference| reference.base == Base::Host) else { return };
    if !matches!((ctx.lookup)(&reference.path), Lookup::Absent) {
        return;
    }
    let (span, path) = (reference.span, reference.path.clone());
    ctx.report(deployment, span, format!("there is no file `{path}` with the definition of `{}`", deployment.name))
        .help("the path begins in the directory of this file");
}
