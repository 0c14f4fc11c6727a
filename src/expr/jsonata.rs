//! JSONata, the query language of Step Functions: parsing, names, built-in functions, types.
//!
//! Offsets are bytes of the expression's text, without `{%` and `%}`; where that text stands in a document is not known
//! here. Step Functions implements JSONata 2.0.6
//! (<https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>), so that version decides what is
//! right. This module knows nothing of state machines but the name `$states`.

pub mod ast;
pub mod call;
pub mod functions;
pub mod infer;
mod lexer;
pub mod parser;
pub mod scope;
pub mod signature;
mod structure;

pub use ast::{Ast, ExprId, Fault, Node, NodeKind, Operator, SortTerm, TOO_DEEP};
pub use functions::Function;
pub use infer::{Inference, TypeFault, infer, infer_in};
pub use parser::parse;
pub use scope::{Scope, analyze};
