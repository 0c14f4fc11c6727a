//! What a user chooses: options as values. Finding configuration files is the shell's work, reading their text that of
//! `settings`.

use std::collections::BTreeMap;

use crate::asl::WorkflowType;
use crate::diagnostic::Severity;
use crate::syntax::Step;

/// Options of one analysis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// What a stand-alone definition is deployed as; a host document knows better. `None` = not known.
    pub workflow_type: Option<WorkflowType>,
    /// Which rules report.
    pub selection: Selection,
    /// How severe the findings of a rule are, where not as the rule says.
    pub severities: BTreeMap<String, Level>,
    /// What differs for a part of the file; of several that speak of a finding, the last one counts.
    pub overrides: Vec<Override>,
    /// The values of placeholders.
    pub substitutions: BTreeMap<String, String>,
    /// The options of rules: by the rule's name, then by that of the option.
    pub rule_options: BTreeMap<String, BTreeMap<String, serde_json::Value>>,
    /// Whether suppressions in the file count for nothing.
    pub no_ignores: bool,
}

impl Options {
    /// What becomes of a finding. `severity` is that of its rule, `path` the way to its value.
    pub fn judge(&self, rule: &str, category: &str, severity: Severity, path: &[Step]) -> Judgement<'_> {
        let level = self.severities.get(rule).copied().unwrap_or(Level::At(severity));
        let base = match level {
            Level::At(level) => level,
            Level::Off => severity,
        };
        let mut result = (level != Level::Off && self.selection.includes(rule, category, base)).then_some(base);
        let mut suppressed = None;
        for local in self.overrides.iter().filter(|local| local.covers(path)) {
            let before = result;
            let ignored = specificity(&local.ignore, rule, category);
            let selected = specificity(&local.select, rule, category);
            if selected < ignored || 0 < ignored && selected == ignored {
                result = None;
            } else if 0 < selected {
                result = result.or(Some(base));
            }
            let remapped = [rule, category, ALL].into_iter().find_map(|name| local.severities.get(name));
            match remapped {
                Some(Level::Off) => result = None,
                Some(&Level::At(level)) => result = result.map(|_| level),
                None => {}
            }
            if let Some(severity) = before.filter(|_| result.is_none()) {
                suppressed = local.pointer.is_some().then_some(Judgement::Suppressed(severity, local));
            }
        }
        result.map(Judgement::Reported).or(suppressed).unwrap_or(Judgement::Unselected)
    }
}

/// What becomes of a finding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Judgement<'a> {
    Reported(Severity),
    /// An override says of the place, not of the rule, that it is meant to be; the severity is what it had otherwise.
    Suppressed(Severity, &'a Override),
    /// Its rule does not report in this file.
    Unselected,
}

/// What a rule's findings are given out as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// They are not reported.
    Off,
    At(Severity),
}

impl Level {
    pub const NAMES: [&str; 5] = ["error", "warning", "info", "hint", "off"];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::At(severity) => severity.name(),
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        if name == "off" { Some(Self::Off) } else { Severity::from_name(name).map(Self::At) }
    }
}

/// What differs for the findings at some values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Override {
    /// The values it is about; `None` = all.
    pub pointer: Option<PointerGlob>,
    /// Rules and categories that report there although they do not elsewhere.
    pub select: Vec<String>,
    pub ignore: Vec<String>,
    /// By rule, category or `all`.
    pub severities: BTreeMap<String, Level>,
    /// Why, in the user's words.
    pub reason: Option<String>,
}

impl Override {
    fn covers(&self, path: &[Step]) -> bool {
        self.pointer.as_ref().is_none_or(|pointer| pointer.matches(path))
    }
}

/// A pattern of JSON Pointers: `*` stands for a part of a segment, `**` for any number of segments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointerGlob {
    text: String,
    segments: Vec<String>,
}

impl PointerGlob {
    /// `None` when the text is no pointer: it starts with `/`.
    pub fn new(text: &str) -> Option<Self> {
        let body = text.strip_prefix('/')?;
        let segments = body.split('/').map(|segment| segment.replace("~1", "/").replace("~0", "~")).collect();
        Some(Self { text: text.to_owned(), segments })
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn matches(&self, path: &[Step]) -> bool {
        let names: Vec<String> = path
            .iter()
            .map(|step| match step {
                Step::Key(key) => key.clone(),
                Step::Index(index) => index.to_string(),
            })
            .collect();
        wildcard(
            self.segments.len(),
            names.len(),
            |segment| self.segments.get(segment).is_some_and(|segment| segment == "**"),
            |segment, name| match (self.segments.get(segment), names.get(name)) {
                (Some(segment), Some(name)) => segment_matches(segment, name),
                _ => false,
            },
        )
    }
}

fn segment_matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    wildcard(
        pattern.len(),
        name.len(),
        |at| pattern.get(at) == Some(&b'*'),
        |at, with| pattern.get(at) == name.get(with),
    )
}

/// Matches a pattern with parts that stand for any number of others, going back to the last such part only.
fn wildcard(
    pattern: usize,
    text: usize,
    is_any: impl Fn(usize) -> bool,
    is_match: impl Fn(usize, usize) -> bool,
) -> bool {
    let (mut at, mut with) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while with < text {
        if at < pattern && is_any(at) {
            retry = Some((at, with));
            at += 1;
        } else if at < pattern && is_match(at, with) {
            (at, with) = (at + 1, with + 1);
        } else if let Some((any, from)) = retry {
            retry = Some((any, from + 1));
            (at, with) = (any + 1, from + 1);
        } else {
            return false;
        }
    }
    (at..pattern).all(is_any)
}

/// The selector of every rule.
pub const ALL: &str = "all";

