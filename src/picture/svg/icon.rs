//! The icons of state types, as paths on a field of 24 by 24.

use crate::asl::StateType;

/// The class of a type's colour, and the path of its icon.
pub(super) const fn of(kind: Option<StateType>) -> (&'static str, &'static str) {
    match kind {
        // A gear.
        Some(StateType::Task) => (
            "task",
            "M12 8.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7zM12 5v2M12 17v2M5 12h2M17 12h2M7 7l1.4 1.4M15.6 15.6 17 17\
             M7 17l1.4-1.4M15.6 8.4 17 7",
        ),
        // One way becomes two.
        Some(StateType::Choice) => ("choice", "M12 5v4M12 9 7 14v4M12 9l5 5v4"),
        // Ways side by side.
        Some(StateType::Parallel) => ("parallel", "M7 6v12M12 6v12M17 6v12"),
        // The same for each item.
        Some(StateType::Map) => ("map", "M6 6h5v5H6zM13 6h5v5h-5zM6 13h5v5H6zM13 13h5v5h-5z"),
        Some(StateType::Pass) => ("pass", "M5 12h13M13 7l5 5-5 5"),
        // A clock.
        Some(StateType::Wait) => ("wait", "M12 5a7 7 0 1 0 0 14a7 7 0 1 0 0-14zM12 8.5V12l2.5 2"),
        Some(StateType::Succeed) => ("succeed", "M6 12.5l4 4 8-9"),
        Some(StateType::Fail) => ("fail", "M7 7l10 10M17 7 7 17"),
        // A question mark.
        None => ("pass", "M9 9.2a3 3 0 1 1 4.2 2.8c-.8.4-1.2 1-1.2 2M12 17.5v.1"),
    }
}
