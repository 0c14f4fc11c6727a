//! See [`RESULT_WRITER_COMBINATION`].

use crate::asl::{QueryLanguage, StateType};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::{Mode, lacks, mode, object};

declare_rule! {
    /// The fields of a `ResultWriter` are not complete.
    ///
    /// It takes `WriterConfig` alone to shape the output, `Resource` with `Parameters` (or `Arguments`) to store it in
    /// S3, or all three. AWS refuses it when it is empty or when one of the two that belong together is missing.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject"}}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ResultWriter": {}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ResultWriter": {"WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSON"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "reports"}}}
    /// ```
    ///
    /// Source: [ResultWriter](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html)
    pub RESULT_WRITER_COMBINATION = "result-writer-combination" (Map, Error, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    // An inline map has no use for it at all, which is another finding.
    if state.kind != Some(StateType::Map) || mode(tree, state) == Mode::Inline {
        return;
    }
    let Some(writer) = object(tree, state.node, "ResultWriter") else { return };
    let (name, other) = match state.query_language {
        QueryLanguage::JsonPath => ("Parameters", "Arguments"),
        QueryLanguage::Jsonata => ("Arguments", "Parameters"),
    };
    let resource = lacks(tree, writer, "Resource");
    // The field of the other language is reported as such.
    let payload = lacks(tree, writer, name) && tree.get(writer, other).is_none();
    let present = |field| tree.member(writer, field);
    let (spot, fault) = if resource && payload && lacks(tree, writer, "WriterConfig") {
        (ctx.key(state.node, "ResultWriter"), "is empty".to_owned())
    } else if let (true, Some(member)) = (payload, present("Resource")) {
        (Some(member.key), format!("has a `Resource` and lacks `{name}`"))
    } else if let (true, Some(member)) = (resource, present(name)) {
        (Some(member.key), format!("has `{name}` and lacks `Resource`"))
    } else {
        return;
    };
    let span = spot.map_or_else(|| tree.span(writer), |spot| tree.span(spot));
    ctx.report(writer, format!("`ResultWriter` of state `{}` {fault}", state.name))
        .span(span)
        .help(format!("write `WriterConfig`, or `Resource` with `{name}`, or all three"));
}
