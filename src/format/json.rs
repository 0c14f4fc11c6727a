//! The layout of JSON, JSONC and JSON5.
//!
//! Every member and item has a line of its own, but a container that was written on one line stays there where it fits.
//! A comment stays on the line that it ends, else it takes a line of its own before what follows. One empty line between
//! members is kept. A comma behind the last member is not.

use crate::syntax::{Comment, Kind, NodeId, Tree};
use crate::text::{Source, Span};

use super::Options;

/// The text of a tree without faults, laid out. The tree is that of the whole source.
pub(super) fn format(tree: &Tree, source: &Source, options: &Options) -> String {
    let text = source.text();
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut printer = Printer {
        tree,
        source,
        options,
        newline,
        comments: tree.comments(),
        depth: 0,
        last: 0,
        line: 0,
        out: String::with_capacity(text.len()),
    };
    let root = tree.root();
    let span = tree.span(root);
    printer.own_lines(span.start, Room::Tight);
    printer.start_line(span.start, Room::Free);
    printer.value(root);
    printer.last = span.end;
    let end = crate::text::offset(text.len());
    printer.behind(end);
    printer.own_lines(end, Room::Free);
    if options.ends_line(text) {
        printer.out.push_str(newline);
    }
    printer.out
}

/// Whether an empty line may be kept before a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    Free,
    /// Directly behind an opening bracket or before a closing one.
    Tight,
}

struct Printer<'a> {
    tree: &'a Tree,
    source: &'a Source,
    options: &'a Options,
    newline: &'static str,
    /// Those that are not printed yet.
    comments: &'a [Comment],
    depth: usize,
    /// Where what was printed last ends in the source.
    last: u32,
    /// Where the current line starts in the result.
    line: usize,
    out: String,
}

impl<'a> Printer<'a> {
    /// Prints a value behind what stands on the current line. Nesting is bounded by the tree's depth.
    fn value(&mut self, node: NodeId) {
        if !matches!(self.tree.kind(node), Kind::Array | Kind::Object) {
            self.out.push_str(self.written(self.tree.span(node)));
            return;
        }
        match self.on_one_line(node) {
            Some(line) => self.out.push_str(&line),
            None => self.on_many_lines(node),
        }
    }

    fn on_many_lines(&mut self, node: NodeId) {
        let (open, close) = brackets(self.tree, node);
        let end = self.tree.closing_span(node).start;
        let entries = entries(self.tree, node);
        let start_of = |index: usize| entries.get(index).map_or(end, |entry| self.tree.span(entry.first()).start);
        self.out.push(open);
        self.last = self.tree.opening_span(node).end;
        self.depth += 1;
        self.behind(start_of(0));
        for (index, entry) in entries.iter().enumerate() {
            let room = if index == 0 { Room::Tight } else { Room::Free };
            let value = self.tree.span(entry.value);
            // A comment between a key and its value goes before both.
            let room = if self.own_lines(value.start, room) { Room::Free } else { room };
            self.start_line(self.tree.span(entry.first()).start, room);
            if let Some(key) = entry.key {
                self.out.push_str(self.written(self.tree.span(key)));
                self.out.push_str(": ");
            }
            self.value(entry.value);
            if index + 1 < entries.len() {
                self.out.push(',');
            }
            self.last = value.end;
            self.behind(start_of(index + 1));
        }
        let room = if entries.is_empty() { Room::Tight } else { Room::Free };
        self.own_lines(end, room);
        self.depth -= 1;
        self.start_line(end, Room::Tight);
        self.out.push(close);
    }

    /// A container on one line: where it was written so, has no comments in it, and fits behind what stands there.
    fn on_one_line(&self, node: NodeId) -> Option<String> {
        let span = self.tree.span(node);
        if self.comments.first().is_some_and(|comment| comment.span.start < span.end) {
            return None;
        }
        let line = self.out.get(self.line..).unwrap_or("");
        let tabs = if self.options.tabs { self.depth * (self.options.width_of_level() - 1) } else { 0 };
        // A comma may follow.
        let taken = line.chars().count() + tabs + 1;
        let mut room = self.options.max_width.saturating_sub(taken);
        let mut text = String::new();
        self.flat(node, &mut room, &mut text)?;
        let is_empty = text.len() == 2;
        (is_empty || !self.written(span).contains(['\n', '\r'])).then_some(text)
    }

    /// Adds a value to a line; `None` as soon as there is no room left.
    fn flat(&self, node: NodeId, room: &mut usize, text: &mut String) -> Option<()> {
        if !matches!(self.tree.kind(node), Kind::Array | Kind::Object) {
            return add(text, self.written(self.tree.span(node)), room);
        }
        let (open, close) = brackets(self.tree, node);
        let mut encoded = [0; 4];
        add(text, open.encode_utf8(&mut encoded), room)?;
        for (index, entry) in entries(self.tree, node).iter().enumerate() {
            if 0 < index {
                add(text, ", ", room)?;
            }
            if let Some(key) = entry.key {
                add(text, self.written(self.tree.span(key)), room)?;
                add(text, ": ", room)?;
            }
            self.flat(entry.value, room, text)?;
        }
        // Nothing is too narrow for an empty container.
        if text.len() == 1 {
            *room = (*room).max(1);
        }
        add(text, close.encode_utf8(&mut encoded), room)
    }

    /// Prints the comments that follow on the line of what was printed last and end it.
    fn behind(&mut self, limit: u32) {
        while let Some(comment) = self.next_comment(limit) {
            let is_same_line = line_breaks(self.written(Span::new(self.last, comment.start))) == 0;
            let following = self.written(Span::new(comment.end, limit)).trim_start_matches([' ', '\t', ',']);
            let ends_line = following.starts_with(['\n', '\r']) || (following.is_empty() && self.is_at_end(limit));
            if !is_same_line || !ends_line {
                return;
            }
            self.out.push(' ');
            self.comment(comment);
        }
    }

