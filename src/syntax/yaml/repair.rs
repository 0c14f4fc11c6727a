//! What the author of a faulty YAML line may have meant: the text line by line, with other indentation, a quote or a
//! colon or a bracket added, or left out, and the way back to the places of the text as it is.
//!
//! Knows lines only. Which of the repairs is the right one is for the parser to say.

use std::borrow::Cow;
use std::ops::Range;

/// A line more than this many columns off its neighbours is not taken for a slip.
const SLIP: usize = 4;

/// How many brackets that are not closed are closed at once.
const BRACKETS: usize = 4;

/// How far back the cause of an error is looked for.
const LINES_BEFORE: usize = 2_000;

/// What is wrong, as far as the parser can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Suspect {
    Tab,
    Quote,
    Layout,
}

/// A way to read a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Indent(usize),
    Append(char),
    Blank,
}

/// A way to read the text on.
#[derive(Clone, Debug)]
pub(super) struct Repair {
    changes: Vec<(usize, Change)>,
    /// The place at fault in the text; `None` leaves it to the parser's error.
    pub culprit: Option<(Range<usize>, String)>,
}

/// A line of the text, and how it is read.
#[derive(Clone, Debug)]
struct Line {
    start: usize,
    /// From the first character that is not blank to the last one.
    content: Range<usize>,
    end: usize,
    indent: usize,
    suffix: String,
    is_blank: bool,
}

