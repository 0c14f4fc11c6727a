//! The pages of the rules, as `explain` prints them and `docs/rules` has them. Markdown only.

use crate::rule::{Category, Rule};
use crate::rules::ALL;

/// The page of a rule: what it is, and its text, with the examples under a word that says what they show.
pub fn page(rule: &Rule) -> String {
    let mut text = format!("# {}\n\n{}\n\n", rule.name, facts(rule));
    for line in rule.page().lines() {
        match line.strip_prefix("```").filter(|info| !info.is_empty()) {
            Some(info) => text.push_str(&opening(info)),
            None => text.push_str(line),
        }
        text.push('\n');
    }
    for option in rule.options {
        text.push_str(&format!("\nOption `{}` (default `{}`): {}\n", option.name, option.default, option.docs));
    }
    text
}

/// The list of rules by category, each with a link to its page.
pub fn index() -> String {
    let mut text = "# Rules\n\nA rule or a whole category is chosen by `--select`, `--extend-select` and `--ignore`; \
                    `asl-lint explain RULE` prints its page.\n"
        .to_owned();
    for category in Category::ALL {
        let mut rows = String::new();
        for rule in ALL.iter().filter(|rule| rule.category == category) {
            let (name, severity, fix) = (rule.name, rule.severity.name(), rule.fixable.name());
            let summary = rule.summary().replace('|', "\\|");
            rows.push_str(&format!("| [{name}]({name}.md) | {severity} | {fix} | {summary} |\n"));
        }
        if !rows.is_empty() {
            let name = category.name();
            text.push_str(&format!(
                "\n## {name}\n\n| rule | severity | fix | what it finds |\n| --- | --- | --- | --- |\n{rows}"
            ));
        }
    }
    text
}

/// One line on a rule.
fn facts(rule: &Rule) -> String {
    format!(
        "Severity: {} | Category: {} | Query languages: {} | Fix: {}",
        rule.severity.name(),
        rule.category.name(),
        rule.languages.name(),
        rule.fixable.name()
    )
}

/// The lead-in and the opening fence of an example, from the words behind its fence.
fn opening(info: &str) -> String {
    let words: Vec<&str> = info.split(',').collect();
    let has = |word: &str| words.contains(&word);
    let verb = if has("fails") { "Fails" } else { "Passes" };
    let place = if has("express") { " in an Express workflow" } else { "" };
    let note = if has("generated") { " (`repeat` stands for the text that many times)" } else { "" };
    let language = if has("generated") { "text" } else { words.first().copied().unwrap_or("") };
    format!("{verb}{place}{note}:\n\n```{language}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_have_a_lead_in() {
        assert_eq!(opening("json,fails"), "Fails:\n\n```json");
        assert_eq!(opening("json,passes,express"), "Passes in an Express workflow:\n\n```json");
    }
}
