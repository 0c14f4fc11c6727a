//! Links between the project's Markdown files lead to files and headings that are there. Pages of the book link to each
//! other only, because nothing else is in the book.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What one file offers to links, and where its own links go.
#[derive(Default)]
struct Page {
    anchors: BTreeSet<String>,
    targets: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Markdown files of the project by their paths from its root. What tools put there is left out.
fn pages() -> BTreeMap<PathBuf, Page> {
    let walk = ignore::WalkBuilder::new(root()).require_git(false).build();
    let files = walk.map(|entry| entry.unwrap().into_path());
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path.strip_prefix(root()).unwrap().to_owned(), read(&text))
        })
        .collect()
}

fn read(text: &str) -> Page {
    let mut page = Page::default();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let anchor = anchor(&heading.take().unwrap());
                let twins = (1..).map(|number| format!("{anchor}-{number}"));
                let free = std::iter::once(anchor.clone()).chain(twins).find(|name| !page.anchors.contains(name));
                page.anchors.extend(free);
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                page.targets.push(dest_url.into_string());
            }
            _ => {}
        }
    }
    page
}

/// The anchor of a heading, as GitHub and mdBook make it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
    kept.map(|letter| if letter == ' ' { '-' } else { letter }).flat_map(char::to_lowercase).collect()
}

/// Why a link of the file leads nowhere.
fn fault(file: &Path, target: &str, pages: &BTreeMap<PathBuf, Page>) -> Option<&'static str> {
    let is_contents = file.ends_with("docs/SUMMARY.md");
    if target.contains("://") || is_contents && target.is_empty() {
        return None;
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = if path.is_empty() { file.to_owned() } else { normalized(&file.with_file_name(path)) };
    if !root().join(&path).exists() {
        return Some("is not there");
    }
    if file.starts_with("docs") && !path.starts_with("docs") {
        return Some("is not in the book");
    }
    let has_anchor = pages.get(&path).is_some_and(|page| page.anchors.contains(anchor));
    (!anchor.is_empty() && !has_anchor).then_some("has no such heading")
}

/// The path without `.` and `..`.
fn normalized(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                result.pop();
            }
            Component::CurDir => {}
            other => result.push(other),
        }
    }
    result
}

#[test]
fn links_lead_somewhere() {
    let pages = pages();
    assert!(pages.contains_key(Path::new("docs/rules/README.md")), "the walk finds the pages");
    let mut wrong = Vec::new();
    for (file, page) in &pages {
        for target in &page.targets {
            if let Some(fault) = fault(file, target, &pages) {
                wrong.push(format!("{}: {target} {fault}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn faults_are_seen() {
    let page = read("# The `one` heading\n# Twin\n# Twin\n[a](#twin-1) ![b](b.png) `[c](c.md)`\n");
    assert_eq!(page.anchors.iter().collect::<Vec<_>>(), ["the-one-heading", "twin", "twin-1"]);
    assert_eq!(page.targets, ["#twin-1", "b.png"]);

    let pages = BTreeMap::from([(PathBuf::from("docs/README.md"), page)]);
    let fault = |target| fault(Path::new("docs/README.md"), target, &pages);
    assert_eq!(fault("#twin-1"), None);
    assert_eq!(fault("README.md#twin"), None);
    assert_eq!(fault("rules/"), None);
    assert_eq!(fault("https://states-language.net/"), None);
    assert_eq!(fault("#triplet"), Some("has no such heading"));
    assert_eq!(fault("nowhere.md"), Some("is not there"));
    assert_eq!(fault("../README.md"), Some("is not in the book"));
}
