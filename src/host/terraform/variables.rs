//! The variables that an interpolation of a Terraform template reads.

use std::ops::Range;

use hcl_edit::expr::{Expression, ForExpr};
use hcl_edit::visit::{self, Visit};
use hcl_edit::{Ident, Span as _};

/// The names of the variables that `${…}` reads, and where they stand in it, in order. Names that an expression binds for
/// itself are none. `None` where the text is no interpolation.
pub fn variables_of(interpolation: &str) -> Option<Vec<(String, Range<usize>)>> {
    let template = hcl_edit::parser::parse_template(interpolation).ok()?;
    let mut reader = Reader::default();
    reader.visit_template(&template);
    Some(reader.found)
}

#[derive(Default)]
struct Reader {
    found: Vec<(String, Range<usize>)>,
    /// What the expressions around bind.
    bound: Vec<Ident>,
}

impl Visit for Reader {
    fn visit_expr(&mut self, expression: &Expression) {
        if let Expression::Variable(name) = expression
            && !self.bound.contains(name)
        {
            self.found.extend(name.span().map(|span| (name.to_string(), span)));
        }
        visit::visit_expr(self, expression);
    }

    fn visit_for_expr(&mut self, expression: &ForExpr) {
        let outside = self.bound.len();
        self.visit_expr(&expression.intro.collection_expr);
        let names = expression.intro.key_var.iter().chain([&expression.intro.value_var]);
        self.bound.extend(names.map(|name| name.value().clone()));
        expression.key_expr.iter().for_each(|key| self.visit_expr(key));
        self.visit_expr(&expression.value_expr);
        expression.cond.iter().for_each(|condition| self.visit_expr(&condition.expr));
        self.bound.truncate(outside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_read() {
        let check = |text: &str, expected: &[&str]| {
            let found = variables_of(text).unwrap();
            let shown: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(shown, expected, "{text}");
            assert!(found.iter().all(|(name, range)| text[range.clone()] == **name), "{text}: {found:?}");
        };
        check("${table}", &["table"]);
        check("${ upper(table.name) }", &["table"]);
        check("${jsonencode({a = b, \"c\" = [d, \"${e}\"]})}", &["b", "d", "e"]);
        check("${[for x in xs : \"${x}-${y}\" if x != z]}", &["xs", "y", "z"]);
        assert_eq!(variables_of("${a"), None);
    }
}
