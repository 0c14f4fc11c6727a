//! JSONata expressions that stand in YAML without quotes, where their `{` begins a mapping: `Output: {% $states.input %}`;
//! and placeholders in two braces, which are replaced before anybody reads YAML.
//!
//! Knows lines only. Whether an expression is at fault is for the parser to say, which stops at the first that is.

use std::ops::Range;

use memchr::memmem;

use crate::syntax::placeholder::placeholder_at;

/// An expression in the place of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unquoted {
    /// From `{%` to `%}`, or to the end of the line where that is missing.
    pub range: Range<usize>,
    /// Whether quotes around it are all that it lacks: it ends on its line, and so does the value.
    pub is_plain: bool,
}

/// The expressions of a text that stand where a value is expected, in order.
pub(super) fn unquoted(text: &str) -> Vec<Unquoted> {
    scan(text).found
}

/// The placeholders in two braces, `Name: {{ name }}`, that stand where a value is expected, in order.
pub(super) fn placeholders(text: &str) -> Vec<Range<usize>> {
    if memmem::find(text.as_bytes(), b"{{").is_none() {
        return Vec::new();
    }
    scan(text).placeholders
}

fn scan(text: &str) -> Scanner<'_> {
    let mut scanner = Scanner { text, depth: 0, expects: false, found: Vec::new(), placeholders: Vec::new() };
    // The column of what a block scalar belongs to: the lines below that are indented further are text.
    let mut block: Option<usize> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.trim_end().len();
        start += line.len();
        let indent = line.len() - line.trim_start().len();
        let is_read = scanner.found.last().is_some_and(|last| range.start < last.range.end);
        if is_read || line.trim().is_empty() || block.is_some_and(|column| column < indent) {
            continue;
        }
        let Some(content) = text.get(range.start + indent..range.end) else { continue };
        if content.starts_with('#') {
            continue;
        }
        let column = indent + dashes(content);
        block =
            is_block_header(content).then(|| if is_item(content) { column.saturating_sub("- ".len()) } else { column });
        scanner.line(range.start + indent..range.end, indent);
    }
    scanner
}

/// The width of the dashes before an item.
fn dashes(content: &str) -> usize {
    content.len() - content.trim_start_matches("- ").len()
}

/// Whether a block scalar is itself the item of a list.
fn is_item(content: &str) -> bool {
    content.get(dashes(content)..).is_some_and(|rest| dashes(content) != 0 && rest.starts_with(['|', '>']))
}

/// Whether the lines below are the text of a block scalar.
fn is_block_header(content: &str) -> bool {
    let content = content.split(" #").next().unwrap_or("").trim_end();
    let before = content.trim_end_matches(|sign: char| sign.is_ascii_digit() || matches!(sign, '+' | '-'));
    before.strip_suffix(['|', '>']).is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t']))
}

struct Scanner<'a> {
    text: &'a str,
    /// How many brackets are open.
    depth: usize,
    /// Whether a value may begin here.
    expects: bool,
    found: Vec<Unquoted>,
    placeholders: Vec<Range<usize>>,
}

