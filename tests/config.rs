//! Configuration files: which one counts, what it changes, and what is wrong with it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::program::{BAD, THREE, check, directory, read, run, run_in, write};

const DEFAULT: &str = "choice-no-default";
const UNREACHABLE: &str = "unreachable-state";
const SELF: &str = "self-transition";

/// The rules that fire in `a.asl.json` under a configuration.
fn rules(configuration: &str, arguments: &[&str]) -> Vec<String> {
    let directory = directory(&[("a.asl.json", THREE), ("asl-lint.toml", configuration)]);
    let ran = check(&directory, arguments);
    assert_eq!(ran.err, "", "{configuration}");
    ran.rules().iter().map(|rule| rule.trim_start_matches("a.asl.json ").to_owned()).collect()
}

#[test]
fn the_nearest_file_counts_and_is_not_merged() {
    let directory = directory(&[
        ("asl-lint.toml", "ignore = ['self-transition']"),
        ("a.asl.json", THREE),
        ("sub/.asl-lint.toml", "ignore = ['choice-no-default']"),
        ("sub/deep/b.asl.json", THREE),
        ("py/pyproject.toml", "[tool.asl-lint]\nselect = ['self-transition']"),
        ("py/c.asl.json", THREE),
        ("other/pyproject.toml", "[project]\nname = 'asl-lint'"),
        ("other/d.asl.json", THREE),
    ]);
    let ran = check(&directory, &[]);
    assert_eq!(
        ran.rules(),
        [
            "a.asl.json choice-no-default",
            "a.asl.json unreachable-state",
            "other/d.asl.json choice-no-default",
            "other/d.asl.json unreachable-state",
            "py/c.asl.json self-transition",
            "sub/deep/b.asl.json unreachable-state",
            "sub/deep/b.asl.json self-transition",
        ]
    );
    // From below, by any way of writing the path, and whatever the working directory.
    let deep = directory.path().join("sub/deep");
    let arguments = ["--output-format", "concise", "b.asl.json"];
    assert_eq!(run_in(&deep, &arguments).rules(), ["b.asl.json unreachable-state", "b.asl.json self-transition"]);
    assert_eq!(check(&directory, &["./sub/../sub/deep/b.asl.json"]).rules().len(), 2);
    assert_eq!(check(&directory, &["--isolated", "py"]).rules().len(), 3);
}

#[test]
fn names_come_in_order() {
    let directory = directory(&[
        ("asl-lint.toml", "select = ['self-transition']"),
        (".asl-lint.toml", "select = ['syntax']"),
        ("pyproject.toml", "[tool.asl-lint]\nselect = ['syntax']"),
        ("a.asl.json", THREE),
    ]);
    assert_eq!(check(&directory, &[]).rules(), ["a.asl.json self-transition"]);
}

#[test]
fn rules_are_selected_and_remapped() {
    assert_eq!(rules("select = ['self-transition']", &[]), [SELF]);
    assert_eq!(rules("ignore = ['graph']\nextend-select = ['self-transition']", &[]), [SELF]);
    assert_eq!(rules("profile = 'minimal'", &[]), [UNREACHABLE]);
    assert_eq!(rules("profile = 'minimal'\nextend-select = ['self-transition']", &[]), [UNREACHABLE, SELF]);
    assert_eq!(rules("[rules.unreachable-state]\nseverity = 'off'", &[]), [DEFAULT, SELF]);
    assert_eq!(rules("min-severity = 'error'", &[]), [UNREACHABLE]);
    assert_eq!(rules("[rules.self-transition]\nseverity = 'hint'", &[]), [DEFAULT, UNREACHABLE]);
    assert_eq!(rules("profile = 'strict'\n[rules.self-transition]\nseverity = 'hint'", &[]).len(), 3);
    let directory = directory(&[("a.asl.json", THREE)]);
    let remapped = check(&directory, &["--config", "rules.self-transition.severity=error"]);
    assert!(remapped.out.contains("error[self-transition]"), "{}{}", remapped.out, remapped.err);
}

