//! Which rule speaks of what fails for certain when a JSONata expression is evaluated: one that parses, and asks nothing of
//! a context that is not there. The others belong to `jsonata_habit` and `jsonata_context`.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::jsonata_place::{has_types, place};
use crate::expr::jsonata::scope::Callee;
use crate::expr::jsonata::{NodeKind, Operator, TypeFault};
use crate::expr::types::Kinds;
use crate::expression::{Expression, Jsonata};
use crate::flow::variables::Variables;
use crate::model::State;
use crate::rule::Context;

/// What a fault is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    Arity,
    ArgumentType,
    ArgumentValue,
    HashAlgorithm,
    OperandType,
    /// A `+` with a string; where it stands.
    StringPlus(Range<u32>),
    DuplicateKey,
}

/// The faults of an expression, each with its class. Nothing for one whose types cannot be trusted.
pub fn faults<'a>(jsonata: &'a Jsonata, variables: &Variables) -> Vec<(Class, &'a TypeFault)> {
    // What is refused for asking nothing is often not typed as it was meant either.
    let is_refused = !jsonata.scope.context.is_empty();
    if jsonata.types.faults.is_empty() || is_refused || !has_types(jsonata, variables) {
        return Vec::new();
    }
    let miscounted = miscounted(jsonata);
    let sums = sums(jsonata);
    let mut joined: FxHashSet<u32> = FxHashSet::default();
    let mut found = Vec::new();
    for fault in &jsonata.types.faults {
        let place = (fault.range.start, fault.range.end);
        let class = match fault.code {
            "T0410" if miscounted.contains(&place) => Class::Arity,
            "T0410" | "T0411" | "T0412" => Class::ArgumentType,
            "D1009" => Class::DuplicateKey,
            "D3137" => Class::HashAlgorithm,
            "T2001" | "T2002" => match sums.get(&place) {
                // Both sides of one `+` are one fault.
                Some(operator) if !joined.insert(operator.start) => continue,
                Some(operator) => Class::StringPlus(operator.clone()),
                None => Class::OperandType,
            },
            code if code.starts_with('T') || code == "D1002" => Class::OperandType,
            _ => Class::ArgumentValue,
        };
        found.push((class, fault));
    }
    found
}

/// Reports the faults of one class as the running rule's.
pub fn report(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata, class: &Class) {
    let tree = ctx.tree;
    for (_, fault) in faults(jsonata, ctx.variables).into_iter().filter(|(own, _)| own == class) {
        ctx.report(expression.node, format!("{} fails: {}", place(expression, state), fault.message))
            .span(expression.span(tree, &fault.range));
    }
}

/// Where faults of calls stand that have too many or too few arguments.
fn miscounted(jsonata: &Jsonata) -> FxHashSet<(u32, u32)> {
    let mut places = FxHashSet::default();
    for call in &jsonata.scope.calls {
        let Callee::Builtin(function) = call.callee else { continue };
        let (least, most) = function.pattern().arity(true);
        if call.partial || (least <= call.arguments && most.is_none_or(|most| call.arguments <= most)) {
            continue;
        }
        let mut add = |range: Range<u32>| places.insert((range.start, range.end));
        add(call.name_range.clone());
        if let NodeKind::Call { arguments, .. } = jsonata.ast.kind(call.node) {
            for argument in arguments {
                add(jsonata.ast.range(*argument));
            }
        }
    }
    // `x ~> $name` is to blame as a whole.
    for id in jsonata.ast.ids() {
        if let NodeKind::Apply { input, function } = jsonata.ast.kind(id) {
            let own = jsonata.ast.range(*function);
            if places.contains(&(own.start, own.end)) {
                for range in [jsonata.ast.range(id), jsonata.ast.range(*input)] {
                    places.insert((range.start, range.end));
                }
            }
        }
    }
    places
}

/// The operands of each `+` that has a string, and the operator.
fn sums(jsonata: &Jsonata) -> FxHashMap<(u32, u32), Range<u32>> {
    let mut operands = FxHashMap::default();
    for id in jsonata.ast.ids() {
        let NodeKind::Binary { operator: Operator::Add, left, right } = jsonata.ast.kind(id) else { continue };
        if ![left, right].iter().any(|side| jsonata.types.of(**side).is(Kinds::STRING)) {
            continue;
        }
        let Some(operator) = jsonata.ast.get(id).and_then(|node| node.operator.clone()) else { continue };
        for side in [left, right] {
            let range = jsonata.ast.range(*side);
            operands.insert((range.start, range.end), operator.clone());
        }
    }
    operands
}

#[cfg(test)]
mod tests {
    use super::super::jsonata_context::contexts;
    use super::super::jsonata_habit;
    use super::*;
    use crate::expr::jsonata;
    use crate::expr::types::Type;

    fn parsed(text: &str) -> Jsonata {
        let ast = jsonata::parse(text);
        let scope = jsonata::analyze(&ast, &|_| false);
        let types = jsonata::infer::infer_in(&ast, text, &scope, &|_| Type::Any);
        Jsonata { ast, scope, types }
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let jsonata = parsed(text);
        let speaks = [
            ("habit", jsonata_habit::of(text, &jsonata.ast).is_some()),
            ("context", !contexts(text, &jsonata).is_empty()),
            ("fault", !faults(&jsonata, &Variables::default()).is_empty()),
        ];
        let speaking: Vec<&str> = speaks.into_iter().filter(|(_, speaks)| *speaks).map(|(name, _)| name).collect();
        assert_eq!(speaking, expected, "{text}");
    }

    #[test]
    fn one_module_speaks_of_an_expression() {
        check("name == $uppercase(1)", &["habit"]);
        check("name & $uppercase(1)", &["context"]);
        check("$uppercase(1)", &["fault"]);
        check("$uppercase('a')", &[]);
        check("$uppercase(", &[]);
    }
}
