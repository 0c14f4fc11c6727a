//! Calls of intrinsic functions: the table of verdicts, the tricky cases by number, and properties that hold for any text.

#![allow(clippy::expect_used, reason = "a test may panic")]

use std::mem::discriminant;
use std::ops::Range;

use asl_lint::expr::intrinsic::{self, Argument, ArgumentKind, Call, Count, FUNCTIONS, Intrinsic, Kind, Type};
use asl_lint::expr::jsonpath::{FaultKind, Root};

#[path = "common/random.rs"]
mod random;
#[path = "common/table.rs"]
mod table;

use random::Random;
use table::rows;

const TABLE: &str = include_str!("../fixtures/expressions/intrinsic.tsv");

fn verdict(intrinsic: &Intrinsic) -> String {
    if intrinsic.is_refused() {
        return "refused".to_owned();
    }
    match (intrinsic::check(intrinsic).first(), intrinsic.faults.is_empty()) {
        (Some(finding), _) => {
            let rule = finding.kind.rule();
            format!("runtime:{}", rule.strip_prefix("intrinsic-").unwrap_or(rule))
        }
        (None, false) => "doubtful".to_owned(),
        (None, true) => "ok".to_owned(),
    }
}

fn slice<'a>(text: &'a str, range: &Range<u32>) -> &'a str {
    text.get(range.start as usize..range.end as usize).unwrap_or_else(|| panic!("{range:?} of {text:?}"))
}

fn kinds(text: &str) -> Vec<Kind> {
    intrinsic::parse(text).faults.iter().map(|fault| fault.kind).collect()
}

/// The only finding of a text that AWS accepts.
fn finding(text: &str) -> (Kind, String, Option<String>) {
    let intrinsic = intrinsic::parse(text);
    assert!(!intrinsic.is_refused(), "{text}: {:?}", intrinsic.faults);
    let mut findings = intrinsic::check(&intrinsic);
    assert_eq!(findings.len(), 1, "{text}: {findings:?}");
    let found = findings.remove(0);
    (found.kind, slice(text, &found.range).to_owned(), found.replacement)
}

