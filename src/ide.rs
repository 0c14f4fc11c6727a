//! What editors ask of a document, one file a feature: an analysis and a byte offset in, plain data out.
//!
//! Everything here is pure and speaks in byte offsets of the file; it knows neither the protocol of editors nor their
//! way of counting columns. The text is rarely finished while it is asked about: no feature may need it to be.

pub mod completion;
pub mod location;

#[cfg(test)]
mod testing;

pub use location::{Location, Surroundings};
