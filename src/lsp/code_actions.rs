//! Code actions: the fixes of findings, and what else can be done where the cursor is.

use tower_lsp::lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams};

use super::capabilities::FIX_ALL;
use super::documents::Snapshot;
use super::{diagnostics, edits};
use crate::diagnostic::{Applicability, Diagnostic as Finding, Edit};
use crate::ide::refactorings::{Mended, Refactoring, refactorings};
use crate::ide::suppressions::suppressions as ide_suppressions;
use crate::text::Span;

pub(super) fn code_actions(snapshot: &Snapshot, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let only = params.context.only.as_deref();
    let asks_for = |kind: &CodeActionKind| only.is_none_or(|only| only.iter().any(|asked| includes(asked, kind)));
    let span = Span::new(snapshot.offset(params.range.start), snapshot.offset(params.range.end));
    let mut actions = quick_fixes(snapshot, span);
    let offers = refactorings(snapshot.analysis(), span);
    actions.extend(offers.iter().map(|offer| refactoring(snapshot, offer)));
    if asks_for(&CodeActionKind::QUICKFIX) {
        actions.extend(suppressions(snapshot, span).iter().map(|offer| refactoring(snapshot, offer)));
    }
    actions.retain(|action| action.kind.as_ref().is_some_and(asks_for));
    // A whole document is only mended where that is asked for.
    if only.is_some() && asks_for(&FIX_ALL) {
        actions.extend(fix_all(snapshot));
    }
    actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
}

/// Whether a kind that is asked for covers another one: `source.fixAll` covers `source.fixAll.asl-lint`.
fn includes(asked: &CodeActionKind, kind: &CodeActionKind) -> bool {
    let rest = kind.as_str().strip_prefix(asked.as_str());
    rest.is_some_and(|rest| rest.is_empty() || asked.as_str().is_empty() || rest.starts_with('.'))
}

/// The findings that a span touches.
fn findings(snapshot: &Snapshot, span: Span) -> impl Iterator<Item = &Finding> {
    let touches = move |finding: &&Finding| span.start <= finding.span.end && finding.span.start <= span.end;
    snapshot.analysis().diagnostics.iter().filter(touches)
}

/// The fixes of the findings that a span touches.
fn quick_fixes(snapshot: &Snapshot, span: Span) -> Vec<CodeAction> {
    let mut actions = Vec::new();
    for finding in findings(snapshot, span) {
        for (index, fix) in finding.fixes.iter().enumerate() {
            actions.push(CodeAction {
                title: fix.title.clone(),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![diagnostics::diagnostic(snapshot, finding)]),
                edit: Some(edits::workspace_edit([(snapshot, fix.edits.as_slice())], false)),
                is_preferred: Some(index == 0 && fix.applicability == Applicability::Safe),
                ..CodeAction::default()
            });
        }
    }
    actions
}

/// Ways to say that the findings are meant to be, of which each was seen to work. Many findings at once are not all meant to be.
fn suppressions(snapshot: &Snapshot, span: Span) -> Vec<Refactoring> {
    const MOST: usize = 3;
    let mut rules: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for finding in findings(snapshot, span) {
        if rules.contains(&finding.rule) || MOST <= rules.len() {
            continue;
        }
        rules.push(finding.rule);
        let works = |offer: &Refactoring| {
            snapshot.suppressed_by(&offer.edits).is_some_and(|rules| rules.contains(&finding.rule))
        };
        found.extend(ide_suppressions(snapshot.analysis(), finding).into_iter().filter(works));
    }
    found
}

fn refactoring(snapshot: &Snapshot, offer: &Refactoring) -> CodeAction {
    let mended = offer.mends.iter().flat_map(|mends| mended(&snapshot.analysis().diagnostics, *mends));
    let diagnostics: Vec<_> = mended.map(|finding| diagnostics::diagnostic(snapshot, finding)).collect();
    CodeAction {
        title: offer.title.clone(),
        kind: Some(if offer.mends.is_some() { CodeActionKind::QUICKFIX } else { CodeActionKind::REFACTOR }),
        diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
        edit: Some(edits::workspace_edit([(snapshot, offer.edits.as_slice())], false)),
        ..CodeAction::default()
    }
}

/// The findings, which are in order of position, of a rule at a place.
fn mended(findings: &[Finding], Mended { rule, span }: Mended) -> impl Iterator<Item = &Finding> {
    let first = findings.partition_point(|finding| finding.span.start < span.start);
    let there = findings.iter().skip(first).take_while(move |finding| finding.span.start == span.start);
    there.filter(move |finding| finding.rule == rule && finding.span == span)
}

/// One action for all safe fixes of a document; `None` where there are none.
fn fix_all(snapshot: &Snapshot) -> Option<CodeAction> {
    let result = snapshot.fixed();
    if result == *snapshot.source().text() {
        return None;
    }
    let whole = Span::new(0, crate::text::offset(snapshot.source().text().len()));
    let edit = Edit { span: whole, text: result.to_string() };
    Some(CodeAction {
        title: "apply all safe fixes of asl-lint".to_owned(),
        kind: Some(FIX_ALL),
        edit: Some(edits::workspace_edit([(snapshot, [edit].as_slice())], false)),
        ..CodeAction::default()
    })
}
