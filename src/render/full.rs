//! Findings with the lines they are about, drawn by `miette`; the only module that knows it.
//!
//! `miette` asks for the text around each label. Its own sources search a file from its start for every finding and
//! print whole lines; `Frame` looks lines up and keeps to a window of lines that are too long to be read.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan,
    SpanContents,
};

use super::{File, one_line};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules;
use crate::text::{Source, Span};

/// The longest line that is shown whole, in bytes.
const LONG: usize = 1000;

/// How much of a longer line is shown on each side of a span, and of a span itself, in bytes.
const WINDOW: usize = 120;

/// A span over more lines than this is shown by its first line.
const LINES: u32 = 6;

/// What the output can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    pub color: bool,
    /// Where the documentation is, if the names of rules lead to their pages.
    pub links: Option<&'static str>,
}

/// The findings of a file, each followed by an empty line.
pub fn render(file: File<'_>, findings: &[&Diagnostic], style: Style) -> String {
    let mut text = String::new();
    if findings.is_empty() {
        return text;
    }
    let frame = Frame::new(file.source());
    for finding in findings {
        header(&mut text, file, finding, style);
        let theme = if style.color { theme(finding) } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_urls(false)
            .with_wrap_lines(false)
            .without_primary_span_start()
            .without_syntax_highlighting();
        // The first line is the place of a message that the header has said already.
        let mut report = String::new();
        if handler.render_report(&mut report, &Report { finding, frame: &frame }).is_ok() {
            for line in report.split_once('\n').map_or("", |(_, rest)| rest).lines() {
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
        text.push('\n');
    }
    text
}

fn header(text: &mut String, file: File<'_>, finding: &Diagnostic, style: Style) {
    let position = file.source().position(finding.span.start);
    let severity = finding.severity.name();
    let message = one_line(&finding.message);
    let url = style.links.and_then(|homepage| rules::find(finding.rule).map(|rule| rule.url_at(homepage)));
    let rule = match url {
        Some(url) => format!("\u{1b}]8;;{url}\u{1b}\\{}\u{1b}]8;;\u{1b}\\", finding.rule),
        None => finding.rule.to_owned(),
    };
    if style.color {
        let color = match finding.severity {
            Severity::Error => 31,
            Severity::Warning => 33,
            Severity::Info | Severity::Hint => 36,
        };
        text.push_str(&format!("\u{1b}[1;{color}m{severity}[{rule}]\u{1b}[0m\u{1b}[1m: {message}\u{1b}[0m\n"));
    } else {
        text.push_str(&format!("{severity}[{rule}]: {message}\n"));
    }
    text.push_str(&format!("  --> {}:{}:{}\n", file.path, position.line, position.column));
}

/// Colours by which the place of a finding is told from further places: that of its severity, and another for the rest.
/// `miette` gives them to labels in the order of the file.
fn theme(finding: &Diagnostic) -> GraphicalTheme {
    let mut theme = GraphicalTheme::unicode();
    let styles = &mut theme.styles;
    let primary = match finding.severity {
        Severity::Error => styles.error,
        Severity::Warning => styles.warning,
        Severity::Info | Severity::Hint => styles.advice,
    };
    if let Some(&other) = styles.highlights.first() {
        styles.highlights = vec![other; finding.related.len() + 1];
    }
    let before = finding.related.iter().filter(|label| label.span.start < finding.span.start).count();
    if let Some(highlight) = styles.highlights.get_mut(before) {
        *highlight = primary.bold();
    }
    theme
}

/// A finding as `miette` wants it.
struct Report<'a> {
    finding: &'a Diagnostic,
    frame: &'a Frame<'a>,
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.finding.rule)
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let title = || self.finding.fixes.first().map(|fix| &fix.title);
        let help = self.finding.help.as_ref().or_else(title)?;
        Some(Box::new(one_line(help)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.frame)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let primary = LabeledSpan::new_primary_with_span(
            self.finding.label.as_deref().map(one_line),
            source_span(self.frame.shorten(self.finding.span)),
        );
        let related = self.finding.related.iter().map(|label| {
            LabeledSpan::new_with_span(Some(one_line(&label.message)), source_span(self.frame.shorten(label.span)))
        });
        Some(Box::new(std::iter::once(primary).chain(related)))
    }
}

fn source_span(span: Span) -> SourceSpan {
    (span.start as usize, (span.end - span.start) as usize).into()
}

