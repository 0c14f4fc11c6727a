//! What a value of a service stands for where all of it is one variable: a value of the same file, another file, or a
//! part of one.
//!
//! What depends on a stage, on the environment or on a program is not known.

use super::super::FilePath;
use crate::syntax::{NodeId, Tree};

/// How many variables may stand for each other: those that name themselves have no end.
const STEPS: usize = 16;

/// What a value stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning<'a> {
    /// What is written at a node, which may be a text.
    Value(NodeId),
    File(File<'a>),
    Unknown,
}

/// `${file(path)}`, or `${file(path):part}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct File<'a> {
    pub(super) path: &'a str,
    /// Whether it is a part of the file that is meant.
    pub(super) is_part: bool,
    /// The text that says so.
    pub(super) node: NodeId,
}

/// What a value of a file stands for. `${self:…}` leads to the values of the service, which are those of its main file.
pub(super) fn meaning(tree: &Tree, value: NodeId, is_main: bool) -> Meaning<'_> {
    let mut node = value;
    for _ in 0..STEPS {
        let Some(variable) = tree.string(node).and_then(|text| whole_variable(text.raw())) else {
            return Meaning::Value(node);
        };
        if let Some(address) = variable.strip_prefix("self:") {
            let own = is_main.then(|| address.split('.').try_fold(tree.root(), |node, key| tree.get(node, key)));
            let Some(next) = own.flatten() else { return Meaning::Unknown };
            node = tree.resolve(next);
            continue;
        }
        let file = file(variable).map(|(path, is_part)| File { path, is_part, node });
        return file.map_or(Meaning::Unknown, Meaning::File);
    }
    Meaning::Unknown
}

/// What stands between the braces of a text that is one variable.
fn whole_variable(text: &str) -> Option<&str> {
    text.trim().strip_prefix("${")?.strip_suffix('}').map(str::trim)
}

/// The path of `file(path)`, which may be in quotes, and whether an address in the file follows. Programs are run for
/// what they answer with, and other texts are no values.
fn file(variable: &str) -> Option<(&str, bool)> {
    let (path, rest) = variable.strip_prefix("file(")?.split_once(')')?;
    let path = path.trim();
    let unquoted = ['"', '\''].iter().find_map(|&quote| path.strip_prefix(quote)?.strip_suffix(quote));
    let path = unquoted.unwrap_or(path);
    let is_known = |text: &str| !text.contains(['$', '(', ')', ',', ':', '"', '\'']);
    let is_part = match rest.trim().strip_prefix(':') {
        Some(address) => is_known(address).then_some(true)?,
        None => rest.trim().is_empty().then_some(false)?,
    };
    let is_data = FilePath(path.to_owned()).language().is_some();
    (is_known(path) && is_data).then_some((path, is_part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, parse};

    #[test]
    fn files_and_parts_of_them() {
        assert_eq!(file("file(a.yml)"), Some(("a.yml", false)));
        assert_eq!(file("file( './b/a.json' ) : one.two"), Some(("./b/a.json", true)));
        for unknown in [
            "file(a.js)",
            "file(a.ts):machine",
            "file(a)",
            "file()",
            "file(a.${opt:stage}.yml)",
            "file(a.yml), null",
            "file(a.yml):${opt:stage}",
            "file(a.yml):b, self:custom.b",
            "opt:stage",
        ] {
            assert_eq!(file(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn variables_are_followed() {
        let text = "a: ${self:b.c}\nb: {c: '${self:d}'}\nd: {e: f}\ng: ${self:g}\nh: ${self:x}\ni: x ${self:d}\n\
                    j: ${file(k.yml)}\nl: ${self:j}\n";
        let (tree, _) = parse(text.into(), Language::Yaml, None);
        let at = |key: &str| tree.get(tree.root(), key).unwrap();
        let meaning = |key: &str| meaning(&tree, at(key), true);
        assert_eq!(meaning("a"), Meaning::Value(at("d")));
        assert_eq!(meaning("d"), Meaning::Value(at("d")));
        assert_eq!(meaning("i"), Meaning::Value(at("i")), "a text of more than a variable");
        for unknown in ["g", "h"] {
            assert_eq!(meaning(unknown), Meaning::Unknown, "{unknown}");
        }
        let file = Meaning::File(File { path: "k.yml", is_part: false, node: at("j") });
        assert_eq!((meaning("j"), meaning("l")), (file, file));
        assert_eq!(super::meaning(&tree, at("a"), false), Meaning::Unknown);
    }
}