impl Scanner<'_> {
    fn line(&mut self, line: Range<usize>, indent: usize) {
        let mut at = line.start;
        while at < line.end {
            let Some(rest) = self.text.get(at..line.end) else { return };
            let Some(first) = rest.chars().next() else { return };
            if self.expects
                && rest.starts_with("{{")
                && let Some(range) = placeholder_at(self.text, at)
            {
                at = range.end;
                self.placeholders.push(range);
                self.expects = false;
                continue;
            }
            let mut next = at + first.len_utf8();
            let is_behind_blank =
                at == line.start || self.text.as_bytes().get(at - 1).is_some_and(u8::is_ascii_whitespace);
            match first {
                ' ' | '\t' => {}
                // A tag or an anchor stands before the value.
                '!' | '&' if self.expects => {
                    next = at + rest.find([' ', '\t']).unwrap_or(rest.len());
                }
                '#' if is_behind_blank => return,
                '-' if rest == "-" || rest.starts_with("- ") => self.expects |= self.is_lead(line.start..at),
                ':' if rest == ":" || rest.starts_with(": ") => self.expects = true,
                '{' if self.expects && rest.starts_with("{%") => {
                    next = self.expression(at, line.end, indent);
                    self.expects = false;
                }
                '[' | '{' if self.expects || 0 < self.depth => {
                    self.depth += 1;
                    self.expects = true;
                }
                ']' | '}' if 0 < self.depth => {
                    self.depth -= 1;
                    self.expects = false;
                }
                ',' if 0 < self.depth => self.expects = true,
                '"' | '\'' if is_behind_blank || self.expects => {
                    // What follows a quote that is not closed is text.
                    let Some(end) = end_of_quoted(rest, first) else { return };
                    next = at + end;
                    self.expects = false;
                }
                _ => self.expects = false,
            }
            at = next;
        }
    }

    /// Whether nothing but the dashes of outer items stands before a dash.
    fn is_lead(&self, before: Range<usize>) -> bool {
        self.text.get(before).is_some_and(|before| before.trim_matches(['-', ' ']).is_empty())
    }

    /// Takes an expression and gives the place behind it.
    fn expression(&mut self, start: usize, line_end: usize, indent: usize) -> usize {
        let line = self.text.get(start..line_end).unwrap_or("");
        if let Some(length) = line.find("%}") {
            let end = start + length + "%}".len();
            let rest = self.text.get(end..line_end).unwrap_or("");
            let closes = 0 < self.depth && rest.trim_start().starts_with([',', ']', '}']);
            let is_plain = rest.is_empty() || rest.starts_with(" #") || closes;
            self.found.push(Unquoted { range: start..end, is_plain });
            return end;
        }
        let end = self.end_below(line_end, indent).unwrap_or(line_end);
        self.found.push(Unquoted { range: start..end, is_plain: false });
        line_end
    }

    /// Where an expression ends that goes on in the lines below.
    fn end_below(&self, line_end: usize, indent: usize) -> Option<usize> {
        let mut start = line_end;
        for line in self.text.get(line_end..)?.split_inclusive('\n') {
            let content = line.trim_start();
            let is_inside = content.is_empty() || indent < line.len() - content.len() || content.starts_with("%}");
            if !is_inside {
                return None;
            }
            if let Some(length) = line.find("%}") {
                return Some(start + length + "%}".len());
            }
            start += line.len();
        }
        None
    }
}

/// Where text in quotes ends that begins here, if it does.
fn end_of_quoted(rest: &str, quote: char) -> Option<usize> {
    let mut characters = rest.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        if character == quote {
            return Some(at + quote.len_utf8());
        }
        if character == '\\' && quote == '"' {
            characters.next();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn finds(text: &str, expected: &[(&str, bool)]) {
        let found = unquoted(text);
        let found: Vec<(&str, bool)> = found.iter().map(|one| (&text[one.range.clone()], one.is_plain)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn values_items_and_members_are_found() {
        finds(
            "a: {% 1 %}\nb:\n  - {% 2 %}\n  - - {% 3 %}\nc:\n  {% 4 %}\n",
            &[("{% 1 %}", true), ("{% 2 %}", true), ("{% 3 %}", true), ("{% 4 %}", true)],
        );
        finds("a: [{% 1 %}, {b: {% 2 %}}]\n", &[("{% 1 %}", true), ("{% 2 %}", true)]);
        finds("a: !Sub {% 1 %}\nb: &b {% 2 %}\n", &[("{% 1 %}", true), ("{% 2 %}", true)]);
        finds("a: {% 1 %} # why\nb: {% 2 %} or {% 3 %}\n", &[("{% 1 %}", true), ("{% 2 %}", false)]);
    }

    #[test]
    fn placeholders_in_two_braces_are_found() {
        let text = "a: {{ b.c }}-d\nb: '{{ c }}'\nd: [{{ e }}, {{f: 1}: 2}]\ng: |\n  {{ h }}\ni: x {{ j }}\n- {{k}}\n";
        let found: Vec<&str> = placeholders(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["{{ b.c }}", "{{ e }}", "{{k}}"]);
    }

    #[test]
    fn several_lines_are_one_expression() {
        finds(
            "a: {%\n  1\n  %}\nb: {%\n  {% 2 %}\nc: {%\n",
            &[("{%\n  1\n  %}", false), ("{%\n  {% 2 %}", false), ("{%", false)],
        );
    }

    #[test]
    fn text_in_quotes_blocks_and_comments_is_none() {
        finds("a: '{% 1 %}'\nb: \"x: {% 2 %}\"\nc: x {% 3 %}\n# d: {% 4 %}\ne: 1 # f: {% 5 %}\n", &[]);
        finds("a: |\n  {% 1 %}\nb: >- # why\n  x: {% 2 %}\nc:\n  - |\n   d: {% 3 %}\n", &[]);
        finds("- a: |\n    b: {% 1 %}\n  c: {% 2 %}\n", &[("{% 2 %}", true)]);
    }
}