/// A text with the same offsets as the file's, that can be printed.
struct Frame<'a> {
    source: &'a Source,
    text: String,
}

impl<'a> Frame<'a> {
    fn new(source: &'a Source) -> Self {
        Self { source, text: printable(source.text()) }
    }

    /// The part of a span that is shown: neither hundreds of lines nor a line of kilobytes.
    fn shorten(&self, span: Span) -> Span {
        let length = crate::text::offset(self.source.text().len());
        let span = Span::new(span.start.min(length), span.end.min(length));
        let first = self.source.position(span.start).line;
        let last = self.source.position(span.end).line;
        let line = self.source.line(first);
        let long = LONG < line.len() || LONG < span.range().len();
        let mut end = span.end as usize;
        if LINES <= last - first || (long && first < last) {
            end = line.end.max(span.start as usize);
        }
        if long {
            end = boundary(&self.text, end.min(span.start as usize + WINDOW));
        }
        Span::new(span.start, crate::text::offset(end))
    }
}

impl SourceCode for Frame<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let start = crate::text::offset(span.offset());
        let end = crate::text::offset(span.offset() + span.len());
        let mut first = self.source.position(start).line;
        let mut last = self.source.position(end).line.max(first);
        let (head, tail) = (self.source.line(first), self.source.line(last));
        let is_long = |range: &std::ops::Range<usize>| LONG < range.len();
        let window = if is_long(&head) || is_long(&tail) {
            if LONG < span.len() {
                // Two labels that are far apart: `miette` draws a snippet for each.
                return Err(MietteError::OutOfBounds);
            }
            let from = span.offset().saturating_sub(WINDOW).max(head.start);
            let to = (span.offset() + span.len() + WINDOW).min(tail.end);
            boundary(&self.text, from)..boundary(&self.text, to)
        } else {
            for _ in 0..lines_before {
                if first <= 1 || is_long(&self.source.line(first - 1)) {
                    break;
                }
                first -= 1;
            }
            for _ in 0..lines_after {
                let next = self.source.line(last + 1);
                let is_end = next.start == self.source.text().len();
                if self.source.line_count() <= last || is_end || is_long(&next) {
                    break;
                }
                last += 1;
            }
            let to = if last < self.source.line_count() { self.source.line(last + 1).start } else { self.text.len() };
            self.source.line(first).start..to
        };
        let data = self.text.get(window.clone()).ok_or(MietteError::OutOfBounds)?;
        let contents = MietteSpanContents::new(
            data.as_bytes(),
            (window.start, window.len()).into(),
            first as usize - 1,
            0,
            (last - first) as usize + 1,
        );
        Ok(Box::new(contents))
    }
}

/// The text, with its control characters (which could drive a terminal) and lone carriage returns (which are line
/// ends) replaced by what takes as many bytes, and a line end behind it, so that the end of the file has a place.
fn printable(text: &str) -> String {
    let follows = |index: usize| text.as_bytes().get(index + 1) == Some(&b'\n');
    let mut clean = String::with_capacity(text.len() + 1);
    for (index, character) in text.char_indices() {
        match character {
            '\r' if !follows(index) => clean.push('\n'),
            '\n' | '\r' | '\t' => clean.push(character),
            _ if character.is_control() => clean.extend(std::iter::repeat_n(' ', character.len_utf8())),
            _ => clean.push(character),
        }
    }
    clean.push('\n');
    clean
}

