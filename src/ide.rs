//! What editors ask of a document, one file a feature: an analysis and a byte offset in, plain data out.
//!
//! Everything here is pure and speaks in byte offsets of the file; it knows neither the protocol of editors nor their
//! way of counting columns. The text is rarely finished while it is asked about: no feature may need it to be.

pub mod calls;
pub mod code_lens;
pub mod completion;
pub mod diagram;
pub mod document_links;
pub mod duration;
pub mod folding;
pub mod hover;
pub mod indentation;
pub mod inlay_hints;
pub mod location;
pub mod names;
pub mod navigation;
pub mod outline;
pub mod prose;
pub mod refactorings;
pub mod rename;
pub mod retry;
pub mod selection;
pub mod service;
pub mod signature_help;
pub mod suppressions;
pub mod substitution;
pub mod symbol;
pub mod tokens;

#[cfg(test)]
mod testing;

pub use location::{Location, Surroundings};
pub use symbol::{Access, Named, Occurrence, Symbol};
