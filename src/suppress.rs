//! Suppressions: comments that say which findings are meant to be.
//!
//! `# asl-lint: ignore[rule] reason` behind something is about the findings of its line, on a line of its own about the whole
//! entry that follows, and `ignore-file[rule]` above everything about the file. In JSON, which has no comments, the
//! `Comment` of a state may say the same of the state, and the metadata of a resource in a template of the resource.

mod metadata;

use crate::asl::nearest;
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::model::Machine;
use crate::rule::Category;
use crate::rules;
use crate::syntax::{Member, NodeId, Text, Tree};
use crate::text::{Source, Span, offset};

pub use metadata::Declared;

/// How every suppression starts.
const MARK: &str = "asl-lint:";

/// What follows the mark.
const WORDS: [&str; 2] = ["ignore", "ignore-file"];

/// The rules that this module reports.
const UNUSED: &str = "unused-suppression";
const UNKNOWN: &str = "unknown-suppression";

/// A part of a file that may hold suppressions.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    pub tree: &'a Tree,
    /// The definition in it, whose states may have comments.
    pub machine: Option<&'a Machine>,
    /// Whether the comments of the tree were not looked at in another part.
    pub comments: bool,
}

/// A finding that is meant to be, and so is not reported.
#[derive(Clone, Debug)]
pub struct Suppressed {
    pub finding: Diagnostic,
    pub by: Suppressor,
    /// Why, in the user's words.
    pub reason: Option<String>,
}

/// What says of a finding that it is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suppressor {
    /// A comment, or metadata, in the file itself.
    Comment,
    /// An override in the configuration, for a place in the file.
    Override,
}

/// A rule or category that a suppression names.
#[derive(Debug)]
struct Name {
    text: String,
    span: Span,
    used: bool,
}

/// One suppression.
#[derive(Debug)]
struct Suppression {
    /// The comment, or the value of `Comment`.
    span: Span,
    names: Vec<Name>,
    reason: Option<String>,
    /// What it is about; `None` = the file.
    scope: Option<Span>,
    /// Whether it can be removed: a comment in the text of the file itself.
    is_comment: bool,
}

