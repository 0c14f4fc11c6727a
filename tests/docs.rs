//! The pages under `docs/rules` are those of the rules, and the book has them all. `UPDATE=1 cargo test --test docs` rewrites
//! the pages and their part of the table of contents.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use asl_lint::page::{index, page};
use asl_lint::rule::Category;
use asl_lint::rules;

const GENERATED: &str = "<!-- Written by `UPDATE=1 cargo test --test docs`; change the rule, not this file. -->\n\n";

/// The heading in `docs/SUMMARY.md` behind which everything is generated.
const RULES: &str = "# Rules\n";

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// The name and the text of each file that is to be there.
fn expected() -> BTreeMap<String, String> {
    let footer = |name: &str| {
        let module = name.replace('-', "_");
        format!("\n---\n\n[All rules](README.md) | This rule is written in `src/rules/{module}.rs`.\n")
    };
    let pages = rules::ALL
        .iter()
        .map(|rule| (format!("{}.md", rule.name), format!("{GENERATED}{}{}", page(rule), footer(rule.name))));
    pages.chain([("README.md".to_owned(), format!("{GENERATED}{}", index()))]).collect()
}

/// The part of the table of contents that lists the rules by category. A category has no page of its own, which mdBook
/// writes as an empty link.
fn contents() -> String {
    let mut text = format!("{RULES}\n- [All rules](rules/README.md)\n");
    for category in Category::ALL {
        let mut names = rules::ALL.iter().filter(|rule| rule.category == category).map(|rule| rule.name).peekable();
        if names.peek().is_some() {
            text.push_str(&format!("- [{}]()\n", category.name()));
        }
        for name in names {
            text.push_str(&format!("  - [{name}](rules/{name}.md)\n"));
        }
    }
    text
}

/// The table of contents up to the rules, which is written by hand.
fn contents_by_hand(summary: &str) -> &str {
    let (by_hand, _) = summary.split_once(RULES).unwrap();
    by_hand
}

#[test]
fn pages_are_those_of_the_rules() {
    let directory = docs().join("rules");
    let expected = expected();
    if std::env::var_os("UPDATE").is_some() {
        let _ = std::fs::remove_dir_all(&directory);
        std::fs::create_dir_all(&directory).unwrap();
        for (name, text) in &expected {
            std::fs::write(directory.join(name), text).unwrap();
        }
        return;
    }
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(&directory).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !expected.contains_key(&name) {
            wrong.push(format!("{name} is no rule's page"));
        }
    }
    for (name, text) in &expected {
        if std::fs::read_to_string(directory.join(name)).ok().as_ref() != Some(text) {
            wrong.push(format!("{name} is stale or not there"));
        }
    }
    assert!(wrong.is_empty(), "UPDATE=1 cargo test --test docs rewrites them\n{}", wrong.join("\n"));
}

#[test]
fn the_table_of_contents_lists_the_rules() {
    let path = docs().join("SUMMARY.md");
    let summary = std::fs::read_to_string(&path).unwrap();
    let expected = format!("{}{}", contents_by_hand(&summary), contents());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, expected).unwrap();
        return;
    }
    assert!(summary == expected, "the rules in docs/SUMMARY.md are stale: UPDATE=1 cargo test --test docs");
}

#[test]
fn the_table_of_contents_lists_every_page_written_by_hand() {
    let summary = std::fs::read_to_string(docs().join("SUMMARY.md")).unwrap();
    let listed = contents_by_hand(&summary);
    for entry in std::fs::read_dir(docs()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy();
        let is_page = path.extension().is_some_and(|extension| extension == "md") && name != "SUMMARY.md";
        assert!(!is_page || listed.contains(&format!("]({name})")), "docs/SUMMARY.md lacks {name}");
    }
}

#[test]
fn modules_of_the_rules_are_where_the_pages_say() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    for rule in rules::ALL {
        assert!(rules.join(format!("{}.rs", rule.name.replace('-', "_"))).exists(), "{}", rule.name);
    }
}