#[test]
fn flags_go_before_files() {
    assert_eq!(rules("select = ['self-transition']", &["--select", "unreachable-state"]), [UNREACHABLE]);
    assert_eq!(rules("ignore = ['self-transition']", &["--select", "self-transition"]), [SELF]);
    assert_eq!(rules("ignore = ['self-transition']", &["--extend-select", "self-transition"]).len(), 3);
    assert_eq!(rules("[rules.self-transition]\nseverity = 'off'", &["--select", "self-transition"]), [SELF]);
    assert_eq!(rules("ignore = ['self-transition']", &["--ignore", "unreachable-state"]), [DEFAULT]);
    assert_eq!(rules("profile = 'minimal'", &["--profile", "default"]).len(), 3);
    assert_eq!(rules("min-severity = 'error'", &["--min-severity", "info"]).len(), 3);
    assert_eq!(rules("profile = 'strict'", &["--config", "profile=minimal"]), [UNREACHABLE]);
    assert_eq!(rules("", &["--config", "ignore = ['graph']"]), Vec::<String>::new());
    assert_eq!(rules("", &["--config", "profile=strict", "--config", "profile=minimal"]), [UNREACHABLE]);
}

#[test]
fn what_fails_is_configured() {
    let status = |configuration: &str, arguments: &[&str]| {
        let directory = directory(&[("a.asl.json", THREE), ("asl-lint.toml", configuration)]);
        check(&directory, arguments).status
    };
    assert_eq!(status("ignore = ['unreachable-state']", &[]), 1);
    assert_eq!(status("ignore = ['unreachable-state']\nfail-on = 'error'", &[]), 0);
    assert_eq!(status("ignore = ['unreachable-state']\nfail-on = 'error'", &["--fail-on", "warning"]), 1);
}

#[test]
fn overrides_are_about_files_and_places() {
    let old = "[[overrides]]\npointer = '/States/Old/**'\nignore = ['all']";
    assert_eq!(rules(old, &[]), [DEFAULT]);
    assert_eq!(rules("[[overrides]]\nfiles = ['*.asl.json']\nselect = ['graph']", &["--select", "syntax"]).len(), 3);
    assert_eq!(rules("[[overrides]]\nfiles = ['b.*']\nignore = ['graph']", &[]).len(), 3);
    assert_eq!(rules("[[overrides]]\nfiles = ['a.*']\npointer = '/States/P*'\nignore = ['graph']", &[]).len(), 3);
    assert_eq!(rules("[[overrides]]\nfiles = ['a.*']\npointer = '/States/P*/**'\nignore = ['graph']", &[]).len(), 2);
    assert_eq!(rules("[[overrides]]\nfiles = ['/**']\nseverity = 'hint'", &[]), Vec::<String>::new());
    let one = "[[overrides]]\nfiles = ['/**']\nseverity = { self-transition = 'off', graph = 'error' }";
    assert_eq!(rules(one, &["--min-severity", "error"]), [DEFAULT, UNREACHABLE]);
    let directory = directory(&[
        ("asl-lint.toml", "[[overrides]]\nfiles = ['legacy/']\nignore = ['graph']"),
        ("legacy/deep/a.asl.json", THREE),
        ("new/a.asl.json", THREE),
    ]);
    assert_eq!(check(&directory, &[]).rules().len(), 3);
    assert_eq!(check(&directory, &["legacy"]).status, 0);
}

#[test]
fn excluded_files_are_left_out_unless_named() {
    let directory = directory(&[
        ("asl-lint.toml", "exclude = ['out/**', '*.gen.asl.json']"),
        ("out/a.asl.json", BAD),
        ("b.gen.asl.json", BAD),
        ("c.asl.json", BAD),
    ]);
    assert_eq!(check(&directory, &[]).rules(), ["c.asl.json missing-next-or-end"]);
    assert_eq!(check(&directory, &["out/a.asl.json"]).rules().len(), 1);
    let shown = run(&directory, &["--show-files", "out"]).out;
    assert_eq!(shown, "out/a.asl.json: skipped, the configuration excludes it\n");
}