/// Takes out the findings that suppressions are about, and adds those about the suppressions themselves. Where
/// `is_complete` is false some rules have not looked, and nothing is said of suppressions that suppress nothing.
pub fn apply(
    source: &Source,
    parts: &[Part<'_>],
    declared: &[Declared<'_>],
    findings: &mut Vec<Diagnostic>,
    is_complete: bool,
) -> Vec<Suppressed> {
    let is_marked = |mark: &str| memchr::memmem::find(source.text().as_bytes(), mark.as_bytes()).is_some();
    if !is_marked(MARK) && (declared.is_empty() || !is_marked(metadata::KEY)) {
        return Vec::new();
    }
    let mut own = Vec::new();
    let mut suppressions = Vec::new();
    for part in parts {
        collect(source, part, &mut suppressions, &mut own);
    }
    for declared in declared {
        metadata::collect(declared, &mut suppressions, &mut own);
    }
    findings.sort_by_key(|finding| finding.span.start);
    let by = matching(findings, &mut suppressions);
    let mut suppressed = Vec::new();
    let mut kept = Vec::with_capacity(findings.len());
    for (finding, by) in findings.drain(..).zip(by) {
        match by.and_then(|index| suppressions.get(index)) {
            Some(suppression) => {
                let reason = suppression.reason.clone();
                suppressed.push(Suppressed { finding, by: Suppressor::Comment, reason });
            }
            None => kept.push(finding),
        }
    }
    if is_complete {
        own.extend(suppressions.iter().flat_map(|suppression| unused(source, suppression)));
    }
    *findings = kept;
    findings.append(&mut own);
    suppressed
}

/// Which suppression each of the findings, in order of position, falls to; the innermost of several.
fn matching(findings: &[Diagnostic], suppressions: &mut [Suppression]) -> Vec<Option<usize>> {
    suppressions.sort_by_key(|suppression| suppression.scope.map_or(0, |scope| scope.start));
    // Those that are about the place at hand: entries nest, so there are few.
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    let mut matching = Vec::with_capacity(findings.len());
    for finding in findings {
        let at = finding.span.start;
        while suppressions.get(next).is_some_and(|one| one.scope.is_none_or(|scope| scope.start <= at)) {
            open.push(next);
            next += 1;
        }
        open.retain(|&index| suppressions.get(index).is_some_and(|one| one.scope.is_none_or(|scope| at <= scope.end)));
        let category = rules::find(finding.rule).map_or("", |rule| rule.category.name());
        let mut by = None;
        for &index in &open {
            let Some(one) = suppressions.get_mut(index) else { continue };
            if one.scope.is_some_and(|scope| scope.end == at && !finding.span.is_empty()) {
                continue;
            }
            for name in one.names.iter_mut().filter(|name| name.text == finding.rule || name.text == category) {
                name.used = true;
                by = Some(index);
            }
        }
        matching.push(by);
    }
    matching
}

fn collect(source: &Source, part: &Part<'_>, found: &mut Vec<Suppression>, own: &mut Vec<Diagnostic>) {
    let tree = part.tree;
    for comment in tree.comments().iter().filter(|_| part.comments) {
        let text = source.slice(comment.span);
        let body = text.trim_start_matches(['#', '/', '*', ' ', '\t']);
        if !body.starts_with(MARK) {
            continue;
        }
        let start = comment.span.start + offset(text.len() - body.len());
        let body = body.strip_suffix("*/").unwrap_or(body);
        let Some(directive) = read(body, start, own) else { continue };
        let scope = if directive.is_file {
            if tree.span(tree.root()).start < comment.span.start && !tree.is_empty() {
                let message = "`ignore-file` is about the whole file, and stands above everything else in it";
                own.push(Diagnostic::new(UNKNOWN, directive.word, message));
                continue;
            }
            None
        } else {
            match scope_of(source, tree, comment.span) {
                Some(scope) => Some(scope),
                None => Some(Span::empty(comment.span.end)),
            }
        };
        let is_comment = !tree.is_embedded();
        found.push(Suppression {
            span: comment.span,
            names: directive.names,
            reason: directive.reason,
            scope,
            is_comment,
        });
    }
    for state in part.machine.iter().flat_map(|machine| &machine.states) {
        let Some(comment) = tree.get(state.node, "Comment") else { continue };
        let Some(text) = tree.string(comment).map(Text::raw) else { continue };
        let Some(at) = text.find(MARK) else { continue };
        let span = tree.content_span(comment);
        // Where the text is written as it is, its parts have places; else the whole is the place of each.
        let is_verbatim = source.slice(span) == text;
        let mut faults = Vec::new();
        let directive = read(text.get(at..).unwrap_or(""), span.start + offset(at), &mut faults);
        if !is_verbatim {
            for fault in &mut faults {
                fault.span = span;
            }
        }
        own.append(&mut faults);
        let Some(mut directive) = directive else { continue };
        if directive.is_file {
            let message = "`ignore-file` stands in a comment above everything else, not in a state";
            own.push(Diagnostic::new(UNKNOWN, span, message));
            continue;
        }
        if !is_verbatim {
            for name in &mut directive.names {
                name.span = span;
            }
        }
        let start = tree.key_of(state.node).map_or(tree.span(state.node).start, |key| tree.span(key).start);
        let scope = Some(Span::new(start, tree.span(state.node).end));
        found.push(Suppression { span, names: directive.names, reason: directive.reason, scope, is_comment: false });
    }
}

/// What a comment says.
struct Directive {
    is_file: bool,
    word: Span,
    names: Vec<Name>,
    reason: Option<String>,
}

/// Reads `asl-lint: ignore[a, b] reason`, which starts at an offset of the file. What is wrong with it is reported.
fn read(text: &str, start: u32, own: &mut Vec<Diagnostic>) -> Option<Directive> {
    let rest = text.strip_prefix(MARK)?;
    let body = rest.trim_start();
    let at = start + offset(text.len() - body.len());
    let length = body.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-')).unwrap_or(body.len());
    let (word, rest) = body.split_at(length);
    let place = Span::new(at, at + offset(length));
    if !WORDS.contains(&word) {
        let mut finding = Diagnostic::new(UNKNOWN, place, format!("`{word}` is nothing that a suppression can say"));
        finding.help(match nearest(word, WORDS) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "write `asl-lint: ignore[rule] reason`".to_owned(),
        });
        own.push(finding);
        return None;
    }
    let inside = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let Some((list, reason)) = inside.filter(|(list, _)| !list.trim().is_empty()) else {
        let mut finding = Diagnostic::new(UNKNOWN, place, format!("`asl-lint: {word}` does not say which rule"));
        finding.help(format!("name it: `asl-lint: {word}[rule] reason`"));
        own.push(finding);
        return None;
    };
    let mut at = place.end + 1;
    let mut names = Vec::new();
    for item in list.split(',') {
        let name = item.trim();
        let start = at + offset(item.len() - item.trim_start().len());
        let span = Span::new(start, start + offset(name.len()));
        at += offset(item.len() + 1);
        if is_name(name) {
            names.push(Name { text: name.to_owned(), span, used: false });
            continue;
        }
        own.push(unknown(name, span));
    }
    let reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    (!names.is_empty()).then_some(Directive { is_file: word == "ignore-file", word: place, names, reason })
}

/// Whether a name is that of a rule or of a category.
fn is_name(name: &str) -> bool {
    rules::find(name).is_some() || Category::ALL.iter().any(|category| category.name() == name)
}

fn unknown(name: &str, span: Span) -> Diagnostic {
    let known = rules::ALL.iter().map(|rule| rule.name).chain(Category::ALL.iter().map(|one| one.name()));
    let mut finding = Diagnostic::new(UNKNOWN, span, format!("there is no rule or category `{name}`"));
    finding.discriminator(name);
    if let Some(nearest) = nearest(name, known) {
        finding.help(format!("did you mean `{nearest}`?"));
        let edits = vec![Edit { span, text: nearest.to_owned() }];
        finding.fix(format!("write `{nearest}`"), Applicability::Unsafe, Some(edits));
    }
    finding
}

/// What a comment is about: the line that it ends, or the entry that follows.
fn scope_of(source: &Source, tree: &Tree, comment: Span) -> Option<Span> {
    let text = source.text();
    let start = text.get(..comment.start as usize)?.rfind('\n').map_or(0, |at| at + 1);
    let before = text.get(start..comment.start as usize)?;
    if !before.trim_matches([' ', '\t', '\u{FEFF}']).is_empty() {
        return Some(Span::new(offset(start), comment.start));
    }
    scope_below(tree, comment.end)
}

/// The entry that a comment on a line of its own, which ends at an offset, is about.
pub(crate) fn scope_below(tree: &Tree, from: u32) -> Option<Span> {
    let node = next_entry(tree, from)?;
    let entry = tree.span(node);
    let member = tree.parent(node).and_then(|parent| member_of(tree, parent, node));
    let end = member.map_or(entry.end, |member| tree.span(member.value).end.max(entry.end));
    Some(Span::new(entry.start, end))
}

/// The key, or the item of a list, that starts first behind an offset.
fn next_entry(tree: &Tree, from: u32) -> Option<NodeId> {
    let mut node = tree.first_from(from)?;
    loop {
        match tree.parent(node) {
            Some(parent) if tree.is_array(parent) || member_of(tree, parent, node).is_some() => return Some(node),
            // A container starts with its first entry.
            _ => node = tree.after(node)?,
        }
    }
}

/// The member whose key a node is.
fn member_of(tree: &Tree, object: NodeId, key: NodeId) -> Option<&Member> {
    let members = tree.own_members(object);
    members.binary_search_by_key(&key, |member| member.key).ok().and_then(|index| members.get(index))
}

fn unused(source: &Source, suppression: &Suppression) -> Vec<Diagnostic> {
    let idle: Vec<&Name> = suppression.names.iter().filter(|name| !name.used && !is_own(&name.text)).collect();
    if idle.is_empty() {
        return Vec::new();
    }
    if idle.len() < suppression.names.len() {
        let report = |name: &&Name| {
            let message = format!("`{}` reports nothing here that could be suppressed", name.text);
            let mut finding = Diagnostic::new(UNUSED, name.span, message);
            finding.discriminator(name.text.clone());
            if suppression.is_comment {
                let span = with_comma(source, name.span);
                let edits = span.map(|span| vec![Edit { span, text: String::new() }]);
                finding.fix(format!("remove `{}`", name.text), Applicability::Safe, edits);
            }
            finding
        };
        return idle.iter().map(report).collect();
    }
    let names = idle.iter().map(|name| format!("`{}`", name.text)).collect::<Vec<_>>().join(", ");
    let verb = if idle.len() == 1 { "reports" } else { "report" };
    let mut finding =
        Diagnostic::new(UNUSED, suppression.span, format!("{names} {verb} nothing here that could be suppressed"));
    finding.discriminator(names);
    if suppression.is_comment {
        let edits = vec![Edit { span: whole(source, suppression.span), text: String::new() }];
        finding.fix("remove the suppression", Applicability::Safe, Some(edits));
    }
    vec![finding]
}

/// Whether a name is that of a rule about suppressions, which comes too late to be suppressed.
pub(crate) fn is_own(name: &str) -> bool {
    name == UNUSED || name == UNKNOWN
}

/// A name in a list with one of the commas around it.
fn with_comma(source: &Source, name: Span) -> Option<Span> {
    let text = source.text();
    let after = text.get(name.end as usize..)?;
    if let Some(rest) = after.trim_start().strip_prefix(',') {
        let gap = rest.len() - rest.trim_start().len();
        return Some(Span::new(name.start, offset(text.len() - rest.len() + gap)));
    }
    let before = text.get(..name.start as usize)?.trim_end().strip_suffix(',')?;
    Some(Span::new(offset(before.len()), name.end))
}

/// A comment with the blanks before it, and with its line where it has one of its own.
fn whole(source: &Source, comment: Span) -> Span {
    let text = source.text();
    let before = text.get(..comment.start as usize).unwrap_or("").trim_end_matches([' ', '\t']);
    let after = text.get(comment.end as usize..).unwrap_or("");
    let is_own_line = before.is_empty() || before.ends_with('\n');
    let line_end = if after.starts_with("\r\n") { 2 } else { usize::from(after.starts_with('\n')) };
    let end = if is_own_line { comment.end + offset(line_end) } else { comment.end };
    Span::new(offset(before.len()), end)
}
