//! From TOML to settings. Every fault is found, not only the first one.

use std::collections::BTreeMap;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Globs, LocalSettings, Profile, RuleSettings, Settings, is_selector, satisfies, selectors};
use crate::asl::{WorkflowType, nearest};
use crate::config::{Level, Override, PointerGlob};
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rules;
use crate::text::{LineColumn, Source, offset};

/// Something wrong with a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub position: LineColumn,
    pub message: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { position, message } = self;
        write!(formatter, "{}:{}: {message}", position.line, position.column)
    }
}

/// Reads an `asl-lint.toml`, whose paths are relative to `base`.
pub fn parse(text: &str, base: &Path) -> Result<Settings, Vec<Fault>> {
    let table = DeTable::parse(text).map_err(|error| vec![syntax(text, &error)])?;
    settings(text, base, table.get_ref())
}

/// Reads the part of a `pyproject.toml` that is for this program, if there is one. What else is in it is nobody's
/// business here, even if it is no TOML.
pub fn parse_pyproject(text: &str, base: &Path) -> Option<Result<Settings, Vec<Fault>>> {
    if !text.contains("asl-lint") {
        return None;
    }
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => return text.contains("[tool.asl-lint").then(|| Err(vec![syntax(text, &error)])),
    };
    let own = table.get_ref().get("tool")?.get_ref().as_table()?.get("asl-lint")?;
    Some(if let Some(own) = own.get_ref().as_table() {
        settings(text, base, own)
    } else {
        let mut reader = Reader::new(text, base);
        reader.wrong(own, "tool.asl-lint", "a table");
        Err(reader.faults())
    })
}

fn syntax(text: &str, error: &toml::de::Error) -> Fault {
    let at = error.span().map_or(0, |span| span.start);
    Fault { position: Source::new(text).position(offset(at)), message: error.message().to_owned() }
}

fn settings(text: &str, base: &Path, table: &DeTable<'_>) -> Result<Settings, Vec<Fault>> {
    let mut reader = Reader::new(text, base);
    let settings = reader.settings(table);
    if reader.found.is_empty() { Ok(settings) } else { Err(reader.faults()) }
}

type Value<'a> = Spanned<DeValue<'a>>;

/// The keys of a configuration file.
pub(super) const KEYS: [&str; 14] = [
    "extend",
    "root",
    "required-version",
    "profile",
    "select",
    "extend-select",
    "ignore",
    "min-severity",
    "fail-on",
    "workflow-type",
    "exclude",
    "rules",
    "overrides",
    "substitutions",
];

/// The keys of an override.
pub(super) const OVERRIDE_KEYS: [&str; 6] = ["files", "pointer", "select", "ignore", "severity", "reason"];

struct Reader<'a> {
    source: Source,
    base: &'a Path,
    found: Vec<(usize, String)>,
}

impl<'a> Reader<'a> {
    fn new(text: &str, base: &'a Path) -> Self {
        Self { source: Source::new(text), base, found: Vec::new() }
    }

    /// The faults in order of position.
    fn faults(mut self) -> Vec<Fault> {
        self.found.sort();
        let source = self.source;
        self.found.into_iter().map(|(at, message)| Fault { position: source.position(offset(at)), message }).collect()
    }

    fn settings(&mut self, table: &DeTable<'_>) -> Settings {
        let mut settings = Settings::default();
        for (key, value) in table {
            let name: &str = key.get_ref();
            match name {
                "extend" => settings.extend = self.text(value, name),
                "root" => settings.root = self.boolean(value, name).unwrap_or(false),
                "required-version" => settings.required_version = self.version(value),
                "profile" => {
                    let names = Profile::ALL.map(Profile::name);
                    settings.profile = self.choice(value, name, &names).and_then(|name| Profile::from_name(&name));
                }
                "select" => settings.select = Some(self.selectors(value, name)),
                "extend-select" => settings.extend_select = self.selectors(value, name),
                "ignore" => settings.ignore = self.selectors(value, name),
                "min-severity" => settings.min_severity = self.severity(value, name),
                "fail-on" => settings.fail_on = self.severity(value, name),
                "workflow-type" => {
                    let names = WorkflowType::ALL.map(WorkflowType::name);
                    settings.workflow_type =
                        self.choice(value, name, &names).and_then(|name| WorkflowType::from_name(&name));
                }
                "exclude" => {
                    settings.exclude = vec![Globs { base: self.base.to_owned(), patterns: self.texts(value, name) }];
                }
                "rules" => settings.rules = self.rules(value),
                "overrides" => settings.overrides = self.overrides(value),
                "substitutions" => settings.substitutions = self.substitutions(value),
                _ => self.unknown(key.span().start, "key", name, KEYS),
            }
        }
        settings
    }

