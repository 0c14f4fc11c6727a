//! Suppressions for what is found in a file: comments where the file can have them, overrides of the configuration
//! elsewhere.
//!
//! Text in, text out. What a comment does is not foretold but seen, by analyzing the text with it: a finding that its
//! comment does not reach gets an override, and comments that would change a value are not written at all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::analysis::{Analysis, Subject, analyze_subject};
use crate::diagnostic::{Diagnostic, Severity};
use crate::host;
use crate::suppress;
use crate::syntax::{Kind, Language, NodeId, Step, Tree};
use crate::text::{Source, offset};

/// How often comments that do not do their work are left out before all of them are.
const ROUNDS: usize = 3;

/// A file whose findings are suppressed.
#[derive(Debug)]
pub struct Added {
    /// The text with comments.
    pub text: Arc<str>,
    /// How many findings there were.
    pub findings: usize,
    /// How many comments were added.
    pub comments: usize,
    /// What the configuration has to ignore besides.
    pub overrides: Vec<Ignored>,
    /// The analysis of the text, in which the findings of the overrides are still reported.
    pub analysis: Analysis,
}

/// The rules that are ignored at a value of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The JSON Pointer of the value; empty for the whole file.
    pub pointer: String,
    pub rules: Vec<&'static str>,
}

/// What suppresses the findings of a file that are at least as severe as `min_severity`.
pub fn add_ignores(subject: Subject<'_>, min_severity: Severity, reason: &str) -> Added {
    let source = subject.candidate.source;
    let analysis = analyze_subject(subject);
    let findings: Vec<&Diagnostic> = shown(&analysis, min_severity).collect();
    let tree = host::open(subject.candidate).tree;
    let places = Places::new(source, &tree);
    let mut refused: FxHashSet<Identity> = FxHashSet::default();
    for _ in 0..ROUNDS {
        let mut comments: BTreeMap<u32, Comment> = BTreeMap::new();
        let mut elsewhere: Vec<&Diagnostic> = Vec::new();
        for finding in &findings {
            let place = places.of(finding).filter(|_| !refused.contains(&identity(finding)));
            match place {
                Some((at, layout)) => {
                    comments.entry(at).or_insert_with(|| Comment::new(layout)).rules.insert(finding.rule);
                }
                None => elsewhere.push(finding),
            }
        }
        if comments.is_empty() {
            break;
        }
        let text = with_comments(source.text(), tree.language(), &comments, reason);
        let commented = Arc::new(Source::new(text));
        let subject = subject.with_source(&commented);
        if !is_same(&tree, &host::open(subject.candidate).tree) {
            break;
        }
        let after = analyze_subject(subject);
        let expected: FxHashSet<Identity> = elsewhere.iter().map(|finding| identity(finding)).collect();
        let left: Vec<Identity> =
            shown(&after, min_severity).map(identity).filter(|left| !expected.contains(left)).collect();
        if left.is_empty() {
            return Added {
                text: Arc::clone(commented.text()),
                findings: findings.len(),
                comments: comments.len(),
                overrides: overrides(&elsewhere),
                analysis: after,
            };
        }
        refused.extend(left);
    }
    Added {
        text: Arc::clone(source.text()),
        findings: findings.len(),
        comments: 0,
        overrides: overrides(&findings),
        analysis,
    }
}

fn shown(analysis: &Analysis, min_severity: Severity) -> impl Iterator<Item = &Diagnostic> {
    analysis.diagnostics.iter().filter(move |finding| min_severity <= finding.severity)
}

/// What a finding is in a text whose lines have moved.
type Identity = (&'static str, usize, Vec<Step>, String);

fn identity(finding: &Diagnostic) -> Identity {
    (finding.rule, finding.definition, finding.path.clone(), finding.message.clone())
}

/// The findings by their values.
fn overrides(findings: &[&Diagnostic]) -> Vec<Ignored> {
    let mut rules: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for finding in findings {
        rules.entry(finding.pointer()).or_default().insert(finding.rule);
    }
    rules.into_iter().map(|(pointer, rules)| Ignored { pointer, rules: rules.into_iter().collect() }).collect()
}

/// A comment to be written.
struct Comment {
    layout: Layout,
    rules: BTreeSet<&'static str>,
}

impl Comment {
    fn new(layout: Layout) -> Self {
        Self { layout, rules: BTreeSet::new() }
    }
}

/// How a comment stands among what is there.
enum Layout {
    /// Behind everything else in its line.
    Trailing,
    /// On a line of its own with this indentation, above an entry.
    Above(String),
}

/// Finds places for comments in a file.
struct Places<'a> {
    text: &'a str,
    tree: &'a Tree,
    /// In document order.
    nodes: Vec<NodeId>,
    /// Where the comments start and end that are there already, in order.
    comments: Vec<(u32, u32)>,
}

impl<'a> Places<'a> {
    fn new(source: &'a Source, tree: &'a Tree) -> Self {
        let mut comments: Vec<(u32, u32)> =
            tree.comments().iter().map(|comment| (comment.span.start, comment.span.end)).collect();
        comments.sort_unstable();
        Self { text: source.text(), tree, nodes: tree.ids().collect(), comments }
    }