/// The start of the character that an offset is in, or the end of the text.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::analysis::Analysis;

    fn analysis(text: &str) -> Analysis {
        let source = Arc::new(Source::new(text));
        Analysis::nothing(source)
    }

    #[track_caller]
    fn check(text: &str, finding: &Diagnostic, expected: &str) {
        let analysis = analysis(text);
        let file = File { path: "a.asl.json", analysis: &analysis };
        let rendered = render(file, &[finding], Style::default());
        assert_eq!(rendered.trim_end(), expected.trim_matches('\n'), "\n{rendered}");
    }

    fn finding(start: usize, end: usize) -> Diagnostic {
        Diagnostic::new("unreachable-state", Span::new(crate::text::offset(start), crate::text::offset(end)), "wrong")
    }

    #[test]
    fn labels_far_apart_have_a_snippet_each() {
        let text = format!("{{\n  \"A\": 1,{}\n  \"A\": 2\n}}\n", "\n".repeat(40));
        let second = text.rfind("\"A\"").unwrap();
        let mut finding = finding(second, second + 3);
        finding.label("again").related(Span::new(4, 7), "first here").help("remove one");
        check(
            &text,
            &finding,
            r#"
error[unreachable-state]: wrong
  --> a.asl.json:43:3
   ╭────
 1 │ {
 2 │   "A": 1,
   ·   ─┬─
   ·    ╰── first here
 3 │
   ╰────
    ╭────
 42 │
 43 │   "A": 2
    ·   ─┬─
    ·    ╰── again
 44 │ }
    ╰────
  help: remove one"#,
        );
    }

    #[test]
    fn empty_spans_have_a_caret_everywhere() {
        let at_line_end = "
error[unreachable-state]: wrong
  --> a.asl.json:1:2
   ╭────
 1 │ [
   ·  ▲
 2 │ ]
   ╰────";
        check("[\n]\n", &finding(1, 1), at_line_end);
        let at_end = "
error[unreachable-state]: wrong
  --> a.asl.json:2:1
   ╭────
 1 │ [
 2 │
   · ▲
   ╰────";
        check("[\n", &finding(2, 2), at_end);
        let without_line_end = "
error[unreachable-state]: wrong
  --> a.asl.json:1:2
   ╭────
 1 │ [
   ·  ▲
   ╰────";
        check("[", &finding(1, 1), without_line_end);
    }

    #[test]
    fn long_spans_are_shown_by_their_first_line() {
        let expected = "
error[unreachable-state]: wrong
  --> a.asl.json:1:1
   ╭────
 1 │ [
   · ─
 2 │
   ╰────";
        let text = format!("[{}]", "\n".repeat(20));
        check(&text, &finding(0, text.len()), expected);
    }

    #[test]
    fn labels_on_one_long_line_have_a_window_each() {
        let text = format!(r#"{{"A": "{}", "B": "é{}"}}"#, "é".repeat(2000), "x".repeat(2000));
        let second = text.find("\"B\"").unwrap();
        let mut finding = finding(second, second + 3);
        finding.label("here").related(Span::new(1, 4), "first");
        let analysis = analysis(&text);
        let file = File { path: "a.json", analysis: &analysis };
        let rendered = render(file, &[&finding], Style::default());
        assert!(rendered.contains("--> a.json:1:2011\n"), "{rendered}");
        assert!(rendered.contains("╰── first") && rendered.contains("╰── here"), "{rendered}");
        assert!(rendered.len() < 2000, "{rendered}");
    }

    #[test]
    fn names_of_rules_lead_to_their_pages() {
        let analysis = analysis("[");
        let file = File { path: "a.json", analysis: &analysis };
        let render = |links| render(file, &[&finding(0, 1)], Style { color: false, links });
        let url = "https://docs.example.org/rules/unreachable-state.html";
        let linked = format!("error[\u{1b}]8;;{url}\u{1b}\\unreachable-state\u{1b}]8;;\u{1b}\\]: wrong\n");
        assert!(render(Some("https://docs.example.org/")).starts_with(&linked));
        assert!(render(None).starts_with("error[unreachable-state]: wrong\n"));
    }

    #[test]
    fn the_place_of_a_finding_has_the_colour_of_its_severity() {
        let mut finding = finding(8, 11);
        finding.severity = Severity::Warning;
        finding.label("here").related(Span::new(1, 4), "before").related(Span::new(15, 18), "behind");
        let text = "{\"A\":1,\"A\":2,\"A\":3}";
        let analysis = analysis(text);
        let style = Style { color: true, links: None };
        let rendered = render(File { path: "a.json", analysis: &analysis }, &[&finding], style);
        let color_of = |label: &str| {
            let before = rendered.split(label).next().unwrap();
            before.rsplit("\u{1b}[").next().unwrap().split('m').next().unwrap().to_owned()
        };
        assert_eq!([color_of("before"), color_of("here"), color_of("behind")], ["35;1", "33;1", "35;1"], "{rendered}");
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let mut finding = finding(0, 1);
        finding.message = "state `\u{1b}[2J` is\nwrong".to_owned();
        let expected = "
error[unreachable-state]: state ` [2J` is wrong
  --> a.asl.json:1:1
   ╭────
 1 │ x [31m
   · ─
 2 │ y
   ╰────";
        check("x\u{1b}[31m\ry", &finding, expected);
    }
}
