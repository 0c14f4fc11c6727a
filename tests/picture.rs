//! Pictures of state machines: what holds for every layout, that renderers write what their readers can read, and the
//! pictures of the documentation. `UPDATE=1 cargo test --test picture` rewrites those and the golden files: look at
//! them before committing them.

#![allow(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

mod common;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use asl_lint::picture::svg::Theme;
use asl_lint::picture::{Area, Edge, NodeKind, Picture, Point, dot, draw, json, mermaid, svg};
use asl_lint::text::Source;
use common::fixtures::{files, name, options, root, strip};
use common::random::Random;
use roxmltree::Document;
use serde_json::Value;

/// The pictures of all definitions in a text.
fn pictures(name: &str, text: &str) -> Vec<Picture> {
    let analysis = common::lint(name, text, &common::options());
    let definitions = analysis.definitions.iter().enumerate();
    definitions
        .map(|(index, definition)| {
            draw(definition, name, analysis.diagnostics.iter().filter(|finding| finding.definition == index))
        })
        .collect()
}

/// The picture of a definition in JSON.
fn picture(text: &str) -> Picture {
    pictures("a.asl.json", text).remove(0)
}

/// Every fixture with its pictures.
fn fixtures() -> Vec<(String, Vec<Picture>)> {
    let is_definition = |path: &PathBuf| [".json", ".yaml", ".yml"].iter().any(|ending| name(path).ends_with(ending));
    let files = files(&root()).into_iter().filter(is_definition);
    files
        .map(|path| {
            let text = strip(&std::fs::read_to_string(&path).unwrap());
            let analysis = common::lint(&name(&path), &text, &options(&path));
            let drawn = analysis.definitions.iter().map(|definition| draw(definition, "", &analysis.diagnostics));
            (name(&path), drawn.collect())
        })
        .collect()
}

/// `StartAt` and `States` with every kind of state and transition: loops, ways to nowhere, states that nothing leads to.
fn scope(random: &mut Random, states: usize, depth: usize) -> String {
    let target = |random: &mut Random| format!("S{}", random.below(states + 1));
    let mut text = format!("\"StartAt\": \"{}\", \"States\": {{", target(random));
    for index in 0..states {
        let next = format!("\"Next\": \"{}\"", target(random));
        let catch: Vec<String> = (0..random.below(3))
            .map(|error| format!("{{\"ErrorEquals\": [\"Error{error}\"], \"Next\": \"{}\"}}", target(random)))
            .collect();
        let catch = format!("\"Catch\": [{}]", catch.join(", "));
        let body = match random.below(if depth == 0 { 6 } else { 8 }) {
            0 => "\"Type\": \"Pass\", \"End\": true".to_owned(),
            1 => "\"Type\": \"Fail\", \"Error\": \"Some.Error\"".to_owned(),
            2 => {
                let rules: Vec<String> = (0..random.below(5))
                    .map(|value| {
                        let to = target(random);
                        format!("{{\"Variable\": \"$.a.b.c\", \"NumericEquals\": {value}, \"Next\": \"{to}\"}}")
                    })
                    .collect();
                format!(
                    "\"Type\": \"Choice\", \"Choices\": [{}], \"Default\": \"{}\"",
                    rules.join(", "),
                    target(random)
                )
            }
            3 => format!("\"Type\": \"Wait\", \"Seconds\": 1, {next}"),
            4 | 5 => format!("\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sqs:sendMessage\", {catch}, {next}"),
            6 => {
                let states = random.below(4);
                let inner = scope(random, states, depth - 1);
                format!("\"Type\": \"Map\", \"ItemProcessor\": {{{inner}}}, {catch}, {next}")
            }
            _ => {
                let branches: Vec<String> = (0..random.below(8))
                    .map(|_| {
                        let states = random.below(4);
                        format!("{{{}}}", scope(random, states, depth - 1))
                    })
                    .collect();
                format!("\"Type\": \"Parallel\", \"Branches\": [{}], {catch}, {next}", branches.join(", "))
            }
        };
        let comma = if index == 0 { "" } else { ", " };
        write!(text, "{comma}\"S{index}\": {{{body}}}").unwrap();
    }
    text + "}"
}