#[test]
fn files_extend_each_other() {
    let directory = directory(&[
        ("base/asl-lint.toml", "profile = 'minimal'\nignore = ['structure']\nexclude = ['x/']"),
        ("project/asl-lint.toml", "extend = '../base/asl-lint.toml'\nextend-select = ['self-transition']"),
        ("project/a.asl.json", THREE),
        ("project/b.asl.json", BAD),
    ]);
    let ran = check(&directory, &["project"]);
    assert_eq!(ran.rules(), ["project/a.asl.json unreachable-state", "project/a.asl.json self-transition"]);
    write(directory.path(), "base/asl-lint.toml", "extend = '../project/asl-lint.toml'");
    let ran = check(&directory, &["project"]);
    assert_eq!((ran.status, ran.err.as_str()), (2, "asl-lint: project/asl-lint.toml: extends itself\n"));
    write(directory.path(), "base/asl-lint.toml", "extend = 'gone.toml'");
    let ran = check(&directory, &["project"]);
    let gone = "asl-lint: base/gone.toml: no such file or directory\n";
    assert_eq!((ran.status, ran.err.as_str()), (2, gone));
}

#[test]
fn faults_end_with_two_and_say_where() {
    let fault = |configuration: &str, expected: &str| {
        let directory = directory(&[("a.asl.json", THREE), ("asl-lint.toml", configuration)]);
        let ran = check(&directory, &[]);
        assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (2, "", expected));
    };
    fault(
        "profile = 'strickt'\n\nignor = ['x']\n",
        "asl-lint: asl-lint.toml:1:11: `profile` is one of `minimal`, `default`, `strict`, not `strickt`\n\
         asl-lint: asl-lint.toml:3:1: there is no key `ignor`; did you mean `ignore`?\n",
    );
    fault(
        "required-version = '>=99'\n",
        &format!(
            "asl-lint: asl-lint.toml: this is asl-lint {}; the configuration requires >=99\n",
            env!("CARGO_PKG_VERSION")
        ),
    );
    let directory = directory(&[("a.asl.json", THREE), ("x.toml", "select = ['grahp']")]);
    let failure = |arguments: &[&str], expected: &str| {
        let ran = check(&directory, arguments);
        assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (2, "", expected));
    };
    failure(
        &["--config", "x.toml"],
        "asl-lint: x.toml:1:11: there is no rule or category `grahp`; did you mean `graph`?\n",
    );
    failure(&["--config", "y.toml"], "asl-lint: y.toml: no such file or directory\n");
    failure(
        &["--config", "profle=strict"],
        "asl-lint: --config profle=strict: there is no key `profle`; did you mean `profile`?\n",
    );
    failure(
        &["--config", "x.toml", "--config", "x.toml"],
        "asl-lint: --config takes one file; `extend` joins several\n",
    );
}

#[test]
fn a_named_file_replaces_what_would_be_found() {
    let directory = directory(&[
        ("asl-lint.toml", "nonsense"),
        ("ci/strict.toml", "select = ['self-transition']\n[[overrides]]\nfiles = ['x']\nignore = ['all']"),
        ("a.asl.json", THREE),
    ]);
    assert_eq!(check(&directory, &["--config", "ci/strict.toml"]).rules(), ["a.asl.json self-transition"]);
    let both = check(&directory, &["--config", "ci/strict.toml", "--config", "extend-select=['choice-no-default']"]);
    assert_eq!(both.rules().len(), 2, "{}", both.err);
    assert_eq!(check(&directory, &["--isolated"]).rules().len(), 3);
}