/// Which rules report: names of rules or categories, or `all`.
///
/// The most specific selector wins (a rule over its category over `all`); at the same level ignoring wins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these; empty means `all`.
    pub select: Vec<String>,
    /// These too.
    pub extend: Vec<String>,
    pub ignore: Vec<String>,
    /// Whether `all` means the rules that find errors.
    pub errors_only: bool,
}

impl Selection {
    /// Whether a rule of a category, whose findings are that severe, reports.
    pub fn includes(&self, rule: &str, category: &str, severity: Severity) -> bool {
        let asked = specificity(&self.select, rule, category).max(specificity(&self.extend, rule, category));
        let selected = if self.select.is_empty() { asked.max(1) } else { asked };
        let selected = if selected == 1 && self.errors_only && severity < Severity::Error { 0 } else { selected };
        specificity(&self.ignore, rule, category) < selected
    }
}

/// How closely the closest of some selectors names a rule: 3 by its name, 2 by its category, 1 by `all`, 0 not at all.
fn specificity(selectors: &[String], rule: &str, category: &str) -> u8 {
    let one = |selector: &String| match selector.as_str() {
        name if name == rule => 3,
        name if name == category => 2,
        ALL => 1,
        _ => 0,
    };
    selectors.iter().map(one).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    fn selection(select: &[&str], ignore: &[&str]) -> Selection {
        Selection { select: names(select), ignore: names(ignore), ..Selection::default() }
    }

    fn path(pointer: &str) -> Vec<Step> {
        let step = |part: &str| part.parse().map_or_else(|_| Step::Key(part.to_owned()), Step::Index);
        pointer.split('/').skip(1).map(step).collect()
    }

    #[test]
    fn the_most_specific_selector_wins() {
        let includes = |selection: Selection| selection.includes("self-transition", "graph", Severity::Warning);
        assert!(includes(selection(&[], &[])));
        assert!(!includes(selection(&[], &["graph"])));
        assert!(includes(selection(&["self-transition"], &["graph"])));
        assert!(!includes(selection(&["graph"], &["self-transition"])));
        assert!(!includes(selection(&["syntax"], &[])));
        assert!(!includes(selection(&["all"], &["all"])));
        assert!(includes(selection(&["graph"], &["all"])));
        let extend = |names_: &[&str], select: &[&str], ignore: &[&str]| Selection {
            extend: names(names_),
            ..selection(select, ignore)
        };
        assert!(includes(extend(&["graph"], &["syntax"], &[])));
        assert!(includes(extend(&["self-transition"], &[], &["graph"])));
        assert!(includes(extend(&["syntax"], &[], &[])));
    }

    #[test]
    fn all_may_mean_the_errors() {
        let includes = |selection: &Selection, severity| selection.includes("self-transition", "graph", severity);
        let minimal = Selection { errors_only: true, ..Selection::default() };
        assert!(includes(&minimal, Severity::Error) && !includes(&minimal, Severity::Warning));
        let extended = Selection { extend: names(&["graph"]), ..minimal };
        assert!(includes(&extended, Severity::Warning));
    }

    #[test]
    fn pointers_are_matched_by_segments() {
        let matches = |glob: &str, pointer: &str| PointerGlob::new(glob).unwrap().matches(&path(pointer));
        assert!(matches("/States/Old/**", "/States/Old"));
        assert!(matches("/States/Old/**", "/States/Old/Retry/0/ErrorEquals"));
        assert!(!matches("/States/Old/**", "/States/Older/Next"));
        assert!(matches("/States/Old*/Next", "/States/Older/Next"));
        assert!(!matches("/States/*/Next", "/States/A/Catch/0/Next"));
        assert!(matches("/**/Next", "/States/A/Catch/0/Next"));
        assert!(matches("/**/States/B/**", "/States/Map/ItemProcessor/States/B/Next"));
        assert!(matches("/States/*/Retry/*", "/States/A/Retry/0"));
        assert!(matches("/**", ""));
        assert!(!matches("/States", ""));
        assert!(PointerGlob::new("/a~1b").unwrap().matches(&[Step::Key("a/b".to_owned())]));
        assert_eq!(PointerGlob::new("States"), None);
    }

    #[test]
    fn severities_and_overrides_decide_together() {
        fn judge<'a>(options: &'a Options, pointer: &str) -> Judgement<'a> {
            options.judge("self-transition", "graph", Severity::Warning, &path(pointer))
        }
        let mut options = Options::default();
        assert_eq!(judge(&options, ""), Judgement::Reported(Severity::Warning));
        options.severities.insert("self-transition".to_owned(), Level::At(Severity::Error));
        assert_eq!(judge(&options, ""), Judgement::Reported(Severity::Error));
        options.overrides = vec![Override {
            pointer: PointerGlob::new("/States/Old/**"),
            ignore: names(&["graph"]),
            ..Override::default()
        }];
        assert_eq!(judge(&options, "/States/Old/Next"), Judgement::Suppressed(Severity::Error, &options.overrides[0]));
        assert_eq!(judge(&options, "/States/New/Next"), Judgement::Reported(Severity::Error));
        options.overrides.push(Override {
            select: names(&["self-transition"]),
            severities: [("graph".to_owned(), Level::At(Severity::Hint))].into(),
            ..Override::default()
        });
        assert_eq!(judge(&options, "/States/Old/Next"), Judgement::Reported(Severity::Hint));
        options.severities.insert("self-transition".to_owned(), Level::Off);
        options.overrides.clear();
        assert_eq!(judge(&options, ""), Judgement::Unselected);
        // What is ignored in a whole file is not selected there.
        options.severities.clear();
        options.overrides.push(Override { ignore: names(&["graph"]), ..Override::default() });
        assert_eq!(judge(&options, ""), Judgement::Unselected);
    }
}