fn generated(seed: u64) -> String {
    let mut random = Random(seed);
    let states = random.below(40);
    format!("{{{}}}", scope(&mut random, states, 3))
}

/// A machine of so many states whose transitions lead anywhere.
fn mesh(states: usize) -> String {
    let mut random = Random(1);
    let state = |index: usize| {
        let catch: Vec<String> = (0..8)
            .map(|error| format!("{{\"ErrorEquals\": [\"E{error}\"], \"Next\": \"S{}\"}}", random.below(states)))
            .collect();
        let next = (index + 1) % states;
        format!(
            "\"S{index}\": {{\"Type\": \"Task\", \"Resource\": \"r\", \"Catch\": [{}], \"Next\": \"S{next}\"}}",
            catch.join(", ")
        )
    };
    let states: Vec<String> = (0..states).map(state).collect();
    format!("{{\"StartAt\": \"S0\", \"States\": {{{}}}}}", states.join(", "))
}

/// A rounding error is no fault.
const SLACK: f64 = 0.1;

fn overlap(one: &Area, other: &Area) -> bool {
    one.x + SLACK < other.right()
        && other.x + SLACK < one.right()
        && one.y + SLACK < other.bottom()
        && other.y + SLACK < one.bottom()
}

fn is_inside(inner: &Area, outer: &Area) -> bool {
    outer.x <= inner.x + SLACK
        && outer.y <= inner.y + SLACK
        && inner.right() <= outer.right() + SLACK
        && inner.bottom() <= outer.bottom() + SLACK
}

fn around(one: Point, other: Point) -> Area {
    Area {
        x: one.x.min(other.x),
        y: one.y.min(other.y),
        width: (one.x - other.x).abs(),
        height: (one.y - other.y).abs(),
    }
}

/// What is wrong with a picture.
fn faults(picture: &Picture) -> Vec<String> {
    let mut faults = Vec::new();
    let page = Area { width: picture.width, height: picture.height, ..Area::default() };
    for (group, of_group) in picture.groups.iter().enumerate() {
        let nodes: Vec<usize> = (0..picture.nodes.len()).filter(|&node| picture.nodes[node].group == group).collect();
        let areas: Vec<&Area> = nodes.iter().map(|&node| &picture.nodes[node].area).collect();
        for (place, (&node, area)) in nodes.iter().zip(&areas).enumerate() {
            if !is_inside(area, &of_group.area) || !is_inside(area, &page) {
                faults.push(format!("node {node} is not inside its group"));
            }
            for (&later, other) in nodes.iter().zip(&areas).skip(place + 1) {
                if overlap(area, other) {
                    faults.push(format!("nodes {node} and {later} overlap"));
                }
            }
        }
        if let Some(owner) = of_group.owner
            && !is_inside(&of_group.area, &picture.nodes[owner].area)
        {
            faults.push(format!("group {group} is not inside its state"));
        }
        for (index, other) in picture.groups.iter().enumerate().skip(group + 1) {
            if other.owner == of_group.owner && overlap(&of_group.area, &other.area) {
                faults.push(format!("groups {group} and {index} overlap"));
            }
        }
        let edges: Vec<(usize, &Edge)> =
            picture.edges.iter().enumerate().filter(|(_, edge)| picture.nodes[edge.from].group == group).collect();
        let labels: Vec<(usize, &Area)> =
            edges.iter().filter_map(|(index, edge)| Some((*index, &edge.label.as_ref()?.area))).collect();
        for (place, (edge, label)) in labels.iter().enumerate() {
            if !is_inside(label, &of_group.area) {
                faults.push(format!("the label of edge {edge} is not inside its group"));
            }
            if areas.iter().any(|area| overlap(area, label)) {
                faults.push(format!("the label of edge {edge} lies over a box"));
            }
            faults.extend(
                labels[place + 1..]
                    .iter()
                    .filter(|(_, other)| overlap(label, other))
                    .map(|(other, _)| format!("the labels of edges {edge} and {other} overlap")),
            );
        }
        for (index, edge) in edges {
            faults
                .extend(faults_of_line(picture, edge, &areas).into_iter().map(|fault| format!("edge {index} {fault}")));
        }
    }
    faults
}

