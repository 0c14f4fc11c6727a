//! Settings as TOML, and the file to start with.

use std::path::Path;

use serde_json::Value;

use super::{Globs, Profile, Settings};
use crate::asl::WorkflowType;

/// What a new configuration file says.
pub const STARTER: &str = r#"# What asl-lint reports. `asl-lint config schema` describes every key.

# minimal: what AWS refuses; default; strict: hints too
profile = "default"

# Rules and categories that are not reported; `asl-lint rules` lists them.
ignore = []

# Files that are left out, as in a .gitignore.
exclude = []

# [rules.choice-no-default]
# severity = "error"

# [[overrides]]
# files = ["legacy/**"]
# pointer = "/States/Old/**"
# ignore = ["choice-no-default"]
# reason = "is replaced soon"
"#;

/// The settings in force as TOML, defaults written out. Overrides that are not about the file are left out by whoever
/// knows the file.
pub fn text(settings: &Settings, directory: &Path) -> String {
    let mut text = String::new();
    let mut line = |key: &str, value: String| text.push_str(&format!("{key} = {value}\n"));
    if let Some(version) = &settings.required_version {
        line("required-version", string(version));
    }
    line("profile", string(settings.profile.unwrap_or(Profile::Default).name()));
    line(
        "select",
        match &settings.select {
            Some(names) => list(names),
            None => "[\"all\"]".to_owned(),
        },
    );
    line("extend-select", list(&settings.extend_select));
    line("ignore", list(&settings.ignore));
    line("min-severity", string(settings.min_severity().name()));
    line("fail-on", string(settings.fail_on().name()));
    line("workflow-type", string(settings.workflow_type.unwrap_or(WorkflowType::Standard).name()));
    let exclude: Vec<String> = settings.exclude.iter().flat_map(|globs| patterns(globs, directory)).collect();
    line("exclude", list(&exclude));
    for (name, rule) in &settings.rules {
        text.push_str(&format!("\n[rules.{name}]\n"));
        if let Some(level) = rule.severity {
            text.push_str(&format!("severity = {}\n", string(level.name())));
        }
        for (option, given) in &rule.options {
            text.push_str(&format!("{option} = {}\n", value(given)));
        }
    }
    for local in &settings.overrides {
        text.push_str("\n[[overrides]]\n");
        let mut line = |key: &str, value: String| text.push_str(&format!("{key} = {value}\n"));
        if let Some(files) = &local.files {
            line("files", list(&patterns(files, directory)));
        }
        if let Some(pointer) = &local.local.pointer {
            line("pointer", string(pointer.text()));
        }
        if !local.local.select.is_empty() {
            line("select", list(&local.local.select));
        }
        if !local.local.ignore.is_empty() {
            line("ignore", list(&local.local.ignore));
        }
        if !local.local.severities.is_empty() {
            let levels = local.local.severities.iter();
            let levels: Vec<String> =
                levels.map(|(name, level)| format!("{name} = {}", string(level.name()))).collect();
            line("severity", format!("{{ {} }}", levels.join(", ")));
        }
        if let Some(reason) = &local.local.reason {
            line("reason", string(reason));
        }
    }
    if !settings.substitutions.is_empty() {
        text.push_str("\n[substitutions]\n");
        for (name, given) in &settings.substitutions {
            text.push_str(&format!("{} = {}\n", string(name), string(given)));
        }
    }
    text
}

/// Patterns of another directory are written from there.
fn patterns(globs: &Globs, directory: &Path) -> Vec<String> {
    if globs.base == directory {
        return globs.patterns.clone();
    }
    let base = globs.base.to_string_lossy().replace('\\', "/");
    globs.patterns.iter().map(|pattern| format!("{}/{}", base.trim_end_matches('/'), pattern)).collect()
}

fn list(items: &[String]) -> String {
    format!("[{}]", items.iter().map(|item| string(item)).collect::<Vec<_>>().join(", "))
}

/// TOML's basic strings take every escape that JSON writes, but JSON leaves DEL as it is.
fn string(text: &str) -> String {
    Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}

fn value(given: &Value) -> String {
    match given {
        Value::Array(items) => format!("[{}]", items.iter().map(value).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let members = members.iter().map(|(key, member)| format!("{} = {}", string(key), value(member)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        scalar => scalar.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::parse;

    #[test]
    fn what_is_shown_can_be_read_again() {
        let given = "profile = 'minimal'\nignore = ['graph']\nexclude = ['a\"b']\n[rules.self-transition]\nseverity = 'off'\n\
            [[overrides]]\nfiles = ['x/**']\npointer = '/States/A'\nseverity = 'hint'\nreason = \"w\\u007f\"\n[substitutions]\n'a b' = 'c'\n";
        let settings = parse(given, Path::new("/d")).unwrap();
        let shown = parse(&text(&settings, Path::new("/d")), Path::new("/d")).unwrap();
        assert_eq!((&shown.rules, &shown.overrides), (&settings.rules, &settings.overrides));
        assert_eq!((&shown.exclude, &shown.substitutions), (&settings.exclude, &settings.substitutions));
        assert_eq!(shown.profile, settings.profile);
    }

    #[test]
    fn the_starter_is_the_default() {
        let settings = parse(STARTER, Path::new("")).unwrap();
        assert_eq!(settings.options(|_| true), Settings::default().options(|_| true));
        let is_setting = |rest: &&str| rest.contains(" = ") || rest.starts_with('[');
        let bare = |line| str::strip_prefix(line, "# ").filter(is_setting).unwrap_or(line);
        let uncommented = STARTER.lines().map(bare).collect::<Vec<_>>().join("\n");
        assert_eq!(parse(&uncommented, Path::new("")).unwrap().overrides.len(), 1);
    }
}
