//! Holds the JSONata parser against recorded answers of the reference implementation.
//!
//! Each line of the file is `{"expr": "...", "ok": true}` or `{"expr": "...", "ok": false, "code": "S0203"}`. Prints the
//! first disagreements and, as last line, the shares of equal verdicts and, over the invalid rows, of equal first codes.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::expect_used, reason = "a program of its own")]

use std::time::Instant;

use asl_lint::expr::jsonata::parse;
use serde_json::Value;

fn main() {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: jsonata-agreement FILE.jsonl");
        std::process::exit(2);
    };
    let text = std::fs::read_to_string(&path).expect("the file is readable");
    let rows: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let (mut verdicts, mut codes, mut invalid, mut faults, mut shown, mut bytes) = (0, 0, 0, 0, 0, 0);
    let start = Instant::now();
    for row in &rows {
        let expression = row["expr"].as_str().unwrap_or_default();
        let accepted = row["ok"].as_bool().unwrap_or_default();
        let code = row["code"].as_str().unwrap_or_default();
        bytes += expression.len();
        let ast = parse(expression);
        let own = ast.faults.first().map_or("", |fault| fault.code);
        verdicts += usize::from(ast.faults.is_empty() == accepted);
        if !accepted {
            invalid += 1;
            faults += ast.faults.len();
            codes += usize::from(own == code);
        }
        if (own.is_empty() != accepted || own != code) && shown < 20 {
            shown += 1;
            println!("{} instead of {}: {expression:?}", or_ok(own), or_ok(code));
        }
    }
    let elapsed = start.elapsed();
    #[allow(clippy::cast_precision_loss, reason = "figures for people")]
    let (mean, speed) = (
        faults as f64 / f64::from(u32::try_from(invalid.max(1)).unwrap_or(1)),
        bytes as f64 / 1e6 / elapsed.as_secs_f64(),
    );
    println!("faults per invalid text {mean:.2}, {speed:.1} MB/s, {:?} an expression", elapsed / count(rows.len()));
    println!("verdict {} % code {} % of {}", share(verdicts, rows.len()), share(codes, invalid), rows.len());
}

fn or_ok(code: &str) -> &str {
    if code.is_empty() { "ok" } else { code }
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows.max(1)).unwrap_or(u32::MAX)
}

/// Percent, rounded down so that only all is 100, with at most three decimals.
fn share(part: usize, whole: usize) -> String {
    let thousandths = part * 100_000 / whole.max(1);
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
