//! What a user chooses: options as values. Finding configuration files is the shell's work.

use crate::asl::WorkflowType;

/// Options of one analysis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// What a stand-alone definition is deployed as; a host document knows better. `None` = not known.
    pub workflow_type: Option<WorkflowType>,
    /// Which rules report.
    pub selection: Selection,
}

/// Which rules report: names of rules or categories, or `all`.
///
/// The most specific selector wins (a rule over its category over `all`); at the same level ignoring wins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these; empty means every rule.
    pub select: Vec<String>,
    pub ignore: Vec<String>,
}

impl Selection {
    /// Whether a rule of a category reports.
    pub fn includes(&self, rule: &str, category: &str) -> bool {
        let level = |selectors: &[String]| {
            selectors
                .iter()
                .filter_map(|selector| match selector.as_str() {
                    name if name == rule => Some(3),
                    name if name == category => Some(2),
                    "all" => Some(1),
                    _ => None,
                })
                .max()
                .unwrap_or(0)
        };
        let selected = if self.select.is_empty() { 1 } else { level(&self.select) };
        level(&self.ignore) < selected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_selector_wins() {
        let selection = |select: &[&str], ignore: &[&str]| Selection {
            select: select.iter().map(ToString::to_string).collect(),
            ignore: ignore.iter().map(ToString::to_string).collect(),
        };
        assert!(selection(&[], &[]).includes("a", "graph"));
        assert!(!selection(&[], &["graph"]).includes("a", "graph"));
        assert!(selection(&["a"], &["graph"]).includes("a", "graph"));
        assert!(!selection(&["a"], &["a"]).includes("a", "graph"));
        assert!(!selection(&["b"], &[]).includes("a", "graph"));
        assert!(selection(&["graph"], &["all"]).includes("a", "graph"));
    }
}