    /// Where the comment about a finding goes. None in JSON, which has no comments, and about suppressions, which
    /// cannot be suppressed by others.
    fn of(&self, finding: &Diagnostic) -> Option<(u32, Layout)> {
        if self.tree.language() == Language::Json || suppress::is_own(finding.rule) {
            return None;
        }
        let at = finding.span.start;
        self.trailing(at).or_else(|| self.above(at))
    }

    /// The end of the line, unless a text or a comment goes on there.
    fn trailing(&self, at: u32) -> Option<(u32, Layout)> {
        let (before, after) = self.text.split_at_checked(at as usize)?;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let length = after.find('\n').unwrap_or(after.len());
        let line = self.text.get(start..before.len() + length)?;
        let line = line.strip_suffix('\r').unwrap_or(line);
        let end = offset(start + line.len());
        let is_blank = line.trim_matches([' ', '\t', '\u{FEFF}']).is_empty();
        let is_taken = is_blank || self.is_in_scalar(end) || self.is_in_comment(end);
        (!is_taken).then_some((end, Layout::Trailing))
    }

    /// The start of the line of the innermost entry around the place that starts a line, if the comment is about it.
    fn above(&self, at: u32) -> Option<(u32, Layout)> {
        let mut node = self.last_until(at)?;
        loop {
            let parent = self.tree.parent(node)?;
            let entry = if self.tree.is_array(parent) { node } else { self.tree.key_of(node).unwrap_or(node) };
            if let Some(found) = self.above_entry(entry, at) {
                return Some(found);
            }
            node = parent;
        }
    }

    fn above_entry(&self, entry: NodeId, at: u32) -> Option<(u32, Layout)> {
        let before = self.text.get(..self.tree.span(entry).start as usize)?;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = before.get(start..)?;
        let lead = line.strip_prefix('\u{FEFF}').unwrap_or(line);
        let is_lead = |letter: char| matches!(letter, ' ' | '\t') || letter == '-' && self.is_yaml();
        if !lead.chars().all(is_lead) {
            return None;
        }
        let place = offset(before.len() - lead.len());
        let scope = suppress::scope_below(self.tree, place)?;
        let indentation = lead.split('-').next().unwrap_or("").to_owned();
        let is_about = scope.start <= at && at < scope.end && !self.is_in_comment(place);
        is_about.then_some((place, Layout::Above(indentation)))
    }

    fn is_yaml(&self) -> bool {
        self.tree.language() == Language::Yaml
    }

    /// The last node that starts at an offset or before it.
    fn last_until(&self, at: u32) -> Option<NodeId> {
        let behind = self.tree.first_from(at.saturating_add(1)).map_or(self.nodes.len(), NodeId::index);
        self.nodes.get(behind.checked_sub(1)?).copied()
    }

    fn is_in_scalar(&self, at: u32) -> bool {
        let Some(node) = at.checked_sub(1).and_then(|before| self.last_until(before)) else { return false };
        let is_scalar = !matches!(self.tree.kind(node), Kind::Object | Kind::Array);
        is_scalar && at < self.tree.span(node).end
    }

    fn is_in_comment(&self, at: u32) -> bool {
        let behind = self.comments.partition_point(|&(start, _)| start < at);
        behind.checked_sub(1).and_then(|index| self.comments.get(index)).is_some_and(|&(_, end)| at <= end)
    }
}

/// A text with comments put in.
fn with_comments(text: &str, language: Language, comments: &BTreeMap<u32, Comment>, reason: &str) -> String {
    let sign = if language == Language::Yaml { "#" } else { "//" };
    let line_end = match text.split_once('\n') {
        Some((line, _)) if line.ends_with('\r') => "\r\n",
        _ => "\n",
    };
    let mut commented = String::new();
    let mut rest = text;
    for (&at, comment) in comments {
        let passed = at as usize - (text.len() - rest.len());
        let Some((before, after)) = rest.split_at_checked(passed) else { continue };
        commented.push_str(before);
        rest = after;
        let rules = comment.rules.iter().copied().collect::<Vec<_>>().join(", ");
        let directive = format!("{sign} asl-lint: ignore[{rules}] {reason}");
        let directive = directive.trim_end();
        match &comment.layout {
            Layout::Trailing => {
                let gap = if before.ends_with([' ', '\t']) { "" } else { " " };
                commented.push_str(&format!("{gap}{directive}"));
            }
            Layout::Above(indentation) => commented.push_str(&format!("{indentation}{directive}{line_end}")),
        }
    }
    commented + rest
}

/// Whether two trees hold the same value.
fn is_same(one: &Tree, other: &Tree) -> bool {
    let is_alike = |id: NodeId| {
        one.kind(id) == other.kind(id)
            && one.parent(id) == other.parent(id)
            && one.tag(id).map(|(tag, _)| tag) == other.tag(id).map(|(tag, _)| tag)
            && (matches!(one.kind(id), Kind::Object | Kind::Array) || one.text(id) == other.text(id))
    };
    one.len() == other.len() && one.ids().all(is_alike)
}
