//! See [`DOLLAR_SUFFIX_COLLISION`].

use rustc_hash::{FxHashMap, FxHashSet};

use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::schema::ValueKind;
use crate::syntax::NodeId;

declare_rule! {
    /// A payload has both a key and the same key with `.$`.
    ///
    /// Both give a field of the same name, as the suffix is taken off. Which of the two values is sent is not laid down.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"mode": "fast", "mode.$": "$.mode"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"defaultMode": "fast", "mode.$": "$.mode"}, "End": true}
    /// ```
    ///
    /// Source: [Payload template](https://states-language.net/#payload-template)
    pub DOLLAR_SUFFIX_COLLISION = "dollar-suffix-collision" (Path, Warning, JsonPath, fix: Never), Check::Expressions(check)
}

/// How many keys are few.
const FEW: usize = 16;

fn check(ctx: &mut Context<'_>, state: &State, expressions: &[Expression<'_>]) {
    let tree = ctx.tree;
    let mut seen = FxHashSet::default();
    for expression in expressions {
        if expression.field.value != ValueKind::Template
            || !expression.has_suffix(tree)
            || !seen.insert(expression.object)
        {
            continue;
        }
        let members: Vec<_> = tree.members(expression.object).collect();
        // Few keys are compared faster than they are put into a table.
        let collides =
            |name: &str| name.strip_suffix(".$").is_some_and(|plain| tree.get(expression.object, plain).is_some());
        if members.len() <= FEW && !members.iter().any(|member| collides(tree.text(member.key))) {
            continue;
        }
        let keys: FxHashMap<&str, NodeId> = members.iter().map(|member| (tree.text(member.key), member.key)).collect();
        for member in members {
            let name = tree.text(member.key);
            let Some(plain) = name.strip_suffix(".$") else { continue };
            if let Some(&other) = keys.get(plain) {
                let message = format!("`{plain}` and `{name}` of state `{}` are the same field", state.name);
                ctx.report(member.value, message)
                    .span(tree.span(member.key))
                    .related(tree.span(other), "also given here")
                    .help("leave one of them out");
            }
        }
    }
}
