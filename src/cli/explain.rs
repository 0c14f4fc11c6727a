//! `explain` and `rules`: what the program knows of its rules.

use serde::Serialize;

use super::Status;
use super::args::{Explain, ListFormat, Rules};
use super::output::{self, complain};
use crate::asl;
use crate::page::page;
use crate::rules::{self, ALL};

/// Prints the page of a rule.
pub(super) fn explain(arguments: &Explain) -> Status {
    let Some(rule) = rules::find(&arguments.rule) else {
        complain(&unknown("rule", &arguments.rule, ALL.iter().map(|rule| rule.name)));
        return Status::Failure;
    };
    let url = rule.url().map_or_else(String::new, |url| format!("\n{url}\n"));
    output::print(&format!("{}{url}", page(rule)))
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
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
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