fn faults_of_line(picture: &Picture, edge: &Edge, areas: &[&Area]) -> Vec<&'static str> {
    let mut faults = Vec::new();
    let (Some(first), Some(last)) = (edge.points.first(), edge.points.last()) else { return vec!["has no line"] };
    let (from, to) = (&picture.nodes[edge.from].area, &picture.nodes[edge.to].area);
    let is_on = |point: &Point, area: &Area, y: f64| {
        area.x <= point.x + SLACK && point.x <= area.right() + SLACK && (point.y - y).abs() < SLACK
    };
    if !is_on(first, from, from.bottom()) {
        faults.push("does not begin at the bottom of its source");
    }
    let ends_well = match &edge.label {
        Some(label) if edge.is_cut => is_on(last, &label.area, label.area.y),
        _ => !edge.is_cut && is_on(last, to, to.y),
    };
    if !ends_well {
        faults.push("does not end at the top of its target or of its label");
    }
    if picture.nodes[edge.from].group != picture.nodes[edge.to].group {
        faults.push("leaves its group");
    }
    let page = Area { width: picture.width, height: picture.height, ..Area::default() };
    for pair in edge.points.windows(2) {
        let piece = around(pair[0], pair[1]);
        if areas.iter().any(|area| overlap(area, &piece)) {
            faults.push("runs through a box");
        }
        if !is_inside(&piece, &page) {
            faults.push("leaves the picture");
        }
    }
    if edge.joins.is_some_and(|joins| edge.points.len() <= joins) {
        faults.push("joins another behind its end");
    }
    faults
}

#[track_caller]
fn check(name: &str, picture: &Picture) {
    let faults = faults(picture);
    assert!(faults.is_empty(), "{name}: {}", faults.join("\n"));
}

#[test]
fn fixtures_are_laid_out_well() {
    let mut drawn = 0;
    for (name, pictures) in fixtures() {
        drawn += pictures.len();
        for picture in &pictures {
            check(&name, picture);
        }
    }
    assert!(100 < drawn, "only {drawn} definitions were drawn");
}

#[test]
fn any_machine_is_laid_out_well() {
    for seed in 0..300 {
        check(&format!("seed {seed}"), &picture(&generated(seed)));
    }
}

#[test]
fn what_is_too_tangled_is_cut_and_laid_out_well() {
    let picture = picture(&mesh(150));
    check("mesh", &picture);
    let cut = picture.edges.iter().filter(|edge| edge.is_cut).count();
    assert!(0 < cut && cut < picture.edges.len(), "{cut} of {}", picture.edges.len());
    let named = picture.edges.iter().filter(|edge| edge.is_cut).all(|edge| {
        let label = edge.label.as_ref().unwrap();
        label.text.ends_with(&format!("→ {}", picture.nodes[edge.to].name))
    });
    assert!(named, "what is cut names its target");
}

#[test]
fn the_same_definition_has_the_same_picture() {
    for seed in [1, 7, 19] {
        let text = generated(seed);
        assert_eq!(svg::render(&picture(&text), Theme::Auto), svg::render(&picture(&text), Theme::Auto));
    }
}

fn node<'a>(picture: &'a Picture, name: &str) -> &'a asl_lint::picture::Node {
    picture.nodes.iter().find(|node| node.name == name).unwrap()
}

#[test]
fn the_main_line_is_straight() {
    let picture = picture(
        r#"{"StartAt": "A", "States": {
            "A": {"Type": "Task", "Resource": "r", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "F"}], "Next": "B"},
            "B": {"Type": "Task", "Resource": "r", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "F"}], "Next": "C"},
            "C": {"Type": "Pass", "End": true}, "F": {"Type": "Fail"}}}"#,
    );
    let centre = |name: &str| node(&picture, name).area.x + node(&picture, name).area.width / 2.0;
    assert!((centre("A") - centre("B")).abs() < SLACK && (centre("B") - centre("C")).abs() < SLACK);
    let next = picture.edges.iter().filter(|edge| edge.role.name() == "next");
    assert!(next.map(|edge| edge.points.len()).all(|points| points == 2), "{picture:?}");
}