    fn version(&mut self, value: &Value<'_>) -> Option<String> {
        let text = self.text(value, "required-version")?;
        if satisfies("0.0.0", &text).is_none() {
            self.fault(value, format!("`{text}` compares no versions; write `>=0.3` or `>=0.3, <1`"));
            return None;
        }
        Some(text)
    }

    fn rules(&mut self, value: &Value<'_>) -> BTreeMap<String, RuleSettings> {
        let mut found = BTreeMap::new();
        let Some(table) = self.table(value, "rules") else { return found };
        for (key, value) in table {
            let name: &str = key.get_ref();
            let Some(rule) = rules::find(name) else {
                self.unknown(key.span().start, "rule", name, rules::ALL.iter().map(|rule| rule.name));
                continue;
            };
            if let Some(table) = self.table(value, &format!("rules.{name}")) {
                found.insert(name.to_owned(), self.rule(rule, table));
            }
        }
        found
    }

    fn rule(&mut self, rule: &Rule, table: &DeTable<'_>) -> RuleSettings {
        let mut settings = RuleSettings::default();
        for (key, value) in table {
            let name: &str = key.get_ref();
            if name == "severity" {
                settings.severity = self.level(value, name);
                continue;
            }
            let Some(option) = rule.options.iter().find(|option| option.name == name) else {
                let options = rule.options.iter().map(|option| option.name).chain(["severity"]);
                let hint = did_you_mean(name, options);
                self.found.push((key.span().start, format!("`{}` has no option `{name}`{hint}", rule.name)));
                continue;
            };
            let default = serde_json::from_str(option.default).unwrap_or_default();
            match json(value.get_ref()) {
                Some(given) if is_alike(&given, &default) => {
                    settings.options.insert(name.to_owned(), given);
                }
                _ => self.wrong(value, name, &format!("a value such as `{}`", option.default)),
            }
        }
        settings
    }

    fn overrides(&mut self, value: &Value<'_>) -> Vec<LocalSettings> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(value, "overrides", "a list of tables, each under `[[overrides]]`");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.local(item)).collect()
    }

    fn local(&mut self, item: &Value<'_>) -> Option<LocalSettings> {
        let table = self.table(item, "overrides")?;
        let faults = self.found.len();
        let mut local = LocalSettings::default();
        for (key, value) in table {
            let name: &str = key.get_ref();
            match name {
                "files" => {
                    local.files = Some(Globs { base: self.base.to_owned(), patterns: self.texts(value, name) });
                }
                "pointer" => local.local.pointer = self.pointer(value),
                "select" => local.local.select = self.selectors(value, name),
                "ignore" => local.local.ignore = self.selectors(value, name),
                "severity" => local.local.severities = self.levels(value),
                "reason" => local.local.reason = self.text(value, name),
                _ => self.unknown(key.span().start, "key of an override", name, OVERRIDE_KEYS),
            }
        }
        // What is wrong in the override may be why it says nothing.
        if faults < self.found.len() {
            return Some(local);
        }
        if local.files.is_none() && local.local.pointer.is_none() {
            self.fault(item, "an override needs `files` or `pointer`; what holds everywhere stands outside of it");
        }
        let Override { select, ignore, severities, .. } = &local.local;
        if select.is_empty() && ignore.is_empty() && severities.is_empty() {
            self.fault(item, "this override changes nothing: it has no `ignore`, `select` or `severity`");
        }
        Some(local)
    }

    fn pointer(&mut self, value: &Value<'_>) -> Option<PointerGlob> {
        let text = self.text(value, "pointer")?;
        let pointer = PointerGlob::new(&text);
        if pointer.is_none() {
            self.fault(value, format!("`{text}` is no JSON Pointer; it starts with `/`, such as `/States/Old/**`"));
        }
        pointer
    }

