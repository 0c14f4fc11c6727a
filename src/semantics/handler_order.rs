//! Which handlers of a list are never used, because earlier ones take all their errors.

use rustc_hash::FxHashMap;

use super::error_name::{ALL, TASK_FAILED, known_names};
use crate::asl::StateType;
use crate::model::{Handler, State};
use crate::syntax::{NodeId, Tree};

/// A handler that is never used, and the place that takes its first error.
pub struct Unused<'a> {
    pub handler: &'a Handler,
    pub taken: NodeId,
}

/// The handlers all of whose errors earlier ones take.
///
/// Only what is certain counts: the same name, and `States.TaskFailed` on a Task state for names that are not the
/// language's own (it matches all but `States.Timeout`, and whether the other `States.` names are among them is not
/// documented name by name). `States.ALL` before others is a fault of its own.
pub fn unused<'a>(tree: &Tree, state: &State, handlers: &'a [Handler]) -> Vec<Unused<'a>> {
    let mut found = Vec::new();
    if handlers.len() < 2 {
        return found;
    }
    let mut places: FxHashMap<&str, NodeId> = FxHashMap::default();
    for handler in handlers {
        let names = known_names(tree, handler);
        if let Some(names) = &names {
            let taken_by = |name: &str| {
                let wildcard = state.kind == Some(StateType::Task) && !name.starts_with("States.");
                places.get(name).or_else(|| places.get(TASK_FAILED).filter(|_| wildcard)).copied()
            };
            let first = names.first().and_then(|(_, name)| taken_by(name));
            if let Some(first) = first.filter(|_| names.iter().all(|(_, name)| taken_by(name).is_some())) {
                found.push(Unused { handler, taken: first });
            }
        }
        for &error in &handler.errors {
            if let Some(name) = tree.known(error).filter(|name| *name != ALL) {
                places.entry(name).or_insert(error);
            }
        }
    }
    found
}
