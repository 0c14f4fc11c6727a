//! What a file says of its module: local values and `template_file` data sources, by their names. It does not read the
//! other files of the module, and computes nothing.

use std::collections::BTreeMap;

use hcl_edit::expr::{Expression, TraversalOperator};
use hcl_edit::structure::{Block, BlockLabel, Body};
use hcl_edit::template::Element;

/// How many names may stand for each other: values that name themselves have no end.
pub(super) const STEPS: usize = 16;

/// The names of a file.
pub(super) struct Module<'a> {
    locals: BTreeMap<&'a str, &'a Expression>,
    template_files: BTreeMap<&'a str, &'a Block>,
}

impl<'a> Module<'a> {
    pub(super) fn of(body: &'a Body) -> Self {
        let locals = body.get_blocks("locals").flat_map(|block| block.body.attributes());
        let template_files = body.get_blocks("data").filter_map(|block| {
            let mut labels = block.labels.iter().map(BlockLabel::as_str);
            labels.next().filter(|kind| *kind == "template_file")?;
            Some((labels.next()?, block))
        });
        Self {
            locals: locals.map(|local| (local.key.as_str(), &local.value)).collect(),
            template_files: template_files.collect(),
        }
    }

    /// The expression that an expression stands for: in brackets, alone in a string, or as a local value.
    pub(super) fn followed(&self, mut expression: &'a Expression) -> &'a Expression {
        for _ in 0..STEPS {
            let next = match expression {
                Expression::Parenthesis(inner) => Some(inner.inner()),
                Expression::StringTemplate(quoted) => match quoted.iter().collect::<Vec<_>>().as_slice() {
                    [Element::Interpolation(only)] => Some(&only.expr),
                    _ => None,
                },
                _ => match names(expression).as_deref() {
                    Some(["local", name]) => self.locals.get(name).copied(),
                    _ => None,
                },
            };
            let Some(next) = next else { break };
            expression = next;
        }
        expression
    }

    /// The `template_file` whose text an expression is.
    pub(super) fn template_file(&self, expression: &Expression) -> Option<&'a Block> {
        match names(expression)?.as_slice() {
            ["data", "template_file", name, "rendered"] => self.template_files.get(name).copied(),
            _ => None,
        }
    }
}

/// The name of the local value that an expression is.
pub(super) fn local_name(expression: &Expression) -> Option<&str> {
    match names(expression)?.as_slice() {
        ["local", name] => Some(name),
        _ => None,
    }
}

/// The names in an expression such as `data.template_file.orders.rendered`.
fn names(expression: &Expression) -> Option<Vec<&str>> {
    let Expression::Traversal(traversal) = expression else { return None };
    let first = traversal.expr.as_variable()?.as_str();
    let rest = traversal.operators.iter().map(|operator| match operator.value() {
        TraversalOperator::GetAttr(name) => Some(name.as_str()),
        _ => None,
    });
    std::iter::once(Some(first)).chain(rest).collect()
}
