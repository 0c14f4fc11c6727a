//! The JSONata front end from outside: syntax against recorded answers of jsonata 2.0.6, places, names, types.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use std::mem::discriminant;

use asl_lint::expr::jsonata::functions;
use asl_lint::expr::jsonata::scope::{Callee, ContextKind};
use asl_lint::expr::jsonata::{Ast, ExprId, Inference, NodeKind, Operator, Scope, analyze, infer, infer_in, parse};
use asl_lint::expr::types::{Kinds, Type};

#[path = "common/random.rs"]
mod random;
#[path = "common/table.rs"]
mod table;

use random::Random;
use table::rows;

/// What the reference implementation says of expressions.
const TABLE: &str = include_str!("../fixtures/expressions/jsonata.tsv");

fn verdict(text: &str) -> &'static str {
    parse(text).faults.first().map_or("ok", |fault| fault.code)
}

#[test]
fn the_parser_says_what_the_reference_implementation_says() {
    let rows = rows(TABLE);
    assert!(320 <= rows.len(), "only {} rows", rows.len());
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(_, expected, text)| verdict(text) != *expected)
        .map(|(line, expected, text)| format!("line {line}: {} instead of {expected}: {text:?}", verdict(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn control_characters_are_letters_or_blanks() {
    let cases = [
        ("\"bell\u{7}\"", "ok"),
        ("\"nul\0\"", "ok"),
        ("a\u{c}b", "ok"),
        ("a\u{b}b", "S0201"),
        ("\u{b}", "S0207"),
        ("a\0b", "ok"),
        ("\u{1} ", "ok"),
        ("\u{7f}", "ok"),
        ("\u{2028}", "ok"),
        ("\u{feff}1", "ok"),
    ];
    for (text, expected) in cases {
        assert_eq!(verdict(text), expected, "{text:?}");
    }
}

#[test]
fn surrogates_are_joined_and_lone_ones_replaced() {
    let value = |text: &str| match parse(text).nodes.first().map(|node| node.kind.clone()) {
        Some(NodeKind::String(value)) => value.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(value(r#""\ud83d\ude80""#), "🚀");
    assert_eq!(value(r#""\ud83d""#), "\u{fffd}");
    assert_eq!(value(r#""\ud83d!""#), "\u{fffd}!");
    assert_eq!(value(r#""\ude80\ud83d""#), "\u{fffd}\u{fffd}");
    assert_eq!(value(r#""\ud83d\ud83d\ude80""#), "\u{fffd}🚀");
    assert_eq!(value(r#""\u0041\n\"""#), "A\n\"");
    assert_eq!(value("\"open 漢"), "open 漢");
}

/// Ranges lie in the text on borders of characters, children have smaller ids and lie in their parents.
fn assert_sound(text: &str, ast: &Ast) {
    let border = |at: u32| text.is_char_boundary(at as usize);
    for fault in &ast.faults {
        assert!(
            fault.range.start <= fault.range.end && border(fault.range.start) && border(fault.range.end),
            "{text:?}"
        );
        assert!(!fault.message.ends_with('.') && !fault.message.is_empty(), "{}", fault.message);
    }
    for id in ast.ids() {
        let node = ast.get(id).expect("an id of the tree");
        assert!(node.range.start <= node.range.end, "{text:?} {node:?}");
        assert!(border(node.range.start) && border(node.range.end), "{text:?} {node:?}");
        if let Some(operator) = &node.operator {
            assert!(operator.start <= operator.end && border(operator.start) && border(operator.end), "{text:?}");
        }
        node.kind.for_each_child(|child| {
            assert!(child < id, "{text:?} {node:?}");
            let inner = ast.range(child);
            assert!(node.range.start <= inner.start && inner.end <= node.range.end, "{text:?} {node:?} {inner:?}");
        });
    }
    assert!(ast.root.is_some_and(|root| root.index() < ast.nodes.len()));
}

#[test]
fn the_text_of_a_node_is_that_node() {
    for (_, _, text) in rows(TABLE) {
        let ast = parse(&text);
        assert_sound(&text, &ast);
        if !ast.faults.is_empty() {
            continue;
        }
        for node in &ast.nodes {
            // A range or a placeholder is nothing outside of its brackets, nor is `%` without a path.
            let is_alone =
                matches!(node.kind, NodeKind::Placeholder | NodeKind::Binary { operator: Operator::Range, .. });
            if is_alone {
                continue;
            }
            let own = text.get(node.range.start as usize..node.range.end as usize).expect("a range of the text");
            let again = parse(own);
            let kind = again.root.map(|root| discriminant(again.kind(root)));
            assert_eq!(kind, Some(discriminant(&node.kind)), "{own:?} in {text:?}");
        }
    }
}

#[test]
fn operators_are_marked() {
    let text = "$a.b[0] ~> $f(1) = 2 ? x{'k': v} : -y^(z)";
    let ast = parse(text);
    let mut operators: Vec<&str> = Vec::new();
    for node in &ast.nodes {
        operators.extend(node.operator.iter().map(|range| &text[range.start as usize..range.end as usize]));
    }
    operators.sort_unstable();
    assert_eq!(operators, ["(", "-", ".", "=", "?", "[", "^", "{", "~>"]);
}

#[test]
fn any_text_is_parsed_resolved_and_typed() {
    const PIECES: [&str; 72] = [
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ";",
        ":",
        ":=",
        "?",
        ".",
        "..",
        "+",
        "-",
        "*",
        "**",
        "/",
        "%",
        "|",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        "~>",
        "^",
        "^(",
        "@",
        "#",
        "&",
        "!",
        "~",
        " and ",
        " or ",
        " in ",
        "\"",
        "'",
        "`",
        "\\",
        "$",
        "$$",
        "$x",
        "a",
        "b",
        "1",
        "0.5",
        "\"s\"",
        "'t'",
        "true",
        "null",
        "function",
        "function($x){",
        "λ",
        "/*",
        "*/",
        "/r/",
        "[]",
        "()",
        "??",
        "?:",
        "\\u12",
        " ",
        "\n",
        "\u{b}",
        "é",
        "🚀",
        "\0",
        "$sum(",
        "$states.",
        "$exists($x)",
        "<n-:n>",
    ];
    let mut random = Random(2026);
    for _ in 0..8_000 {
        let count = random.below(24);
        let text: String = (0..count).map(|_| PIECES[random.below(PIECES.len())]).collect();
        let ast = parse(&text);
        assert_sound(&text, &ast);
        let scope = analyze(&ast, &|name| name == "x");
        assert_eq!(scope.resolutions.len(), ast.nodes.len());
        let types = infer(&ast, &text, &|_| Type::Any);
        assert_eq!(types.types.len(), ast.nodes.len());
    }
}

#[test]
fn long_and_deep_texts_are_read() {
    let all = |text: &str| {
        let ast = parse(text);
        assert_sound(text, &ast);
        let scope = analyze(&ast, &|_| false);
        infer(&ast, text, &|_| Type::Any);
        (ast.faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), scope.context.len())
    };
    let none: Vec<&str> = Vec::new();
    assert_eq!(all(&format!("1{}", "+1".repeat(10_000))), (none.clone(), 0));
    assert_eq!(all(&format!("$a{}", ".b".repeat(50_000))), (none.clone(), 0));
    assert_eq!(all(&"$x:=".repeat(10_000)).0, ["S0207"]);
    assert_eq!(all(&format!("{}1", "-".repeat(10_000))).0, none);
    assert_eq!(all(&format!("{}3", "$a ? 1 : ".repeat(10_000))).0, none);
    assert_eq!(all(&format!("$f{}", "(1)".repeat(30_000))).0, none);
    assert_eq!(all(&format!("[{}0]", "$a[1],".repeat(30_000))).0, none);
    assert_eq!(all(&format!("\"{}\"", "é".repeat(500_000))).0, none);
    for open in ["(", "[", "{", "$f(", "a[", "a{b:", "function(){", "a^(", "|", "[{'a':("] {
        assert_eq!(all(&open.repeat(100_000)).0, ["U1001"], "{open}");
    }
    for junk in ["!", "%.", ")", "a ", "(]", "`", "'\\x'", "1;", "$$", "]", "%", "[%.", "a[%.%.b]."] {
        let (codes, _) = all(&junk.repeat(30_000));
        assert!(codes.len() <= 20, "{junk} {codes:?}");
    }
}

fn scope_of(text: &str) -> Scope {
    analyze(&parse(text), &|name| name == "total")
}

fn typed(text: &str) -> (Inference, Type) {
    let ast = parse(text);
    assert!(ast.faults.is_empty(), "{text}");
    let inference = infer(&ast, text, &|_| Type::Any);
    let root = inference.of(ast.root.unwrap_or(ExprId(0)));
    (inference, root)
}

fn type_codes(text: &str) -> Vec<&'static str> {
    typed(text).0.faults.iter().map(|fault| fault.code).collect()
}

/// The references to the top-level context, as they are written.
fn context_of(text: &str) -> Vec<&str> {
    let uses = scope_of(text).context;
    uses.iter().map(|it| &text[it.range.start as usize..it.range.end as usize]).collect()
}

fn states_of(text: &str) -> Vec<String> {
    let join = |segments: &[asl_lint::expr::jsonata::scope::Segment]| {
        segments.iter().map(|segment| &*segment.name).collect::<Vec<_>>().join("/")
    };
    scope_of(text).states.iter().map(|it| join(&it.segments)).collect()
}

fn variables_of(text: &str) -> Vec<String> {
    scope_of(text).variables.iter().map(|it| it.name.to_string()).collect()
}

/// The numbers are those of the collection of cases that decide what is right in Step Functions.
#[test]
fn the_known_cases_hold() {
    let syntax = [
        (1, "1 +", "S0207"),
        (2, "a[1,2)", "S0202"),
        (3, "{\"a\":}", "S0211"),
        (4, "$x :=", "S0207"),
        (5, "$match(\"a\", /abc", "S0302"),
        (6, "10 + * 2", "S0201"),
        (7, "$.store.book[?(@.price < 10)].title", "S0211"),
        (8, "a ?? b", "S0211"),
        (8, "a ?: b", "S0211"),
        (9, "phone", "ok"),
        (10, "$", "ok"),
        (10, "$$", "ok"),
        (11, "$states.input.items[price > 100]", "ok"),
        (12, "$states.input.users.(firstName & ' ' & lastName)", "ok"),
        (13, "$states.input.order-id", "ok"),
        (14, "$states.input.`order-id`", "ok"),
        (23, "(1;2;)", "ok"),
        (23, "()", "ok"),
        (24, "1;2", "S0201"),
        (25, "/[/", "S0302"),
        (26, r"'it\'s'", "S0103"),
        (27, " ", "S0207"),
        (28, "%.a", "S0217"),
        (35, "420.", "S0207"),
        (36, "$a[1]:=3", "S0212"),
    ];
    for (number, text, expected) in syntax {
        assert_eq!(verdict(text), expected, "case {number}: {text}");
    }
    let newer = parse("a ?? b").faults;
    assert!(newer.iter().all(|fault| fault.version) && newer.len() == 1, "case 8: {newer:?}");

    for (number, text, expected) in [
        (9, "phone", vec!["phone"]),
        (10, "$", vec!["$"]),
        (10, "$$", vec!["$$"]),
        (10, "$.x", vec!["$"]),
        (11, "$states.input.items[price > 100]", vec![]),
        (12, "$states.input.users.(firstName & ' ' & lastName)", vec![]),
        (13, "$states.input.order-id", vec!["id"]),
        (14, "$states.input.`order-id`", vec![]),
    ] {
        assert_eq!(context_of(text), expected, "case {number}: {text}");
    }
    let trap = scope_of("$states.input.order-id").context;
    assert_eq!(trap.first().and_then(|it| it.hyphenated.clone()), Some(14..22), "case 13");

    assert_eq!(states_of("$states.errorOutput"), ["errorOutput"], "case 15");
    assert_eq!(variables_of("$doesNotExist"), ["doesNotExist"], "case 16");
    for (number, text) in [(17, "$randomSeeded(1)"), (18, "$eval('1+1')")] {
        let calls = scope_of(text).calls;
        assert!(calls.iter().all(|call| matches!(call.callee, Callee::Unknown)), "case {number}");
        assert_eq!((calls.len(), variables_of(text).len()), (1, 0), "case {number}");
    }
    assert_eq!(functions::REFUSED, "eval", "case 18");

    for (number, text, expected) in [
        (19, "'hello'/42", vec!["T2001"]),
        (20, "$sum([1,'a'])", vec!["T0412"]),
        (21, "'a' > 1", vec!["T2009"]),
        (21, "true > false", vec!["T2010"]),
        (22, "1/0", vec![]),
        (31, "{'a':1,'a':2}", vec!["D1009"]),
        (32, "$length()", vec![]),
        (33, "$count(1,2)", vec!["T0410"]),
        (33, "$exists()", vec!["T0410"]),
        (34, "$number('x')", vec!["D3030"]),
        (34, "$replace('a','','b')", vec!["D3010"]),
        (38, "$partition($x, 10)", vec![]),
        (38, "$range(0,6,2)", vec![]),
        (38, "$random(42)", vec![]),
        (38, "$uuid()", vec![]),
    ] {
        assert_eq!(type_codes(text), expected, "case {number}: {text}");
    }
    assert_eq!(typed("$f := function($x){$x}").1, Type::Function, "case 29");
    assert!(typed("1").1.is(Kinds::NUMBER), "case 30");
    // Case 37, a blank before the delimiter, is not about the expression but about the string around it.
}

#[test]
fn one_mistake_gives_one_fault() {
    for text in [
        "a == b",
        "a && b",
        "a || b",
        "!a",
        "{'a': 1,}",
        "{'a' 1}",
        "[1, 2",
        "$f(1, 2",
        "a[1,2)",
        "(a; b",
        "1 +",
        "a ?? b + 1",
        "function(x){x}",
        "{'a': }",
        "a..b",
        "$x = = 1",
        "a ? : b",
        "'open",
        "[1 2]",
        "(a]",
        "{'a': [1, 2}",
        "$f(a b)",
    ] {
        let faults = parse(text).faults;
        assert_eq!(faults.len(), 1, "{text}: {faults:?}");
    }
}

#[test]
fn names_are_resolved_by_scope() {
    assert_eq!(variables_of("($x := $x + 1; $x)"), ["x"]);
    assert_eq!(variables_of("($x := 1; ($y := 2; $x); $y)"), ["y"]);
    assert_eq!(variables_of("function($a, $b){$a + $b + $c}"), ["c"]);
    assert_eq!(variables_of("($f := function($n){ $f($n - 1) }; $f(3))"), Vec::<String>::new());
    assert_eq!(variables_of("($f := function(){ $later }; $later := 1; $f())"), Vec::<String>::new());
    assert_eq!(variables_of("$states.input.a@$x.b#$i[$i = $x.c].($x & $y)"), ["y"]);
    assert_eq!(variables_of("$sum($list) + $count"), ["list"]);
    assert_eq!(variables_of("[1..3].($total * $)"), ["total"]);
    let shadows: Vec<_> =
        scope_of("($total := 1; $other := 2)").binders.into_iter().map(|it| (it.name, it.shadows)).collect();
    assert_eq!(shadows, [("total".into(), true), ("other".into(), false)]);
}

#[test]
fn a_variable_hides_a_built_in_function() {
    let text = "$count + 1";
    let ast = parse(text);
    let scope = analyze(&ast, &|name| name == "count");
    assert_eq!(scope.variables.len(), 1);
    assert!(infer_in(&ast, text, &scope, &|_| Type::Number).faults.is_empty());
    assert_eq!(type_codes(text), ["T2001"]);
}

#[test]
fn guards_are_seen() {
    let guarded = |text: &str| scope_of(text).variables.iter().map(|it| it.guarded).collect::<Vec<_>>();
    assert_eq!(guarded("$exists($v) ? $v : $w"), [true, true, false]);
    assert_eq!(guarded("$v.a ~> $exists() ? $v"), [true, true]);
    assert_eq!(guarded("$exist($v) ? $v"), [false, false]);
    let states = scope_of("$exists($states.input.a) ? $states.input.a.b : $states.input.c").states;
    assert_eq!(states.iter().map(|it| it.guarded).collect::<Vec<_>>(), [true, true, false]);
}

#[test]
fn paths_on_states_have_segments() {
    assert_eq!(states_of("$states.input.a.'b'.`c d`"), ["input/a/b/c d"]);
    assert_eq!(states_of("$states.input.items[0].sku"), ["input/items"]);
    assert_eq!(states_of("$s := $states"), [""]);
    assert_eq!(states_of("$states.(input)"), [""]);
    assert_eq!(states_of("($states := 1; $states.x)"), Vec::<String>::new());
    let text = "1 + $states.context.State.Name";
    let states = scope_of(text).states;
    let ranges: Vec<&str> =
        states[0].segments.iter().map(|it| &text[it.range.start as usize..it.range.end as usize]).collect();
    assert_eq!(ranges, ["context", "State", "Name"]);
    assert_eq!(states[0].range, 4..30);
}

#[test]
fn the_context_is_followed() {
    for (text, expected) in [
        ("a.b", vec!["a"]),
        ("$x.b", vec![]),
        ("$x[a = $]", vec![]),
        ("$x{a: b}^(c)", vec![]),
        ("[a, $x.b]", vec!["a"]),
        ("{'k': a, b: 1}", vec!["a", "b"]),
        ("$f(a, *)", vec!["a", "*"]),
        ("a ? b : c", vec!["a", "b", "c"]),
        ("(a; $y := b; **)", vec!["a", "b", "**"]),
        ("$x ~> |a|{'b': c}, 'd'|", vec![]),
        ("function($v){ $v.a + b }", vec!["b"]),
        ("$x.(function(){ a })", vec![]),
        ("$x[$$.a = b]", vec!["$$"]),
        ("a[b]", vec!["a"]),
        ("(a).b", vec!["a"]),
        ("'a'.b", vec![]),
        ("sum(1)", vec![]),
        ("and and or", vec!["and", "or"]),
    ] {
        assert_eq!(context_of(text), expected, "{text}");
    }
    let kinds: Vec<ContextKind> = scope_of("[$, $$, *, a]").context.into_iter().map(|it| it.kind).collect();
    let expected = [ContextKind::Current, ContextKind::Root, ContextKind::Wildcard, ContextKind::Field("a".into())];
    assert_eq!(kinds, expected);
}

#[test]
fn hyphenated_names_are_seen() {
    let joined = |text: &str| -> Vec<String> {
        let uses = scope_of(text).context.into_iter().filter_map(|it| it.hyphenated);
        uses.map(|range| text[range.start as usize..range.end as usize].to_owned()).collect()
    };
    assert_eq!(joined("$states.input.order-id"), ["order-id"]);
    assert_eq!(joined("$states.input.my-order-id.x"), ["my-order", "my-order-id"]);
    assert_eq!(joined("$states.input.order - id"), Vec::<String>::new());
    assert_eq!(joined("$states.input.a[0]-id"), Vec::<String>::new());
    assert_eq!(joined("1-id"), Vec::<String>::new());
}

#[test]
fn calls_are_counted() {
    let calls = |text: &str| -> Vec<(String, usize, &'static str)> {
        let kind = |callee: Callee| match callee {
            Callee::Builtin(_) => "builtin",
            Callee::Local => "local",
            Callee::Variable => "variable",
            Callee::Unknown => "unknown",
            Callee::Bare(_) => "bare",
            Callee::Field => "field",
        };
        scope_of(text).calls.iter().map(|it| (it.name.to_string(), it.arguments, kind(it.callee))).collect()
    };
    assert_eq!(calls("$sum($x)"), [("sum".to_owned(), 1, "builtin")]);
    assert_eq!(calls("$x ~> $pad(3) ~> $trim"), [("pad".to_owned(), 2, "builtin"), ("trim".to_owned(), 1, "builtin")]);
    assert_eq!(calls("($f := $sum; $f(1, 2))"), [("f".to_owned(), 2, "local")]);
    assert_eq!(calls("$nope(1)"), [("nope".to_owned(), 1, "unknown")]);
    assert_eq!(calls("count($x)"), [("count".to_owned(), 1, "bare")]);
    assert_eq!(calls("$x.toUpperCase()"), [("toUpperCase".to_owned(), 0, "field")]);
    assert_eq!(calls("$total(1)"), [("total".to_owned(), 1, "variable")]);
    assert!(scope_of("$pad(?, 3)").calls[0].partial);
    let uncalled = |text: &str| scope_of(text).uncalled.iter().map(|it| it.function.name).collect::<Vec<_>>();
    assert_eq!(uncalled("$now"), ["now"]);
    assert_eq!(uncalled("($x := 1; $c ? $now : $millis())"), ["now"]);
    assert_eq!(uncalled("{'at': $now, 'n': $map($x, $string)}"), ["now"]);
    assert_eq!(uncalled("$x ~> $sum"), Vec::<&str>::new());
}

/// Checked against the reference implementation: it gives these codes when it evaluates them.
#[test]
fn what_surely_fails_is_found() {
    for (text, expected) in [
        ("1 + 'a'", "T2002"),
        ("[1] - 1", "T2001"),
        ("$uppercase('a') / 2", "T2001"),
        ("null * 2", "T2001"),
        ("'a' < 1", "T2009"),
        ("null < 1", "T2010"),
        ("-'a'", "D1002"),
        ("{1: 2}", "T1003"),
        ("[1..'a']", "T2004"),
        ("['a'..1]", "T2003"),
        ("[1..2.5]", "T2004"),
        ("$uppercase(1)", "T0410"),
        ("$substring('a', 'b')", "T0410"),
        ("$map([1], 2)", "T0410"),
        ("$millis(1)", "T0410"),
        ("$join([1])", "T0412"),
        ("$sum('a')", "T0412"),
        ("$merge([1])", "T0412"),
        ("'a' ~> $sqrt", "T0410"),
        ("'a' ~> $sqrt()", "T0410"),
        ("1 ~> 2", "T2006"),
        ("1(2)", "T1006"),
        ("$sqrt(-1)", "D3060"),
        ("$formatBase(5, 1)", "D3100"),
        ("($x := 'a'; $x * 2)", "T2001"),
        ("$x{'a': 1, 'a': 2}", "D1009"),
        ("(true ? 'a' : 'b') + 1", "T2001"),
    ] {
        assert_eq!(type_codes(text), [expected], "{text}");
    }
    // What only Step Functions knows, and what the reference implementation has no code for.
    assert_eq!(type_codes("$hash($x, 'sha256')"), ["D3137"]);
    assert_eq!(type_codes("$hash(1, 'MD5')"), ["T0410"]);
    assert_eq!(type_codes("$uuid('x')"), ["T0410"]);
    assert_eq!(type_codes("$partition('a', 2)"), ["T0412"]);
    assert_eq!(type_codes("$match($x, /(?:a|[)]b/)"), ["regex"]);
}

#[test]
fn what_may_be_right_is_not_reported() {
    for text in [
        "$x + 1",
        "$missing.a / 2",
        "1 + ()",
        "-$x",
        "$sum($x)",
        "$sum([])",
        "$sum([1, $x, 2..3])",
        "$join($x.y)",
        "'a' < $x",
        "{$x: 1}",
        "$pad(?, 'x')",
        "($x := 1; $x := 'a'; $x + 1)",
        "($c ? $x := 'a'; $x + 1)",
        "function($x){ $x + 1 }('a')",
        "$states.context.State.RetryCount + 1",
        "$hash('a', $algorithm)",
        "$number('0x1F')",
        "$max($x) + 1",
        "$replace('a', /b/, '')",
        "/[(][)]|\\)/",
        "$uppercase ~> $lowercase",
        "$partition($x)",
        "$parse()",
    ] {
        assert_eq!(type_codes(text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn types_come_from_operators_functions_and_the_environment() {
    let shown = |text: &str| typed(text).1.to_string();
    assert_eq!(shown("'a' & $x"), "a string");
    assert_eq!(shown("$x = 1"), "a boolean");
    assert_eq!(shown("$x + 1"), "a number or undefined");
    assert_eq!(shown("$count($x)"), "a number");
    assert_eq!(shown("$x ? 1 : 'a'"), "1 or \"a\"");
    assert_eq!(shown("$x ? 1"), "1 or undefined");
    assert_eq!(shown("[1, 'a']"), "an array of (1 or \"a\")");
    assert_eq!(shown("{'a': {'b': 2}}.a.b"), "2");
    assert_eq!(shown("{'a': 1}.b"), "undefined");
    assert_eq!(shown("{'a': [{'b': 2}]}.a.b"), "anything");
    assert_eq!(shown("{$k: 1}.b"), "anything");
    assert_eq!(shown("$now"), "a function");
    assert_eq!(shown("()"), "undefined");
    assert_eq!(shown("$error('x')"), "nothing");

    let text = "$states.context.State.Name & $count";
    let environment = |name: &str| match name {
        "states.context.State.Name" => Type::String,
        "total" => Type::Number,
        _ => Type::Any,
    };
    let of = |text: &str| infer(&parse(text), text, &environment);
    assert!(of(text).faults.is_empty());
    assert_eq!(of("$states.context.State.Name - 1").faults[0].code, "T2001");
    assert_eq!(of("$uppercase($total)").faults[0].code, "T0410");
}
