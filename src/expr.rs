//! The languages inside a definition's strings: JSONPath, intrinsic functions, JSONata.
//!
//! Each parser takes a text and gives a tree with byte ranges of that text, whatever the text is. Which string holds which
//! language, and where its text stands in the file, is the business of [`crate::expression`].

mod cursor;

pub mod jsonpath;
pub mod intrinsic;
pub mod types;
pub mod jsonata;
