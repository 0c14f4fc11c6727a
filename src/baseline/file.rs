//! A file of findings that are accepted for now: only what comes on top of them is reported.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;

/// The version of the file's layout.
const VERSION: u64 = 1;

/// What tells findings apart, in the order in which the file has them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Relative to the baseline's directory, with `/`.
    pub path: String,
    pub machine: String,
    pub pointer: String,
    pub rule: String,
    pub discriminator: Option<String>,
}

impl Key {
    pub fn new(path: &str, machine: &str, finding: &Diagnostic) -> Self {
        Self {
            path: path.to_owned(),
            machine: machine.to_owned(),
            pointer: finding.pointer(),
            rule: finding.rule.to_owned(),
            discriminator: finding.discriminator.clone(),
        }
    }
}

/// Findings that are accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<Key, Accepted>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Accepted {
    count: u32,
    reason: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: String,
    path: String,
    #[serde(default)]
    machine: String,
    pointer: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    discriminator: Option<String>,
    count: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Deserialize)]
struct Version {
    version: u64,
}

#[derive(Deserialize)]
struct Document {
    findings: Vec<Entry>,
}

impl Baseline {
    /// Reads the text of a baseline; `Err` says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Version { version } =
            serde_json::from_str(text).map_err(|error| format!("this is no baseline: {error}"))?;
        if version != VERSION {
            return Err(format!("a baseline of version {version}; this program reads version {VERSION}"));
        }
        let document: Document = serde_json::from_str(text).map_err(|error| format!("this is no baseline: {error}"))?;
        let mut entries: BTreeMap<Key, Accepted> = BTreeMap::new();
        for entry in document.findings {
            let Entry { rule, path, machine, pointer, discriminator, count, reason } = entry;
            let accepted = entries.entry(Key { path, machine, pointer, rule, discriminator }).or_default();
            accepted.count = accepted.count.saturating_add(count);
            accepted.reason = reason.or(accepted.reason.take());
        }
        Ok(Self { entries })
    }

    /// The text of the file, an entry on a line.
    pub fn text(&self) -> String {
        let lines: Vec<String> = self
            .entries
            .iter()
            .map(|(key, accepted)| {
                let Key { path, machine, pointer, rule, discriminator } = key.clone();
                let Accepted { count, reason } = accepted.clone();
                let entry = Entry { rule, path, machine, pointer, discriminator, count, reason };
                format!("\n    {}", serde_json::to_string(&entry).unwrap_or_default())
            })
            .collect();
        let end = if lines.is_empty() { "" } else { "\n  " };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{}{end}]\n}}\n", lines.join(","))
    }

    /// How many findings are accepted.
    pub fn count(&self) -> u32 {
        self.entries.values().map(|accepted| accepted.count).fold(0, u32::saturating_add)
    }

    /// The files in it.
    pub fn paths(&self) -> BTreeSet<&str> {
        self.entries.keys().map(|key| key.path.as_str()).collect()
    }

    /// Whether each of a file's findings comes on top of what is accepted. The first ones of a key are taken as those that
    /// are known.
    pub fn is_new(&self, keys: &[Key]) -> Vec<bool> {
        let mut met: BTreeMap<&Key, u32> = BTreeMap::new();
        keys.iter()
            .map(|key| {
                let count = met.entry(key).or_default();
                *count += 1;
                self.entries.get(key).is_none_or(|accepted| accepted.count < *count)
            })
            .collect()
    }

    /// Why findings of a key are accepted, where the user says so.
    pub fn reason(&self, key: &Key) -> Option<&str> {
        self.entries.get(key)?.reason.as_deref()
    }

    /// The entries, as text, of which less was found than they accept. `is_settled` says of which files all is known.
    pub fn stale(&self, met: &BTreeMap<Key, u32>, is_settled: impl Fn(&str) -> bool) -> Vec<String> {
        let missing = |(key, accepted): &(&Key, &Accepted)| {
            is_settled(&key.path) && met.get(key).copied().unwrap_or(0) < accepted.count
        };
        self.entries
            .iter()
            .filter(missing)
            .map(|(key, _)| format!("{}: `{}` at `{}`", key.path, key.rule, key.pointer))
            .collect()
    }

    /// A baseline of what was found. Reasons stay, and so do the entries of files of which nothing is known.
    #[must_use]
    pub fn renewed(&self, met: &BTreeMap<Key, u32>, is_settled: impl Fn(&str) -> bool) -> Self {
        let mut entries: BTreeMap<Key, Accepted> = self
            .entries
            .iter()
            .filter(|(key, _)| !is_settled(&key.path))
            .map(|(key, accepted)| (key.clone(), accepted.clone()))
            .collect();
        for (key, &count) in met {
            let reason = self.entries.get(key).and_then(|accepted| accepted.reason.clone());
            entries.insert(key.clone(), Accepted { count, reason });
        }
        Self { entries }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(path: &str, rule: &str) -> Key {
        Key {
            path: path.to_owned(),
            machine: String::new(),
            pointer: "/States/A".to_owned(),
            rule: rule.to_owned(),
            discriminator: None,
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let met = [(key("b", "y"), 2), (key("a", "z"), 1), (key("a", "x"), 1)].into();
        let baseline = Baseline::default().renewed(&met, |_| true);
        let expected = r#"{
  "version": 1,
  "findings": [
    {"rule":"x","path":"a","machine":"","pointer":"/States/A","count":1},
    {"rule":"z","path":"a","machine":"","pointer":"/States/A","count":1},
    {"rule":"y","path":"b","machine":"","pointer":"/States/A","count":2}
  ]
}
"#;
        assert_eq!(baseline.text(), expected);
        assert_eq!(Baseline::parse(expected).unwrap(), baseline);
        assert_eq!((baseline.count(), baseline.paths().len()), (4, 2));
        assert_eq!(Baseline::default().text(), "{\n  \"version\": 1,\n  \"findings\": []\n}\n");
    }

    #[test]
    fn only_what_comes_on_top_is_new() {
        let baseline = Baseline::default().renewed(&[(key("a", "x"), 2)].into(), |_| true);
        let keys = [key("a", "x"), key("a", "y"), key("a", "x"), key("a", "x"), key("b", "x")];
        assert_eq!(baseline.is_new(&keys), [false, true, false, true, true]);
        assert_eq!(baseline.stale(&[(key("a", "x"), 1)].into(), |_| true), ["a: `x` at `/States/A`"]);
        assert!(baseline.stale(&BTreeMap::new(), |path| path != "a").is_empty());
    }

    #[test]
    fn reasons_and_other_files_stay() {
        let text = r#"{"version":1,"findings":[
            {"rule":"x","path":"a","pointer":"/States/A","count":1,"reason":"known"},
            {"rule":"y","path":"a","pointer":"/States/A","count":1},
            {"rule":"x","path":"b","pointer":"/States/A","count":1}]}"#;
        let renewed = Baseline::parse(text).unwrap().renewed(&[(key("a", "x"), 3)].into(), |path| path == "a");
        assert!(renewed.text().contains(r#""count":3,"reason":"known""#), "{}", renewed.text());
        assert_eq!((renewed.count(), renewed.paths().len()), (4, 2));
    }

    #[test]
    fn other_files_are_refused() {
        let message = |text: &str| Baseline::parse(text).unwrap_err();
        assert_eq!(message(r#"{"version": 2, "entries": 1}"#), "a baseline of version 2; this program reads version 1");
        assert!(message("{}").starts_with("this is no baseline: "));
        assert!(message(r#"{"version": 1, "findings": [{}]}"#).starts_with("this is no baseline: "));
    }
}