#[test]
fn loops_lead_back_beside_the_boxes() {
    let picture = picture(
        r#"{"StartAt": "A", "States": {
            "A": {"Type": "Pass", "Next": "B"},
            "B": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "A"}], "Default": "B"}}}"#,
    );
    let back: Vec<&str> = picture.edges.iter().filter(|edge| edge.is_back).map(|edge| edge.role.name()).collect();
    assert_eq!(back, ["choice", "default"]);
}

#[test]
fn what_is_not_there_is_drawn_as_missing() {
    let picture = picture(
        r#"{"StartAt": "Nowhere", "States": {
            "A": {"Type": "Pass", "Next": "Elsewhere"}, "B": {"Type": "Pass", "Next": "${Somewhere}"}}}"#,
    );
    assert_eq!(node(&picture, "Nowhere").kind, NodeKind::Missing);
    assert_eq!(node(&picture, "Elsewhere").kind, NodeKind::Missing);
    assert_eq!(node(&picture, "${Somewhere}").kind, NodeKind::Unknown);
    check("missing", &picture);
}

#[test]
fn nothing_is_drawn_too() {
    for text in
        ["{}", "[]", "", "{\"States\": {}}", "{\"StartAt\": \"A\"}", "{\"States\": 1", "{\"States\": {\"A\": 1}}"]
    {
        for picture in pictures("a.asl.json", text) {
            check(text, &picture);
            Document::parse(&svg::render(&picture, Theme::Dark)).unwrap();
        }
    }
}

#[test]
fn findings_are_at_their_states() {
    let picture = picture(
        r#"{"StartAt": "A", "Versio": "1.0", "States": {"A": {"Type": "Map", "End": true, "ItemProcessor":
            {"StartAt": "B", "States": {"B": {"Type": "Pass", "Nxt": 1}}}}, "C": {"Type": "Succeed"}}}"#,
    );
    let rules =
        |name: &str| -> Vec<&str> { node(&picture, name).findings.iter().map(|finding| finding.rule).collect() };
    assert_eq!(rules("A"), [""; 0]);
    assert!(!rules("B").is_empty());
    assert_eq!(rules("C"), ["unreachable-state"]);
    assert!(!node(&picture, "C").is_reached && node(&picture, "B").is_reached);
    assert_eq!(picture.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["unknown-field"]);
}

#[test]
fn nesting_as_deep_as_it_is_read_is_drawn() {
    let open = r#"{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemProcessor": "#;
    let text = format!("{}{{}}{}", open.repeat(60), "}}}".repeat(60));
    let picture = picture(&text);
    assert!(50 < picture.groups.len(), "{}", picture.groups.len());
    check("deep", &picture);
    Document::parse(&svg::render(&picture, Theme::Light)).unwrap();
    assert!(mermaid::render(&picture).lines().count() < 1_000);
}

/// Names that mean something in every format.
const HOSTILE: &str = r#"{"StartAt": "a \"b\" \\ <c> & 'd' ]] --> #x; %% {{e}} |f| `g` \n\u0007", "States": {
    "a \"b\" \\ <c> & 'd' ]] --> #x; %% {{e}} |f| `g` \n\u0007": {"Type": "Choice", "Choices": [
        {"Variable": "$.a\"</svg>]]>", "StringEquals": "\"|\\", "Next": "end"}], "Default": "graph"},
    "end": {"Type": "Succeed"}, "graph": {"Type": "Fail", "Error": "\u202Eerror\uFFFF"}}}"#;

#[test]
fn svg_is_well_formed_and_tells_what_it_shows() {
    for (name, pictures) in fixtures() {
        for picture in &pictures {
            for theme in [Theme::Auto, Theme::Light, Theme::Dark] {
                let text = svg::render(picture, theme);
                let document = Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!(document.root_element().attribute("role"), Some("img"));
            }
        }
    }
    let picture = picture(HOSTILE);
    let text = svg::render(&picture, Theme::Auto);
    let document = Document::parse(&text).unwrap();
    let title = document.descendants().find(|element| element.attribute("id") == Some("n2")).unwrap();
    assert_eq!(title.first_element_child().unwrap().text(), Some("end\nSucceed"));
    assert!(!text.contains("<script") && text.contains("prefers-color-scheme"));
    assert!(!svg::render(&picture, Theme::Light).contains("prefers-color-scheme"));
}

