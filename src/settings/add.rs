//! Adds overrides to the text of a configuration file and keeps what is there, comments and layout included.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike};

/// An override that ignores rules in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOverride {
    /// The path of the file from the directory of the configuration, with `/`.
    pub file: String,
    /// The JSON Pointer of a value; empty for the whole file.
    pub pointer: String,
    pub rules: Vec<&'static str>,
    /// Empty when there is none.
    pub reason: String,
}

/// The text of a file with overrides behind those that it has. In a `pyproject.toml` they go under `[tool.asl-lint]`.
/// `Err` says why they cannot be added.
pub fn with_overrides(text: &str, is_pyproject: bool, overrides: &[NewOverride]) -> Result<String, String> {
    let (mark, text) = match text.strip_prefix('\u{FEFF}') {
        Some(rest) => ("\u{FEFF}", rest),
        None => ("", text),
    };
    let mut document: DocumentMut = text.parse().map_err(|_| "it is no TOML".to_owned())?;
    let settings: &mut dyn TableLike = if is_pyproject {
        let tool = document.get_mut("tool").and_then(|tool| tool.get_mut("asl-lint"));
        tool.and_then(Item::as_table_like_mut).ok_or_else(|| "it has no table `[tool.asl-lint]`".to_owned())?
    } else {
        document.as_table_mut()
    };
    let list = settings.entry("overrides").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if let Some(tables) = list.as_array_of_tables_mut() {
        tables.extend(overrides.iter().map(table));
    } else if let Some(array) = list.as_array_mut() {
        array.extend(overrides.iter().map(|one| table(one).into_inline_table()));
    } else {
        return Err("its `overrides` are no list".to_owned());
    }
    let added = document.to_string();
    let is_crlf = text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r'));
    let added = if is_crlf { added.replace("\r\n", "\n").replace('\n', "\r\n") } else { added };
    Ok(format!("{mark}{added}"))
}

fn table(one: &NewOverride) -> Table {
    let mut members = InlineTable::new();
    members.insert("files", Array::from_iter([pattern(&one.file)]).into());
    if !one.pointer.is_empty() {
        members.insert("pointer", one.pointer.as_str().into());
    }
    members.insert("ignore", one.rules.iter().copied().collect::<Array>().into());
    if !one.reason.is_empty() {
        members.insert("reason", one.reason.as_str().into());
    }
    members.into_table()
}

/// The pattern of a `.gitignore` that one file alone matches.
fn pattern(path: &str) -> String {
    let mut pattern = String::from("/");
    for letter in path.chars() {
        if matches!(letter, '*' | '?' | '[' | ']' | '{' | '}' | '\\' | ' ') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::settings::{parse, parse_pyproject};

    fn one(file: &str) -> NewOverride {
        let (file, pointer) = (file.to_owned(), "/States/A".to_owned());
        NewOverride { file, pointer, rules: vec!["self-transition", "bom"], reason: "it's \"meant\"".to_owned() }
    }

    const ADDED: &str = "[[overrides]]\nfiles = [\"/a.asl.json\"]\npointer = \"/States/A\"\n\
        ignore = [\"self-transition\", \"bom\"]\nreason = \"it's \\\"meant\\\"\"\n";

    #[test]
    fn what_is_there_stays() {
        let add = |text: &str| with_overrides(text, false, &[one("a.asl.json")]).unwrap();
        let text = "# head\nprofile = 'strict' # why\n\n[rules.self-transition]\nseverity='error'\n# tail\n";
        let added = add(text);
        assert!(added.starts_with("# head\nprofile = 'strict' # why\n"), "{added}");
        assert!(added.contains("[rules.self-transition]\nseverity='error'\n") && added.contains("# tail\n"), "{added}");
        let settings = parse(&added, Path::new("")).unwrap();
        assert_eq!((settings.overrides.len(), settings.rules.len()), (1, 1));
        assert_eq!(settings.overrides, parse(ADDED, Path::new("")).unwrap().overrides);
        let twice = parse(&add(&added), Path::new("")).unwrap();
        assert_eq!(twice.overrides.len(), 2);
        assert_eq!(parse(&add(""), Path::new("")).unwrap().overrides, settings.overrides);
    }

    #[test]
    fn lists_of_other_kinds_are_continued() {
        let add = |text: &str| with_overrides(text, false, &[one("a.asl.json")]);
        let added = add("overrides = [{files = ['x'], ignore = ['bom']}]\r\nprofile = 'strict'\r\n").unwrap();
        assert_eq!(parse(&added, Path::new("")).unwrap().overrides.len(), 2);
        assert_eq!(added.matches('\n').count(), added.matches("\r\n").count());
        assert!(add("\u{FEFF}profile = 'strict'").unwrap().starts_with('\u{FEFF}'));
        assert_eq!(add("overrides = 1"), Err("its `overrides` are no list".to_owned()));
        assert!(add("x = [").is_err());
    }

    #[test]
    fn pyproject_has_them_under_its_tool() {
        let text = "[project]\nname = 'x'\n\n[tool.asl-lint]\nprofile = 'strict'\n\n[tool.other]\na = 1\n";
        let added = with_overrides(text, true, &[one("a.asl.json")]).unwrap();
        let settings = parse_pyproject(&added, Path::new("")).unwrap().unwrap();
        assert_eq!(settings.overrides, parse(ADDED, Path::new("")).unwrap().overrides);
        assert!(added.contains("[tool.other]\na = 1\n"), "{added}");
        assert!(with_overrides("[project]\n", true, &[one("a")]).is_err());
    }

    #[test]
    fn patterns_stand_for_one_file() {
        assert_eq!(pattern("sub/a b*[1].json"), "/sub/a\\ b\\*\\[1\\].json");
    }
}
