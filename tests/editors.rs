//! The configurations under `editors/` can be read, start the server as it is started, and are for all files that are
//! definitions by their names. Neovim, Emacs and Kakoune read theirs themselves: `tests/editors/run`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]
#![cfg(feature = "settings")]

use std::path::Path;

use asl_lint::host::{self, FilePath};
use asl_lint::syntax::yaml;
use serde_json::Value;
use toml_edit::{DocumentMut, Item};

/// What the names of definitions end in, in the order of the configurations: JSON, then YAML.
const JSON: [&str; 4] = ["asl", "asl.json", "asl.jsonc", "asl.json5"];
const YAML: [&str; 2] = ["asl.yaml", "asl.yml"];

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn table(name: &str) -> DocumentMut {
    text(name).parse().unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn object(name: &str) -> Value {
    serde_json::from_str(&text(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The strings of a list of a TOML file.
fn strings(list: &Item) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|item| item.as_str().expect("a string")).collect()
}

fn patterns(endings: &[&str]) -> Vec<String> {
    endings.iter().map(|ending| format!("*.{ending}")).collect()
}

#[test]
fn the_endings_are_those_of_definitions() {
    for ending in JSON.iter().chain(&YAML) {
        assert!(FilePath(format!("machine.{ending}")).is_definition(), "{ending}");
    }
    assert!(!FilePath("machine.json".to_owned()).is_definition());
}

#[test]
fn visual_studio_code() {
    let languages = &object("vscode/package.json")["contributes"]["languages"];
    for (language, endings) in languages.as_array().unwrap().iter().zip([&JSON[..], &YAML[..]]) {
        let dotted: Vec<String> = endings.iter().map(|ending| format!(".{ending}")).collect();
        assert_eq!(language["extensions"], Value::from(dotted));
    }
}

#[test]
fn visual_studio_code_looks_for_what_the_server_looks_for() {
    let documents = text("vscode/src/documents.ts");
    for mark in host::marks() {
        assert!(documents.contains(&format!("\"{mark}\"")), "{mark}");
    }
}

#[test]
fn helix() {
    let languages = table("helix/languages.toml");
    let server = &languages["language-server"]["asl-lint"];
    assert_eq!((server["command"].as_str(), strings(&server["args"])), (Some("asl-lint"), vec!["server"]));
    let languages = languages["language"].as_array_of_tables().unwrap();
    for (language, (id, endings)) in languages.iter().zip([("asl", &JSON[..]), ("asl-yaml", &YAML[..])]) {
        assert_eq!((language["name"].as_str(), language["language-id"].as_str()), (Some(id), Some(id)));
        assert_eq!(strings(&language["language-servers"]), ["asl-lint"]);
        let globs = language["file-types"].as_array().unwrap().iter();
        let globs: Vec<&str> = globs.map(|it| it.as_inline_table().unwrap()["glob"].as_str().unwrap()).collect();
        assert_eq!(globs, patterns(endings));
    }
    assert_eq!(languages.len(), 2);
}

#[test]
fn zed() {
    let extension = table("zed/extension.toml");
    let server = &extension["language_servers"]["asl-lint"];
    let names = strings(&server["languages"]);
    assert_eq!(names.len(), 2);
    for (name, (id, endings)) in names.iter().zip([("asl", &JSON[..]), ("asl-yaml", &YAML[..])]) {
        let language = table(&format!("zed/languages/{id}/config.toml"));
        assert_eq!(language["name"].as_str(), Some(*name));
        assert_eq!(strings(&language["path_suffixes"]), endings);
        assert_eq!(server["language_ids"][*name].as_str(), Some(id));
    }
    let package = table("zed/Cargo.toml");
    assert_eq!(package["package"]["version"].as_str(), extension["version"].as_str());
}

#[test]
fn jetbrains() {
    let template = object("jetbrains/template.json");
    assert_eq!(template["programArgs"]["default"], "asl-lint server");
    let mappings = template["fileTypeMappings"].as_array().unwrap();
    assert_eq!(mappings.len(), 2);
    for (mapping, (id, endings)) in mappings.iter().zip([("asl", &JSON[..]), ("asl-yaml", &YAML[..])]) {
        assert_eq!(mapping["languageId"], id);
        assert_eq!(mapping["fileType"]["patterns"], Value::from(patterns(endings)));
    }
}

#[test]
fn sublime() {
    let settings = object("sublime/LSP.sublime-settings");
    let server = &settings["clients"]["asl-lint"];
    assert_eq!(server["command"], Value::from(vec!["asl-lint", "server"]));
    for (name, endings) in [("ASL", &JSON[..]), ("ASL (YAML)", &YAML[..])] {
        let file = format!("sublime/{name}.sublime-syntax");
        let (tree, faults) = yaml::parse(&text(&file).into(), None);
        assert!(faults.is_empty(), "{file}: {faults:?}");
        let get = |key| tree.get(tree.root(), key).unwrap_or_else(|| panic!("{file} has no {key}"));
        let found: Vec<&str> = tree.items(get("file_extensions")).map(|item| tree.text(item)).collect();
        assert_eq!(found, endings, "{file}");
        assert!(server["selector"].as_str().unwrap().contains(tree.text(get("scope"))), "{file}");
    }
}

#[test]
fn editors_that_are_run_know_all_endings() {
    let quoted = |endings: &[&str]| patterns(endings).iter().map(|it| format!("'{it}'")).collect::<Vec<_>>().join(", ");
    let neovim = text("neovim/ftdetect/asl.lua");
    assert!(neovim.contains(&quoted(&JSON)) && neovim.contains(&quoted(&YAML)), "{neovim}");
    for name in ["emacs/asl-lint.el", "kakoune/asl-lint.kak"] {
        let text = text(name).replace("(?:", "(").replace(r"\\", r"\");
        let text = text.replace(r"\(", "(").replace(r"\)", ")");
        assert!(text.contains(r"\.asl(\.json[c5]?)?") && text.contains(r"\.asl\.ya?ml"), "{name}: {text}");
    }
}
