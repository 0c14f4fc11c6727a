//! Which files a run visits, and what it does with strange ones.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::program::{BAD, check, directory, read, run, run_in, write};

const GOOD: &str = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#;

#[test]
fn the_configuration_excludes_whole_directories() {
    let files =
        [("a.asl.json", BAD), ("out/b.asl.json", BAD), ("sub/out/c.asl.json", BAD), ("out/deep/d.asl.json", BAD)];
    let shown = |exclude: &str| {
        let directory = directory(&files);
        write(directory.path(), "asl-lint.toml", &format!("exclude = {exclude}"));
        // A directory that is excluded has no say in the matter.
        write(directory.path(), "out/deep/asl-lint.toml", "exclude = []");
        let ran = check(&directory, &[]);
        assert_eq!(ran.err, "");
        ran.rules().iter().map(|rule| rule.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(shown("['out']"), ["a.asl.json"]);
    assert_eq!(shown("['/out/']"), ["a.asl.json", "sub/out/c.asl.json"]);
    assert_eq!(shown("['out/**']"), ["a.asl.json", "sub/out/c.asl.json"]);
    assert_eq!(shown("['**/out/**']"), ["a.asl.json"]);
    assert_eq!(shown("['out/*', '!out/b.asl.json']"), ["a.asl.json", "out/b.asl.json", "sub/out/c.asl.json"]);
}

#[test]
fn exclusion_on_the_command_line_is_by_directory_too() {
    let directory = directory(&[("a.asl.json", BAD), ("out/b.asl.json", BAD), ("sub/out/c.asl.json", BAD)]);
    let shown = |arguments: &[&str]| check(&directory, arguments).rules().len();
    assert_eq!(shown(&["--exclude", "out"]), 1);
    assert_eq!(shown(&["--exclude", "out/**"]), 2);
    assert_eq!(shown(&["--exclude", "sub/out/**"]), 2);
    // From elsewhere, by a path that is not below the working directory.
    let (elsewhere, here) = (tempfile::tempdir().unwrap(), directory.path().to_str().unwrap());
    let ran = run_in(elsewhere.path(), &["--output-format", "concise", "--exclude", "out", here]);
    assert_eq!(ran.rules().len(), 1, "{}", ran.out);
    // What is named is taken.
    assert_eq!(shown(&["--exclude", "out", "out"]), 1);
}

#[test]
fn tools_that_name_every_file_may_ask_for_exclusion() {
    let directory = directory(&[
        ("a.asl.json", BAD),
        ("out/b.asl.json", BAD),
        ("gen/c.asl.json", BAD),
        (
            "gen/t.yaml",
            "Resources: {M: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: d.asl.json}}}",
        ),
        ("gen/d.asl.json", BAD),
        ("asl-lint.toml", "exclude = ['gen/**']"),
    ]);
    let all = ["a.asl.json", "out/b.asl.json", "gen/c.asl.json", "gen/t.yaml"];
    let shown = |arguments: &[&str]| {
        let ran = check(&directory, &[&all[..], arguments].concat());
        assert_eq!(ran.err, "", "{arguments:?}");
        ran.rules().iter().map(|rule| rule.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(shown(&[]), ["a.asl.json", "gen/c.asl.json", "out/b.asl.json"]);
    assert_eq!(shown(&["--force-exclude"]), ["a.asl.json", "out/b.asl.json"]);
    assert_eq!(shown(&["--force-exclude", "--exclude", "out"]), ["a.asl.json"]);
    assert_eq!(shown(&["--force-exclude", "--exclude", "/out/*.json"]), ["a.asl.json"]);
    assert_eq!(shown(&["--exclude", "out"]), ["a.asl.json", "gen/c.asl.json", "out/b.asl.json"]);
    // However the path is written, and whatever is named.
    let absolute = directory.path().join("out/b.asl.json");
    for named in ["out", "./out", "gen", "out/*.json", "./gen/c.asl.json", absolute.to_str().unwrap()] {
        let ran = check(&directory, &["--force-exclude", "--exclude", "out/", named]);
        assert_eq!((ran.status, ran.rules()), (0, Vec::new()), "{named}");
    }
    let ran = run(&directory, &[&["--force-exclude", "--show-files"], &all[..]].concat());
    assert!(ran.out.contains("gen/c.asl.json: skipped, the configuration excludes it\n"), "{}", ran.out);
}

#[test]
fn formatting_may_exclude_what_is_named() {
    let directory = directory(&[("out/a.asl.json", &BAD.replace(' ', "")), ("asl-lint.toml", "exclude = ['out']")]);
    let listed = |arguments: &[&str]| run(&directory, &[&["fmt", "--check", "out/a.asl.json"], arguments].concat());
    assert_eq!(listed(&[]).out, "out/a.asl.json\n");
    for arguments in [&["--force-exclude"][..], &["--force-exclude", "--isolated", "--exclude", "*.json"]] {
        let ran = listed(arguments);
        assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, "", ""), "{arguments:?}");
    }
}

#[test]
fn a_check_of_nothing_may_be_an_error() {
    let directory = directory(&[("a.asl.json", GOOD), ("sub/x.json", "{}"), ("gen/b.asl.json", BAD)]);
    write(directory.path(), "asl-lint.toml", "exclude = ['gen']");
    let status = |arguments: &[&str]| {
        let ran = check(&directory, &[&["--error-on-no-inputs"], arguments].concat());
        assert_eq!(ran.status == 2, ran.err.ends_with("asl-lint: no state machine definition found\n"), "{}", ran.err);
        ran.status
    };
    assert_eq!((status(&["."]), status(&["a.asl.json", "sub/x.json"])), (0, 0));
    for nothing in
        [&["sub"][..], &["sub/x.json"], &["-q", "sub"], &["--exit-zero", "sub"], &["gen/b.asl.json", "--force-exclude"]]
    {
        assert_eq!(status(nothing), 2, "{nothing:?}");
    }
    assert_eq!(status(&["gen/b.asl.json"]), 1);
    assert_eq!(check(&directory, &["sub"]).status, 0);
}

/// A file that is excluded by itself is still listed: a directory that is entered shows.
#[test]
fn excluded_directories_are_not_entered() {
    let directory = directory(&[("a.asl.json", BAD), ("out/x.json", "{}"), ("asl-lint.toml", "exclude = ['out']")]);
    let entered = |arguments: &[&str]| {
        let ran = run(&directory, &[&["--show-files"], arguments].concat());
        ran.out.lines().any(|line| line.starts_with("out/"))
    };
    assert!(!entered(&[]) && !entered(&["--exclude", "out"]) && !entered(&["--isolated", "--exclude", "out/**"]));
    assert!(entered(&["--isolated"]));
}

#[test]
fn an_output_that_cannot_be_written_stops_the_run_before_it_starts() {
    let directory = directory(&[("a.asl.json", BAD)]);
    for format in ["concise", "json", "sarif"] {
        let ran = run(
            &directory,
            &["--output-format", format, "--output-format", "junit:gone/x.xml", "--unsafe-fixes", "a.asl.json"],
        );
        let message = "asl-lint: gone/x.xml: cannot be written: no such file or directory\n";
        assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (2, "", message));
        assert_eq!(read(&directory, "a.asl.json"), BAD);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_shown_as_well_as_it_goes() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let directory = directory(&[]);
    std::fs::write(directory.path().join(OsStr::from_bytes(b"a\xFF.asl.json")), BAD).unwrap();
    for format in ["json", "json-lines", "sarif", "gitlab", "rdjson"] {
        let ran = run(&directory, &["--output-format", format]);
        assert_eq!((ran.status, ran.err.as_str()), (1, ""), "{format}");
        assert!(ran.out.contains('\u{FFFD}') || ran.out.contains("%EF%BF%BD"), "{format}: {}", ran.out);
        let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert!(document.is_object() || document.is_array());
    }
    let ran = run(&directory, &["--unsafe-fixes", "--output-format", "concise"]);
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
}

#[test]
fn many_files_in_one_directory_are_checked_in_order() {
    const FILES: usize = 3000;
    let directory = directory(&[]);
    for index in 0..FILES {
        write(directory.path(), &format!("{index:05}.asl.json"), BAD);
    }
    let ran = check(&directory, &["-j", "4"]);
    let names: Vec<&str> = ran.out.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!((ran.status, names.len(), names.is_sorted()), (1, FILES, true));
}

#[test]
fn times_are_told_when_asked_for() {
    let directory = directory(&[("a.asl.json", BAD)]);
    let ran = run(&directory, &["-v", "--output-format", "concise"]);
    let rows: Vec<(f64, &str)> = ran
        .err
        .lines()
        .map(|line| line.trim_start().split_once(" ms  ").unwrap())
        .map(|(time, work)| (time.parse().unwrap(), work))
        .collect();
    assert!(rows.is_sorted_by(|one, next| next.0 <= one.0), "{}", ran.err);
    let works: Vec<&str> = rows.iter().map(|row| row.1).collect();
    for work in ["parse", "schema", "unreachable-state", "missing-next-or-end"] {
        assert_eq!(works.iter().filter(|&&other| other == work).count(), 1, "{work}: {}", ran.err);
    }
    assert_eq!(run(&directory, &["--output-format", "concise"]).err, "");
}
