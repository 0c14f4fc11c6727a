//! SARIF 2.1.0, for code scanning: a log with every rule that could have reported, and the findings.
//!
//! Findings that are suppressed or in the baseline are in the log too, marked as such: services take one that is gone
//! for mended, and open it anew when it comes back.
//!
//! Order inside an object is free, so the findings stand before what is known at the end only, and are written as they
//! come.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{File, Silenced, Silencer, to_json};
use crate::baseline;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::rule::{HOMEPAGE, Rule};
use crate::rules;
use crate::suppress::Suppressor;
use crate::syntax::Step;
use crate::text::{Source, Span};

/// The key of our fingerprints, with the version of how they are made.
const FINGERPRINT: &str = "aslLint/v1";

/// What paths are relative to: the directory that the program ran in.
const BASE: &str = "%SRCROOT%";

/// GitHub refuses longer descriptions.
const LONGEST_DESCRIPTION: usize = 1000;

/// What holds for a whole run.
#[derive(Debug, Default)]
pub struct Driver {
    /// By name.
    rules: Vec<&'static Rule>,
    /// Whether findings are compared with a baseline.
    pub has_baseline: bool,
}

impl Driver {
    /// The driver of a run without a baseline.
    pub fn new(is_enabled: impl Fn(&Rule) -> bool) -> Self {
        let mut rules: Vec<&'static Rule> = rules::ALL.iter().copied().filter(|rule| is_enabled(rule)).collect();
        rules.sort_by_key(|rule| rule.name);
        Self { rules, has_baseline: false }
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.rules.binary_search_by_key(&name, |rule| rule.name).ok()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Text,
    full_description: Text,
    help: Help,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    category: &'static str,
    tags: [&'static str; 1],
    #[serde(rename = "problem.severity")]
    severity: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [Place<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place<'a>>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    /// Empty where there is none: the standard asks for this property at every result of a run or at none.
    suppressions: Vec<Suppression<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    justification: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    physical_location: Physical<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical<'a> {
    artifact_location: Artifact<'a>,
    region: Region,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact<'a> {
    uri: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
    byte_offset: u32,
    byte_length: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical<'a> {
    /// The innermost state.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// The way to the value, behind the name of its definition in the file.
    fully_qualified_name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    description: Text,
    artifact_changes: [ArtifactChange<'a>; 1],
    properties: Applicability,
}

#[derive(Serialize)]
struct Applicability {
    applicability: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: Artifact<'a>,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Text,
}

/// What stands before the first result.
pub fn opening(driver: &Driver) -> String {
    let rules: Vec<String> = driver.rules.iter().map(|rule| to_json(&descriptor(rule))).collect();
    format!(
        concat!(
            r#"{{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{{"#,
            r#""tool":{{"driver":{{"name":"asl-lint","semanticVersion":"{version}","#,
            r#"{homepage}"rules":["#,
            "\n{rules}\n]}}}},",
            r#""columnKind":"unicodeCodePoints","#,
            r#""originalUriBaseIds":{{"{base}":{{"description":{{"text":"The directory that asl-lint ran in."}}}}}},"#,
            r#""results":["#,
            "\n"
        ),
        version = env!("CARGO_PKG_VERSION"),
        homepage = HOMEPAGE.map_or_else(String::new, |url| format!("\"informationUri\":{},", to_json(&url))),
        rules = rules.join(",\n"),
        base = BASE
    )
}

/// What stands behind the last result. `failures` are files that could not be checked, and why.
pub fn closing(failures: &[(String, String)]) -> String {
    let notification = |(path, reason): &(String, String)| Notification {
        level: "error",
        message: Text { text: format!("{path}: {reason}") },
    };
    let invocation = Invocation {
        execution_successful: failures.is_empty(),
        tool_execution_notifications: failures.iter().map(notification).collect(),
    };
    format!("\n],\"invocations\":[{}]}}]}}\n", to_json(&invocation))
}

/// The findings of a file and those that are silenced as results, with a comma between them.
pub fn results(driver: &Driver, file: File<'_>, findings: &[&Diagnostic], silenced: &[Silenced<'_>]) -> String {
    let (uri, is_relative) = uri(file.path);
    let artifact = Artifact { uri: &uri, uri_base_id: is_relative.then_some(BASE) };
    let reported = findings.iter().map(|&finding| (finding, None));
    let mut entries: Vec<(&Diagnostic, Option<&Silenced<'_>>)> =
        reported.chain(silenced.iter().map(|silenced| (silenced.finding, Some(silenced)))).collect();
    entries.sort_by(|(one, _), (other, _)| one.by_place(other));
    // All are counted together, so that a fingerprint stays when its finding, or one like it, is silenced.
    let findings: Vec<&Diagnostic> = entries.iter().map(|&(finding, _)| finding).collect();
    let fingerprints = baseline::fingerprints(file.path, file.analysis, &findings);
    let results = entries.iter().zip(fingerprints).map(|(&(finding, silenced), fingerprint)| {
        let mut result = result(driver, file, artifact, finding, fingerprint.to_string());
        result.suppressions = silenced.into_iter().map(suppression).collect();
        if driver.has_baseline {
            let is_known = silenced.is_some_and(|silenced| silenced.by == Silencer::Baseline);
            result.baseline_state = Some(if is_known { "unchanged" } else { "new" });
        }
        to_json(&result)
    });
    results.collect::<Vec<_>>().join(",\n")
}

fn suppression<'a>(silenced: &Silenced<'a>) -> Suppression<'a> {
    Suppression {
        kind: match silenced.by {
            Silencer::Suppression(Suppressor::Comment) => "inSource",
            Silencer::Suppression(Suppressor::Override) | Silencer::Baseline => "external",
        },
        justification: silenced.reason,
    }
}

fn result<'a>(
    driver: &Driver,
    file: File<'a>,
    artifact: Artifact<'a>,
    finding: &'a Diagnostic,
    fingerprint: String,
) -> Outcome<'a> {
    let source = file.source();
    let place = |span| Physical { artifact_location: artifact, region: region(source, span) };
    let related = finding.related.iter().map(|label| Place {
        physical_location: place(label.span),
        logical_locations: Vec::new(),
        message: Some(Text { text: label.message.clone() }),
    });
    let changed = |fix: &Fix| Change {
        description: Text { text: fix.title.clone() },
        artifact_changes: [ArtifactChange {
            artifact_location: artifact,
            replacements: fix
                .edits
                .iter()
                .map(|edit| Replacement {
                    deleted_region: region(source, edit.span),
                    inserted_content: Text { text: edit.text.clone() },
                })
                .collect(),
        }],
        properties: Applicability { applicability: fix.applicability.name() },
    };
    let mut message = finding.message.clone();
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    Outcome {
        rule_id: finding.rule,
        rule_index: driver.index(finding.rule),
        level: level(finding.severity),
        message: Text { text: message },
        locations: [Place {
            physical_location: place(finding.span),
            logical_locations: vec![logical(file, finding)],
            message: None,
        }],
        related_locations: related.collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint)]),
        suppressions: Vec::new(),
        baseline_state: None,
        fixes: finding.fixes.iter().filter(|fix| !fix.edits.is_empty()).map(changed).collect(),
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

