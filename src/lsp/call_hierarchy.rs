//! The call hierarchy of states: which leads to which.

use tower_lsp::lsp_types::{CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, Position, Range};

use super::documents::Snapshot;
use super::symbols;
use crate::analysis::Definition;
use crate::ide::calls::{Call, Stop};
use crate::ide::navigation::state_span;
use crate::ide::outline::{self, EntryKind};
use crate::model::State;

pub(super) fn prepare(snapshot: &Snapshot, position: Position) -> Option<Vec<CallHierarchyItem>> {
    let stop = Stop::at(snapshot.analysis(), snapshot.offset(position))?;
    Some(vec![item(snapshot, stop.definition, stop.state)])
}

pub(super) fn incoming(snapshot: &Snapshot, of: &CallHierarchyItem) -> Option<Vec<CallHierarchyIncomingCall>> {
    let stop = find(snapshot, of)?;
    let call = |call: &Call<'_>| CallHierarchyIncomingCall {
        from: item(snapshot, stop.definition, call.state),
        from_ranges: ranges(snapshot, call),
    };
    Some(stop.incoming().iter().map(call).collect())
}

pub(super) fn outgoing(snapshot: &Snapshot, of: &CallHierarchyItem) -> Option<Vec<CallHierarchyOutgoingCall>> {
    let stop = find(snapshot, of)?;
    let call = |call: &Call<'_>| CallHierarchyOutgoingCall {
        to: item(snapshot, stop.definition, call.state),
        from_ranges: ranges(snapshot, call),
    };
    Some(stop.outgoing().iter().map(call).collect())
}

/// The state of an item; nothing where the text has changed so that another state stands there.
fn find<'a>(snapshot: &'a Snapshot, item: &CallHierarchyItem) -> Option<Stop<'a>> {
    let stop = Stop::at(snapshot.analysis(), snapshot.offset(item.selection_range.start))?;
    (*stop.state.name.text == *item.name).then_some(stop)
}

fn item(snapshot: &Snapshot, definition: &Definition, state: &State) -> CallHierarchyItem {
    CallHierarchyItem {
        name: state.name.text.to_string(),
        kind: symbols::kind(EntryKind::State(state.kind)),
        tags: None,
        detail: Some(outline::detail(definition, state)).filter(|detail| !detail.is_empty()),
        uri: snapshot.uri.clone(),
        range: snapshot.range(state_span(&definition.tree, state)),
        selection_range: snapshot.range(definition.tree.span(state.name.node)),
        data: None,
    }
}

fn ranges(snapshot: &Snapshot, call: &Call<'_>) -> Vec<Range> {
    call.targets.iter().map(|&span| snapshot.range(span)).collect()
}
