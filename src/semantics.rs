//! What the parts of a definition mean, worked out once for all who ask.
//!
//! Several rules look at the same thing from different sides, and so do editors and pictures. Each question is answered
//! in one place, so that no two rules contradict each other and a fault belongs to one of them. Answers know nothing of
//! the rules that ask, but for the name that a fault goes under.
//!
//! The modules are layers like those of the crate.

pub mod timestamp;
pub mod choice;
pub mod choice_test;
pub mod processor;
pub mod map_state;
pub mod error_name;
pub mod handler_order;
pub mod dangling;
pub mod ending;
pub mod variable_name;
pub mod variable_use;
pub mod placeholder_use;
pub mod look_alike;
pub mod expression_fault;
pub mod context_read;
pub mod jsonata_place;
pub mod jsonata_habit;
pub mod jsonata_context;
pub mod jsonata_fault;
pub mod permission;
