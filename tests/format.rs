//! The formatter on every fixture: it says the same afterwards, and has nothing more to do.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![cfg(feature = "format")]

mod common;

use std::sync::Arc;

use asl_lint::analysis::{NoProject, analyze};
use asl_lint::format::{Options, Refusal, edits, format};
use asl_lint::host::{Candidate, FilePath};
use asl_lint::text::Source;
use common::fixtures::{files, name, options, root, strip};

/// The findings, by rule and place in the definition, whatever lines they are on.
fn findings(path: &FilePath, text: &str, options: &asl_lint::config::Options) -> Vec<(String, String)> {
    let analysis = analyze(&Arc::new(Source::new(text)), path, options, &NoProject);
    let mut found: Vec<(String, String)> = analysis
        .diagnostics
        .iter()
        .map(|finding| (finding.rule.to_owned(), format!("{:?} {}", finding.path, finding.message)))
        .collect();
    found.sort();
    found
}

#[test]
fn every_fixture_says_the_same_when_it_is_formatted() {
    let layouts = [
        Options::default(),
        Options { indent_width: 4, max_width: 20, ..Options::default() },
        Options { tabs: true, max_width: 1_000, final_newline: false, ..Options::default() },
    ];
    let (mut formatted, mut changed, mut unsure) = (0, 0, Vec::new());
    for file in files(&root()) {
        let path = FilePath(file.to_string_lossy().into_owned());
        let text = strip(&std::fs::read_to_string(&file).unwrap());
        let source = Arc::new(Source::new(text.as_str()));
        let candidate = Candidate::named(&source, &path);
        for layout in &layouts {
            let result = match format(candidate, layout) {
                Ok(result) => result,
                Err(refusal) => {
                    if refusal == Refusal::Unsure {
                        unsure.push(name(&file));
                    }
                    continue;
                }
            };
            formatted += 1;
            changed += usize::from(result != text);
            let formatted_source = Arc::new(Source::new(result.as_str()));
            let again = format(Candidate { source: &formatted_source, ..candidate }, layout);
            assert_eq!(again.as_deref(), Ok(result.as_str()), "{} is not stable", path.0);
            let options = options(&file);
            assert_eq!(findings(&path, &text, &options), findings(&path, &result, &options), "{}", path.0);
            let mut edited = text.clone();
            for edit in edits(candidate, layout).unwrap().iter().rev() {
                edited.replace_range(edit.span.range(), &edit.text);
            }
            assert_eq!(edited, result, "{}", path.0);
        }
    }
    assert!(500 < formatted && 500 < changed, "{formatted} formatted, {changed} of them changed");
    unsure.dedup();
    // It has blanks that are none to one of the two parsers of YAML.
    assert_eq!(unsure, ["invalid/state-name-invalid/pasted.asl.yaml"]);
}
