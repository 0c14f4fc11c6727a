pub mod asl;
pub mod choice;
pub mod config;
pub mod diagnostic;
pub mod edit;
pub mod graph;
pub mod host;
pub mod model;
pub mod resource;
pub mod schema;
pub mod services;
pub mod syntax;
pub mod text;
pub mod timestamp;
#[macro_use]
pub mod rule;
pub mod analysis;
pub mod rules;
