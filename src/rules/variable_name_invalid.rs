//! See [`VARIABLE_NAME_INVALID`].

use crate::asl::StateType;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::expression::Reference;
use crate::model::State;
use crate::rule::{Check, Context};
use unicode_ident::{is_xid_continue, is_xid_start};

declare_rule! {
    /// The name of a variable is not one that the language takes.
    ///
    /// A name starts with a letter and goes on with letters, digits and underscores, of any script (Unicode's `ID_Start` and
    /// `ID_Continue`), and has at most 80 characters. Variables are assigned as a whole: a key such as `order.id` does not set
    /// a part of one. Nothing could read such a variable: `$my-var` is `$my` minus `var` in JSONata, and no path.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"order-id": 7}, "Next": "Done"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"orderId": 7, "größe": 1}, "Next": "Done"}
    /// ```
    ///
    /// Fix: writes underscores in place of what is not allowed. Whoever reads the variable has to follow.
    ///
    /// Source: [Variables](https://states-language.net/#state-machine-variables)
    pub VARIABLE_NAME_INVALID = "variable-name-invalid" (Variables, Warning, Both, fix: Sometimes), Check::Variables(check)
}

const LONGEST: usize = 80;

fn check(ctx: &mut Context<'_>, _: &[Reference]) {
    let (tree, variables) = (ctx.tree, ctx.variables);
    for assignment in &variables.assignments {
        let name = variables.name(assignment.variable);
        let Some((fault, help)) = fault(name) else { continue };
        let Some(state) = ctx.machine.state(assignment.state).filter(|state| can_assign(state)) else { continue };
        let message = format!("state `{}` assigns `{name}`, but {fault}", state.name);
        let diagnostic = ctx.report(assignment.key, message);
        diagnostic.help(help);
        if let Some(valid) = valid(name).filter(|valid| variables.find(valid).is_none()) {
            let suffix = if tree.text(assignment.key).ends_with(".$") { ".$" } else { "" };
            let edits = edit::rename_key(tree, assignment.key, &format!("{valid}{suffix}"));
            diagnostic.fix(format!("write `{valid}`"), Applicability::Unsafe, edits);
        }
    }
}

fn fault(name: &str) -> Option<(String, &'static str)> {
    let Some(first) = name.chars().next() else {
        return Some(("a variable needs a name".to_owned(), "write a name"));
    };
    if name.contains(['.', '[']) && is_xid_start(first) {
        let fault = "a variable is assigned as a whole".to_owned();
        return Some((fault, "assign the variable an object that has the field"));
    }
    if !is_xid_start(first) {
        return Some((format!("a name cannot start with `{first}`"), "start it with a letter"));
    }
    if let Some(wrong) = name.chars().find(|&letter| !is_xid_continue(letter)) {
        return Some((format!("a name cannot have `{wrong}` in it"), "use letters, digits and underscores"));
    }
    let length = name.chars().count();
    (LONGEST < length).then(|| (format!("the name has {length} characters, of which 80 are allowed"), "shorten it"))
}

/// A valid name that comes near, where there is one that says the same.
fn valid(name: &str) -> Option<String> {
    if name.contains(['.', '[']) {
        return None;
    }
    let written: String =
        name.trim().chars().map(|letter| if is_xid_continue(letter) { letter } else { '_' }).collect();
    let written = written.trim_start_matches(|letter: char| !is_xid_start(letter));
    (fault(written).is_none() && written != "states").then(|| written.to_owned())
}

/// Of other types the schema says that they assign nothing.
fn can_assign(state: &State) -> bool {
    !matches!(state.kind, Some(StateType::Succeed | StateType::Fail))
}
