//! The layers of the crate hold: modules use only those declared before them, only the shell touches the
//! world, and each foreign crate stays behind the one module that owns it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::{Path, PathBuf};

/// The modules that may read files, look at the environment, print, and ask for the time.
const SHELL: [&str; 4] = ["cli", "lsp", "main", "workspace"];

/// What only the shell may use, and what to do instead.
const WORLD: [(&str, &str); 15] = [
    ("std::fs", "ask `analysis::Project` for the text of a file"),
    ("std::env", "take it from `config::Options`"),
    ("std::process", "return a value and let the shell decide"),
    ("std::net", "the core does not speak to networks"),
    ("std::io::stdin", "take a `Source`"),
    ("std::io::stdout", "return text and let the shell print it"),
    ("std::io::stderr", "return text and let the shell print it"),
    ("println!", "return text and let the shell print it"),
    ("eprintln!", "return text and let the shell print it"),
    ("print!", "return text and let the shell print it"),
    ("eprint!", "return text and let the shell print it"),
    ("dbg!", "remove it"),
    ("std::time", "take the time as an argument"),
    ("Instant::now", "take the time as an argument"),
    ("SystemTime", "take the time as an argument"),
];

/// Foreign crates, and the modules (or files) that may name them.
const OWNERS: [(&str, &[&str]); 19] = [
    ("granit_parser", &["syntax/yaml.rs", "syntax/yaml/loader.rs", "syntax/yaml/words.rs"]),
    ("hcl_edit", &["host"]),
    ("jsonschema", &["schema"]),
    ("petgraph", &["graph"]),
    ("miette", &["render/full.rs"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("ignore", &["cli", "lsp", "workspace"]),
    ("rayon", &["cli"]),
    ("tower_lsp", &["lsp"]),
    ("tokio", &["lsp"]),
    ("ropey", &["text"]),
    ("toml", &["settings"]),
    ("toml_edit", &["settings"]),
    ("tempfile", &["cli", "lsp"]),
    ("indicatif", &["cli"]),
    ("supports_hyperlinks", &["cli"]),
    ("pretty_yaml", &["format/yaml.rs"]),
];

/// A module whose own modules are layers.
struct Layered {
    /// The file that declares them in their order.
    file: &'static str,
    directory: &'static str,
    /// How paths into it begin.
    root: &'static str,
}

/// The crate, and what groups modules of it.
const LAYERED: [Layered; 2] = [
    Layered { file: "lib.rs", directory: "", root: "crate::" },
    Layered { file: "semantics.rs", directory: "semantics/", root: "crate::semantics::" },
];

/// A file under `src`, with comments and the contents of strings blanked out.
struct File {
    /// Relative to `src`, with `/`.
    path: String,
    lines: Vec<String>,
}

impl File {
    /// The module of the first level that it belongs to.
    fn module(&self) -> &str {
        first_of(&self.path)
    }

    fn is_in(&self, owner: &str) -> bool {
        if owner.contains('.') { self.path == owner } else { self.module() == owner }
    }
}

/// The module that a path belongs to, of those in the directory where it starts.
fn first_of(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or("");
    first.strip_suffix(".rs").unwrap_or(first)
}

fn sources() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found: Vec<PathBuf> = Vec::new();
    let mut pending = vec![root.clone()];
    while let Some(directory) = pending.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    let file = |path: &PathBuf| File {
        path: path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"),
        lines: blank(&std::fs::read_to_string(path).unwrap()).lines().map(str::to_owned).collect(),
    };
    found.iter().map(file).collect()
}

/// The code alone: comments and what stands in strings become blanks, line ends stay.
fn blank(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = raw_string(rest).filter(|_| !code.ends_with(is_word)) {
            length
        } else if next == '"' {
            string(rest)
        } else if next == '\'' {
            character(rest)
        } else {
            code.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        };
        code.extend(rest[..length].chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
        rest = &rest[length..];
    }
    code
}

/// The length of the raw string that a text starts with.
fn raw_string(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = inside.len() - inside.trim_start_matches('#').len();
    let body = inside[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let start = text.len() - body.len();
    Some(body.find(&end).map_or(text.len(), |at| start + at + end.len()))
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a character literal; of a lifetime, its quote alone.
fn character(text: &str) -> usize {
    let mut letters = text.char_indices().skip(1);
    match letters.next() {
        Some((_, '\\')) => text[3.min(text.len())..].find('\'').map_or(1, |at| at + 4),
        Some(_) => letters.next().filter(|(_, close)| *close == '\'').map_or(1, |(at, _)| at + 1),
        None => 1,
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Whether code names something, as a word of its own and not as a part of a path of this crate.
fn names(code: &str, word: &str) -> bool {
    code.match_indices(word).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + word.len()..]);
        // `std::fs::read`, `use std::{fs, …}` is told apart below.
        !before.ends_with(is_word) && !before.ends_with("::") && !after.starts_with(is_word)
    })
}

/// Whether code names a foreign crate: `clap::Parser`, `use clap as c`.
fn uses_crate(code: &str, name: &str) -> bool {
    let imported = names(code, &format!("use {name}")) || names(code, &format!("extern crate {name}"));
    let in_path = code.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = &code[..at];
        !before.ends_with(is_word) && !before.ends_with("::")
    });
    imported || in_path
}

