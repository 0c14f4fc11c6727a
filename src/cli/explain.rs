//! `explain` and `rules`: what the program knows of its rules.

use serde::Serialize;

use super::Status;
use super::args::{Explain, ListFormat, Rules};
use super::output::{self, complain};
use crate::asl;
use crate::rule::Rule;
use crate::rules::{self, ALL};

/// Prints the page of a rule.
pub(super) fn explain(arguments: &Explain) -> Status {
    let Some(rule) = rules::find(&arguments.rule) else {
        complain(&unknown("rule", &arguments.rule, ALL.iter().map(|rule| rule.name)));
        return Status::Failure;
    };
    output::print(&page(rule))
}

/// Prints the list of rules.
pub(super) fn rules(arguments: &Rules) -> Status {
    output::print(&match arguments.output_format {
        ListFormat::Text => table(),
        ListFormat::Json => list(),
    })
}

/// There is no `kind` of that name; perhaps another was meant.
pub(super) fn unknown<'a>(kind: &str, name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    match asl::nearest(name, candidates) {
        Some(nearest) => format!("there is no {kind} `{name}`; did you mean `{nearest}`?"),
        None => format!("there is no {kind} `{name}`; `asl-lint rules` lists them"),
    }
}

/// The page as it reads in a terminal: examples are indented under what they show.
fn page(rule: &Rule) -> String {
    let mut text = format!(
        "{}\n{}, {}, query languages: {}, fix: {}\n\n",
        rule.name,
        rule.severity.name(),
        rule.category.name(),
        rule.languages.name(),
        rule.fixable.name()
    );
    let mut in_example = false;
    for line in rule.page().lines() {
        if let Some(info) = line.strip_prefix("```") {
            in_example = !in_example;
            if in_example {
                let words: Vec<&str> = info.split(',').collect();
                let says = if words.contains(&"fails") { "Reported:" } else { "Fine:" };
                text.push_str(&format!("{says}\n\n"));
            }
            continue;
        }
        let indentation = if in_example { "    " } else { "" };
        text.push_str(format!("{indentation}{line}").trim_end());
        text.push('\n');
    }
    for option in rule.options {
        text.push_str(&format!("\nOption `{}` (default {}): {}\n", option.name, option.default, option.docs));
    }
    text.push_str(&format!("\n{}\n", rule.url()));
    text
}

fn table() -> String {
    let name = ALL.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let category = ALL.iter().map(|rule| rule.category.name().len()).max().unwrap_or(0);
    let mut text = String::new();
    for rule in ALL {
        text.push_str(&format!(
            "{:name$}  {:7}  {:category$}  {}\n",
            rule.name,
            rule.severity.name(),
            rule.category.name(),
            rule.summary()
        ));
    }
    text
}

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    category: &'static str,
    severity: &'static str,
    languages: &'static str,
    fix: &'static str,
    summary: String,
    page: String,
    options: Vec<OptionEntry>,
    url: String,
}

#[derive(Serialize)]
struct OptionEntry {
    name: &'static str,
    docs: &'static str,
    default: &'static str,
}

fn list() -> String {
    let entries: Vec<Entry> = ALL
        .iter()
        .map(|rule| Entry {
            name: rule.name,
            category: rule.category.name(),
            severity: rule.severity.name(),
            languages: rule.languages.name(),
            fix: rule.fixable.name(),
            summary: rule.summary(),
            page: rule.page(),
            options: rule
                .options
                .iter()
                .map(|option| OptionEntry { name: option.name, docs: option.docs, default: option.default })
                .collect(),
            url: rule.url(),
        })
        .collect();
    let mut text = serde_json::to_string_pretty(&entries).unwrap_or_default();
    text.push('\n');
    text
}
