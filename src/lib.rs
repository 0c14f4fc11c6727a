pub mod text;
pub mod syntax;
pub mod diagnostic;
pub mod edit;
pub mod asl;
pub mod resource;
pub mod services;
pub mod schema;
pub mod config;
pub mod host;
pub mod model;
pub mod graph;
pub mod processor;
pub mod integration;
#[macro_use]
pub mod rule;
pub mod rules;
pub mod analysis;