    /// A severity for everything, or one for each rule or category.
    fn levels(&mut self, value: &Value<'_>) -> BTreeMap<String, Level> {
        let Some(table) = value.get_ref().as_table() else {
            let level = self.level(value, "severity");
            return level.map(|level| (crate::config::ALL.to_owned(), level)).into_iter().collect();
        };
        let mut levels = BTreeMap::new();
        for (key, value) in table {
            let name: &str = key.get_ref();
            if !is_selector(name) {
                self.unknown(key.span().start, "rule or category", name, selectors());
            } else if let Some(level) = self.level(value, name) {
                levels.insert(name.to_owned(), level);
            }
        }
        levels
    }

    fn substitutions(&mut self, value: &Value<'_>) -> BTreeMap<String, String> {
        let Some(table) = self.table(value, "substitutions") else { return BTreeMap::new() };
        let mut found = BTreeMap::new();
        for (key, value) in table {
            if let Some(text) = self.text(value, key.get_ref()) {
                found.insert(key.get_ref().to_string(), text);
            }
        }
        found
    }

    fn selectors(&mut self, value: &Value<'_>, key: &str) -> Vec<String> {
        let mut names = Vec::new();
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(value, key, "a list of rules and categories");
            return names;
        };
        for item in items {
            let Some(name) = self.text(item, key) else { continue };
            if is_selector(&name) {
                names.push(name);
            } else {
                self.unknown(item.span().start, "rule or category", &name, selectors());
            }
        }
        names
    }

    fn severity(&mut self, value: &Value<'_>, key: &str) -> Option<Severity> {
        Severity::from_name(&self.choice(value, key, &Severity::ALL.map(Severity::name))?)
    }

    fn level(&mut self, value: &Value<'_>, key: &str) -> Option<Level> {
        Level::from_name(&self.choice(value, key, &Level::NAMES)?)
    }

    fn choice(&mut self, value: &Value<'_>, key: &str, names: &[&str]) -> Option<String> {
        let text = self.text(value, key)?;
        if names.contains(&text.as_str()) {
            return Some(text);
        }
        let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        self.fault(value, format!("`{key}` is one of {list}, not `{text}`"));
        None
    }

    fn texts(&mut self, value: &Value<'_>, key: &str) -> Vec<String> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(value, key, "a list of strings");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.text(item, key)).collect()
    }

    fn text(&mut self, value: &Value<'_>, key: &str) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong(value, key, "a string");
        }
        text
    }

    fn boolean(&mut self, value: &Value<'_>, key: &str) -> Option<bool> {
        let boolean = value.get_ref().as_bool();
        if boolean.is_none() {
            self.wrong(value, key, "`true` or `false`");
        }
        boolean
    }

    fn table<'v, 'i>(&mut self, value: &'v Value<'i>, key: &str) -> Option<&'v DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(value, key, "a table");
        }
        table
    }

    fn wrong(&mut self, value: &Value<'_>, key: &str, wanted: &str) {
        let kind = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.fault(value, format!("`{key}` takes {wanted}, not {kind}"));
    }

    fn unknown<'n>(&mut self, at: usize, kind: &str, name: &str, candidates: impl IntoIterator<Item = &'n str>) {
        let hint = did_you_mean(name, candidates);
        self.found.push((at, format!("there is no {kind} `{name}`{hint}")));
    }

    fn fault(&mut self, value: &Value<'_>, message: impl Into<String>) {
        self.found.push((value.span().start, message.into()));
    }
}

fn did_you_mean<'n>(name: &str, candidates: impl IntoIterator<Item = &'n str>) -> String {
    nearest(name, candidates).map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default()
}

/// A TOML value as JSON; dates have no such form.
fn json(value: &DeValue<'_>) -> Option<serde_json::Value> {
    Some(match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(number) => i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()?.into(),
        DeValue::Float(number) => number.as_str().replace('_', "").parse::<f64>().ok()?.into(),
        DeValue::Boolean(boolean) => (*boolean).into(),
        DeValue::Datetime(_) => return None,
        DeValue::Array(items) => {
            items.iter().map(|item| json(item.get_ref())).collect::<Option<Vec<serde_json::Value>>>()?.into()
        }
        DeValue::Table(table) => {
            let members = table.iter().map(|(key, value)| Some((key.get_ref().to_string(), json(value.get_ref())?)));
            serde_json::Value::Object(members.collect::<Option<_>>()?)
        }
    })
}

