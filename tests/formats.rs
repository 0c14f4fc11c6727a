//! The output formats: what they say of a few files, and that those who read them can.
//!
//! `tests/golden/` holds the reports on `tests/golden/files`; `UPDATE=1 cargo test --test formats` rewrites them: read the
//! difference before committing it.

#![allow(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use common::reports::{FORMATS, at, json, list, number, read, run, text};
use roxmltree::{Document, Node};
use serde_json::Value;

/// Few rules, so that the golden files tell of formats and not of rules.
const RULES: &str = "transition-target-not-found,missing-next-or-end,next-and-end,lambda-arn-direct,wait-exactly-one,\
                     state-redefined";

/// The report on every fixture, with every rule; one run writes all formats.
fn report(format: &str) -> &'static str {
    static REPORTS: LazyLock<BTreeMap<&str, String>> = LazyLock::new(|| {
        let directory = tempfile::tempdir().unwrap();
        let out = |format: &str| directory.path().join(format);
        let target = |format: &str| format!("--output-format={format}:{}", out(format).display());
        let targets: Vec<String> = FORMATS.iter().map(|(format, _)| target(format)).collect();
        let mut arguments = vec!["--min-severity", "hint", "."];
        arguments.extend(targets.iter().map(String::as_str));
        let ran = run(&at("fixtures"), &arguments);
        assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (1, "", ""));
        FORMATS.iter().map(|(format, _)| (*format, read(out(format)))).collect()
    });
    &REPORTS[format]
}

/// The findings as `json-lines` gives them, by which the other formats are judged.
fn findings() -> Vec<Value> {
    report("json-lines").lines().map(json).collect()
}

/// The results of a SARIF log that count.
fn reported(sarif: &Value) -> Vec<&Value> {
    list(sarif, "/runs/0/results").iter().filter(|result| list(result, "/suppressions").is_empty()).collect()
}

