//! See [`YAML_IMPLICIT_TYPE`].

use crate::asl::QueryLanguage;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::host::Replacer;
use crate::rule::{Check, Context};
use crate::schema::{Owner, ValueKind, fields};
use crate::semantics::choice;
use crate::semantics::timestamp;
use crate::syntax::{Kind, Language, NodeId, Style, Tree};
use crate::text::encode;

declare_rule! {
    /// A plain YAML value is taken for another type by readers of YAML 1.1.
    ///
    /// Many tools that turn YAML into the JSON that AWS takes, CloudFormation among them, read YAML 1.1: there `yes`,
    /// `no`, `on` and `off` are booleans, `010` is the number 8, and a bare time is no text. Readers of YAML 1.2 take
    /// the same words for text and `010` for 10. Looked at are names of states, the text fields of the language, times,
    /// and numbers with a leading zero. The Serverless Framework takes the words for text and writes times as AWS takes
    /// them, so in a service only the numbers are.
    ///
    /// ```yaml,fails
    /// StartAt: Paid
    /// States:
    ///   Paid:
    ///     Type: Choice
    ///     Choices:
    ///       - Variable: $.paid
    ///         StringEquals: no
    ///         Next: Remind
    ///     Default: Ship
    ///   Remind:
    ///     Type: Succeed
    ///   Ship:
    ///     Type: Succeed
    /// ```
    ///
    /// ```yaml,fails
    /// StartAt: Rest
    /// States:
    ///   Rest:
    ///     Type: Wait
    ///     Seconds: 010
    ///     End: true
    /// ```
    ///
    /// ```yaml,passes
    /// StartAt: Paid
    /// States:
    ///   Paid:
    ///     Type: Choice
    ///     Choices:
    ///       - Variable: $.paid
    ///         StringEquals: "no"
    ///         Next: Remind
    ///     Default: Rest
    ///   Remind:
    ///     Type: Succeed
    ///   Rest:
    ///     Type: Wait
    ///     Seconds: 10
    ///     End: true
    /// ```
    ///
    /// Fix: puts the text in quotes.
    ///
    /// Source: [YAML 1.1 booleans](https://yaml.org/type/bool.html)
    pub YAML_IMPLICIT_TYPE = "yaml-implicit-type" (Syntax, Warning, Both, fix: Sometimes), Check::Document(check)
}

fn check(ctx: &mut Context<'_>) {
    let tree = ctx.tree;
    if tree.language() != Language::Yaml {
        return;
    }
    let mut places = Places { tree, found: Vec::new() };
    places.fields(ctx.root, Owner::Machine, ctx.machine.query_language);
    for scope in &ctx.machine.scopes {
        places.fields(scope.node, Owner::Branch, ctx.machine.query_language);
    }
    for state in &ctx.machine.states {
        places.found.push((state.name.node, ValueKind::Name));
        let language = state.query_language;
        if let Some(kind) = state.kind {
            places.fields(state.node, Owner::State(kind), language);
        }
        for rule in &state.choices {
            for test in choice::tests(tree, rule.node) {
                places.fields(test, Owner::ChoiceRule, language);
            }
        }
        for (handlers, owner) in [(&state.retriers, Owner::Retrier), (&state.catchers, Owner::Catcher)] {
            for handler in handlers {
                places.fields(handler.node, owner, language);
                places.found.extend(handler.errors.iter().map(|&error| (error, ValueKind::ErrorName)));
            }
        }
    }
    let mut found = places.found;
    found.sort_unstable_by_key(|(node, _)| *node);
    found.dedup_by_key(|(node, _)| *node);
    if ctx.facts.replacer != Replacer::Serverless {
        for &(node, kind) in &found {
            report_text(ctx, node, kind);
        }
    }
    let is_text = |node: NodeId| {
        let place = found.binary_search_by_key(&node, |(node, _)| *node);
        place.ok().and_then(|index| found.get(index)).is_some_and(|(_, kind)| is_text(*kind))
    };
    for node in tree.descendants(ctx.root) {
        // A number in the place of text is the schema's finding.
        if tree.kind(node) == Kind::Number && has_leading_zero(tree.text(node)) && !is_text(node) {
            let text = tree.text(node);
            let other = if text.contains(['8', '9']) { "text" } else { "an octal number" };
            ctx.report(node, format!("`{text}` is {other} to readers of YAML 1.1"))
                .help("leave out the leading zero, or put it in quotes if it is no number");
        }
    }
}

/// The values of fields, with what the language says they are.
struct Places<'a> {
    tree: &'a Tree,
    found: Vec<(NodeId, ValueKind)>,
}

impl Places<'_> {
    fn fields(&mut self, object: NodeId, owner: Owner, language: QueryLanguage) {
        let known = fields(owner, language);
        for member in self.tree.members(object) {
            let name = self.tree.text(member.key);
            if let Ok(index) = known.binary_search_by(|field| field.name.cmp(name))
                && let Some(field) = known.get(index)
            {
                self.found.push((member.value, field.value));
            }
        }
    }
}

fn report_text(ctx: &mut Context<'_>, node: NodeId, kind: ValueKind) {
    let tree = ctx.tree;
    let Some(text) = tree.known(node).filter(|_| tree.style(node) == Style::Plain) else { return };
    let other = if is_text(kind) && is_old_boolean(text) {
        "a boolean"
    } else if kind == ValueKind::Timestamp && timestamp::check(text).is_ok() {
        // One that is no time for AWS is reported as that.
        "a time, not text,"
    } else {
        return;
    };
    let edits = edit::replace(tree, node, &format!("\"{}\"", encode::json(text)));
    ctx.report(node, format!("`{text}` is {other} to readers of YAML 1.1")).help("put it in quotes").fix(
        "put it in quotes",
        Applicability::Safe,
        edits,
    );
}

fn is_text(kind: ValueKind) -> bool {
    matches!(kind, ValueKind::Text | ValueKind::Name | ValueKind::Target | ValueKind::ErrorName)
}

/// `y` and `n` are booleans by the letter of YAML 1.1 too, but hardly a reader takes them so.
fn is_old_boolean(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let same_case = text == lower || text == text.to_ascii_uppercase() || text.get(1..) == lower.get(1..);
    same_case && matches!(lower.as_str(), "yes" | "no" | "on" | "off")
}

fn has_leading_zero(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    1 < digits.len() && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}
