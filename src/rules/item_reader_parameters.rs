//! See [`ITEM_READER_PARAMETERS`].

use crate::asl::QueryLanguage;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::{Reads, lacks, reader};

declare_rule! {
    /// An `ItemReader` does not say which object or bucket to read.
    ///
    /// `s3:getObject` needs `Bucket` and `Key`, `s3:listObjectsV2` needs `Bucket` and takes a `Prefix`, not a `Key`. Without
    /// them the map run fails before its first item.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "JSONL"},
    ///     "Parameters": {"Bucket": "sales"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    ///     "ReaderConfig": {"InputType": "JSONL"},
    ///     "Parameters": {"Bucket": "sales", "Key.$": "$.key"}}}
    /// ```
    ///
    /// Source: [ItemReader](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html)
    pub ITEM_READER_PARAMETERS = "item-reader-parameters" (Map, Warning, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    let Some(reader) = reader(tree, state).filter(|reader| reader.reads != Reads::Unknown) else { return };
    let (name, other) = match state.query_language {
        QueryLanguage::JsonPath => ("Parameters", "Arguments"),
        QueryLanguage::Jsonata => ("Arguments", "Parameters"),
    };
    let Some(parameters) = tree.member(reader.node, name) else {
        let Some(resource) = tree.get(reader.node, "Resource") else { return };
        // The field of the other language is reported as such.
        if lacks(tree, reader.node, name) && tree.get(reader.node, other).is_none() {
            ctx.report(resource, format!("`ItemReader` of state `{}` lacks `{name}`", state.name))
                .help("they name the `Bucket` and what to read from it");
        }
        return;
    };
    // One expression for the whole gives who knows what.
    if !tree.is_object(parameters.value) || tree.is_opaque(parameters.value) {
        return;
    }
    let missing = |field: &str| {
        let evaluated = format!("{field}.$");
        lacks(tree, parameters.value, field) && lacks(tree, parameters.value, &evaluated)
    };
    let needed: &[&str] = if reader.reads == Reads::Object { &["Bucket", "Key"] } else { &["Bucket"] };
    let absent: Vec<String> = needed.iter().filter(|field| missing(field)).map(|field| format!("`{field}`")).collect();
    if !absent.is_empty() {
        let absent = absent.join(" and ");
        ctx.report(parameters.value, format!("`{name}` in the `ItemReader` of state `{}` lack {absent}", state.name))
            .span(tree.span(parameters.key))
            .help("name the bucket, and the object where one is read");
    }
    let key = tree.member(parameters.value, "Key").or_else(|| tree.member(parameters.value, "Key.$"));
    if let Some(key) = key.filter(|_| reader.reads == Reads::Listing) {
        ctx.report(
            key.value,
            format!("the `ItemReader` of state `{}` lists objects, which takes no `Key`", state.name),
        )
        .span(tree.span(key.key))
        .help("narrow the list with `Prefix`, or read the object with `s3:getObject`");
    }
}
