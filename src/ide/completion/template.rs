//! Values with places to fill in, written as JSON on one line or several, or as a YAML block.

use super::Piece;
use super::layout::Layout;
use super::notation::Notation;
use crate::text::encode;

/// A value that is proposed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Template {
    /// A string as it is.
    Text(String),
    /// A string to be typed, with what it is until then.
    Stop(&'static str),
    /// One of several strings; one to be typed where there are none.
    Choice(Vec<String>),
    /// A JSONata expression to be typed.
    Jsonata(&'static str),
    /// A number or a boolean.
    Bare(&'static str),
    /// A number or a boolean to be replaced.
    BareStop(&'static str),
    Array(Vec<Self>),
    Object(Vec<(&'static str, Self)>),
    /// An object or an array to be filled in.
    EmptyObject,
    EmptyArray,
}

impl Template {
    /// An object of fields.
    pub(super) fn object(members: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        Self::Object(members.into_iter().collect())
    }
}

/// Writes templates.
#[derive(Debug)]
pub(super) struct Writer {
    layout: Layout,
    notation: Notation,
    /// What lines start with at present.
    indentation: String,
    /// What they start with one level further in.
    unit: String,
    pieces: Vec<Piece>,
}

impl Writer {
    pub(super) fn new(layout: Layout, notation: Notation) -> Self {
        let (indentation, unit) = match &layout {
            Layout::Inline => (String::new(), String::new()),
            Layout::Lines { indentation, unit } => (indentation.clone(), unit.clone()),
            Layout::Block { column, unit } => (" ".repeat(*column), " ".repeat(*unit)),
        };
        Self { layout, notation, indentation, unit, pieces: Vec::new() }
    }

    pub(super) fn finish(self) -> Vec<Piece> {
        self.pieces
    }

    fn text(&mut self, text: &str) {
        self.pieces.push(Piece::Text(text.to_owned()));
    }

    fn stop(&mut self, text: &str) {
        self.pieces.push(Piece::Stop(text.to_owned()));
    }

    pub(super) fn key(&mut self, name: &str) {
        self.text(&self.notation.string(name));
        self.close_key();
    }

    /// A key that is to be replaced.
    pub(super) fn key_stop(&mut self, name: &str) {
        self.quoted(|writer| writer.stop(name));
        self.close_key();
    }

    /// What is new inside of a block is plain where it can be, whatever the quotes of the first key.
    fn close_key(&mut self) {
        if self.is_block() {
            self.notation = Notation::YamlPlain;
        }
    }

    /// Members that follow one that is there or was written.
    pub(super) fn more_members(&mut self, members: &[(&'static str, Template)]) {
        for (name, value) in members {
            match &self.layout {
                Layout::Inline => self.text(", "),
                Layout::Lines { .. } => {
                    self.text(",");
                    self.line();
                }
                Layout::Block { .. } => self.line(),
            }
            self.key(name);
            self.member_value(value);
        }
    }

    /// The colon and the value of a member, whose key was written.
    pub(super) fn member_value(&mut self, value: &Template) {
        self.text(":");
        if !(self.is_block() && self.block(value)) {
            self.text(" ");
            self.flow(value);
        }
    }

    /// A value. In a block, objects and lists start on a line of their own.
    pub(super) fn value(&mut self, value: &Template) {
        if !(self.is_block() && self.block(value)) {
            self.flow(value);
        }
    }

    /// A string.
    pub(super) fn string(&mut self, value: &str) {
        self.text(&self.notation.string(value));
    }

    /// The members of an object that begins where the writer is, in a block.
    pub(super) fn members(&mut self, object: &Template) {
        let Template::Object(members) = object else { return };
        for (index, (name, value)) in members.iter().enumerate() {
            if 0 < index {
                self.line();
            }
            self.key(name);
            self.member_value(value);
        }
    }

    /// An item of a list of a block, with its dash.
    pub(super) fn item(&mut self, item: &Template) {
        self.text("- ");
        self.deeper("  ", |writer| match item {
            Template::Object(_) => writer.members(item),
            scalar => writer.flow(scalar),
        });
    }

    fn is_block(&self) -> bool {
        matches!(self.layout, Layout::Block { .. })
    }

    /// Writes a container below its key; `false` for what is no container.
    fn block(&mut self, value: &Template) -> bool {
        let unit = self.unit.clone();
        self.deeper(&unit, |writer| {
            match value {
                Template::Object(_) => {
                    writer.line();
                    writer.members(value);
                }
                Template::Array(items) => {
                    for item in items {
                        writer.line();
                        writer.item(item);
                    }
                }
                Template::EmptyObject => {
                    writer.line();
                    writer.stop("");
                }
                Template::EmptyArray => {
                    writer.line();
                    writer.text("- ");
                    writer.stop("");
                }
                _ => return false,
            }
            true
        })
    }

    /// Writes a value as JSON has it.
    fn flow(&mut self, value: &Template) {
        match value {
            Template::Object(members) => self.bracketed(["{", "}"], members, |writer, (name, value)| {
                writer.key(name);
                writer.member_value(value);
            }),
            Template::Array(items) => self.bracketed(["[", "]"], items, Self::flow),
            Template::EmptyObject => self.bracketed(["{", "}"], &[()], |writer, ()| writer.stop("")),
            Template::EmptyArray => self.bracketed(["[", "]"], &[()], |writer, ()| writer.stop("")),
            Template::Text(text) => self.string(text),
            Template::Stop(text) => self.quoted(|writer| writer.stop(text)),
            Template::Choice(texts) => self.choice(texts),
            Template::Jsonata(text) => {
                // Braces at the start need quotes in every notation.
                let quote = self.quote().unwrap_or("\"");
                self.text(&format!("{quote}{{% "));
                self.stop(text);
                self.text(&format!(" %}}{quote}"));
            }
            Template::Bare(text) => self.text(text),
            Template::BareStop(text) => self.stop(text),
        }
    }

    /// A choice of strings; without quotes around, those that YAML reads as they are.
    fn choice(&mut self, texts: &[String]) {
        let is_plain = self.notation == Notation::YamlPlain;
        let texts: Vec<String> = texts
            .iter()
            .filter(|text| !is_plain || self.notation.string(text) == **text)
            .map(|text| if is_plain { text.clone() } else { encode::json(text) })
            .collect();
        self.quoted(|writer| match texts.as_slice() {
            [] => writer.stop(""),
            [only] => writer.stop(only),
            _ => writer.pieces.push(Piece::Choice(texts)),
        });
    }

    /// Quotes around what is to be typed, where the notation has some.
    fn quoted(&mut self, inside: impl FnOnce(&mut Self)) {
        let quote = self.quote().unwrap_or("");
        self.text(quote);
        inside(self);
        self.text(quote);
    }

    fn quote(&self) -> Option<&'static str> {
        match self.notation {
            Notation::Json => Some("\""),
            Notation::JsonSingle | Notation::YamlSingle => Some("'"),
            Notation::YamlPlain => None,
        }
    }

    fn bracketed<T>(&mut self, brackets: [&str; 2], entries: &[T], mut write: impl FnMut(&mut Self, &T)) {
        let [open, close] = brackets;
        let has_lines = matches!(self.layout, Layout::Lines { .. }) && !entries.is_empty();
        let unit = self.unit.clone();
        self.text(open);
        self.deeper(&unit, |writer| {
            for (index, entry) in entries.iter().enumerate() {
                match (has_lines, index) {
                    (false, 0) => {}
                    (false, _) => writer.text(", "),
                    (true, 0) => writer.line(),
                    (true, _) => {
                        writer.text(",");
                        writer.line();
                    }
                }
                write(writer, entry);
            }
        });
        if has_lines {
            self.line();
        }
        self.text(close);
    }

    fn deeper<T>(&mut self, unit: &str, write: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.indentation.len();
        self.indentation.push_str(unit);
        let result = write(self);
        self.indentation.truncate(length);
        result
    }

    fn line(&mut self) {
        let text = format!("\n{}", self.indentation);
        self.text(&text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(layout: Layout, notation: Notation) -> String {
        let item = Template::object([("a", Template::Stop("x")), ("b", Template::Array(vec![Template::Bare("1")]))]);
        let value = Template::object([("k", Template::Array(vec![item])), ("e", Template::EmptyObject)]);
        let mut writer = Writer::new(layout, notation);
        writer.key("no");
        writer.member_value(&value);
        writer.finish().iter().map(Piece::text).collect()
    }

    #[test]
    fn each_layout_has_its_lines() {
        let expected = r#""no": {"k": [{"a": "x", "b": [1]}], "e": {}}"#;
        assert_eq!(written(Layout::Inline, Notation::Json), expected);
        let block = Layout::Block { column: 2, unit: 4 };
        let expected = "\"no\":\n      k:\n          - a: x\n            b:\n                - 1\n      e:\n          ";
        assert_eq!(written(block, Notation::YamlPlain), expected);
        let lines = Layout::Lines { indentation: "\t".to_owned(), unit: "\t".to_owned() };
        let text = written(lines, Notation::Json);
        assert!(text.starts_with("\"no\": {\n\t\t\"k\": [\n\t\t\t{\n\t\t\t\t\"a\": \"x\","), "{text}");
        assert!(text.ends_with("\"e\": {\n\t\t\t\n\t\t}\n\t}"), "{text}");
    }
}
