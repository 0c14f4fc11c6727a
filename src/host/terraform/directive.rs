//! What stands for a directive (`%{ if … }`, `%{ for … }`) in the text of a definition: a value, an item or a member that is
//! not known. What a directive writes is looked at only so far as to tell which of these it is.

use hcl_edit::template::{Directive, Element, Template};

use super::text::HOLE;

/// A member of which nothing is known.
const MEMBER: &str = "\"${?}\": ${?}";

/// Where in a JSON text one is, by the text before. It knows brackets and strings, and nothing else of the syntax.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// The brackets that are open, the innermost last.
    open: Vec<u8>,
    in_string: bool,
    is_escaped: bool,
    /// The last byte that is not blank.
    last: u8,
}

impl Place {
    /// Goes on behind a piece of text. Answers with how many brackets were open all the while.
    pub(super) fn pass(&mut self, text: &str) -> usize {
        let mut least = self.open.len();
        for &byte in text.as_bytes() {
            if self.in_string {
                self.in_string = self.is_escaped || byte != b'"';
                self.is_escaped = !self.is_escaped && byte == b'\\';
            } else {
                match byte {
                    b'"' => self.in_string = true,
                    b'{' | b'[' => self.open.push(byte),
                    b'}' | b']' => {
                        self.open.pop();
                        least = least.min(self.open.len());
                    }
                    _ => {}
                }
            }
            if !byte.is_ascii_whitespace() {
                self.last = byte;
            }
        }
        least
    }

    /// Whether what comes next is a value, or a part of one: never several items or members.
    fn is_in_value(&self) -> bool {
        self.in_string || self.last == b':' || self.open.is_empty()
    }

    /// What stands here for a value, an item or a member.
    fn unknown<'a>(&self, value: &'a str) -> &'a str {
        let is_member = !self.is_in_value() && self.open.last() == Some(&b'{');
        if is_member { MEMBER } else { value }
    }

    /// The text that stands here for an interpolation, for which `value` stands where it is a value. It may write several
    /// items or members, with the commas around them that are not there.
    pub(super) fn interpolated(&self, value: &str, behind: &str) -> String {
        let is_first = self.is_in_value() || matches!(self.last, b'{' | b'[' | b',');
        let is_last = self.is_in_value() || behind.trim_start().starts_with([',', '}', ']']);
        let comma = |is_there| if is_there { "," } else { "" };
        format!("{}{}{}", comma(!is_first), self.unknown(value), comma(!is_last))
    }

    /// The text that stands for a directive here; `None` where what it writes is no whole value, item or member.
    pub(super) fn stand_in(&self, directive: &Directive) -> Option<String> {
        let mut commas = None;
        for branch in branches(directive) {
            match self.extent(branch)? {
                Extent::Nothing => {}
                Extent::Whole(found) if commas.is_none_or(|known| known == found) => commas = Some(found),
                Extent::Whole(_) => return None,
            }
        }
        let Some(commas) = commas else { return Some(String::new()) };
        // What all of the text is cannot be told.
        self.open.last()?;
        let what = self.unknown(HOLE);
        let comma = |is_there| if is_there { "," } else { "" };
        Some(format!("{}{what}{}", comma(commas.before), comma(commas.behind)))
    }

    /// What a branch of a directive writes.
    fn extent(&self, branch: &Template) -> Option<Extent> {
        let mut inside = Self { last: 0, ..self.clone() };
        let mut first = None;
        let mut length = 0;
        for element in branch {
            let stand_in;
            let text = match element {
                Element::Literal(literal) => literal.as_str(),
                Element::Interpolation(_) => "0",
                Element::Directive(directive) => {
                    stand_in = inside.stand_in(directive)?;
                    &stand_in
                }
            };
            let ends_string = self.in_string && text.contains('"');
            let mut written = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
            first = first.or(written.next());
            length += text.trim().len();
            if inside.pass(text) < self.open.len() || ends_string {
                return None;
            }
        }
        // A comma alone parts what a loop writes.
        if length == 0 || (length == 1 && inside.last == b',' && !self.in_string) {
            return Some(Extent::Nothing);
        }
        let is_whole = inside.open == self.open && inside.in_string == self.in_string && inside.last != b':';
        let comma_at = |byte| !self.in_string && byte == b',';
        let commas = Commas { before: first.is_some_and(comma_at), behind: comma_at(inside.last) };
        is_whole.then_some(Extent::Whole(commas))
    }
}

fn branches(directive: &Directive) -> impl Iterator<Item = &Template> {
    let (first, other) = match directive {
        Directive::If(choice) => (&choice.if_expr.template, choice.else_expr.as_ref().map(|other| &other.template)),
        Directive::For(repeated) => (&repeated.for_expr.template, None),
    };
    std::iter::once(first).chain(other)
}

/// How much of the syntax around it a piece of text is.
enum Extent {
    Nothing,
    /// Values, items or members, all of them from start to end.
    Whole(Commas),
}

/// Whether commas stand around a piece of text.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Commas {
    before: bool,
    behind: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands for the only directive of a template.
    fn stand_in(text: &str) -> Option<String> {
        let template = hcl_edit::parser::parse_template(text).unwrap();
        let mut place = Place::default();
        for element in &template {
            match element {
                Element::Literal(literal) => _ = place.pass(literal),
                Element::Interpolation(_) => _ = place.pass("0"),
                Element::Directive(directive) => return place.stand_in(directive),
            }
        }
        panic!("no directive in {text}")
    }

    #[test]
    fn what_is_written_as_a_whole_is_not_known() {
        for (text, expected) in [
            (r#"{"a": "b%{ if x == "c" }d%{ endif }"}"#, "${?}"),
            (r#"{"a": "b%{ if x }, c,%{ endif }"}"#, "${?}"),
            (r#"{"a": %{ if x }1%{ else }"two"%{ endif }}"#, "${?}"),
            (r#"{"a": %{ if x }{"b": "}"},%{ else }2,%{ endif }}"#, "${?},"),
            (r#"{%{ if x }"a": 1, "b": {},%{ endif } "c": 1}"#, "\"${?}\": ${?},"),
            (r#"{"a": 1%{ if x }, "b": "\"{"%{ endif }}"#, ",\"${?}\": ${?}"),
            (r#"{%{ for k, v in x ~} "${k}": ${v}, %{ endfor ~} "c": 1}"#, "\"${?}\": ${?},"),
            (r#"[%{ for i, v in x }"${v}"%{ if i < 3 },%{ endif }%{ endfor }]"#, "${?}"),
            (r"[%{ if x }%{ if y }1,%{ endif }2,%{ else }%{ endif }3]", "${?},"),
            (r#"{"a": 1 %{ if x } %{ endif }}"#, ""),
        ] {
            assert_eq!(stand_in(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_written_in_part_says_nothing() {
        for text in [
            r#"{"a": "b%{ if x }", "c": "d%{ endif }"}"#,
            r#"{"a": {%{ if x }"b": 1}%{ endif }"#,
            r#"{"a": {%{ if x }}, "b": {%{ endif }}}"#,
            r#"{%{ if x }"a": %{ else }"b": %{ endif } 1}"#,
            r#"{%{ if x }"a": 1,%{ else }"b": 1%{ endif } "c": 1}"#,
            r"%{ if x }{}%{ else }[]%{ endif }",
        ] {
            assert_eq!(stand_in(text), None, "{text}");
        }
    }
}