#[track_caller]
fn validate(schema: &str, instance: &Value) {
    let schema = read(at("tests/schemas").join(schema));
    // A lone bracket in a pattern of the official schema is a fault to strict readers of patterns.
    let schema = json(&schema.replace("{2}]?$", "{2}\\\\]?$"));
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(instance).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn reports_are_as_recorded() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for (format, ending) in FORMATS {
        let ran = run(&at("tests/golden/files"), &["--select", RULES, "--output-format", format, "."]);
        assert_eq!((ran.status, ran.err.as_str()), (1, ""), "{format}");
        let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
        let actual = ran.out.replace(&version, "\"VERSION\"");
        let path = at("tests/golden").join(format!("{format}.{ending}"));
        if update {
            std::fs::write(&path, &actual).unwrap();
        } else if std::fs::read_to_string(&path).ok().as_deref() != Some(actual.as_str()) {
            wrong.push(format!("{}:\n{actual}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}\nUPDATE=1 cargo test --test formats rewrites them", wrong.join("\n"));
}

#[test]
fn sarif_is_valid() {
    validate("sarif-2.1.0.json", &json(report("sarif")));
    let golden = at("tests/golden/files");
    validate("sarif-2.1.0.json", &json(&run(&golden, &["--output-format", "sarif", "."]).out));
    validate("sarif-2.1.0.json", &json(&run(&golden, &["--output-format", "sarif", "clean.asl.json"]).out));
    let failed = json(&run(&golden, &["--output-format", "sarif", "gone.json", "clean.asl.json"]).out);
    validate("sarif-2.1.0.json", &failed);
    let invocation = &failed["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(text(invocation, "/toolExecutionNotifications/0/message/text"), "gone.json: no such file or directory");
}

#[test]
fn sarif_says_what_json_lines_says() {
    let sarif = json(report("sarif"));
    let rules = list(&sarif, "/runs/0/tool/driver/rules");
    let results = reported(&sarif);
    let findings = findings();
    assert_eq!(results.len(), findings.len());
    for (result, finding) in results.iter().zip(&findings) {
        assert_eq!(result["ruleId"], finding["rule"]);
        assert_eq!(rules[number(result, "/ruleIndex")]["id"], finding["rule"]);
        let level = match text(finding, "/severity") {
            "error" => "error",
            "warning" => "warning",
            _ => "note",
        };
        assert_eq!(result["level"], level);
        assert_eq!(rules[number(result, "/ruleIndex")]["defaultConfiguration"]["level"], level);
        assert_eq!(text(result, "/message/text").split("\nhelp: ").next(), finding["message"].as_str());
        let region = &result["locations"][0]["physicalLocation"]["region"];
        for (sarif, ours) in [
            ("/startLine", "/start/line"),
            ("/startColumn", "/start/column"),
            ("/endLine", "/end/line"),
            ("/endColumn", "/end/column"),
            ("/byteOffset", "/start/offset"),
        ] {
            assert_eq!(number(region, sarif), number(finding, ours), "{result}");
        }
        assert_eq!(number(region, "/byteOffset") + number(region, "/byteLength"), number(finding, "/end/offset"));
        assert_eq!(list(result, "/relatedLocations").len(), list(finding, "/related").len());
        assert_eq!(list(result, "/fixes").len(), list(finding, "/fixes").len());
        let name = text(result, "/locations/0/logicalLocations/0/fullyQualifiedName");
        assert!(name.ends_with(text(finding, "/pointer")), "{name}");
    }
}

#[test]
fn sarif_lists_the_rules_that_are_enabled() {
    let ran = run(&at("tests/golden/files"), &["--output-format", "sarif", "--select", "graph", "clean.asl.json"]);
    let sarif = json(&ran.out);
    let rules = list(&sarif, "/runs/0/tool/driver/rules");
    assert!(rules.iter().all(|rule| rule["properties"]["category"] == "graph"));
    assert!(rules.iter().any(|rule| rule["id"] == "unreachable-state"));
    assert!(rules.iter().is_sorted_by_key(|rule| text(rule, "/id")));
    for rule in rules {
        assert!(text(rule, "/fullDescription/text").chars().count() <= 1024);
        let markdown = text(rule, "/help/markdown");
        assert!(!markdown.contains("json,fails") && markdown.contains("Reported:\n\n```json\n"), "{markdown}");
    }
}

/// The byte offset of a line and a column of bytes or characters, counted in another way than the program does.
fn offset(text: &str, line: usize, column: usize, in_bytes: bool) -> usize {
    let mut start = 0;
    for _ in 1..line {
        start += text[start..].find(['\n', '\r']).map_or(0, |at| at + 1);
        if text[..start].ends_with('\r') && text[start..].starts_with('\n') {
            start += 1;
        }
    }
    if in_bytes {
        return start + column - 1;
    }
    start + text[start..].chars().take(column - 1).map(char::len_utf8).sum::<usize>()
}

#[test]
fn places_are_those_of_the_files() {
    let (sarif, rdjson) = (json(report("sarif")), json(report("rdjson")));
    let results = reported(&sarif);
    let diagnostics = list(&rdjson, "/diagnostics");
    for (finding, (result, diagnostic)) in findings().iter().zip(results.iter().zip(diagnostics)) {
        let source = read(at("fixtures").join(text(finding, "/file")));
        let region = &result["locations"][0]["physicalLocation"]["region"];
        for (end, line, column) in [("/start", "/startLine", "/startColumn"), ("/end", "/endLine", "/endColumn")] {
            let expected = number(finding, &format!("{end}/offset"));
            assert_eq!(offset(&source, number(region, line), number(region, column), false), expected);
            let place = &diagnostic["location"]["range"].pointer(end).unwrap();
            assert_eq!(offset(&source, number(place, "/line"), number(place, "/column"), true), expected);
        }
    }
}

#[test]
fn json_is_json_lines_with_a_summary() {
    let report = json(report("json"));
    assert_eq!((&report["version"], list(&report, "/findings")), (&Value::from(1), findings().as_slice()));
    for (count, severity) in [("errors", "error"), ("warnings", "warning"), ("infos", "info"), ("hints", "hint")] {
        let expected = findings().iter().filter(|finding| finding["severity"] == severity).count();
        assert_eq!(number(&report["summary"], &format!("/{count}")), expected, "{count}");
    }
}

/// Where a finding is, as people are told.
fn place(finding: &Value) -> String {
    let (line, column) = (number(finding, "/start/line"), number(finding, "/start/column"));
    format!("{}:{line}:{column}", text(finding, "/file"))
}

#[test]
fn concise_says_what_json_lines_says() {
    let report = report("concise");
    let expected = findings().into_iter().map(|finding| {
        let (severity, rule) = (text(&finding, "/severity"), text(&finding, "/rule"));
        format!("{}: {severity}[{rule}] {}", place(&finding), plain(text(&finding, "/message")))
    });
    assert_eq!(report.lines().collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}

#[test]
fn full_has_a_frame_for_each_finding() {
    let report = report("full");
    let is_header = |line: &&str| ["error[", "warning[", "info[", "hint["].iter().any(|word| line.starts_with(word));
    let headers: Vec<&str> = report.lines().filter(is_header).collect();
    let places: Vec<&str> = report.lines().filter_map(|line| line.strip_prefix("  --> ")).collect();
    let findings = findings();
    assert_eq!((headers.len(), places.len()), (findings.len(), findings.len()));
    for (finding, (header, shown)) in findings.iter().zip(headers.into_iter().zip(places)) {
        let (severity, rule) = (text(finding, "/severity"), text(finding, "/rule"));
        assert_eq!(header, format!("{severity}[{rule}]: {}", plain(text(finding, "/message"))));
        assert_eq!(shown, place(finding));
    }
}

#[test]
fn gitlab_is_valid_and_its_fingerprints_are_unique() {
    let report = json(report("gitlab"));
    validate("gitlab.json", &report);
    let issues = report.as_array().unwrap();
    let findings = findings();
    assert_eq!(issues.len(), findings.len());
    for (issue, finding) in issues.iter().zip(&findings) {
        assert_eq!((&issue["check_name"], &issue["location"]["path"]), (&finding["rule"], &finding["file"]));
        assert_eq!(text(issue, "/description"), plain(text(finding, "/message")));
        let severity = match text(finding, "/severity") {
            "error" => "critical",
            "warning" => "major",
            "info" => "minor",
            _ => "info",
        };
        assert_eq!(issue["severity"], severity);
        for (theirs, ours) in [("begin", "start"), ("end", "end")] {
            let (theirs, ours) = (&issue["location"]["positions"][theirs], &finding[ours]);
            assert_eq!((&theirs["line"], &theirs["column"]), (&ours["line"], &ours["column"]));
        }
    }
    let fingerprints: BTreeSet<&str> = issues.iter().map(|issue| text(issue, "/fingerprint")).collect();
    assert_eq!(fingerprints.len(), issues.len());
    let golden = at("tests/golden/files");
    assert_eq!(json(&run(&golden, &["--output-format", "gitlab", "clean.asl.json"]).out), serde_json::json!([]));
}

#[test]
fn rdjson_is_valid_and_says_what_json_lines_says() {
    let report = json(report("rdjson"));
    validate("rdjson.json", &report);
    let (diagnostics, findings) = (list(&report, "/diagnostics"), findings());
    assert_eq!(diagnostics.len(), findings.len());
    for (diagnostic, finding) in diagnostics.iter().zip(&findings) {
        assert_eq!(diagnostic["location"]["path"], finding["file"]);
        assert_eq!((&diagnostic["code"]["value"], &diagnostic["code"]["url"]), (&finding["rule"], &finding["url"]));
        assert_eq!(text(diagnostic, "/message").split("\nhelp: ").next(), finding["message"].as_str());
        let severity = match text(finding, "/severity") {
            "error" => "ERROR",
            "warning" => "WARNING",
            _ => "INFO",
        };
        assert_eq!(diagnostic["severity"], severity);
        let offered = list(finding, "/fixes").iter().filter(|fix| fix["applicability"] != "display").count();
        assert!(list(diagnostic, "/suggestions").len() <= offered);
    }
    assert!(diagnostics.iter().any(|diagnostic| !list(diagnostic, "/suggestions").is_empty()));
    let golden = at("tests/golden/files");
    validate("rdjson.json", &json(&run(&golden, &["--output-format", "rdjson", "clean.asl.json"]).out));
}

fn elements<'a, 'input>(node: Node<'a, 'input>, name: &'a str) -> Vec<Node<'a, 'input>> {
    node.descendants().filter(|node| node.has_tag_name(name)).collect()
}

/// A text without what XML cannot hold and one line cannot show.
fn plain(text: &str) -> String {
    text.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn checkstyle_says_what_json_lines_says() {
    let report = report("checkstyle");
    let document = Document::parse(report).unwrap();
    assert_eq!(document.root_element().tag_name().name(), "checkstyle");
    let errors = elements(document.root(), "error");
    let findings = findings();
    assert_eq!(errors.len(), findings.len());
    for (error, finding) in errors.iter().zip(&findings) {
        let attribute = |name: &str| error.attribute(name).unwrap();
        assert_eq!(error.parent_element().unwrap().attribute("name"), finding["file"].as_str());
        assert_eq!(attribute("message"), plain(text(finding, "/message")));
        assert_eq!(attribute("line"), number(finding, "/start/line").to_string());
        assert_eq!(attribute("column"), number(finding, "/start/column").to_string());
        assert_eq!(attribute("source"), format!("asl-lint.{}", text(finding, "/rule")));
        assert!(["error", "warning", "info"].contains(&attribute("severity")));
    }
}

#[test]
fn junit_counts_what_fails() {
    let report = report("junit");
    let document = Document::parse(report).unwrap();
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    for suite in elements(root, "testsuite") {
        let count = |name: &str| suite.attribute(name).unwrap().parse::<usize>().unwrap();
        assert_eq!(count("tests"), elements(suite, "testcase").len());
        assert_eq!(count("failures"), elements(suite, "failure").len());
        assert_eq!(count("errors"), elements(suite, "error").len());
        assert!(0 < count("tests"));
    }
    let findings = findings();
    let cases = elements(root, "testcase").into_iter().filter(|case| case.attribute("line").is_some());
    let cases: Vec<String> =
        cases.map(|case| format!("{}: {}", case.attribute("file").unwrap(), case.attribute("name").unwrap())).collect();
    let named = |finding: &Value| {
        let (line, column) = (number(finding, "/start/line"), number(finding, "/start/column"));
        format!("{}: {} at {line}:{column}", text(finding, "/file"), text(finding, "/rule"))
    };
    assert_eq!(cases, findings.iter().map(named).collect::<Vec<_>>());
    let failing: Vec<String> = findings
        .iter()
        .filter(|finding| ["error", "warning"].contains(&text(finding, "/severity")))
        .map(|finding| plain(text(finding, "/message")))
        .collect();
    let failures: Vec<&str> =
        elements(root, "failure").iter().map(|failure| failure.attribute("message").unwrap()).collect();
    assert_eq!(failures, failing);
    assert_eq!(elements(root, "system-out").len(), findings.len() - failing.len());
}

#[test]
fn junit_fails_as_the_exit_status_does() {
    let directory = at("tests/golden/files");
    let failures = |arguments: &[&str]| {
        let ran =
            run(&directory, &[&["--output-format", "junit", "--select", "lambda-arn-direct"], arguments].concat());
        let document = Document::parse(&ran.out).unwrap();
        (ran.status, elements(document.root(), "failure").len(), elements(document.root(), "error").len())
    };
    assert_eq!(failures(&["orders.asl.json"]), (0, 0, 0));
    assert_eq!(failures(&["--fail-on", "info", "orders.asl.json"]), (1, 1, 0));
    assert_eq!(failures(&["gone.json", "orders.asl.json"]), (2, 0, 1));
}

#[test]
fn github_commands_are_read_back() {
    let decode = |text: &str| {
        let pairs = [("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")];
        pairs.iter().fold(text.to_owned(), |text, (code, character)| text.replace(code, character))
    };
    let report = report("github");
    let findings = findings();
    assert_eq!(report.lines().count(), findings.len());
    for (line, finding) in report.lines().zip(&findings) {
        let (command, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (level, properties) = command.split_once(' ').unwrap();
        let property = |name: &str| {
            let found = properties.split(',').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            found.map(&decode)
        };
        assert_eq!(property("file").as_deref(), finding["file"].as_str());
        let expected_level = match text(finding, "/severity") {
            "error" => "error",
            "warning" => "warning",
            _ => "notice",
        };
        assert_eq!(level, expected_level);
        assert_eq!(property("line"), Some(number(finding, "/start/line").to_string()));
        assert_eq!(property("endLine"), Some(number(finding, "/end/line").to_string()));
        let is_one_line = finding["start"]["line"] == finding["end"]["line"];
        assert_eq!(property("col").is_some() && property("endColumn").is_some(), is_one_line);
        assert_eq!(property("title"), Some(format!("asl-lint {}", text(finding, "/rule"))));
        assert!(decode(message).contains(&plain(text(finding, "/message"))), "{line}");
    }
}

#[test]
fn fingerprints_outlive_changes_elsewhere() {
    let directory = tempfile::tempdir().unwrap();
    let fingerprints = |text_of_file: &str| -> Vec<String> {
        std::fs::write(directory.path().join("a.asl.json"), text_of_file).unwrap();
        let report = json(&run(directory.path(), &["--output-format", "gitlab", "--select", RULES]).out);
        report.as_array().unwrap().iter().map(|issue| text(issue, "/fingerprint").to_owned()).collect()
    };
    let before = fingerprints(r#"{"StartAt": "A", "States": {"A": {"Type": "Pass"}}}"#);
    let after = fingerprints(
        "{\n  \"Comment\": \"new\",\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"B\": {\"Type\": \"Pass\", \"Next\": \"A\"},\n    \"A\": {\"Type\": \"Pass\"}}}",
    );
    assert_eq!((before.len(), &before), (1, &after));
}