    /// Prints the comments before a place, each on a line of its own; whether there were any.
    fn own_lines(&mut self, limit: u32, room: Room) -> bool {
        let mut room = room;
        let mut any = false;
        while let Some(comment) = self.next_comment(limit) {
            self.start_line(comment.start, room);
            self.comment(comment);
            (any, room) = (true, Room::Free);
        }
        any
    }

    fn comment(&mut self, span: Span) {
        self.out.push_str(self.written(span).trim_end());
        self.last = span.end;
        self.comments = self.comments.get(1..).unwrap_or(&[]);
    }

    fn next_comment(&self, limit: u32) -> Option<Span> {
        self.comments.first().map(|comment| comment.span).filter(|span| span.start < limit)
    }

    /// Starts a line for what stands at `next`, behind an empty one where the source has any and there is room.
    fn start_line(&mut self, next: u32, room: Room) {
        if !self.out.is_empty() {
            self.out.push_str(self.newline);
            let gap = if self.last < next { self.written(Span::new(self.last, next)) } else { "" };
            if room == Room::Free && 1 < line_breaks(gap) {
                self.out.push_str(self.newline);
            }
        }
        self.line = self.out.len();
        let (indent, width) = if self.options.tabs { ("\t", 1) } else { (" ", self.options.width_of_level()) };
        self.out.push_str(&indent.repeat(width * self.depth));
    }

    fn is_at_end(&self, at: u32) -> bool {
        self.source.text().len() <= at as usize
    }

    fn written(&self, span: Span) -> &'a str {
        self.source.slice(span)
    }
}

/// A member, or an item, which has no key.
struct Entry {
    key: Option<NodeId>,
    value: NodeId,
}

impl Entry {
    /// The node with which it starts.
    fn first(&self) -> NodeId {
        self.key.unwrap_or(self.value)
    }
}

fn entries(tree: &Tree, node: NodeId) -> Vec<Entry> {
    let members = tree.own_members(node).iter().map(|member| Entry { key: Some(member.key), value: member.value });
    members.chain(tree.own_items(node).iter().map(|&value| Entry { key: None, value })).collect()
}

fn brackets(tree: &Tree, node: NodeId) -> (char, char) {
    if tree.is_object(node) { ('{', '}') } else { ('[', ']') }
}

/// Adds a piece to a line that has room for so many characters.
fn add(line: &mut String, piece: &str, room: &mut usize) -> Option<()> {
    // No character has more than four bytes: a long piece need not be counted.
    if 4 * *room < piece.len() {
        return None;
    }
    *room = room.checked_sub(piece.chars().count())?;
    line.push_str(piece);
    Some(())
}

fn line_breaks(text: &str) -> usize {
    text.bytes().filter(|&byte| byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use crate::format::tests::check;

    #[test]
    fn members_have_lines_of_their_own() {
        check(
            "a.asl.json",
            "{\"StartAt\":\"A\",\n\n\n\"States\" :{ \"A\":{\"Type\":\"Pass\",  \"End\":true}}, \"x\": [\n1,2.50e1 ,\"\\u00e9\"]}",
            "{\n  \"StartAt\": \"A\",\n\n  \"States\": {\n    \"A\": {\"Type\": \"Pass\", \"End\": true}\n  },\n  \"x\": [\n    1,\n    2.50e1,\n    \"\\u00e9\"\n  ]\n}\n",
        );
        check("a.asl.json", "{ }", "{}\n");
        check("a.asl.json", "{\n}\n\n", "{}\n");
        check("a.asl.json", "[[ ], {\n}]", "[\n  [],\n  {}\n]\n");
        check("a.asl.json", "{\"a\": [1, 2]}\r\n", "{\"a\": [1, 2]}\r\n");
        check("a.asl.json", "{\r\n\"a\": ${X}}", "{\r\n  \"a\": ${X}\r\n}\r\n");
    }

    #[test]
    fn what_does_not_fit_is_broken_from_the_outside() {
        check(
            "a.asl.json",
            "{\"a\": {\"b\": [1, 2, 3], \"c\": [\"0123456789\", \"0123456789\"]}}",
            "{\n  \"a\": {\n    \"b\": [1, 2, 3],\n    \"c\": [\"0123456789\", \"0123456789\"]\n  }\n}\n",
        );
        // 40 columns fit, with the comma that may follow.
        check(
            "a.asl.json",
            "[\n[\"0123456789012345678901234567890123\"]]",
            "[\n  [\n    \"0123456789012345678901234567890123\"\n  ]\n]\n",
        );
        check(
            "a.asl.json",
            "[\n[\"012345678901234567890123456789012\"]]",
            "[\n  [\"012345678901234567890123456789012\"]\n]\n",
        );
    }

    #[test]
    fn comments_stay_where_they_are() {
        check(
            "a.asl.jsonc",
            "// first\n{ // of the object\n  // of a\n  \"a\": 1, // behind a\n\n\n  /* of b */ \"b\": [ /* nothing */ ],\n \"c\" : // odd\n 2 /* c */ ,\n  // last\n} // end\n// more",
            "// first\n{ // of the object\n  // of a\n  \"a\": 1, // behind a\n\n  /* of b */\n  \"b\": [\n    /* nothing */\n  ],\n  // odd\n  \"c\": 2 /* c */\n  // last\n} // end\n// more\n",
        );
    }

    #[test]
    fn json5_keeps_its_spelling() {
        check("a.asl.json5", "{a: 'x', b: .5, c: [1,],}", "{a: 'x', b: .5, c: [1]}\n");
    }
}
