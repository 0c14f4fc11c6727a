//! The output formats: what they say of a few files, and that those who read them can.
//!
//! `tests/golden/` holds the reports on `tests/golden/files`; `UPDATE=1 cargo test --test formats` rewrites them: read the
//! difference before committing it.

#![allow(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use assert_cmd::Command;
use roxmltree::{Document, Node};
use serde_json::Value;

/// Every format, and how its golden file ends.
const FORMATS: [(&str, &str); 10] = [
    ("full", "txt"),
    ("concise", "txt"),
    ("json", "json"),
    ("json-lines", "jsonl"),
    ("sarif", "sarif"),
    ("github", "txt"),
    ("gitlab", "json"),
    ("junit", "xml"),
    ("checkstyle", "xml"),
    ("rdjson", "json"),
];

/// Few rules, so that the golden files tell of formats and not of rules.
const RULES: &str = "transition-target-not-found,missing-next-or-end,next-and-end,lambda-arn-direct,wait-exactly-one,\
                     state-redefined";

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(path).unwrap()
}

struct Ran {
    status: i32,
    out: String,
    err: String,
}

fn run(directory: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::cargo_bin("asl-lint").unwrap();
    let output = command.current_dir(directory).arg("check").args(arguments).output().unwrap();
    Ran {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

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

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The findings as `json-lines` gives them, by which the other formats are judged.
fn findings() -> Vec<Value> {
    report("json-lines").lines().map(json).collect()
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no text at {pointer} in {value}"))
}

fn number(value: &Value, pointer: &str) -> usize {
    let number = value.pointer(pointer).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
    number.unwrap_or_else(|| panic!("no number at {pointer} in {value}"))
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
    let results = list(&sarif, "/runs/0/results");
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
    let results = list(&sarif, "/runs/0/results");
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
fn gitlab_is_valid_and_its_fingerprints_are_unique() {
    let report = json(report("gitlab"));
    validate("gitlab.json", &report);
    let issues = report.as_array().unwrap();
    assert_eq!(issues.len(), findings().len());
    let fingerprints: BTreeSet<&str> = issues.iter().map(|issue| text(issue, "/fingerprint")).collect();
    assert_eq!(fingerprints.len(), issues.len());
    let golden = at("tests/golden/files");
    assert_eq!(json(&run(&golden, &["--output-format", "gitlab", "clean.asl.json"]).out), serde_json::json!([]));
}

#[test]
fn rdjson_is_valid() {
    let report = json(report("rdjson"));
    validate("rdjson.json", &report);
    assert_eq!(list(&report, "/diagnostics").len(), findings().len());
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
        assert!(["error", "warning", "notice"].contains(&level), "{line}");
        let property = |name: &str| {
            let found = properties.split(',').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
            found.map(&decode)
        };
        assert_eq!(property("file").as_deref(), finding["file"].as_str());
        assert_eq!(property("line"), Some(number(finding, "/start/line").to_string()));
        let is_one_line = finding["start"]["line"] == finding["end"]["line"];
        assert_eq!(property("col").is_some() && property("endColumn").is_some(), is_one_line);
        assert_eq!(property("title"), Some(format!("asl-lint {}", text(finding, "/rule"))));
        assert!(decode(message).contains(&plain(text(finding, "/message"))), "{line}");
    }
}

#[test]
fn formats_go_where_they_are_told() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str| directory.path().join(name).to_str().unwrap().to_owned();
    let golden = at("tests/golden/files");
    let alone = |format: &str| run(&golden, &["--output-format", format, "."]).out;
    let targets: Vec<String> =
        FORMATS.iter().map(|(format, _)| format!("{format}:{}", file(&format!("out.{format}")))).collect();
    let mut arguments: Vec<&str> = targets.iter().flat_map(|target| ["--output-format", target]).collect();
    let ran = run(&golden, &arguments);
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (1, "", ""));
    for (format, _) in FORMATS {
        assert_eq!(read(file(&format!("out.{format}"))), alone(format), "{format}");
    }
    arguments.extend(["--output-format", "concise"]);
    let ran = run(&golden, &arguments);
    assert_eq!((ran.status, ran.out, ran.err.as_str()), (1, alone("concise"), ""));
}

#[test]
fn formats_that_do_not_go_together_are_refused() {
    let golden = at("tests/golden/files");
    let refused = |formats: &[&str], message: &str| {
        let arguments: Vec<&str> = formats.iter().flat_map(|format| ["--output-format", format]).collect();
        let ran = run(&golden, &arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{formats:?}");
        assert!(ran.err.contains(message), "{}", ran.err);
    };
    refused(&["full", "json"], "only one output format can go to standard output");
    refused(&["sarif:a", "json:a"], "two output formats go to `a`");
    refused(&["sarif:"], "the file behind the colon has no name");
    refused(
        &["xml"],
        "the formats are full, concise, json, json-lines, sarif, github, gitlab, junit, checkstyle, rdjson",
    );
}

#[test]
fn differences_and_lists_of_files_are_no_reports() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("out.json");
    let target = format!("json:{}", out.to_str().unwrap());
    for flag in ["--diff", "--show-files"] {
        let ran = run(&at("tests/golden/files"), &[flag, "--output-format", &target, "clean.asl.json"]);
        assert_eq!((ran.status, out.exists()), (0, false));
    }
}

#[test]
fn the_status_does_not_depend_on_the_format() {
    let golden = at("tests/golden/files");
    for (format, _) in FORMATS {
        let status = |arguments: &[&str]| run(&golden, &[&["--output-format", format], arguments].concat()).status;
        assert_eq!(status(&["clean.asl.json"]), 0, "{format}");
        assert_eq!(status(&["orders.asl.json"]), 1, "{format}");
        assert_eq!(status(&["--exit-zero", "orders.asl.json"]), 0, "{format}");
        assert_eq!(status(&["gone.json", "clean.asl.json"]), 2, "{format}");
    }
}

#[test]
fn services_get_paths_from_the_working_directory() {
    let golden = at("tests/golden/files");
    let absolute = golden.join("orders.asl.json");
    for format in ["sarif", "github", "gitlab", "rdjson"] {
        let one = run(&golden, &["--output-format", format, absolute.to_str().unwrap()]);
        assert_eq!(one.out, run(&golden, &["--output-format", format, "orders.asl.json"]).out);
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let sarif = json(&run(elsewhere.path(), &["--output-format", "sarif", absolute.to_str().unwrap()]).out);
    let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert!(text(location, "/uri").starts_with("file:///") && location.get("uriBaseId").is_none());
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

#[test]
fn order_does_not_depend_on_threads() {
    let directory = tempfile::tempdir().unwrap();
    for index in 0..100 {
        let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass"}}}"#;
        std::fs::write(directory.path().join(format!("{index:03}.asl.json")), text).unwrap();
    }
    for (format, _) in FORMATS {
        let one = run(directory.path(), &["--output-format", format, "-j", "1"]);
        let four = run(directory.path(), &["--output-format", format, "-j", "4"]);
        assert!(one.out == four.out, "{format}");
    }
}