/// The text as it is read.
#[derive(Clone, Debug)]
pub(super) struct Lines<'a> {
    /// Of the length of the file's text, and the same but for what is filled.
    text: Cow<'a, str>,
    /// What is read as a word without meaning, in order.
    filled: Vec<Range<usize>>,
    all: Vec<Line>,
    /// Where each line starts in what is read, if something was changed.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for raw in text.split_inclusive('\n') {
            let first = start + raw.len() - raw.trim_start().len();
            let last = start + raw.trim_end().len();
            let content = first.min(last)..last;
            let indent = content.start - start;
            lines.push(Line { start, content, end: start + raw.len(), indent, suffix: String::new(), is_blank: false });
            start += raw.len();
        }
        Self { text: Cow::Borrowed(text), filled: Vec::new(), all: lines, starts: Vec::new() }
    }

    /// The text with what was changed.
    pub(super) fn read(&mut self) -> String {
        let mut readable = String::with_capacity(self.text.len() + 64);
        self.starts.clear();
        for line in &self.all {
            self.starts.push(readable.len());
            if line.is_blank {
                readable.push('\n');
                continue;
            }
            if line.indent == line.content.start - line.start {
                readable.push_str(self.slice(line.start..line.content.start));
            } else {
                readable.extend(std::iter::repeat_n(' ', line.indent));
            }
            readable.push_str(self.slice(line.content.clone()));
            readable.push_str(&line.suffix);
            readable.push_str(self.slice(line.content.end..line.end));
        }
        readable
    }

    /// The place in the text of a place in what was read last.
    pub(super) fn place(&self, at: usize) -> usize {
        if self.starts.is_empty() {
            return at;
        }
        let index = self.starts.partition_point(|&start| start <= at).saturating_sub(1);
        let (Some(line), Some(start)) = (self.all.get(index), self.starts.get(index)) else { return at };
        let column = at - start;
        if line.is_blank {
            return if column == 0 { line.start } else { line.end };
        }
        if column < line.indent {
            return (line.start + column).min(line.content.start);
        }
        let content = line.content.start + column - line.indent;
        if line.content.end < content {
            content.saturating_sub(line.suffix.len()).max(line.content.end)
        } else {
            content
        }
    }

    /// Reads what stands in ranges, which are in order, as a word each; what is on further lines is left out.
    pub(super) fn fill(&mut self, ranges: Vec<Range<usize>>) {
        let mut bytes = self.text.as_bytes().to_vec();
        for range in &ranges {
            let mut with = b'x';
            for byte in bytes.get_mut(range.clone()).unwrap_or_default() {
                if *byte == b'\n' {
                    with = b' ';
                } else {
                    *byte = with;
                }
            }
            let below = self.all.partition_point(|line| line.start <= range.start);
            let below = self.all.get_mut(below..).unwrap_or_default().iter_mut();
            for line in below.take_while(|line| line.content.end <= range.end) {
                line.is_blank = true;
            }
        }
        // Whole characters have become blanks and letters.
        self.text = Cow::Owned(String::from_utf8_lossy(&bytes).into_owned());
        self.filled.extend(ranges);
        self.filled.sort_unstable_by_key(|range| range.start);
    }

    /// What is filled from a place on.
    pub(super) fn filled_at(&self, start: usize) -> Option<&Range<usize>> {
        let index = self.filled.binary_search_by_key(&start, |range| range.start).ok()?;
        self.filled.get(index)
    }

    /// Whether a line that follows a place, but for empty ones, is left out.
    pub(super) fn is_cut_behind(&self, at: usize) -> bool {
        let next = self.all.partition_point(|line| line.start <= at);
        let has_content = |line: &&Line| !line.content.is_empty() && !self.slice(line.content.clone()).starts_with('#');
        self.all.get(next..).unwrap_or_default().iter().find(has_content).is_some_and(|line| line.is_blank)
    }

    pub(super) fn apply(&mut self, repair: &Repair) {
        for &(index, change) in &repair.changes {
            let Some(line) = self.all.get_mut(index) else { continue };
            match change {
                Change::Indent(indent) => line.indent = indent,
                Change::Append(character) => line.suffix.push(character),
                Change::Blank => line.is_blank = true,
            }
        }
    }

    /// The line in which a place of the text lies, or the last one before it with something in it.
    fn line_at(&self, at: usize) -> Option<usize> {
        let index = self.all.partition_point(|line| line.start <= at).checked_sub(1)?;
        if self.is_text(index) { Some(index) } else { self.before(index) }
    }

    /// Ways to read on behind an error at a place of the text, the most likely first; the last one always leaves a line
    /// out. None when there is no line left.
    pub(super) fn repairs(&self, at: usize, suspect: Suspect) -> Vec<Repair> {
        let Some(line) = self.line_at(at) else { return Vec::new() };
        let mut repairs = Vec::new();
        match suspect {
            Suspect::Tab => {
                let line = self.tabbed(line).unwrap_or(line);
                self.tabs(line, &mut repairs);
                repairs.push(self.without(line, false));
                return repairs;
            }
            Suspect::Quote => self.quotes(line, &mut repairs),
            Suspect::Layout => {}
        }
        // A word behind a key whose value follows stands between the two.
        let before = self.before(line);
        if before.is_some_and(|before| self.opens(before) && self.indent(before) == self.indent(line)) {
            repairs.push(self.without(line, false));
        }
        self.layout(line, &mut repairs);
        repairs.push(self.without(line, true));
        repairs.extend(before.map(|before| self.without(before, true)));
        repairs.push(self.without(line, false));
        repairs
    }

    /// Ways to close brackets, the innermost first, that are open at an error. A bracket ends at the latest behind the
    /// last line that is indented further than its own; those inside of one that does not end there may not end, either.
    pub(super) fn closed(&self, open: &[usize], at: usize) -> Vec<Repair> {
        let mut repairs = Vec::new();
        let mut changes = Vec::new();
        for &bracket in open.iter().take(BRACKETS) {
            let Some(line) = self.line_at(bracket) else { break };
            let (name, close) = if self.slice(bracket..bracket + 1) == "[" { ("[", ']') } else { ("{", '}') };
            let is_below = |&index: &usize| !self.is_text(index) || self.indent(line) < self.indent(index);
            let below = (line + 1..self.all.len()).take_while(is_below);
            let last = below.filter(|&index| self.is_text(index)).last().unwrap_or(line);
            // Behind a comment it would be part of that.
            if at < self.range(last).end || self.content(last).contains(" #") {
                break;
            }
            changes.push((last, Change::Append(close)));
            let culprit = Some((bracket..bracket + 1, format!("`{name}` is never closed")));
            repairs.push(Repair { changes: changes.clone(), culprit });
        }
        repairs
    }

    fn layout(&self, line: usize, repairs: &mut Vec<Repair>) {
        let indent = self.indent(line);
        let before = self.before(line);
        let above = before.and_then(|before| self.before(before));
        // The first line below a key sets the indentation of those beside it.
        if let (Some(before), Some(above)) = (before, above)
            && self.opens(above)
            && self.is_step(above, indent)
            && self.is_near(before, indent)
        {
            repairs.push(self.indented(before, indent));
        }
        self.dashes(line, repairs);
        if let Some(target) = self.target(line) {
            repairs.push(self.indented(line, target));
        }
        if let Some(before) = before
            && self.indent(before) < indent
            && self.is_key(before)
            && !above.is_some_and(|above| self.opens(above))
        {
            repairs.push(self.with_colon(before));
        }
        if self.after(line).is_some_and(|after| indent < self.indent(after)) && self.is_key(line) {
            repairs.push(self.with_colon(line));
        }
        if let Some(first) = self.first_below(line)
            && self.is_near(first, indent)
            && self.before(first).is_some_and(|above| self.is_step(above, indent))
        {
            repairs.push(self.indented(first, indent));
        }
        let outer = (line.saturating_sub(LINES_BEFORE)..line).rev();
        let outer = outer.into_iter().find(|&index| self.is_text(index) && self.indent(index) < indent);
        if let Some(first) = outer.filter(|&first| self.is_near(first, indent))
            && self.before(first).is_some_and(|above| self.opens(above) && self.is_step(above, indent))
        {
            repairs.push(self.indented(first, indent));
        }
    }

    /// Whether an indentation is one step further than that of a line, as steps mostly are in this text.
    fn is_step(&self, above: usize, indent: usize) -> bool {
        let mut counts = [0_usize; 9];
        let mut before = 0;
        for index in (0..self.all.len()).filter(|&index| self.is_text(index)) {
            let step = self.indent(index).saturating_sub(before);
            before = self.indent(index);
            if let Some(count) = counts.get_mut(step).filter(|_| 0 < step) {
                *count += 1;
            }
        }
        let most = counts.iter().max().copied().unwrap_or(0);
        indent.checked_sub(self.indent(above)).is_some_and(|step| counts.get(step) == Some(&most))
    }

    /// An item of a list stands where the items above do, and what belongs to it two columns behind its dash.
    fn dashes(&self, line: usize, repairs: &mut Vec<Repair>) {
        let indent = self.indent(line);
        let is_item = |index: usize| self.content(index).starts_with("- ");
        let above = (line.saturating_sub(LINES_BEFORE)..line).rev().filter(|&index| self.is_text(index));
        let items = above.filter(|&index| is_item(index));
        if is_item(line) {
            let mut levels: Vec<usize> = items.map(|item| self.indent(item)).collect();
            levels.dedup();
            let levels = levels.into_iter().take(4).filter(|&level| self.is_near(line, level));
            repairs.extend(levels.map(|level| self.indented(line, level)));
        } else if let Some(target) = indent.checked_sub(2) {
            let item = items.into_iter().find(|&item| self.indent(item) < indent);
            let item = item.filter(|&item| self.is_near(item, target));
            repairs.extend(item.map(|item| self.indented(item, target)));
        }
    }

    /// Whether another indentation of a line is not the one it has, and not far off.
    fn is_near(&self, line: usize, target: usize) -> bool {
        let indent = self.indent(line);
        indent != target && indent.abs_diff(target) <= SLIP
    }

    /// Whether a line may be a key that lacks its colon.
    fn is_key(&self, index: usize) -> bool {
        !self.opens(index) && !self.content(index).contains(['-', '[', '{', ':', '"', '\''])
    }

    /// The indentation that a line was most likely meant to have; `None` where it may be one or the other.
    fn target(&self, line: usize) -> Option<usize> {
        let indent = self.indent(line);
        let before = self.before(line)?;
        let after = self.after(line);
        let near = |target: usize| self.is_near(line, target).then_some(target);
        if self.indent(before) < indent {
            return near(self.indent(before));
        }
        // Between the lines above it and those around them.
        let inner = self.enclosing(line).filter(|&level| indent < level).min();
        let outer = self.enclosing(line).filter(|&level| level < indent).max();
        match after.map(|after| self.indent(after)) {
            Some(after) if self.opens(line) && indent < after => near(outer?),
            Some(after) if Some(after) == inner => near(after),
            _ => None,
        }
    }

    /// The indentations of the line before and of those around it.
    fn enclosing(&self, line: usize) -> impl Iterator<Item = usize> + '_ {
        let mut least = usize::MAX;
        (line.saturating_sub(LINES_BEFORE)..line).rev().filter(|&index| self.is_text(index)).filter_map(move |index| {
            let indent = self.indent(index);
            (indent < least).then(|| {
                least = indent;
                indent
            })
        })
    }

    /// The first line below the key that a line's neighbours above stand under, where it is indented further.
    fn first_below(&self, line: usize) -> Option<usize> {
        let indent = self.indent(line);
        let mut first = None;
        for index in (line.saturating_sub(LINES_BEFORE)..line).rev().filter(|&index| self.is_text(index)) {
            if self.indent(index) < indent {
                return first;
            }
            if self.indent(index) == indent {
                return None;
            }
            first = Some(index);
        }
        None
    }

    fn quotes(&self, line: usize, repairs: &mut Vec<Repair>) {
        for quote in ['"', '\''] {
            let is_open = |&index: &usize| self.content(index).matches(quote).count() % 2 == 1;
            let lines = (line.saturating_sub(LINES_BEFORE)..=line).rev().filter(|&index| self.is_text(index));
            for index in lines.filter(is_open).take(3) {
                let content = self.content(index);
                let Some(opening) = content.rfind(quote) else { continue };
                let range = self.range(index);
                let culprit = (range.start + opening..range.end, "the quoted text is not closed".to_owned());
                repairs.push(Repair { changes: vec![(index, Change::Append(quote))], culprit: Some(culprit) });
            }
        }
    }

    /// The first line from here on that is indented by a tab. The parser may name the line above, whose value would go on
    /// there.
    fn tabbed(&self, line: usize) -> Option<usize> {
        (line..self.all.len().min(line + 32)).find(|&index| self.has_tab(index))
    }

    fn tabs(&self, line: usize, repairs: &mut Vec<Repair>) {
        let culprit = Some((self.range(line), "a tab cannot indent YAML; use spaces".to_owned()));
        let columns = |index: usize, width: usize| {
            let blank = self.all.get(index).map_or("", |line| self.slice(line.start..line.content.start));
            blank.chars().map(|character| if character == '\t' { width } else { 1 }).sum::<usize>()
        };
        let all: Vec<usize> = (line..self.all.len()).filter(|&index| self.has_tab(index)).collect();
        let meant = self.meant(line);
        if let (Some(target), [_]) = (meant, all.as_slice()) {
            repairs.push(Repair { changes: vec![(line, Change::Indent(target))], culprit: culprit.clone() });
        }
        let mut levels: Vec<usize> = self.enclosing(line).collect();
        levels.extend(self.after(line).map(|after| self.indent(after)));
        let mut widths = [2, 4, 8];
        widths.sort_by_key(|&width| Some(columns(line, width)) != meant);
        for width in widths {
            if 1 < all.len() || levels.contains(&columns(line, width)) {
                let changes = all.iter().map(|&index| (index, Change::Indent(columns(index, width)))).collect();
                repairs.push(Repair { changes, culprit: culprit.clone() });
            }
        }
        let beside = [self.after(line), self.before(line)];
        for index in beside.into_iter().flatten().filter(|&index| !self.has_tab(index)) {
            let changes = vec![(line, Change::Indent(self.indent(index)))];
            repairs.push(Repair { changes, culprit: culprit.clone() });
        }
        if let Some(before) = self.before(line) {
            let changes = vec![(line, Change::Indent(self.indent(before) + 2))];
            repairs.push(Repair { changes, culprit });
        }
    }

    /// The indentation that the lines beside a line give it, whatever its own is: below a key that of its other values,
    /// else that of the line before, unless the line's own values would not stand below it then.
    fn meant(&self, line: usize) -> Option<usize> {
        let before = self.before(line)?;
        let (above, below) = (self.indent(before), self.after(line).map(|after| self.indent(after)));
        if self.opens(before) {
            return Some(below.filter(|&below| above < below).unwrap_or(above + 2));
        }
        match below.filter(|&below| self.opens(line) && below <= above) {
            Some(below) => self.enclosing(line).find(|&level| level < below),
            None => Some(above),
        }
    }

    fn indented(&self, line: usize, target: usize) -> Repair {
        let columns = |count: usize| if count == 1 { "1 space".to_owned() } else { format!("{count} spaces") };
        let message =
            format!("the indentation fits no line above: {}, where {target} are meant", columns(self.indent(line)));
        Repair { changes: vec![(line, Change::Indent(target))], culprit: Some((self.range(line), message)) }
    }

    fn with_colon(&self, line: usize) -> Repair {
        let culprit = Some((self.range(line), "`:` is missing behind this key".to_owned()));
        Repair { changes: vec![(line, Change::Append(':'))], culprit }
    }

    /// Without a line, and without those below it if they are part of it.
    fn without(&self, line: usize, with_block: bool) -> Repair {
        let indent = self.indent(line);
        let below = line + 1..self.all.len();
        let block = below.take_while(|&index| !self.is_text(index) || indent < self.indent(index));
        let changes = std::iter::once(line).chain(block.filter(|_| with_block));
        Repair { changes: changes.map(|index| (index, Change::Blank)).collect(), culprit: None }
    }

    fn before(&self, line: usize) -> Option<usize> {
        (0..line).rev().find(|&index| self.is_text(index))
    }

    fn after(&self, line: usize) -> Option<usize> {
        (line + 1..self.all.len()).find(|&index| self.is_text(index))
    }

    /// Whether a line is neither empty nor a comment.
    fn is_text(&self, index: usize) -> bool {
        let content = self.content(index);
        !content.is_empty() && !content.starts_with('#') && self.all.get(index).is_some_and(|line| !line.is_blank)
    }

    /// Whether the lines below it are its value.
    fn opens(&self, index: usize) -> bool {
        let content = self.content(index);
        content.ends_with(':') || content == "-" || content.ends_with(['|', '>'])
    }

    fn has_tab(&self, index: usize) -> bool {
        let untouched = |line: &&Line| !line.is_blank && line.indent == line.content.start - line.start;
        let line = self.all.get(index).filter(untouched);
        line.is_some_and(|line| self.slice(line.start..line.content.start).contains('\t'))
    }

    fn indent(&self, index: usize) -> usize {
        self.all.get(index).map_or(0, |line| line.indent)
    }

    fn range(&self, index: usize) -> Range<usize> {
        self.all.get(index).map_or(0..0, |line| line.content.clone())
    }

    fn content(&self, index: usize) -> &str {
        self.slice(self.range(index))
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back() {
        let text = "a:\n   b: 1\nc: \"x\nd: 2\n";
        let mut lines = Lines::new(text);
        let changes = vec![(1, Change::Indent(2)), (2, Change::Append('"'))];
        lines.apply(&Repair { changes, culprit: None });
        let readable = lines.read();
        assert_eq!(readable, "a:\n  b: 1\nc: \"x\"\nd: 2\n");
        for word in ["b: 1", "c:", "x", "d: 2"] {
            assert_eq!(lines.place(readable.find(word).unwrap()), text.find(word).unwrap(), "{word}");
        }
        assert_eq!(lines.place(readable.len()), text.len());
    }
}