fn descriptor(rule: &'static Rule) -> Descriptor {
    let page = rule.page();
    let help = markdown(&page);
    Descriptor {
        id: rule.name,
        short_description: Text { text: rule.summary() },
        full_description: Text { text: description(&page) },
        help: Help { text: help.clone(), markdown: help },
        help_uri: rule.url(),
        default_configuration: Configuration { level: level(rule.severity) },
        properties: Properties {
            category: rule.category.name(),
            tags: [rule.category.name()],
            severity: match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info | Severity::Hint => "recommendation",
            },
        },
    }
}

/// What a page says before its first example, cut where it is too long.
fn description(page: &str) -> String {
    let prose = page.split("```").next().unwrap_or("");
    let paragraphs: Vec<String> = prose.trim().split("\n\n").map(|paragraph| paragraph.replace('\n', " ")).collect();
    let mut text = paragraphs.join("\n\n");
    if let Some((end, _)) = text.char_indices().nth(LONGEST_DESCRIPTION) {
        let end = text[..end].rfind(' ').unwrap_or(end);
        text.replace_range(end.., " …");
    }
    text
}

/// The page with words over its examples instead of the marks that our tests read.
fn markdown(page: &str) -> String {
    let mut text = String::with_capacity(page.len() + 32);
    for line in page.lines() {
        let Some((language, marks)) = line.strip_prefix("```").and_then(|info| info.split_once(',')) else {
            text.push_str(line);
            text.push('\n');
            continue;
        };
        let says = if marks.split(',').any(|mark| mark == "fails") { "Reported:" } else { "Fine:" };
        text.push_str(&format!("{says}\n\n```{language}\n"));
    }
    text
}

