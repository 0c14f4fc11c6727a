//! Writes the synthetic inputs of the benchmarks. The same arguments give the same bytes.
//!
//! `generate KIND COUNT OUT [--seed N]`
//!
//! - `realistic`: one machine of COUNT states of every type, about 580 bytes a state
//! - `chain`: COUNT Pass states, one after the other
//! - `star`: one Choice state with COUNT rules, each to a state of its own
//! - `mesh`: COUNT Task states, each with ten catchers that lead all over the machine
//! - `variables`: COUNT states that assign and read 200 variables in both query languages, with choices, catchers and
//!   ways back
//! - `jsonata`: COUNT Task states, one after the other, with expressions in JSONata
//! - `tree`: a directory OUT of COUNT small machines, eight in each `service-NNN/`
//!
//! OUT that ends in `.yaml` or `.yml` is written as block YAML, anything else as pretty JSON.

#![allow(clippy::print_stderr, reason = "a program of its own")]

mod machines;

use std::path::Path;
use std::process::ExitCode;

use machines::{chain, jsonata, mesh, realistic, render, star, tree, variables};

fn run() -> Result<(), String> {
    const USAGE: &str = "usage: generate realistic|chain|star|mesh|variables|jsonata|tree COUNT OUT [--seed N]";
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (kind, count, out, seed) = match arguments.as_slice() {
        [kind, count, out] => (kind, count, out, 1),
        [kind, count, out, flag, seed] if flag == "--seed" => (kind, count, out, seed.parse().map_err(|_| USAGE)?),
        _ => return Err(USAGE.to_owned()),
    };
    let count: usize = count.parse().map_err(|_| USAGE)?;
    if count == 0 {
        return Err("COUNT must be at least 1".to_owned());
    }
    let out = Path::new(out);
    let machine = match kind.as_str() {
        "realistic" => realistic(count, seed),
        "chain" => chain(count),
        "star" => star(count),
        "mesh" => mesh(count),
        "variables" => variables(count, seed),
        "jsonata" => jsonata(count),
        "tree" => {
            return tree(count, out, seed).map_err(|error| format!("{}: {error}", out.display()));
        }
        _ => return Err(USAGE.to_owned()),
    };
    std::fs::write(out, render(&machine, out)).map_err(|error| format!("{}: {error}", out.display()))
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("generate: {message}");
            ExitCode::from(2)
        }
    }
}
