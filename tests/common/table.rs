//! Tables of expressions: a line each, a verdict, a tab and the text with `\n`, `\t`, `\r` and `\\` escaped.

/// The rows of a table: the line, the verdict, the text.
pub(crate) fn rows(table: &str) -> Vec<(usize, &str, String)> {
    table
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#'))
        .map(|(at, line)| {
            let (verdict, text) = line.split_once('\t').expect("a verdict, a tab and a text");
            (at + 1, verdict, unescape(text))
        })
        .collect()
}

fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        plain.push(match (character, character == '\\') {
            (_, false) => character,
            (_, true) => match characters.next().expect("something after a backslash") {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                other => other,
            },
        });
    }
    plain
}
