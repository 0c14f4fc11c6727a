//! What is found does not depend on how many threads look for it.

use std::num::NonZeroUsize;
use std::sync::Arc;

use asl_lint::analysis::{Lookup, Project, analyze};
use asl_lint::config::Options;
use asl_lint::diagnostic::Diagnostic;
use asl_lint::host::{Facts, FilePath};
use asl_lint::text::Source;

/// A file on its own that so many threads may look at.
struct Threads(NonZeroUsize);

impl Project for Threads {
    fn read(&self, _: &FilePath, _: &str) -> Lookup {
        Lookup::Unknown
    }

    fn deployed_as(&self, _: &FilePath) -> Option<Facts> {
        None
    }

    fn threads(&self) -> NonZeroUsize {
        self.0
    }
}

/// A chain of many states, with faults of several kinds, variables among them, from the first to the last.
fn faulty() -> String {
    let state = |index: usize| {
        let own = match index % 5 {
            0 => r#""InputPath": "$.a b""#.to_owned(),
            1 => format!(r#""Assign": {{"v{index}": 1}}"#),
            2 => format!(r#""Parameters": {{"v.$": "$v{}", "w.$": "$unknown{index}"}}"#, index - 1),
            3 => r#""Coment": "misspelt""#.to_owned(),
            _ => r#""Parameters": {"u.$": "States.Unknown()"}"#.to_owned(),
        };
        format!(r#""S{index}": {{"Type": "Pass", {own}, "Next": "S{}"}}"#, index + 1)
    };
    let states: Vec<String> = (0..1_000).map(state).collect();
    format!(r#"{{"StartAt": "S0", "States": {{{}, "S1000": {{"Type": "Succeed"}}}}}}"#, states.join(",\n"))
}

fn found(source: &Arc<Source>, threads: usize) -> Vec<Diagnostic> {
    let project = Threads(NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN));
    let path = FilePath("machine.asl.json".to_owned());
    analyze(source, &path, &Options::default(), &project).diagnostics
}

#[test]
fn threads_find_what_one_finds() {
    let source = Arc::new(Source::new(faulty()));
    let expected = found(&source, 1);
    let rules: std::collections::BTreeSet<&str> = expected.iter().map(|finding| finding.rule).collect();
    assert!(3 < rules.len() && 700 < expected.len(), "{} findings of {rules:?}", expected.len());
    for threads in [2, 3, 64] {
        assert_eq!(found(&source, threads), expected, "{threads} threads");
    }
}