fn region(source: &Source, span: Span) -> Region {
    let start = source.position(span.start);
    let end = source.position(span.end);
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        byte_offset: span.start,
        byte_length: span.end - span.start,
    }
}

fn logical<'a>(file: File<'a>, finding: &'a Diagnostic) -> Logical<'a> {
    let pointer = finding.pointer();
    let machine = file.machine(finding);
    let fully_qualified_name = if machine.is_empty() { pointer } else { format!("{machine}#{pointer}") };
    Logical { name: state(&finding.path), fully_qualified_name }
}

/// The innermost state on the way to a value; what is called `States` inside a state's payload is none.
fn state(mut path: &[Step]) -> Option<&str> {
    let key = |step: &'_ Step, names: &[&str]| matches!(step, Step::Key(key) if names.contains(&&**key));
    let mut innermost = None;
    while let [states, Step::Key(name), rest @ ..] = path {
        if !key(states, &["States"]) {
            break;
        }
        innermost = Some(&**name);
        path = match rest {
            [branches, Step::Index(_), rest @ ..] if key(branches, &["Branches"]) => rest,
            [processor, rest @ ..] if key(processor, &["ItemProcessor", "Iterator"]) => rest,
            _ => break,
        };
    }
    innermost
}

/// A path as a URI reference, and whether it is relative.
fn uri(path: &str) -> (String, bool) {
    let has_drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes().get(2) == Some(&b'/');
    let is_absolute = path.starts_with('/') || has_drive;
    let mut uri = String::with_capacity(path.len() + 8);
    if is_absolute {
        uri.push_str(if has_drive { "file:///" } else { "file://" });
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte.into()),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    (uri, !is_absolute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("a b/100%é:.json"), ("a%20b/100%25%C3%A9%3A.json".to_owned(), true));
        assert_eq!(uri("/a/b.json"), ("file:///a/b.json".to_owned(), false));
        assert_eq!(uri("C:/a.json"), ("file:///C%3A/a.json".to_owned(), false));
    }

    #[test]
    fn the_innermost_state_is_named() {
        let steps = |pointer: &str| -> Vec<Step> {
            let step = |text: &str| text.parse().map_or_else(|_| Step::Key(text.into()), Step::Index);
            pointer.split('/').skip(1).map(step).collect()
        };
        let check = |pointer: &str, expected: Option<&str>| assert_eq!(state(&steps(pointer)), expected, "{pointer}");
        check("", None);
        check("/StartAt", None);
        check("/States/A/Next", Some("A"));
        check("/States/A/Branches/0/States/B/Iterator/States/C", Some("C"));
        check("/States/A/Parameters/States/B", Some("A"));
    }

    #[test]
    fn descriptions_are_prose_of_bounded_length() {
        assert_eq!(description("One\ntwo.\n\nThree.\n\n```json,fails\n{}\n```\n"), "One two.\n\nThree.");
        let long = description(&"word ".repeat(400));
        assert!(long.chars().count() <= LONGEST_DESCRIPTION + 2 && long.ends_with("word …"), "{long}");
    }

    #[test]
    fn examples_are_told_apart() {
        assert_eq!(markdown("a\n```json,fails\n{}\n```\n"), "a\nReported:\n\n```json\n{}\n```\n");
    }
}
