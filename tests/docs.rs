//! The pages under `docs/rules` are those of the rules. `UPDATE=1 cargo test --test docs` rewrites them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::path::Path;

use asl_lint::page::{index, page};
use asl_lint::rules;

const GENERATED: &str = "<!-- Written by `UPDATE=1 cargo test --test docs`; change the rule, not this file. -->\n\n";

/// The name and the text of each file that is to be there.
fn expected() -> BTreeMap<String, String> {
    let links = |name: &str| {
        let module = name.replace('-', "_");
        format!("\n---\n\n- [All rules](README.md)\n- [How the rule is written](../../src/rules/{module}.rs)\n")
    };
    let pages = rules::ALL
        .iter()
        .map(|rule| (format!("{}.md", rule.name), format!("{GENERATED}{}{}", page(rule), links(rule.name))));
    pages.chain([("README.md".to_owned(), format!("{GENERATED}{}", index()))]).collect()
}

#[test]
fn pages_are_those_of_the_rules() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
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
fn links_of_the_pages_lead_somewhere() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    for rule in rules::ALL {
        assert!(rules.join(format!("{}.rs", rule.name.replace('-', "_"))).exists(), "{}", rule.name);
    }
}