/// What stands outside of quotes; a backslash inside takes the next letter with it.
fn unquoted(text: &str, has_escapes: bool) -> String {
    let mut outside = String::new();
    let mut is_quoted = false;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '\\' if is_quoted && has_escapes => _ = letters.next(),
            letter if !is_quoted => outside.push(letter),
            _ => {}
        }
    }
    assert!(!is_quoted, "a quote is left open: {text}");
    outside
}

#[test]
fn mermaid_and_dot_keep_names_inside_quotes() {
    let picture = picture(HOSTILE);
    for line in mermaid::render(&picture).lines() {
        let outside = unquoted(line, false);
        assert!(!outside.contains(['<', '&', '`', '%', '\\']), "{line}");
        assert!(!outside.split_whitespace().any(|word| word == "end" || word == "graph"), "{line}");
    }
    let outside = unquoted(&dot::render(&picture), true);
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || " \n{}[];=,->_.".contains(letter);
    assert!(outside.chars().all(is_plain), "{outside}");
}

#[test]
fn outlines_open_and_close_what_is_nested() {
    for seed in 0..50 {
        let picture = picture(&generated(seed));
        let text = mermaid::render(&picture);
        let count = |word: &str| text.lines().filter(|line| line.trim().split(' ').next() == Some(word)).count();
        assert_eq!(count("subgraph"), count("end"));
        let outside = unquoted(&dot::render(&picture), true);
        assert_eq!(outside.matches('{').count(), outside.matches('}').count());
        let drawn = |node: usize| outside.contains(&format!("n{node} ["));
        assert!((0..picture.nodes.len()).all(drawn), "every node is declared");
    }
}

#[test]
fn json_has_everything() {
    let text = generated(3);
    let picture = picture(&text);
    let document: Value = serde_json::from_str(&json::render(&picture, &Source::new(text.as_str()))).unwrap();
    let length = |key: &str| document[key].as_array().unwrap().len();
    assert_eq!(length("nodes"), picture.nodes.len());
    assert_eq!(length("edges"), picture.edges.len());
    assert_eq!(length("groups"), picture.groups.len());
    let states = document["nodes"].as_array().unwrap().iter().filter(|node| node["kind"] == "state");
    for state in states {
        let (start, end) = (&state["start"]["offset"], &state["end"]["offset"]);
        let range = usize::try_from(start.as_u64().unwrap()).unwrap()..usize::try_from(end.as_u64().unwrap()).unwrap();
        assert_eq!(&text[range], format!("\"{}\"", state["name"].as_str().unwrap()));
    }
}

/// The picture of a fixture as the program draws it: hints are left out.
fn shown(fixture: &str) -> (Picture, Source) {
    let path = root().join(fixture);
    let text = strip(&std::fs::read_to_string(&path).unwrap());
    let analysis = common::lint(fixture, &text, &common::options());
    let is_shown =
        |finding: &&asl_lint::diagnostic::Diagnostic| asl_lint::diagnostic::Severity::Info <= finding.severity;
    let title = Path::new(fixture).file_name().unwrap().to_string_lossy().into_owned();
    (draw(&analysis.definitions[0], &title, analysis.diagnostics.iter().filter(is_shown)), Source::new(text))
}

#[test]
fn pictures_of_the_documentation_and_golden_files_are_current() {
    let (checkout, source) = shown("demo/checkout.asl.json");
    let (order, _) = shown("valid/order-processing.asl.json");
    let expected = [
        ("docs/images/graph.svg", svg::render(&order, Theme::Auto)),
        ("docs/images/graph-findings.svg", svg::render(&checkout, Theme::Auto)),
        ("tests/golden/graph/checkout.mmd", mermaid::render(&checkout)),
        ("tests/golden/graph/order-processing.mmd", mermaid::render(&order)),
        ("tests/golden/graph/checkout.dot", dot::render(&checkout)),
        ("tests/golden/graph/order-processing.dot", dot::render(&order)),
        ("tests/golden/graph/checkout.json", json::render(&checkout, &source)),
    ];
    for (path, text) in expected {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, &text).unwrap();
        }
        let current = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(current == text, "{path} is stale: UPDATE=1 cargo test --test picture rewrites it");
    }
}
