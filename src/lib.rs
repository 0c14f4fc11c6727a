//! A static analyzer for the Amazon States Language, the language of AWS Step Functions.
//!
//! [`analysis::analyze`] is the entry point: a source in, definitions and findings out. The library does no I/O and
//! knows no terminal and no editor protocol; the command line and the language server are modules behind features.
//!
//! The modules are layers, each using only those above it; `docs/architecture.md` says what each is for.

pub mod text;
pub mod syntax;
pub mod json_size;
pub mod diagnostic;
pub mod edit;
pub mod asl;
pub mod resource;
pub mod services;
pub mod schema;
pub mod expr;
pub mod config;
pub mod host;
pub mod model;
pub mod graph;
pub mod integration;
pub mod flow;
pub mod expression;
pub mod host_check;
#[macro_use]
pub mod rule;
pub mod semantics;
pub mod rules;
pub mod page;
#[cfg(feature = "settings")]
pub mod settings;
pub mod suppress;
pub mod analysis;
pub mod add_ignores;
pub mod fix;
pub mod baseline;
pub mod render;
#[cfg(feature = "format")]
pub mod format;
pub mod picture;
pub mod ide;
#[cfg(feature = "workspace")]
pub mod workspace;
#[cfg(feature = "lsp")]
pub mod lsp;
#[cfg(feature = "cli")]
pub mod cli;
