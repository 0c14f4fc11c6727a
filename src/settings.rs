//! Configuration files: their text as a value, with every fault at its place.
//!
//! It knows neither where the files are nor which of them counts; paths in them stay as they are written, beside the
//! directory that they are relative to.

mod add;
mod read;
pub mod schema;
pub mod show;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::asl::WorkflowType;
use crate::config::{ALL, Level, Options, Override, Selection};
use crate::diagnostic::Severity;
use crate::rule::Category;
use crate::rules;

pub use add::{NewOverride, with_overrides};
pub use read::{Fault, parse, parse_pyproject};

/// How much is asked of a definition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// What AWS refuses.
    Minimal,
    #[default]
    Default,
    /// Hints too.
    Strict,
}

impl Profile {
    pub const ALL: [Self; 3] = [Self::Minimal, Self::Default, Self::Strict];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Minimal => "minimal",
            Self::Default => "default",
            Self::Strict => "strict",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|profile| profile.name() == name)
    }
}

/// Patterns of paths, as in a `.gitignore` in the directory `base`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Globs {
    pub base: PathBuf,
    pub patterns: Vec<String>,
}

/// What `[rules.NAME]` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleSettings {
    pub severity: Option<Level>,
    pub options: BTreeMap<String, serde_json::Value>,
}

/// What an entry of `[[overrides]]` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LocalSettings {
    /// `None` = every file.
    pub files: Option<Globs>,
    pub local: Override,
}

/// A configuration file, or several that extend each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The file that this one builds upon.
    pub extend: Option<String>,
    pub root: bool,
    pub required_version: Option<String>,
    pub profile: Option<Profile>,
    pub select: Option<Vec<String>>,
    pub extend_select: Vec<String>,
    pub ignore: Vec<String>,
    pub min_severity: Option<Severity>,
    pub fail_on: Option<Severity>,
    pub workflow_type: Option<WorkflowType>,
    pub exclude: Vec<Globs>,
    pub rules: BTreeMap<String, RuleSettings>,
    pub overrides: Vec<LocalSettings>,
    pub substitutions: BTreeMap<String, String>,
}

impl Settings {
    /// These settings on top of those of the file that they extend: values replace values, lists (but `select`) follow
    /// lists, tables are joined by their keys.
    #[must_use]
    pub fn over(self, base: Self) -> Self {
        let mut rules = base.rules;
        for (name, own) in self.rules {
            let rule = rules.entry(name).or_default();
            rule.severity = own.severity.or(rule.severity);
            rule.options.extend(own.options);
        }
        let mut substitutions = base.substitutions;
        substitutions.extend(self.substitutions);
        Self {
            extend: None,
            root: self.root,
            required_version: self.required_version.or(base.required_version),
            profile: self.profile.or(base.profile),
            select: self.select.or(base.select),
            extend_select: joined(base.extend_select, self.extend_select),
            ignore: joined(base.ignore, self.ignore),
            min_severity: self.min_severity.or(base.min_severity),
            fail_on: self.fail_on.or(base.fail_on),
            workflow_type: self.workflow_type.or(base.workflow_type),
            exclude: joined(base.exclude, self.exclude),
            rules,
            overrides: joined(base.overrides, self.overrides),
            substitutions,
        }
    }

    /// The least severity that is shown.
    pub fn min_severity(&self) -> Severity {
        self.min_severity.unwrap_or(match self.profile {
            Some(Profile::Strict) => Severity::Hint,
            _ => Severity::Info,
        })
    }

    /// The least severity that fails.
    pub fn fail_on(&self) -> Severity {
        self.fail_on.unwrap_or(Severity::Warning)
    }