#[test]
fn calls_are_taken_and_refused_as_the_table_says() {
    let rows = rows(TABLE);
    assert!(300 <= rows.len(), "{}", rows.len());
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(line, expected, text)| {
            let parsed = intrinsic::parse(text);
            let found = verdict(&parsed);
            (found != *expected).then(|| format!("line {line}: {text:?} is {found}: {:?}", parsed.faults))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_slip_is_reported_once() {
    let mut refused = 0_usize;
    let mut faults = 0_usize;
    for (_, expected, text) in rows(TABLE) {
        let parsed = intrinsic::parse(&text);
        let findings = intrinsic::check(&parsed).len();
        if expected == "refused" {
            refused += 1;
            faults += parsed.faults.len();
        } else if expected.starts_with("runtime:") {
            assert_eq!((parsed.faults.len(), findings), (0, 1), "{text}");
        }
    }
    assert!(faults * 100 < refused * 108, "{faults} faults in {refused} texts");
}

#[test]
fn messages_are_one_sentence() {
    for (_, _, text) in rows(TABLE) {
        let parsed = intrinsic::parse(&text);
        let findings = intrinsic::check(&parsed).into_iter().map(|finding| finding.message);
        for message in parsed.faults.into_iter().map(|fault| fault.message).chain(findings) {
            assert!(!message.ends_with('.') && !message.contains('\n') && !message.is_empty(), "{message}");
            assert!(!message.starts_with(char::is_uppercase), "{message}");
        }
    }
}

/// The numbers are those of the list of tricky cases that the parser was written to.
#[test]
fn tricky_cases_54_to_63() {
    let expect = |text: &str, expected: &str| assert_eq!(verdict(&intrinsic::parse(text)), expected, "{text}");
    // 54
    expect("States.Format('{}', $.a)", "ok");
    // 55
    expect("States.Format('{} {}', $.a)", "runtime:format-placeholders");
    // 56
    expect("States.StringToJson('{\"constant_in_literal\": \"false\"}')", "ok");
    // 57
    let text = "States.StringToJson('{\"text\":\"An \\\"x\\\" here\"}')";
    expect(text, "refused");
    assert_eq!(kinds(text), [Kind::Escape]);
    // 58
    expect("States.Array()", "ok");
    expect("States.UUID()", "ok");
    // 59
    expect("States.MathAdd($.n, -1)", "ok");
    // 60
    for text in ["States.Uuid()", "states.UUID()"] {
        expect(text, "refused");
        let fault = intrinsic::parse(text).faults.remove(0);
        assert_eq!((fault.kind, fault.replacement.as_deref()), (Kind::Unknown, Some("States.UUID")));
    }
    // 61
    let text = "States.JsonToString($.[?(@.year <= 1998)])";
    expect(text, "ok");
    let parsed = intrinsic::parse(text);
    let argument = &parsed.root_call().expect("a call").arguments[0];
    assert_eq!(slice(text, &argument.range), "$.[?(@.year <= 1998)]");
    // 62
    expect("Test", "refused");
    assert_eq!(kinds("Test"), [Kind::Syntax]);
    // 63
    expect("States.ArrayGetItem(States.StringSplit($$.StateMachine.Name, '-'), 0)", "ok");
}

#[test]
fn the_tree_of_calls() {
    let text = " States.Format('é {}', States.ArrayGetItem($.a[?(@.b == ',')], 0),null) ";
    let parsed = intrinsic::parse(text);
    assert_eq!(parsed.faults, []);
    let root = parsed.root_call().expect("a call");
    assert_eq!(slice(text, &parsed.range), text.trim());
    assert_eq!(slice(text, &root.name.range), "States.Format");
    assert_eq!(slice(text, &root.parentheses), &text[14..text.len() - 1]);
    assert_eq!(root.separators.len(), 2);
    let parts: Vec<_> = root.arguments.iter().map(|argument| slice(text, &argument.range)).collect();
    assert_eq!(parts, ["'é {}'", "States.ArrayGetItem($.a[?(@.b == ',')], 0)", "null"]);
    let ArgumentKind::String(literal) = &root.arguments[0].kind else { panic!() };
    assert_eq!((&*literal.value, literal.placeholders), ("é {}", 1));
    let ArgumentKind::Call(id) = root.arguments[1].kind else { panic!() };
    let inner = parsed.call(id).expect("a call");
    let ArgumentKind::Path(path) = &inner.arguments[0].kind else { panic!() };
    assert_eq!(slice(text, &path.segments[0].range), ".a");
    assert_eq!(slice(text, &path.segments[1].range), "[?(@.b == ',')]");
    assert_eq!(inner.arguments[1].kind, ArgumentKind::Number(0.0));
}

#[test]
fn strings_are_unescaped() {
    for (text, value, placeholders) in [
        ("''", "", 0),
        ("'a'", "a", 0),
        ("'it\\'s'", "it's", 0),
        ("'\\{\\}'", "{}", 0),
        ("'{}\\\\{}'", "{}\\{}", 2),
        ("'a\nb'", "a\nb", 0),
        ("'a\\nb'", "a\\nb", 0),
        ("'it's'", "it's", 0),
    ] {
        let parsed = intrinsic::parse(&format!("States.Array({text})"));
        let [Argument { kind: ArgumentKind::String(literal), .. }] = &parsed.root_call().expect("a call").arguments[..]
        else {
            panic!("{text}")
        };
        assert_eq!((&*literal.value, literal.placeholders), (value, placeholders), "{text}");
    }
}

#[test]
fn every_argument_reads_alone_as_it_reads_in_its_call() {
    for (line, expected, text) in rows(TABLE) {
        if expected == "refused" {
            continue;
        }
        let parsed = intrinsic::parse(&text);
        for argument in parsed.calls.iter().flat_map(|call| &call.arguments) {
            let part = slice(&text, &argument.range);
            let again = intrinsic::parse(&format!("States.Array({part})"));
            let [only] = &again.root_call().expect("a call").arguments[..] else { panic!("line {line}: {part:?}") };
            assert_eq!(discriminant(&only.kind), discriminant(&argument.kind), "line {line}: {part:?}");
            match (&only.kind, &argument.kind) {
                (ArgumentKind::String(again), ArgumentKind::String(literal)) => assert_eq!(again.value, literal.value),
                (ArgumentKind::Path(again), ArgumentKind::Path(path)) => {
                    assert_eq!(again.segments.len(), path.segments.len());
                }
                (ArgumentKind::Call(_), _) => {
                    assert!(!intrinsic::parse(part).is_refused(), "line {line}: {part:?}");
                }
                _ => {}
            }
        }
        for call in &parsed.calls {
            assert_eq!(slice(&text, &call.name.range), &*call.name.text);
            assert!(slice(&text, &call.parentheses).starts_with('('));
            assert_eq!(call.arguments.len().saturating_sub(1), call.separators.len());
        }
    }
}

#[test]
fn findings_are_at_the_narrowest_place() {
    for (text, kind, part, replacement) in [
        ("States.ArrayLength($.a, 1, 2)", Kind::Arity, "1, 2", None),
        ("States.Array(States.ArrayLength())", Kind::Arity, "()", None),
        ("States.Hash($.a, 'sha256')", Kind::ArgumentValue, "'sha256'", Some("'SHA-256'")),
        ("States.Hash($.a, 'x')", Kind::ArgumentValue, "'x'", None),
        ("States.JsonMerge($.a, $.b, true)", Kind::JsonMergeDeep, "true", Some("false")),
        ("States.ArrayRange(0, 5000, 1)", Kind::ArrayRangeLimit, "0, 5000, 1", None),
        ("States.ArrayRange(0, 5, 0)", Kind::ArrayRangeLimit, "0", None),
        ("States.MathRandom(5, 1, 7)", Kind::ArgumentValue, "5, 1", None),
        ("States.MathAdd($.a, 3000000000)", Kind::ArgumentValue, "3000000000", None),
        ("States.Format('a { b', $.a)", Kind::FormatPlaceholders, "{", None),
        ("States.Format('{}', $.a, $.b)", Kind::FormatPlaceholders, "'{}'", None),
        ("States.ArrayLength(States.UUID())", Kind::ArgumentType, "States.UUID()", None),
    ] {
        assert_eq!(finding(text), (kind, part.to_owned(), replacement.map(str::to_owned)), "{text}");
    }
}

#[test]
fn faults_tell_what_to_write_instead() {
    for (text, part, replacement) in [
        ("States.Array(\"a\")", "\"a\"", Some("'a'")),
        ("States.Array(\"it's\")", "\"it's\"", None),
        ("States.Format('it's')", "'", Some("\\'")),
        ("States.format('a')", "States.format", Some("States.Format")),
        ("Format('a')", "Format", Some("States.Format")),
        ("States.ArrayLenght($.a)", "States.ArrayLenght", Some("States.ArrayLength")),
        ("States.Nothing()", "States.Nothing", None),
        ("foo()", "foo", None),
    ] {
        let faults = intrinsic::parse(text).faults;
        assert_eq!(faults.len(), 1, "{text}: {faults:?}");
        let fault = &faults[0];
        assert!(fault.certain);
        assert_eq!((slice(text, &fault.range), fault.replacement.as_deref()), (part, replacement), "{text}");
    }
}

#[test]
fn long_literals() {
    let call = |function: &str, count: usize, rest: &str| format!("States.{function}('{}'{rest})", "é".repeat(count));
    for (function, rest) in [("Base64Encode", ""), ("Base64Decode", ""), ("Hash", ", 'MD5'")] {
        assert_eq!(verdict(&intrinsic::parse(&call(function, 10_000, rest))), "ok");
        assert_eq!(verdict(&intrinsic::parse(&call(function, 10_001, rest))), "runtime:argument-limit");
    }
    assert_eq!(verdict(&intrinsic::parse(&call("JsonToString", 10_001, ""))), "ok");
}

#[test]
fn paths_among_the_arguments_report_their_faults() {
    let text = "States.Array($.a[?(@.b == x)], $.c.)";
    let parsed = intrinsic::parse(text);
    let found: Vec<_> =
        parsed.faults.iter().map(|fault| (fault.kind, slice(text, &fault.range), fault.certain)).collect();
    let expected = [(Kind::Path(FaultKind::UnquotedWord), "x", false), (Kind::Path(FaultKind::TrailingDot), ".", true)];
    assert_eq!(found, expected);
}

#[test]
fn references_through_calls_and_filters() {
    let text = "States.Format('{}{}', States.ArrayGetItem($list[?(@.id == $wanted && @.x == $$.Execution.Name)], $i), $$.State.Name)";
    let parsed = intrinsic::parse(text);
    assert_eq!(verdict(&parsed), "ok", "{:?}", parsed.faults);
    let references = intrinsic::references(&parsed);
    let variables: Vec<_> = references.variables.iter().map(|name| slice(text, &name.range)).collect();
    assert_eq!(variables, ["list", "wanted", "i"]);
    let contexts: Vec<_> = references.contexts.iter().map(|path| slice(text, &path.range)).collect();
    assert_eq!(contexts, ["$$.Execution.Name", "$$.State.Name"]);
    assert!(references.contexts.iter().all(|path| path.root == Root::Context));
    assert_eq!(intrinsic::paths(&parsed).len(), 7);
}

#[test]
fn what_gives_a_string() {
    for text in [
        "States.Format('{}', $.a)",
        "States.JsonToString($.a)",
        "States.Hash($.a, 'MD5')",
        "States.UUID()",
        "States.Base64Encode($.a)",
        "States.Base64Decode($.a)",
        "States.ArrayGetItem($.a, 0)",
        "States.StringToJson($.a)",
        "States.Unknown()",
        "no call",
    ] {
        assert!(intrinsic::returns_string(&intrinsic::parse(text)), "{text}");
    }
    for text in [
        "States.Array($.a)",
        "States.ArrayLength($.a)",
        "States.ArrayContains($.a, 1)",
        "States.MathAdd(1, 2)",
        "States.JsonMerge($.a, $.b, false)",
        "States.StringSplit($.a, ',')",
        "States.MathRandom(1, 2)",
    ] {
        assert!(!intrinsic::returns_string(&intrinsic::parse(text)), "{text}");
    }
}

#[test]
fn what_looks_like_a_call() {
    for text in ["States.UUID()", "States.Format('{}', $.a)", "states.format('a')", " States.UUID()", "States.Uuid()"] {
        assert!(intrinsic::looks_like_intrinsic(text), "{text}");
    }
    for text in [
        "",
        "States.ALL",
        "States.Timeout",
        "States.TaskFailed (again)",
        "States",
        "States.Format",
        "Format('x')",
        "the United States.UUID",
        "see States.UUID()",
        "States.DataLimitExceeded()",
        "foo()",
        "(States.UUID())",
    ] {
        assert!(!intrinsic::looks_like_intrinsic(text), "{text}");
    }
}

#[test]
fn the_argument_at_a_place() {
    let text = "States.Format('{}', States.MathAdd($.a, 1), )";
    let parsed = intrinsic::parse(text);
    let at = |place: usize| {
        let (id, argument) = intrinsic::call_at(&parsed, u32::try_from(place).expect("a short text"))?;
        Some((parsed.call(id).expect("a call").name.text.to_string(), argument))
    };
    let found = |name: &str, argument: usize| Some((name.to_owned(), argument));
    assert_eq!(at(0), None);
    assert_eq!(at(13), None);
    assert_eq!(at(14), found("States.Format", 0));
    assert_eq!(at(20), found("States.Format", 1));
    assert_eq!(at(text.find("$.a").expect("a path")), found("States.MathAdd", 0));
    assert_eq!(at(text.find("1)").expect("a number")), found("States.MathAdd", 1));
    assert_eq!(at(text.len() - 1), found("States.Format", 2));
    assert_eq!(at(text.len()), None);

    let text = "States.Format('{}', ";
    let parsed = intrinsic::parse(text);
    let (_, argument) = intrinsic::call_at(&parsed, u32::try_from(text.len()).expect("a short text")).expect("a call");
    assert_eq!(argument, 1);
}

#[test]
fn the_functions() {
    assert_eq!(FUNCTIONS.len(), 18);
    for function in &FUNCTIONS {
        let (least, most) = function.arity();
        assert!(most.is_none_or(|most| least <= most));
        let end = function.parameters.len().saturating_sub(1);
        for (at, parameter) in function.parameters.iter().enumerate() {
            assert!(parameter.count == Count::One || at == end, "{}", function.name);
        }
        let signature = function.signature();
        assert!(signature.label.starts_with(function.name));
        for (range, parameter) in signature.parameters.iter().zip(function.parameters) {
            assert!(slice(&signature.label, range).contains(parameter.name));
        }
        let example = intrinsic::parse(function.example);
        assert_eq!(verdict(&example), "ok", "{}", function.example);
        assert_eq!(example.root_call().and_then(|call| call.function), Some(function));
        assert!(!function.description.ends_with('.') && !function.result.is_empty());
        assert_eq!(intrinsic::function(function.name), Some(function));
    }
    let label = |name: &str| intrinsic::function(name).expect("a function").signature().label;
    assert_eq!(label("States.MathRandom"), "States.MathRandom(start, end, [seed])");
    assert_eq!(label("States.Format"), "States.Format(template, value, …)");
    assert_eq!(label("States.UUID"), "States.UUID()");
    let format = intrinsic::function("States.Format").expect("a function");
    assert_eq!(format.parameter(9).map(|parameter| parameter.kind), Some(Type::Scalar));
}

#[test]
fn no_depth_is_too_deep() {
    for piece in [
        "(",
        "States.Array(",
        "States.Array('",
        "{",
        "[",
        "$.a[?(",
        "$.a(",
        "States.Array(1, ",
        "'",
        "\"",
        "States.UUID(",
    ] {
        let text = format!("States.Array({}", piece.repeat(100_000));
        let parsed = intrinsic::parse(&text);
        assert!(parsed.is_refused() || !parsed.faults.is_empty(), "{piece}");
        intrinsic::check(&parsed);
        intrinsic::paths(&parsed);
    }
    let nested = |depth: usize| format!("{}1{}", "States.Array(".repeat(depth), ")".repeat(depth));
    assert_eq!(kinds(&nested(10)), []);
    for depth in [11, 12, 60, 1000] {
        assert_eq!(kinds(&nested(depth)), [Kind::Nesting]);
        assert!(!intrinsic::parse(&nested(depth)).is_refused());
    }
}

const PIECES: [&str; 50] = [
    "States.",
    "Format",
    "UUID",
    "(",
    ")",
    ",",
    "'",
    "\"",
    "\\",
    "{",
    "}",
    "{}",
    " ",
    "\n",
    "$",
    "$.a",
    "$$",
    "$a",
    "[",
    "]",
    "[?(",
    "@.b",
    "1",
    "-",
    "1e9",
    "true",
    "null",
    "é",
    "😀",
    "\u{301}",
    "a",
    "States.Array(",
    "States.Format('{}',",
    "'a'",
    "\\'",
    "''",
    ".",
    "States.MathAdd(1,2)",
    "0",
    "'x',",
    "['",
    "']",
    "$.a[0]",
    ";",
    "States.Hash('a','MD5')",
    "States.StringToJson('",
    "[{\"",
    "\u{0}",
    "${X}",
    "States.ArrayRange(0,9999999,",
];

fn check_ranges(text: &str) {
    let parsed = intrinsic::parse(text);
    slice(text, &parsed.range);
    for fault in &parsed.faults {
        slice(text, &fault.range);
    }
    for finding in intrinsic::check(&parsed) {
        assert!(!slice(text, &finding.range).is_empty(), "{text:?}");
    }
    for call in &parsed.calls {
        let Call { name, range, parentheses, .. } = call;
        assert!(range.start <= name.range.start && name.range.end <= parentheses.start && parentheses.end <= range.end);
        slice(text, range);
        slice(text, parentheses);
        let mut end = parentheses.start;
        for argument in &call.arguments {
            assert!(!slice(text, &argument.range).is_empty(), "{text:?}");
            assert!(end <= argument.range.start && argument.range.end <= parentheses.end, "{text:?}");
            end = argument.range.end;
        }
        assert!(call.separators.iter().all(|&at| slice(text, &(at..at + 1)) == ","));
    }
    for path in intrinsic::paths(&parsed) {
        slice(text, &path.range);
        for segment in &path.segments {
            slice(text, &segment.range);
        }
    }
    assert!(parsed.faults.is_sorted_by_key(|fault| fault.range.start), "{text:?}");
    intrinsic::returns_string(&parsed);
    intrinsic::looks_like_intrinsic(text);
    for place in 0..=u32::try_from(text.len()).expect("a short text") {
        intrinsic::call_at(&parsed, place);
    }
    if parsed.root.is_none() {
        assert!(parsed.is_refused(), "{text:?}");
    }
}

#[test]
fn any_text_gives_a_result_with_ranges_inside_it() {
    let mut random = Random(63);
    for round in 0..40_000 {
        let mut text = String::from(if round % 3 == 0 { "" } else { "States.Array(" });
        for _ in 0..random.below(14) {
            text.push_str(PIECES[random.below(PIECES.len())]);
        }
        check_ranges(&text);
    }
}

#[test]
fn a_mutated_call_gives_a_result() {
    let mut random = Random(11);
    for (_, _, text) in rows(TABLE) {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for _ in 0..30 {
            let from = places[random.below(places.len())];
            let to = places[random.below(places.len())];
            let piece = PIECES[random.below(PIECES.len())];
            check_ranges(&format!("{}{piece}{}", &text[..from.min(to)], &text[from.max(to)..]));
        }
        for &cut in &places {
            check_ranges(&text[..cut]);
        }
    }
}