fn is_alike(given: &serde_json::Value, default: &serde_json::Value) -> bool {
    default.is_null()
        || given.is_string() && default.is_string()
        || given.is_number() && default.is_number()
        || given.is_boolean() && default.is_boolean()
        || given.is_array() && default.is_array()
        || given.is_object() && default.is_object()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        parse(text, Path::new("")).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_key_is_read() {
        let text = r#"
extend = "../base.toml"
root = true
required-version = ">=0.0"
profile = "strict"
select = ["graph"]
extend-select = ["self-transition"]
ignore = ["syntax"]
min-severity = "hint"
fail-on = "error"
workflow-type = "express"
exclude = ["cdk.out/**"]

[rules.self-transition]
severity = "off"

[[overrides]]
files = ["legacy/**"]
pointer = "/States/Old/**"
ignore = ["graph"]
select = ["all"]
severity = { errors = "hint" }
reason = "tracked"

[substitutions]
Name = "value"
"#;
        let settings = parse(text, Path::new("/base")).unwrap();
        assert_eq!(settings.extend.as_deref(), Some("../base.toml"));
        assert_eq!((settings.root, settings.profile), (true, Some(Profile::Strict)));
        assert_eq!((settings.min_severity, settings.fail_on), (Some(Severity::Hint), Some(Severity::Error)));
        assert_eq!(settings.workflow_type, Some(WorkflowType::Express));
        assert_eq!(settings.exclude[0].base, Path::new("/base"));
        assert_eq!(settings.rules["self-transition"].severity, Some(Level::Off));
        let local = &settings.overrides[0];
        assert_eq!(local.local.severities["errors"], Level::At(Severity::Hint));
        assert_eq!((local.local.reason.as_deref(), local.local.select.len()), (Some("tracked"), 1));
        assert_eq!(settings.substitutions["Name"], "value");
    }

    #[test]
    fn faults_are_where_they_are() {
        assert_eq!(faults("selct = []\n"), ["1:1: there is no key `selct`; did you mean `select`?"]);
        assert_eq!(
            faults("\nignore = [\"graph\", \"unreachable-states\"]\nselect = 1\n"),
            [
                "2:20: there is no rule or category `unreachable-states`; did you mean `unreachable-state`?",
                "3:10: `select` takes a list of rules and categories, not an integer",
            ]
        );
        assert_eq!(
            faults("[rules.self-transitions]\nseverity = 'off'\n"),
            ["1:8: there is no rule `self-transitions`; did you mean `self-transition`?"]
        );
        assert_eq!(
            faults("[rules.self-transition]\nseverity = 'of'\n"),
            ["2:12: `severity` is one of `error`, `warning`, `info`, `hint`, `off`, not `of`"]
        );
        assert_eq!(
            faults("[rules.self-transition]\nmaximum = 1\n"),
            ["2:1: `self-transition` has no option `maximum`"]
        );
        assert_eq!(
            faults("[[overrides]]\npointer = 'States'\nignore = ['all']\n"),
            ["2:11: `States` is no JSON Pointer; it starts with `/`, such as `/States/Old/**`"]
        );
        assert_eq!(faults("[[overrides]]\nfiles = ['a']\n").len(), 1);
        assert_eq!(faults("selct = []\n[[overrides]]\nfiles = ['a']\n[[overrides]]\nfiles = ['b']\n").len(), 3);
        assert_eq!(faults("[[overrides]]\nfiles = ['a']\nignor = ['all']\n").len(), 1);
        assert_eq!(faults("[[overrides]]\nignore = ['all']\n").len(), 1);
        assert_eq!(faults("required-version = 'new'\n").len(), 1);
        assert!(faults("profile = \n")[0].starts_with("1:"));
    }

    #[test]
    fn a_pyproject_is_read_in_its_own_table_only() {
        let read = |text: &str| parse_pyproject(text, Path::new(""));
        assert_eq!(read("[project]\nname = 'x'\n"), None);
        assert_eq!(read("[project]\nname = 'asl-lint'\n"), None);
        assert!(read("[tool.asl-lint]\nprofile = 'strict'\n").unwrap().is_ok());
        let fault = read("[tool.ruff]\n[tool.asl-lint]\nprofle = 'strict'\n").unwrap().unwrap_err();
        assert_eq!(fault[0].to_string(), "3:1: there is no key `profle`; did you mean `profile`?");
    }
}
