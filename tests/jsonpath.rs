//! Paths: the table of verdicts, the tricky cases by number, and properties that hold for any text.

#![allow(clippy::expect_used, reason = "a test may panic")]

use std::mem::discriminant;
use std::ops::Range;

use asl_lint::expr::jsonpath::{
    self, ExpressionKind, FaultKind, NotReference, Operand, OperandKind, Operator, Path, Reason, Root, Segment,
    SegmentKind,
};

#[path = "common/random.rs"]
mod random;
#[path = "common/table.rs"]
mod table;

use random::Random;
use table::rows;

const TABLE: &str = include_str!("../fixtures/expressions/jsonpath.tsv");

fn verdict(path: &Path) -> &'static str {
    match path.faults.as_slice() {
        [] => "ok",
        _ if path.is_refused() => "refused",
        _ => "doubtful",
    }
}

fn slice<'a>(text: &'a str, range: &Range<u32>) -> &'a str {
    text.get(range.start as usize..range.end as usize).unwrap_or_else(|| panic!("{range:?} of {text:?}"))
}

fn written<'a>(text: &'a str, path: &Path) -> Vec<&'a str> {
    path.segments.iter().map(|segment| slice(text, &segment.range)).collect()
}

fn kinds(text: &str) -> Vec<FaultKind> {
    jsonpath::parse(text).faults.iter().map(|fault| fault.kind).collect()
}

