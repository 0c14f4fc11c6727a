//! Where reports go: several at once, files, paths, and what the exit status makes of them.

#![allow(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod common;

use common::reports::{FORMATS, at, json, read, run, text};

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
