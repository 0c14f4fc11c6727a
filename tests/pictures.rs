//! The pictures under `docs/images` show what the program prints today. `UPDATE=1 cargo test --test pictures` draws them anew:
//! look at them before committing them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::path::Path;

use common::program::run_in;
use roxmltree::Document;

/// Each picture: its name, what is checked, and what it shows to those who cannot see it.
const PICTURES: [(&str, &str, &str); 3] = [
    ("check", "fixtures/demo", "asl-lint finds four mistakes in a checkout workflow in JSON"),
    (
        "check-jsonata",
        "fixtures/demo-jsonata",
        "asl-lint finds four mistakes in a refund workflow in YAML, with JSONata",
    ),
    (
        "check-template",
        "fixtures/demo-template",
        "asl-lint finds four mistakes in a workflow inside a CloudFormation template",
    ),
];

/// The places of characters, in hundredths of a pixel, so that the arithmetic is exact.
const COLUMN: usize = 843;
const ROW: usize = 1700;
const LEFT: usize = 2000;
const TOP: usize = 5200;
const BOTTOM: usize = 800;

/// How characters look, as the codes of a terminal say.
#[derive(Clone, Copy, Default)]
struct Look {
    color: Option<&'static str>,
    is_bold: bool,
    is_dim: bool,
}

impl Look {
    #[track_caller]
    fn after(self, code: &str) -> Self {
        let color = |color| Self { color: Some(color), ..self };
        match code {
            "0" | "" => Self::default(),
            "1" => Self { is_bold: true, ..self },
            "2" => Self { is_dim: true, ..self },
            "31" => color("#ff7b72"),
            "33" => color("#e3b341"),
            "35" => color("#d2a8ff"),
            "36" => color("#76e3ea"),
            "39" => Self { color: None, ..self },
            "90" => color("#6e7681"),
            code => panic!("a picture has no look for the code {code}"),
        }
    }
}

/// Characters of one look that follow each other.
struct Run<'a> {
    column: usize,
    text: &'a str,
    look: Look,
}

/// The characters of a line that is colored for a terminal.
fn runs(line: &str) -> Vec<Run<'_>> {
    let (mut runs, mut look, mut column) = (Vec::new(), Look::default(), 0);
    for (index, part) in line.split("\x1b[").enumerate() {
        let (codes, text) = if index == 0 { ("", part) } else { part.split_once('m').unwrap() };
        if 0 < index {
            look = codes.split(';').fold(look, Look::after);
        }
        runs.push(Run { column, text, look });
        column += text.chars().count();
    }
    runs
}

fn pixels(hundredths: usize) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A picture of a terminal with these lines.
fn draw(lines: &[&str], label: &str) -> String {
    let columns = lines.iter().map(|line| runs(line).iter().map(|run| run.text.chars().count()).sum()).max();
    let width = pixels(2 * LEFT + columns.unwrap_or(0) * COLUMN);
    let height = pixels(TOP + lines.len() * ROW + BOTTOM);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-label=\"{}\">\n<rect width=\"100%\" height=\"100%\" rx=\"10\" fill=\"#0d1117\"/>\n",
        escape(label)
    );
    for (x, color) in [(22, "#ff5f57"), (42, "#febc2e"), (62, "#28c840")] {
        svg.push_str(&format!("<circle cx=\"{x}\" cy=\"22\" r=\"6\" fill=\"{color}\"/>\n"));
    }
    svg.push_str(
        "<g font-family=\"ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\" \
         fill=\"#c9d1d9\">\n",
    );
    for (row, line) in lines.iter().enumerate() {
        for run in runs(line) {
            draw_run(&mut svg, row, &run);
        }
    }
    svg.push_str("</g></svg>\n");
    svg
}

/// Blanks at the ends of a run are left out: not every viewer keeps them.
fn draw_run(svg: &mut String, row: usize, run: &Run<'_>) {
    let text = run.text.trim();
    if text.is_empty() {
        return;
    }
    let blanks = run.text.chars().count() - run.text.trim_start().chars().count();
    let x = pixels(LEFT + (run.column + blanks) * COLUMN);
    let (y, length) = (pixels(TOP + row * ROW), pixels(text.chars().count() * COLUMN));
    // A length, since a viewer's font may be wider than ours.
    svg.push_str(&format!(
        "<text x=\"{x}\" y=\"{y}\" xml:space=\"preserve\" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\""
    ));
    if let Some(color) = run.look.color {
        svg.push_str(&format!(" fill=\"{color}\""));
    }
    if run.look.is_bold {
        svg.push_str(" font-weight=\"bold\"");
    }
    if run.look.is_dim {
        svg.push_str(" opacity=\"0.6\"");
    }
    svg.push_str(&format!(">{}</text>\n", escape(text)));
}

/// The text of a picture, read from the places of its parts.
fn read(svg: &str) -> String {
    let document = Document::parse(svg).unwrap();
    let mut lines: Vec<String> = Vec::new();
    for node in document.descendants().filter(|node| node.has_tag_name("text")) {
        let hundredths = |name: &str| node.attribute(name).unwrap().replace('.', "").parse::<usize>().unwrap();
        let (row, column) = ((hundredths("y") - TOP) / ROW, (hundredths("x") - LEFT) / COLUMN);
        lines.resize(lines.len().max(row + 1), String::new());
        let blanks = column - lines[row].chars().count();
        lines[row].push_str(&" ".repeat(blanks));
        lines[row].push_str(node.text().unwrap());
    }
    lines.join("\n")
}

#[test]
fn pictures_show_what_is_printed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, path, label) in PICTURES {
        let command = format!("asl-lint check {path}");
        let colored = run_in(root, &["check", "--color", "always", path]).out;
        let prompt = format!("\x1b[90m$\x1b[0m {command}");
        let lines: Vec<&str> = std::iter::once(prompt.as_str()).chain(colored.lines()).collect();
        let drawn = draw(&lines, label);
        let plain = run_in(root, &["check", "--color", "never", path]).out;
        assert_eq!(read(&drawn), format!("$ {command}\n{}", plain.trim_end()), "{name}");
        let file = root.join("docs/images").join(format!("{name}.svg"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&file, drawn).unwrap();
        } else {
            let is_current = std::fs::read_to_string(&file).is_ok_and(|picture| picture == drawn);
            assert!(is_current, "{name}.svg is stale; UPDATE=1 cargo test --test pictures draws it anew");
        }
    }
}

#[test]
fn pictures_are_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/output-formats.md")).unwrap();
    for (name, _, label) in PICTURES {
        assert!(page.contains(&format!("![{label}](images/{name}.svg)")), "{name}");
    }
}
