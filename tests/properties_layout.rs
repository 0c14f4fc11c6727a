//! What editors ask of any text, however far it is typed: an answer without a panic, on characters of the text.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![cfg(feature = "format")]

mod common;

use std::sync::Arc;

use asl_lint::format::{Options, format};
use asl_lint::host::{Candidate, FilePath};
use asl_lint::ide::{folding, indentation, selection, tokens};
use asl_lint::text::{Source, Span, offset};
use common::fixtures::{name, options, root, strip};

/// How many places of a text are asked about for each place where it is cut off: every one of the last line, since that is
/// where one types, and some of the others.
const PLACES: usize = 24;

const FIXTURES: [&str; 8] = [
    "valid/trap-jsonata-names.asl.json",
    "valid/trap-intrinsics.asl.yaml",
    "valid/trap-paths.asl.json",
    "valid/trap-payload-values.asl.yaml",
    "broken/half-typed-key.asl.yaml",
    "broken/truncated.asl.json",
    "hosts/escaped-string.json",
    "hosts/sub-block.yaml",
];

/// Asks everything there is to ask of a text.
fn ask(path: &std::path::Path, text: &str) {
    let analysis = common::lint(&name(path), text, &options(path));
    let is_place = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
    lay_out(path, text);
    for fold in folding::folds(&analysis, 1_000) {
        is_place(fold.span);
    }
    let found = tokens::tokens(&analysis, None);
    for token in &found {
        is_place(token.span);
        assert!(!token.span.is_empty() && !text[token.span.range()].contains('\n'), "{token:?} of {text:?}");
    }
    assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{found:?} of {text:?}");
    let line = text.rfind('\n').map_or(0, |end| end + 1);
    let step = (line / PLACES).max(1);
    for at in (0..line).step_by(step).chain(line..=text.len() + 1) {
        let at = offset(at);
        let spans = selection::around(&analysis, at).unwrap_or_default();
        for &span in &spans {
            is_place(span);
        }
        assert!(spans.windows(2).all(|pair| pair[1].contains(pair[0]) && pair[0] != pair[1]), "{spans:?} of {text:?}");
        if let Some(edit) = indentation::of_new_line(&analysis, at, 2) {
            is_place(edit.span);
        }
        let within = Span::new(at, at + 10);
        let part = tokens::tokens(&analysis, Some(within));
        assert!(part.iter().all(|token| found.contains(token)), "{part:?} of {text:?}");
    }
}

/// A text that can be laid out needs nothing more afterwards.
fn lay_out(path: &std::path::Path, text: &str) {
    let (path, layout) = (FilePath(name(path)), Options::default());
    let formatted = |text: &str| {
        let source = Arc::new(Source::new(text));
        format(Candidate { source: &source, path: &path, is_claimed: true }, &layout)
    };
    let Ok(once) = formatted(text) else { return };
    assert_eq!(formatted(&once).as_ref(), Ok(&once), "{text:?}");
}

#[test]
fn every_text_is_answered_for_wherever_it_is_cut_off() {
    let cut_off = |fixture: &str| {
        let path = root().join(fixture);
        let text = strip(&std::fs::read_to_string(&path).unwrap());
        let stride = (text.len() / 150).max(1);
        for end in (0..=text.len()).rev().step_by(stride).filter(|&end| text.is_char_boundary(end)) {
            ask(&path, &text[..end]);
        }
    };
    std::thread::scope(|scope| {
        for half in FIXTURES.chunks(FIXTURES.len() / 2) {
            scope.spawn(move || half.iter().for_each(|fixture| cut_off(fixture)));
        }
    });
}

#[test]
fn odd_texts_are_answered_for() {
    let path = root().join("valid/odd.asl.yaml");
    for text in [
        "",
        "\u{FEFF}States: {A: &a {Next: *a}}\n",
        "States:\n  \u{1F600}: {Type: Pass, Output: \"{% \u{e9} & '\\u0041\\\n  x' %}\"}\r\n",
        "QueryLanguage: JSONata\nStates:\n  A: {Type: Pass, Output: '{% /* %}'}\n",
        "States: {? [a] : b, !t c: !u d, A: !Sub \"${B}\"}\n",
        "States:\r  A:\r    Type: Pass\r",
    ] {
        ask(&path, text);
        ask(&path.with_extension("json"), text);
    }
}
