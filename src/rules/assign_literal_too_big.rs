//! See [`ASSIGN_LITERAL_TOO_BIG`].

use crate::expression::Reference;
use crate::flow::variables::Assignment;
use crate::json_size::minified;
use crate::rule::{Check, Context};
use crate::syntax::{NodeId, Tree};

declare_rule! {
    /// One `Assign` holds more than the 256 KiB that the variables of a state may have.
    ///
    /// A variable may have 256 KiB, and so may all variables of one `Assign` together. Literal values above that can only
    /// fail. Large fixed data is better kept in S3.
    ///
    /// JSON only: the example is as large as it says.
    ///
    /// ```json,fails,generated
    /// {"StartAt": "Set", "States": {"Set": {"Type": "Pass", "Next": "Use", "Assign": {"text": "
    /// repeat "hello " 45000
    /// "}}, "Use": {"Type": "Pass", "Parameters": {"text.$": "$text"}, "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Set", "States": {"Set": {"Type": "Pass", "Next": "Use", "Assign": {"text": "hello"}},
    ///   "Use": {"Type": "Pass", "Parameters": {"text.$": "$text"}, "End": true}}}
    /// ```
    ///
    /// Source: [Workflow variables](https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html)
    pub ASSIGN_LITERAL_TOO_BIG = "assign-literal-too-big" (Variables, Warning, Both, fix: Never), Check::Variables(check)
}

const LIMIT: u64 = 262_144;

fn check(ctx: &mut Context<'_>, _: &[Reference]) {
    let (tree, machine) = (ctx.tree, ctx.machine);
    for together in ctx.variables.assignments.chunk_by(|one, other| one.state == other.state && one.on == other.on) {
        let length: u64 = together.iter().map(|assignment| literal(tree, assignment)).sum();
        let Some(first) = together.first().filter(|_| LIMIT < length) else { continue };
        let Some(state) = machine.state(first.state) else { continue };
        let largest = together.iter().max_by_key(|assignment| literal(tree, assignment)).unwrap_or(first);
        let message = format!("state `{}` assigns {length} bytes at once, the limit is {LIMIT}", state.name);
        ctx.report(largest.key, message).help("keep large fixed data in S3");
    }
}

/// How many bytes a value has at least that is not evaluated.
fn literal(tree: &Tree, assignment: &Assignment) -> u64 {
    if tree.text(assignment.key).ends_with(".$") || is_evaluated(tree, assignment.value) {
        return 0;
    }
    minified(tree, assignment.value)
}

fn is_evaluated(tree: &Tree, value: NodeId) -> bool {
    tree.known(value).is_some_and(|text| text.starts_with("{%"))
}
