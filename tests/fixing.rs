//! Files that are fixed: they are replaced whole or not at all, and stay what they were otherwise.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::path::Path;

use common::program::{BAD, Ran, directory, read, run};

const FIX: [&str; 3] = ["--unsafe-fixes", "--output-format", "concise"];

fn fixed(text: &str) -> String {
    text.replace(r#""Pass""#, r#""Pass", "End": true"#)
}

/// The names in a directory: nothing temporary may be left.
fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_byte_order_mark_and_line_ends_stay() {
    let yaml = "\u{FEFF}StartAt: A\r\nStates:\r\n  A:\r\n    Type: Pass\r\n";
    let json = "{\r\n  \"StartAt\": \"A\",\r\n  \"States\": {\r\n    \"A\": {\r\n      \"Type\": \"Pass\"\r\n    }\r\n  }\r\n}\r\n";
    let template = "Resources:\r\n  M:\r\n    Type: AWS::StepFunctions::StateMachine\r\n    Properties:\r\n      DefinitionString: |\r\n        {\"StartAt\": \"A\", \"States\": {\r\n          \"A\": {\r\n            \"Type\": \"Pass\"\r\n          }}}\r\n";
    let directory = directory(&[("a.asl.yaml", yaml), ("b.asl.json", json), ("t.yaml", template)]);
    let ran = run(&directory, &FIX);
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    assert_eq!(read(&directory, "a.asl.yaml"), format!("{yaml}    End: true\r\n"));
    assert_eq!(read(&directory, "b.asl.json"), json.replace("\"Pass\"", "\"Pass\",\r\n      \"End\": true"));
    assert_eq!(read(&directory, "t.yaml"), template.replace("\"Pass\"", "\"Pass\",\r\n            \"End\": true"));
}

#[test]
fn of_several_handlers_of_everything_none_is_moved_behind_the_others() {
    let handler = |error: &str| format!(r#"{{"ErrorEquals": ["{error}"]}}"#);
    let handlers = |errors: &[&str]| {
        let list: Vec<String> = errors.iter().map(|error| handler(error)).collect();
        format!(
            r#"{{"StartAt": "A", "States": {{"A": {{"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:f", "Retry": [{}], "End": true}}}}}}"#,
            list.join(", ")
        )
    };
    let (one, several) = (handlers(&["States.ALL", "E"]), handlers(&["States.ALL", "E", "States.ALL"]));
    let directory = directory(&[("one.asl.json", &one), ("several.asl.json", &several)]);
    let ran = run(&directory, &FIX);
    assert_eq!(read(&directory, "one.asl.json"), handlers(&["E", "States.ALL"]));
    assert_eq!(read(&directory, "several.asl.json"), several);
    assert!(ran.out.contains("states-all-not-last"), "{}", ran.out);
}

#[test]
fn nothing_temporary_is_left() {
    let directory = directory(&[("a.asl.json", BAD)]);
    assert_eq!(run(&directory, &FIX).status, 0);
    assert_eq!(names(directory.path()), ["a.asl.json"]);
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
    use std::os::unix::process::CommandExt as _;
    use std::path::PathBuf;
    use std::process::Command;

    use super::*;

    fn program() -> PathBuf {
        assert_cmd::cargo::cargo_bin("asl-lint")
    }

    fn ran(command: &mut Command) -> Ran {
        Ran::of(command.output().unwrap())
    }

    /// Fixes what is in a directory, as somebody whom the system may refuse something: not as the superuser.
    fn fix_as_anybody(directory: &Path) -> Ran {
        let mut command = Command::new(program());
        if fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) {
            // The program itself may lie where only the superuser comes.
            let copy = directory.join("program");
            // By another process: a copy that this one has open for writing, or a child of it, cannot be run.
            assert!(Command::new("cp").arg(program()).arg(&copy).status().unwrap().success());
            fs::set_permissions(directory, Permissions::from_mode(0o755)).unwrap();
            command = Command::new(copy);
            command.uid(65534).gid(65534);
        }
        ran(command.current_dir(directory).args(FIX).arg("closed"))
    }

    #[test]
    fn permissions_stay() {
        let directory = directory(&[("a.asl.json", BAD)]);
        let path = directory.path().join("a.asl.json");
        for mode in [0o600, 0o644, 0o664, 0o755] {
            fs::write(&path, BAD).unwrap();
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            assert_eq!(run(&directory, &FIX).status, 0);
            assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, mode);
            assert_eq!(read(&directory, "a.asl.json"), fixed(BAD));
        }
    }

    #[test]
    fn a_link_stays_a_link() {
        let directory = directory(&[("real/a.asl.json", BAD), ("links/x", "")]);
        let link = directory.path().join("links/b.asl.json");
        symlink("../real/a.asl.json", &link).unwrap();
        assert_eq!(run(&directory, &[&FIX[..], &["links/b.asl.json"]].concat()).status, 0);
        assert_eq!(fs::read_link(&link).unwrap(), Path::new("../real/a.asl.json"));
        assert_eq!(read(&directory, "real/a.asl.json"), fixed(BAD));
        assert_eq!(names(&directory.path().join("links")), ["b.asl.json", "x"]);
    }

    #[test]
    fn a_full_disk_costs_nothing() {
        // Longer than one block of 512 bytes, which is all that may be written to a file.
        let text = BAD
            .replace("\"A\"}", &format!("\"A\"}}{}", " ".repeat(2000)))
            .replace('}', &format!("{}}}", " ".repeat(2000)));
        let directory = directory(&[("a.asl.json", &text)]);
        let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" --unsafe-fixes --output-format concise a.asl.json";
        let ran = ran(Command::new("sh").args(["-c", script]).arg(program()).current_dir(directory.path()));
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert_eq!(ran.err, "asl-lint: a.asl.json: cannot be written: file too large\n");
        assert_eq!(read(&directory, "a.asl.json"), text);
        assert_eq!(names(directory.path()), ["a.asl.json"]);
    }

    #[test]
    fn a_directory_that_is_read_only_costs_nothing() {
        let directory = directory(&[("closed/a.asl.json", BAD)]);
        let closed = directory.path().join("closed");
        fs::set_permissions(closed.join("a.asl.json"), Permissions::from_mode(0o666)).unwrap();
        fs::set_permissions(&closed, Permissions::from_mode(0o555)).unwrap();
        let ran = fix_as_anybody(directory.path());
        fs::set_permissions(&closed, Permissions::from_mode(0o755)).unwrap();
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert_eq!(ran.err, "asl-lint: closed/a.asl.json: cannot be written: permission denied\n");
        assert_eq!(read(&directory, "closed/a.asl.json"), BAD);
        assert_eq!(names(&closed), ["a.asl.json"]);
    }

    #[test]
    fn a_file_that_is_read_only_is_respected() {
        let directory = directory(&[("closed/a.asl.json", BAD)]);
        let closed = directory.path().join("closed");
        fs::set_permissions(&closed, Permissions::from_mode(0o777)).unwrap();
        fs::set_permissions(closed.join("a.asl.json"), Permissions::from_mode(0o444)).unwrap();
        let ran = fix_as_anybody(directory.path());
        let message = "asl-lint: closed/a.asl.json: cannot be written: permission denied\n";
        assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (2, "", message));
        assert_eq!(read(&directory, "closed/a.asl.json"), BAD);
    }

    #[test]
    fn what_is_no_file_is_not_replaced() {
        let directory = directory(&[]);
        let script = "mkfifo p.asl.json; printf '%s' '{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\"}}}' > p.asl.json & exec \"$0\" --unsafe-fixes -q p.asl.json";
        let ran = ran(Command::new("sh").args(["-c", script]).arg(program()).current_dir(directory.path()));
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert_eq!(ran.err, "asl-lint: p.asl.json: cannot be written: not a regular file\n");
        assert_eq!(names(directory.path()), ["p.asl.json"]);
    }
}
