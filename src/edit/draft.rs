//! Values that are written anew into a document, laid out as the document around is.

use super::{end_of, looks_typed, one};
use crate::diagnostic::Edit;
use crate::syntax::{Language, NodeId, Style, Tree};
use crate::text::{Encoder, Span, encode};

/// A value to be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Draft {
    Text(String),
    /// A number or a boolean, as it is spelled.
    Word(&'static str),
    Array(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Draft {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn object<'a>(members: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        Self::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

/// Inserts a member behind another one, on lines of its own where the members of the object are.
pub fn insert_draft(tree: &Tree, object: NodeId, after: NodeId, name: &str, draft: &Draft) -> Option<Vec<Edit>> {
    let members = tree.own_members(object);
    let member = members.iter().find(|member| member.key == after)?;
    let first = members.first()?;
    let end = Span::empty(end_of(tree, *member)?);
    if tree.is_bracketed(object) {
        let mut text = ",".to_owned();
        let layout = Layout { indentation: tree.indentation(first.key), unit: unit(tree, object, first.key) };
        layout.break_line(0, &mut text);
        text.push_str(&format!("\"{}\": ", encode::json(name)));
        layout.json(draft, 0, &mut text);
        return one(tree, end, &text);
    }
    // A block scalar takes everything behind it for its own; what `merge(…)` of HCL puts together has no end of its own.
    let is_block = matches!(tree.style(member.value), Style::YamlLiteral | Style::YamlFolded);
    if is_block || tree.language() == Language::Hcl {
        return None;
    }
    let layout = Layout { indentation: Some(tree.indentation(member.key)?), unit: "  ".to_owned() };
    let mut text = String::new();
    layout.break_line(0, &mut text);
    text.push_str(&scalar(name));
    text.push(':');
    layout.yaml(draft, 0, &mut text);
    one(tree, end, &text)
}

/// How much deeper the members of an object stand than the line it starts on.
fn unit(tree: &Tree, object: NodeId, first: NodeId) -> String {
    let own = tree.indentation(first).unwrap_or_default();
    let around = tree.key_of(object).and_then(|key| tree.indentation(key)).unwrap_or_default();
    own.strip_prefix(around.as_str()).filter(|unit| !unit.is_empty()).unwrap_or("  ").to_owned()
}

/// How values are laid out.
struct Layout {
    /// Of the member that is inserted; `None` where all is written on one line.
    indentation: Option<String>,
    unit: String,
}

impl Layout {
    /// Starts a line at a depth below the member, or goes on behind a blank.
    fn break_line(&self, depth: usize, text: &mut String) {
        match &self.indentation {
            Some(indentation) => {
                text.push('\n');
                text.push_str(indentation);
                text.push_str(&self.unit.repeat(depth));
            }
            None => text.push(' '),
        }
    }

    /// Drafts are made by this crate and nest a few levels deep.
    fn json(&self, draft: &Draft, depth: usize, text: &mut String) {
        match draft {
            Draft::Text(value) => text.push_str(&format!("\"{}\"", encode::json(value))),
            Draft::Word(word) => text.push_str(word),
            Draft::Array(items) if items.iter().all(is_scalar) => {
                text.push('[');
                for (index, item) in items.iter().enumerate() {
                    text.push_str(if index == 0 { "" } else { ", " });
                    self.json(item, depth, text);
                }
                text.push(']');
            }
            Draft::Array(items) => {
                self.bracketed('[', ']', items, depth, text, |layout, item, text| layout.json(item, depth + 1, text));
            }
            Draft::Object(members) => {
                self.bracketed('{', '}', members, depth, text, |layout, (name, value), text| {
                    text.push_str(&format!("\"{}\": ", encode::json(name)));
                    layout.json(value, depth + 1, text);
                });
            }
        }
    }

    fn bracketed<T>(
        &self,
        open: char,
        close: char,
        entries: &[T],
        depth: usize,
        text: &mut String,
        write: impl Fn(&Self, &T, &mut String),
    ) {
        text.push(open);
        for (index, entry) in entries.iter().enumerate() {
            if index != 0 {
                text.push(',');
            }
            if self.indentation.is_some() || index != 0 {
                self.break_line(depth + 1, text);
            }
            write(self, entry, text);
        }
        if self.indentation.is_some() && !entries.is_empty() {
            self.break_line(depth, text);
        }
        text.push(close);
    }

    /// A value behind `key:` or a dash.
    fn yaml(&self, draft: &Draft, depth: usize, text: &mut String) {
        match draft {
            Draft::Text(value) => text.push_str(&format!(" {}", scalar(value))),
            Draft::Word(word) => text.push_str(&format!(" {word}")),
            Draft::Array(items) if items.iter().all(is_scalar) => {
                let items: Vec<String> = items.iter().map(flow).collect();
                text.push_str(&format!(" [{}]", items.join(", ")));
            }
            Draft::Array(items) => {
                for item in items {
                    self.break_line(depth + 1, text);
                    text.push('-');
                    match item {
                        // The first member stands on the line of the dash.
                        Draft::Object(members) => self.yaml_members(members, depth + 2, text),
                        other => self.yaml(other, depth + 1, text),
                    }
                }
            }
            Draft::Object(members) => {
                for (name, value) in members {
                    self.break_line(depth + 1, text);
                    text.push_str(&format!("{}:", scalar(name)));
                    self.yaml(value, depth + 1, text);
                }
            }
        }
    }

    fn yaml_members(&self, members: &[(String, Draft)], depth: usize, text: &mut String) {
        for (index, (name, value)) in members.iter().enumerate() {
            if index == 0 {
                text.push(' ');
            } else {
                self.break_line(depth, text);
            }
            text.push_str(&format!("{}:", scalar(name)));
            self.yaml(value, depth, text);
        }
    }
}

fn is_scalar(draft: &Draft) -> bool {
    matches!(draft, Draft::Text(_) | Draft::Word(_))
}

fn flow(draft: &Draft) -> String {
    match draft {
        Draft::Text(value) => scalar(value),
        Draft::Word(word) => (*word).to_owned(),
        Draft::Array(_) | Draft::Object(_) => String::new(),
    }
}

/// A text as a YAML scalar: plain where it stays text, in quotes otherwise.
pub fn scalar(value: &str) -> String {
    match Encoder::YamlPlain.encode(value) {
        Some(plain) if !looks_typed(&plain) => plain,
        _ => format!("\"{}\"", encode::json(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, parse};

    #[track_caller]
    fn check(language: Language, text: &str, expected: &str) {
        let retry = Draft::Array(vec![Draft::object([
            ("ErrorEquals", Draft::Array(vec![Draft::text("States.ALL")])),
            ("MaxAttempts", Draft::Word("3")),
        ])]);
        let draft = Draft::object([("Type", Draft::text("no")), ("Retry", retry)]);
        let (tree, _) = parse(text.into(), language, None);
        let object = tree.get(tree.root(), "a").unwrap();
        let after = tree.own_members(object)[0].key;
        let mut result = text.to_owned();
        for edit in insert_draft(&tree, object, after, "new: 1", &draft).expect("an edit") {
            result.replace_range(edit.span.range(), &edit.text);
        }
        assert_eq!(result, expected);
        assert_eq!(parse(result.as_str().into(), language, None).1, []);
    }

    #[test]
    fn json_is_laid_out_as_the_object_around() {
        check(
            Language::Json,
            r#"{"a": {"b": 1}}"#,
            r#"{"a": {"b": 1, "new: 1": {"Type": "no", "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 3}]}}}"#,
        );
        check(
            Language::Json,
            "{\n\t\"a\": {\n\t\t\"b\": 1,\n\t\t\"c\": 2\n\t}\n}",
            "{\n\t\"a\": {\n\t\t\"b\": 1,\n\t\t\"new: 1\": {\n\t\t\t\"Type\": \"no\",\n\t\t\t\"Retry\": [\n\t\t\t\t{\n\
             \t\t\t\t\t\"ErrorEquals\": [\"States.ALL\"],\n\t\t\t\t\t\"MaxAttempts\": 3\n\t\t\t\t}\n\t\t\t]\n\t\t},\n\
             \t\t\"c\": 2\n\t}\n}",
        );
    }

    #[test]
    fn yaml_is_written_in_blocks() {
        check(
            Language::Yaml,
            "a:\n  b: 1\n  c: 2\n",
            "a:\n  b: 1\n  \"new: 1\":\n    Type: \"no\"\n    Retry:\n      - ErrorEquals: [States.ALL]\n        \
             MaxAttempts: 3\n  c: 2\n",
        );
    }
}