/// Code with the paths that climb by `super` written as those from `crate`.
fn rooted(code: &str, path: &str) -> String {
    let modules: Vec<&str> = path.split('/').collect();
    let mut rooted = code.to_owned();
    for climbed in (1..=modules.len()).rev() {
        let around = [&["crate"], &modules[..modules.len() - climbed]].concat().join("::");
        rooted = rooted.replace(&"super::".repeat(climbed), &format!("{around}::"));
    }
    rooted
}

/// Each import on a line of a module under a root: `crate::schema::…`, `crate::{edit, asl}`.
fn imports(code: &str, root: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, path) in code.match_indices(root) {
        if code[..at].ends_with(is_word) || code[..at].ends_with('$') {
            continue;
        }
        let rest = &code[at + path.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.extend(rest.split(|letter| !is_word(letter)).next().map(str::to_owned));
            continue;
        };
        let mut depth = 0_u32;
        let mut item = String::new();
        for letter in group.chars() {
            match letter {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => found.push(std::mem::take(&mut item)),
                _ if depth == 0 => item.push(letter),
                _ => {}
            }
        }
        found.push(item);
    }
    let first = |path: String| path.trim().split("::").next().unwrap_or("").to_owned();
    found.into_iter().map(first).filter(|name| !name.is_empty()).collect()
}

/// The modules in the order in which a file declares them.
fn layers(files: &[File], declaring: &str) -> Vec<String> {
    let file = files.iter().find(|file| file.path == declaring).unwrap();
    let declared = file.lines.iter().filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'));
    declared.map(str::to_owned).collect()
}

fn fail(faults: &[String]) {
    assert!(faults.is_empty(), "the architecture does not hold\n{}\n", faults.join("\n"));
}

#[test]
fn modules_use_only_those_declared_before_them() {
    let files = sources();
    let faults: Vec<String> = LAYERED.iter().flat_map(|layered| out_of_order(&files, layered)).collect();
    fail(&faults);
}

fn out_of_order(files: &[File], layered: &Layered) -> Vec<String> {
    let Layered { file: declaring, directory, root } = layered;
    let layers = layers(files, declaring);
    let place = |module: &str| layers.iter().position(|layer| layer == module);
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| !["lib.rs", "main.rs"].contains(&file.path.as_str())) {
        let Some(path) = file.path.strip_prefix(directory) else { continue };
        let module = first_of(path);
        let Some(own) = place(module) else {
            faults.push(format!("src/{}: declare `pub mod {module};` at its layer in src/{declaring}", file.path));
            continue;
        };
        for (number, line) in imported_lines(file) {
            for used in imports(&rooted(&line, &file.path), root) {
                if place(&used).is_some_and(|used| own < used) {
                    faults.push(format!(
                        "src/{}:{number}: `{module}` uses `{used}`, which src/{declaring} declares after it; move \
                         what is needed to a module before `{module}`, or hand it in as an argument",
                        file.path
                    ));
                }
            }
        }
    }
    faults
}

