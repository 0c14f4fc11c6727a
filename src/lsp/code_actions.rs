//! Code actions: the fixes of findings.

use tower_lsp::lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams};

use super::capabilities::FIX_ALL;
use super::documents::Snapshot;
use super::{convert, diagnostics};
use crate::diagnostic::{Applicability, Edit};
use crate::text::Span;

pub(super) fn code_actions(snapshot: &Snapshot, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let only = params.context.only.as_deref();
    let asks_for = |kind: &CodeActionKind| only.is_none_or(|only| only.iter().any(|asked| includes(asked, kind)));
    let mut actions = Vec::new();
    if asks_for(&CodeActionKind::QUICKFIX) {
        let (start, end) = (snapshot.offset(params.range.start), snapshot.offset(params.range.end));
        quick_fixes(snapshot, Span::new(start, end), &mut actions);
    }
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

/// The fixes of the findings that a span touches.
fn quick_fixes(snapshot: &Snapshot, span: Span, actions: &mut Vec<CodeAction>) {
    for finding in &snapshot.analysis().diagnostics {
        if finding.span.end < span.start || span.end < finding.span.start {
            continue;
        }
        for (index, fix) in finding.fixes.iter().enumerate() {
            actions.push(CodeAction {
                title: fix.title.clone(),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![diagnostics::diagnostic(snapshot, finding)]),
                edit: Some(convert::workspace_edit(snapshot, &fix.edits)),
                is_preferred: Some(index == 0 && fix.applicability == Applicability::Safe),
                ..CodeAction::default()
            });
        }
    }
}

/// One action for all safe fixes of a document; `None` where there are none.
fn fix_all(snapshot: &Snapshot) -> Option<CodeAction> {
    let result = snapshot.fixed();
    if result == *snapshot.source().text() {
        return None;
    }
    let whole = Span::new(0, crate::text::offset(snapshot.source().text().len()));
    Some(CodeAction {
        title: "apply all safe fixes of asl-lint".to_owned(),
        kind: Some(FIX_ALL),
        edit: Some(convert::workspace_edit(snapshot, &[Edit { span: whole, text: result.to_string() }])),
        ..CodeAction::default()
    })
}