#[test]
fn what_is_in_force_is_shown() {
    let directory = directory(&[
        ("asl-lint.toml", "profile = 'strict'\n[[overrides]]\nfiles = ['legacy/']\nignore = ['graph']\nreason = 'old'"),
        ("legacy/a.asl.json", THREE),
    ]);
    let shown = |path: &str| run(&directory, &["config", "show", path]);
    let expected = "\
# asl-lint.toml
profile = \"strict\"
select = [\"all\"]
extend-select = []
ignore = []
min-severity = \"hint\"
fail-on = \"warning\"
workflow-type = \"standard\"
exclude = []
";
    assert_eq!(shown("new/b.asl.json").out, expected);
    let local = "\n[[overrides]]\nfiles = [\"legacy/\"]\nignore = [\"graph\"]\nreason = \"old\"\n";
    assert_eq!(shown("legacy/a.asl.json").out, format!("{expected}{local}"));
    let isolated = run(&directory, &["config", "show", "--isolated"]);
    assert!(isolated.out.starts_with("# no configuration file\nprofile = \"default\"\n"), "{}", isolated.out);
}

#[test]
fn a_starter_file_is_written_once() {
    let directory = directory(&[("a.asl.json", THREE)]);
    let ran = run(&directory, &["config", "init"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, "asl-lint: asl-lint.toml is written\n"));
    let text = read(&directory, "asl-lint.toml");
    assert_eq!(check(&directory, &[]).rules().len(), 3);
    let ran = run(&directory, &["config", "init"]);
    assert_eq!((ran.status, read(&directory, "asl-lint.toml") == text), (2, true));
}

#[test]
fn the_schema_is_the_committed_one() {
    let directory = directory(&[]);
    let ran = run(&directory, &["config", "schema"]);
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/asl-lint.schema.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, ran.out).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(committed == ran.out, "UPDATE=1 cargo test --test config rewrites schemas/asl-lint.schema.json");
}

#[test]
fn shells_are_told_of_the_program() {
    let directory = directory(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run(&directory, &["completions", shell]);
        assert!(ran.status == 0 && ran.out.contains("write-baseline"), "{shell}: {}", ran.err);
    }
    assert_eq!(run(&directory, &["man", "pages"]).status, 0);
    assert!(read(&directory, "pages/asl-lint-check.1").contains("profile"));
    assert!(!run(&directory, &["--help"]).out.contains("man pages"));
}

/// The text of the first block of a language behind a heading of the page.
fn block(heading: &str, language: &str) -> String {
    let page = include_str!("../docs/configuration.md");
    let (_, section) = page.split_once(&format!("\n## {heading}\n")).unwrap();
    let (_, rest) = section.split_once(&format!("```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

#[test]
fn placeholders_get_values_as_the_page_says() {
    let (configuration, definition) = (block("Placeholders", "toml"), block("Placeholders", "json"));
    let directory = directory(&[("asl-lint.toml", &configuration), ("orders.asl.json", &definition)]);
    assert_eq!(check(&directory, &["."]).out, block("Placeholders", "text"));
    assert_eq!(check(&directory, &["--isolated", "."]).out, "");
    let right = definition.replace("Tabel", "Table").replace("\"${Pause}\"", "${Pause}");
    write(directory.path(), "orders.asl.json", &right);
    assert_eq!(check(&directory, &["."]).out, "");
}

#[test]
fn placeholders_of_yaml_and_of_templates() {
    let read = |table: &str| {
        format!(
            "StartAt: Read\nStates:\n  Read:\n    Type: Task\n    Resource: arn:aws:states:::sns:publish\n    \
             Parameters: {{TopicArn: \"{table}\", Message: m}}\n    End: true\n"
        )
    };
    let under = |table: &str| {
        let configuration = "substitutions = {Topic = 't', 'a.b' = 'c'}";
        check(&directory(&[("asl-lint.toml", configuration), ("a.asl.yaml", &read(table))]), &["."]).rules()
    };
    assert_eq!(under("${Topic}"), Vec::<String>::new());
    assert_eq!(under("${Topics}"), ["a.asl.yaml substitution-undefined"]);
    // Names with dots may be anything, and escapes are none.
    for other in ["${a.b}", "${a.c}", "${self:custom.topic}", "$${Topics}", "${}"] {
        assert_eq!(under(other), Vec::<String>::new(), "{other}");
    }
    // A template knows better.
    let template = "Transform: AWS::Serverless-2016-10-31\nResources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    \
                    Properties:\n      DefinitionUri: a.asl.yaml\n      DefinitionSubstitutions: {Own: t}\n";
    let both = |table: &str| {
        let configuration = "substitutions = {Topic = 't'}";
        let files = [("asl-lint.toml", configuration), ("a.asl.yaml", &*read(table)), ("t.yaml", template)];
        check(&directory(&files), &["."]).rules()
    };
    assert_eq!(both("${Own}"), Vec::<String>::new());
    assert_eq!(both("${Topic}"), ["a.asl.yaml substitution-undefined", "t.yaml substitution-unused"]);
}