    /// The options that an analysis takes; `applies` says whether an override is about the file.
    pub fn options(&self, applies: impl Fn(&LocalSettings) -> bool) -> Options {
        let severities = self.rules.iter().filter_map(|(name, rule)| Some((name.clone(), rule.severity?)));
        let rule_options = self.rules.iter().filter(|(_, rule)| !rule.options.is_empty());
        Options {
            workflow_type: Some(self.workflow_type.unwrap_or(WorkflowType::Standard)),
            selection: Selection {
                select: self.select.clone().unwrap_or_default(),
                extend: self.extend_select.clone(),
                ignore: self.ignore.clone(),
                errors_only: self.profile == Some(Profile::Minimal),
            },
            severities: severities.collect(),
            overrides: self.overrides.iter().filter(|local| applies(local)).map(|local| local.local.clone()).collect(),
            substitutions: self.substitutions.clone(),
            rule_options: rule_options.map(|(name, rule)| (name.clone(), rule.options.clone())).collect(),
            no_ignores: false,
        }
    }
}

fn joined<T>(mut first: Vec<T>, second: Vec<T>) -> Vec<T> {
    first.extend(second);
    first
}

/// Whether a version of this program is one that `required-version` asks for: comparisons such as `>=0.3, <1`, or the
/// beginning of a version. `None` when the text says nothing of the kind.
pub fn satisfies(version: &str, required: &str) -> Option<bool> {
    let own = numbers(version.split(['-', '+']).next()?)?;
    let mut result = true;
    for part in required.split(',') {
        let part = part.trim();
        let sign = part.len() - part.trim_start_matches(['<', '>', '=']).len();
        let (operator, text) = part.split_at(sign);
        let wanted = numbers(text.trim())?;
        // `<=0.3` and `=0.3` hold for 0.3.1 too: only what is written is compared.
        let order = own.iter().take(wanted.len()).cmp(wanted.iter());
        result &= match operator {
            ">=" => order.is_ge(),
            ">" => order.is_gt(),
            "<=" => order.is_le(),
            "<" => order.is_lt(),
            "" | "=" | "==" => order.is_eq(),
            _ => return None,
        };
    }
    Some(result)
}

fn numbers(text: &str) -> Option<Vec<u32>> {
    let parts: Option<Vec<u32>> = text.split('.').map(|part| part.parse().ok()).collect();
    parts.filter(|parts| parts.len() <= 3)
}

/// What may stand in a list of rules.
pub fn selectors() -> impl Iterator<Item = &'static str> {
    let categories = Category::ALL.iter().map(|category| category.name());
    rules::ALL.iter().map(|rule| rule.name).chain(categories).chain([ALL])
}

/// Whether a text names a rule, a category, or all.
pub fn is_selector(text: &str) -> bool {
    text == ALL || rules::find(text).is_some() || Category::ALL.iter().any(|category| category.name() == text)
}

/// The directory that paths in a configuration file are relative to.
pub fn base_of(file: &Path) -> PathBuf {
    file.parent().map(Path::to_owned).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_far_as_they_are_written() {
        let holds = |required: &str| satisfies("0.3.1", required);
        for required in ["0.3", "0.3.1", ">=0.3", ">=0.3.1", "<0.4", "<=0.3", "=0.3", ">=0.2, <1", ">0.2"] {
            assert_eq!(holds(required), Some(true), "{required}");
        }
        for required in ["0.4", ">0.3", "<0.3", ">=0.2, <0.3", "1"] {
            assert_eq!(holds(required), Some(false), "{required}");
        }
        for required in ["", "~0.3", "new", "1.2.3.4", ">= "] {
            assert_eq!(holds(required), None, "{required}");
        }
    }

    #[test]
    fn settings_go_over_those_they_extend() {
        let read = |text: &str| parse(text, Path::new("")).unwrap();
        let base = read(
            "profile = 'strict'\nselect = ['graph']\nignore = ['syntax']\n[rules.self-transition]\nseverity = 'error'\n",
        );
        let own = read("select = ['errors']\nignore = ['map']\n[rules.self-transition]\nseverity = 'off'\n");
        let both = own.over(base);
        assert_eq!(both.profile, Some(Profile::Strict));
        assert_eq!(both.select, Some(vec!["errors".to_owned()]));
        assert_eq!(both.ignore, ["syntax", "map"]);
        assert_eq!(both.rules["self-transition"].severity, Some(Level::Off));
        assert_eq!(both.min_severity(), Severity::Hint);
    }
}