#[test]
fn paths_are_taken_and_refused_as_the_table_says() {
    let rows = rows(TABLE);
    assert!(300 <= rows.len(), "{}", rows.len());
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(line, expected, text)| {
            let path = jsonpath::parse(text);
            let found = verdict(&path);
            (found != *expected).then(|| format!("line {line}: {text:?} is {found}: {:?}", path.faults))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_slip_is_reported_once() {
    let mut refused = 0_usize;
    let mut faults = 0_usize;
    for (_, expected, text) in rows(TABLE) {
        if expected == "refused" {
            refused += 1;
            faults += jsonpath::parse(&text).faults.len();
        }
    }
    assert!(faults * 100 < refused * 105, "{faults} faults in {refused} paths");
}

#[test]
fn messages_are_one_sentence() {
    for (_, _, text) in rows(TABLE) {
        for fault in jsonpath::parse(&text).faults {
            let message = fault.message;
            assert!(!message.ends_with('.') && !message.contains('\n') && !message.is_empty(), "{message}");
            assert!(!message.starts_with(char::is_uppercase), "{message}");
            assert_eq!(fault.certain, fault.kind.is_certain());
        }
    }
}

/// The numbers are those of the list of tricky cases that the parser was written to.
#[test]
fn tricky_cases_39_to_53() {
    let ok = |text: &str| {
        let path = jsonpath::parse(text);
        assert_eq!(verdict(&path), "ok", "{text}: {:?}", path.faults);
        path
    };
    let refused = |text: &str| assert_eq!(verdict(&jsonpath::parse(text)), "refused", "{text}");

    // 39
    assert!(ok("$").segments.is_empty());
    assert_eq!(ok("$$").root, Root::Context);
    // 40
    assert_eq!(kinds("Test"), [FaultKind::MissingRoot]);
    // 41
    let path = ok("$.test-run-id");
    assert!(
        matches!(&path.segments[..], [Segment { kind: SegmentKind::Name(name), .. }] if *name.text == *"test-run-id")
    );
    // 42
    assert!(matches!(ok("$.[?(@.year <= 1998)]").segments[..], [Segment { kind: SegmentKind::Filter(_), .. }]));
    // 43
    for text in ["$.Regions.*.Name", "$..a[*]", "$.vals[-3:]"] {
        let path = ok(text);
        assert!(!path.is_definite());
        assert!(path.as_reference_path().is_err());
    }
    // 44
    let path = ok("$['Test\\\"\"Name\"']");
    assert!(
        matches!(&path.segments[..], [Segment { kind: SegmentKind::Name(name), .. }] if *name.text == *"Test\"\"Name\"")
    );
    // 45
    for text in ["$.a..", "$...", "$.a."] {
        refused(text);
    }
    // 46
    assert_eq!(kinds("$.my prop"), [FaultKind::Blank]);
    // 47
    let path = ok("$foo.bar[0]");
    assert!(matches!(&path.root, Root::Variable(name) if *name.text == *"foo" && name.range == (1..4)));
    assert_eq!(path.segments.len(), 2);
    // 48
    assert!(matches!(ok("$foo").root, Root::Variable(_)));
    assert_eq!(ok("$$.x").root, Root::Context);
    // 49
    assert_eq!(ok("$.a[0,1]").as_reference_path(), Err(NotReference { reason: Reason::SeveralIndices, range: 3..8 }));
    // 50
    let path = ok("$.store\\.book");
    assert_eq!(path.as_reference_path(), Ok(()));
    assert!(
        matches!(&path.segments[..], [Segment { kind: SegmentKind::Name(name), .. }] if *name.text == *"store.book")
    );
    // 51
    assert_eq!(verdict(&jsonpath::parse("$[(@.length-1)].bar")), "doubtful");
    // 52
    assert_eq!(kinds("$.x[?@.a == 1]"), [FaultKind::FilterWithoutParentheses]);
    // 53
    assert_eq!(verdict(&jsonpath::parse("$..r[?(@.s==Failure)]")), "doubtful");
}

#[test]
fn every_segment_reads_alone_as_it_reads_in_its_path() {
    for (line, expected, text) in rows(TABLE) {
        if expected == "refused" {
            continue;
        }
        let path = jsonpath::parse(&text);
        for segment in &path.segments {
            round_trip(line, &text, segment);
        }
        for inner in jsonpath::paths(&path) {
            let alone = slice(&text, &inner.range).replacen('@', "$", 1);
            let again = jsonpath::parse(&alone);
            assert_eq!(again.segments.len(), inner.segments.len(), "line {line}: {alone:?}");
        }
    }
}

fn round_trip(line: usize, text: &str, segment: &Segment) {
    let part = slice(text, &segment.range);
    // A name without its dot would be that of a variable.
    let dot = if part.starts_with(['.', '[']) { "" } else { "." };
    let alone = format!("${dot}{part}");
    let again = jsonpath::parse(&alone);
    let [only] = &again.segments[..] else { panic!("line {line}: {part:?} reads as {:?}", again.segments) };
    assert_eq!(discriminant(&only.kind), discriminant(&segment.kind), "line {line}: {part:?}");
    match (&only.kind, &segment.kind) {
        (SegmentKind::Name(again), SegmentKind::Name(name)) => {
            assert_eq!(again.text, name.text);
            let plain = slice(text, &name.range);
            assert!(plain.contains('\\') || *plain == *name.text, "line {line}: {plain:?}");
        }
        (SegmentKind::Names(again), SegmentKind::Names(names)) => assert_eq!(again.len(), names.len()),
        (SegmentKind::Index(again), SegmentKind::Index(indices)) => assert_eq!(again, indices),
        (SegmentKind::Descendant(Some(_)), SegmentKind::Descendant(Some(inner))) => round_trip(line, text, inner),
        _ => {}
    }
}

#[test]
fn half_a_path_gives_the_segments_so_far() {
    for (text, expected) in [
        ("$.", &[][..]),
        ("$.a.", &[".a"]),
        ("$.a.b.", &[".a", ".b"]),
        ("$.items[", &[".items"]),
        ("$.items[].id", &[".items", "[]", ".id"]),
        ("$.items[name].id", &[".items", "[name]", ".id"]),
        ("$.items['na", &[".items", "['na"]),
        ("$.items[0", &[".items", "[0"]),
        ("$.items[?(@.a = 1)].id", &[".items", "[?(@.a = 1)]", ".id"]),
        ("$.my prop.id", &[".my prop", ".id"]),
        ("$.a [0].b", &[".a ", "[0]", ".b"]),
        ("$5.a", &[".a"]),
        ("$my-var.a", &[".a"]),
        ("$$Execution.Id", &[".Id"]),
    ] {
        assert_eq!(written(text, &jsonpath::parse(text)), expected, "{text}");
    }
    let path = jsonpath::parse("$$.Execution.");
    let names = jsonpath::context_path(&path).expect("a context path");
    assert_eq!(names.iter().map(|name| &*name.text).collect::<Vec<_>>(), ["Execution"]);
    let fields = jsonpath::context_fields(&["Execution"]).expect("fields");
    assert!(fields.iter().any(|field| field.name == "StartTime"));
}

#[test]
fn filters_are_trees() {
    let text = "$.a[?(@.b == 'x' && (@.c in ['y'] || !@.d))]";
    let path = jsonpath::parse(text);
    let SegmentKind::Filter(filter) = &path.segments[1].kind else { panic!() };
    let expression = filter.expression.as_ref().expect("a condition");
    assert_eq!(slice(text, &filter.range), "?(@.b == 'x' && (@.c in ['y'] || !@.d)");
    let ExpressionKind::And(parts) = &expression.kind else { panic!() };
    let ExpressionKind::Comparison { left, operator, right: Some(right) } = &parts[0].kind else { panic!() };
    assert_eq!((slice(text, &left.range), *operator), ("@.b", Operator::Equal));
    assert!(matches!(right, Operand { kind: OperandKind::String(value), .. } if **value == *"x"));
    let ExpressionKind::Or(inner) = &parts[1].kind else { panic!() };
    assert!(matches!(inner[0].kind, ExpressionKind::Comparison { operator: Operator::In, .. }));
    let ExpressionKind::Not(negated) = &inner[1].kind else { panic!() };
    assert!(matches!(negated.kind, ExpressionKind::Exists(_)));
}

#[test]
fn reference_paths() {
    for text in ["$", "$$", "$a", "$.a", "$['a']", "$.a.b[0]['c d']", "$.a-b", "$$.Execution.Id", "$a.b[0]", "$['a:b']"]
    {
        assert_eq!(jsonpath::parse(text).as_reference_path(), Ok(()), "{text}");
    }
    for (text, reason, part) in [
        ("$..a", Reason::Descendant, "..a"),
        ("$.*", Reason::Wildcard, ".*"),
        ("$.a[*]", Reason::Wildcard, "[*]"),
        ("$.a[?(@.b)]", Reason::Filter, "[?(@.b)]"),
        ("$.a[1:2]", Reason::Slice, "[1:2]"),
        ("$.a[0,1].b", Reason::SeveralIndices, "[0,1]"),
        ("$['a','b']", Reason::SeveralNames, "['a','b']"),
        ("$.a[-1]", Reason::NegativeIndex, "[-1]"),
        ("$.a.length()", Reason::Function, ".length()"),
        ("$.a[(@.length-1)]", Reason::Script, "[(@.length-1)]"),
        ("$.a@b", Reason::Character('@'), ".a@b"),
        ("$.ns:a", Reason::Character(':'), ".ns:a"),
    ] {
        let found = jsonpath::parse(text).as_reference_path().expect_err(text);
        assert_eq!((found.reason, slice(text, &found.range)), (reason, part), "{text}");
        assert!(!reason.what().is_empty());
    }
}

#[test]
fn definite_paths() {
    for text in ["$", "$.a", "$.a[0]", "$.a[-1].b", "$['a']", "$$.Task.Token", "$a", "$.a.length()"] {
        assert!(jsonpath::parse(text).is_definite(), "{text}");
    }
    for text in ["$..a", "$.*", "$[*]", "$[0,1]", "$[1:]", "$['a','b']", "$[?(@.a)].b", "$[(@.length-1)]"] {
        assert!(!jsonpath::parse(text).is_definite(), "{text}");
    }
}

#[test]
fn what_looks_like_a_path() {
    for text in [
        "$.x",
        "$.name",
        "$.a.b",
        "$.order-id",
        "$._x",
        "$.items[0]",
        "$.items[*].id",
        "$.items[?(@.a == 1)]",
        "$[0]",
        "$[0].a",
        "$['a b']",
        "$[*]",
        "$..id",
        "$.*",
        "$$.x",
        "$$.Execution.Id",
        "$$['Execution'].Id",
        "$.a.length()",
        "$.['a']",
        "$.größe",
        "$.a['x,y']",
    ] {
        assert!(jsonpath::looks_like_path(text), "{text}");
    }
    for text in [
        "",
        "$",
        "$$",
        "$5",
        "$1.50",
        "$.50",
        "$0.99",
        "$1,000",
        "$.",
        "$..",
        "$.5 per item",
        "${X}",
        "${X}.a",
        "$X",
        "$HOME",
        "$HOME/bin",
        "$PATH",
        "$name",
        "$name.x",
        "$1",
        "$@",
        "$?",
        "$#",
        "$!",
        "$(date)",
        "$$(date)",
        "$[0-9]+$",
        "$[a-z]",
        "$[",
        "$.x is wrong",
        "Hello $.x",
        " $.x",
        "$.x, $.y",
        "$.ajax('/x')",
        "$.get(url)",
        "$.each(items, f)",
        "$.trim(x)",
        "$.a;",
        "$.a/b",
        "$.a=b",
        "$.a.",
        "$.1",
        "$.a{b}",
        "$$5",
        "$.fn.1x",
        "^a$",
        "x.$",
        "$.\\d+",
        "$.]",
        "$[(@.length-1)]",
        "US$.5",
        "$.{x}",
        "$$.",
        "$$.5",
    ] {
        assert!(!jsonpath::looks_like_path(text), "{text}");
    }
}

#[test]
fn variables_and_paths_within_filters_and_arguments() {
    let text = "$items[?(@.a == $wanted && @.b[?(@.c > $limit.max)])].x.concat($more, $$.Execution.Name)";
    let path = jsonpath::parse(text);
    assert_eq!(verdict(&path), "ok", "{:?}", path.faults);
    let variables: Vec<_> = jsonpath::variables(&path).iter().map(|name| slice(text, &name.range)).collect();
    assert_eq!(variables, ["items", "wanted", "limit", "more"]);
    let paths: Vec<_> = jsonpath::paths(&path).iter().map(|path| slice(text, &path.range)).collect();
    assert_eq!(
        paths[1..],
        ["@.a", "$wanted", "@.b[?(@.c > $limit.max)]", "@.c", "$limit.max", "$more", "$$.Execution.Name"]
    );
    assert_eq!(path.functions().count(), 1);
}

#[test]
fn the_context_object() {
    for text in [
        "$$",
        "$$.Execution",
        "$$.Execution.Id",
        "$$.Execution.Input",
        "$$.Execution.Input.any.thing",
        "$$.Execution.RedriveTime",
        "$$.State.RetryCount",
        "$$.StateMachine.Name",
        "$$.Task.Token",
        "$$.Map.Item.Value.any",
        "$$.Map.Item.Key",
        "$$.Map.Item.Source",
        "$$['Execution']['Name']",
        "$$..Id",
        "$$.*",
        "$.Execution.Nope",
        "$a.Nope",
    ] {
        let path = jsonpath::parse(text);
        let names = jsonpath::context_path(&path).unwrap_or_default();
        let names: Vec<&str> = names.iter().map(|name| &*name.text).collect();
        assert_eq!(jsonpath::unknown_context_field(&names), None, "{text}");
    }
    for (names, index, nearest) in [
        (&["Excution", "Id"][..], 0, Some("Execution")),
        (&["execution", "id"], 0, Some("Execution")),
        (&["Execution", "Arn"], 1, None),
        (&["Execution", "name"], 1, Some("Name")),
        (&["Map", "Item", "value"], 2, Some("Value")),
        (&["Map", "Index"], 1, None),
        (&["Task", "Tokn"], 1, Some("Token")),
        (&["Execution", "Id", "x"], 2, None),
    ] {
        let found = jsonpath::unknown_context_field(names).expect("an unknown name");
        assert_eq!((found.index, found.nearest), (index, nearest), "{names:?}");
    }
    assert!(jsonpath::context_fields(&["Nope"]).is_none());
    assert!(jsonpath::context_fields(&["Map", "Item", "Index"]).is_some_and(<[_]>::is_empty));
}

#[test]
fn a_path_within_a_text_keeps_the_places_of_the_text() {
    let text = "é: $.a[?(@.b == $c)] .";
    let path = jsonpath::parse_within(text, 4..21);
    assert_eq!(verdict(&path), "ok", "{:?}", path.faults);
    assert_eq!(slice(text, &path.range), "$.a[?(@.b == $c)]");
    assert_eq!(written(text, &path), [".a", "[?(@.b == $c)]"]);
    assert_eq!(slice(text, &jsonpath::variables(&path)[0].range), "c");
    // Not in the text, or within a character: an empty path.
    for place in [0..99, 1..4, 90..99] {
        assert_eq!(jsonpath::parse_within(text, place).root, Root::None);
    }
}

#[test]
fn no_depth_is_too_deep() {
    for piece in
        ["[?(@", "[?((", "(", "[", "[?(!", ".a(", ".a($", "[?(@.a(", "..", "[?(@.a in [", "{", "['", "[?(@.a == $"]
    {
        let text = format!("$.a{}", piece.repeat(100_000));
        let path = jsonpath::parse(&text);
        assert!(!path.faults.is_empty(), "{piece}");
        jsonpath::paths(&path);
    }
    let nested = |depth: usize| format!("$.a{}{}", "[?(@.a".repeat(depth), ")]".repeat(depth));
    assert_eq!(kinds(&nested(10)), []);
    assert_eq!(kinds(&nested(100)), [FaultKind::TooDeep]);
    assert_eq!(verdict(&jsonpath::parse(&nested(100))), "doubtful");
}

const PIECES: [&str; 58] = [
    "$", "$$", "$a", "@", ".", "..", "[", "]", "(", ")", "?", "'", "\"", "\\", ",", ":", "*", " ", "\n", "\t", "-",
    "0", "12", "1.5", "a", "name", "é", "😀", "\u{301}", "[?(", ")]", "[?(@.a", "==", "!=", "<", "=~", "&&", "||", "!",
    "in", "and", "true", "null", "/x/", "{", "}", "['a']", "[0]", "[*]", "[1:2]", "length()", "sum(", "${X}", "{}",
    "&", "|", "[(", "\u{0}",
];

fn check_path(text: &str, path: &Path) {
    let ranges = path.faults.iter().map(|fault| &fault.range).chain([&path.range]);
    for range in ranges {
        assert!(range.start <= range.end);
        slice(text, range);
    }
    let mut end = path.range.start;
    for segment in &path.segments {
        slice(text, &segment.range);
        assert!(end <= segment.range.start && segment.range.start < segment.range.end, "{text:?}");
        assert!(segment.range.end <= path.range.end, "{text:?}");
        end = segment.range.end;
        match &segment.kind {
            SegmentKind::Name(name) | SegmentKind::Function { name, .. } => {
                slice(text, &name.range);
            }
            SegmentKind::Names(names) => names.iter().for_each(|name| {
                slice(text, &name.range);
            }),
            _ => {}
        }
    }
    if let Root::Variable(name) = &path.root {
        assert_eq!(slice(text, &name.range), &*name.text);
    }
}

#[test]
fn any_text_gives_a_result_with_ranges_inside_it() {
    let mut random = Random(20);
    for round in 0..60_000 {
        let mut text = String::from(if round % 3 == 0 { "" } else { "$" });
        for _ in 0..random.below(14) {
            text.push_str(PIECES[random.below(PIECES.len())]);
        }
        let path = jsonpath::parse(&text);
        check_path(&text, &path);
        for inner in jsonpath::paths(&path).into_iter().skip(1) {
            check_path(&text, inner);
            assert!(inner.faults.is_empty());
        }
        let starts: Vec<u32> = path.faults.iter().map(|fault| fault.range.start).collect();
        assert!(starts.is_sorted(), "{text:?}");
        jsonpath::looks_like_path(&text);
        jsonpath::context_path(&path);
        let _ = path.as_reference_path();
    }
}

#[test]
fn a_mutated_path_gives_a_result() {
    let mut random = Random(7);
    let rows = rows(TABLE);
    for (_, _, text) in &rows {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        for _ in 0..40 {
            let from = places[random.below(places.len())];
            let to = places[random.below(places.len())];
            let piece = PIECES[random.below(PIECES.len())];
            let mutant = format!("{}{piece}{}", &text[..from.min(to)], &text[from.max(to)..]);
            check_path(&mutant, &jsonpath::parse(&mutant));
        }
        for &cut in &places {
            check_path(&text[..cut], &jsonpath::parse(&text[..cut]));
        }
    }
}