/// The lines of a file with their numbers; an import of several lines counts as its first.
fn imported_lines(file: &File) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (index, line) in file.lines.iter().enumerate() {
        match lines.last_mut().filter(|_| open) {
            Some((_, import)) => import.push_str(line.trim()),
            None => lines.push((index + 1, line.clone())),
        }
        let starts = line.trim_start().trim_start_matches("pub ").starts_with("use ");
        open = (open || starts) && !line.contains(';');
    }
    lines
}

#[test]
fn only_the_shell_touches_the_world() {
    let mut faults = Vec::new();
    for file in sources().iter().filter(|file| !SHELL.contains(&file.module())) {
        for (number, line) in imported_lines(file) {
            // `use std::{fs, io}` says the same as `use std::fs`.
            let grouped = line.trim_start().strip_prefix("use std::{").unwrap_or("").to_owned();
            for (what, instead) in WORLD {
                let in_group = what.strip_prefix("std::").is_some_and(|name| names(&grouped, name));
                if names(&line, what) || in_group {
                    faults.push(format!(
                        "src/{}:{number}: `{what}` belongs into {}; {instead}",
                        file.path,
                        SHELL.join(", ")
                    ));
                }
            }
        }
    }
    fail(&faults);
}

#[test]
fn each_crate_stays_behind_its_module() {
    let mut faults = Vec::new();
    for file in sources() {
        for (index, line) in file.lines.iter().enumerate() {
            for (name, owners) in OWNERS {
                if uses_crate(line, name) && !owners.iter().any(|owner| file.is_in(owner)) {
                    faults.push(format!(
                        "src/{}:{}: the crate `{name}` belongs to {}; use what that module offers, or extend it",
                        file.path,
                        index + 1,
                        owners.join(", ")
                    ));
                }
            }
        }
    }
    fail(&faults);
}

#[test]
fn code_is_told_from_strings_and_comments() {
    let code = blank("a(\"std::fs\", 'x', '\\'', b\"\\\"\"); // std::fs\nlet b: &'a str = r#\"\"std::env\"#; c");
    assert!(!code.contains("std"), "{code}");
    assert!(code.contains("let b: &") && code.ends_with("; c"), "{code}");
    assert_eq!(code.lines().count(), 2);
}

#[test]
fn imports_are_read() {
    let imports = |code: &str| imports(code, "crate::");
    assert_eq!(imports("use crate::schema::fields;"), ["schema"]);
    assert_eq!(imports("use crate::{edit, asl::{self, nearest}, text::Span};"), ["edit", "asl", "text"]);
    assert_eq!(imports("let x = crate::text::offset(1);"), ["text"]);
    assert_eq!(imports("$crate::rule::Rule"), Vec::<String>::new());
    assert!(names("use std::fs;", "std::fs") && !names("use std::fsx;", "std::fs"));
    assert!(!uses_crate("crate::ignore::x", "ignore") && uses_crate("ignore::Walk::new()", "ignore"));
    assert_eq!(imports(&rooted("super::model::lower()", "graph.rs")), ["model"]);
    assert_eq!(
        rooted("use super::super::ending::x;", "semantics/variable_use/y.rs"),
        "use crate::semantics::ending::x;"
    );
    assert!(names("eprintln!(x)", "eprintln!") && !names("eprintln!(x)", "println!"));
}

#[test]
fn the_page_lists_the_modules_in_their_order() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/architecture.md");
    let page = std::fs::read_to_string(page).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |"));
    let listed: Vec<&str> = rows.flat_map(|(names, _)| names.split("`, `")).collect();
    let files = sources();
    let declared: Vec<String> = LAYERED.iter().flat_map(|layered| layers(&files, layered.file)).collect();
    assert_eq!(listed, declared);
}
