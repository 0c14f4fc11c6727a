//! Writing text into a host's encoding: the way back from decoded text to the file on disk.

/// One layer of encoding between decoded text and the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoder {
    /// Inside a JSON string.
    Json,
    /// Inside a double-quoted YAML scalar.
    YamlDouble,
    /// Inside a single-quoted YAML scalar.
    YamlSingle,
    /// Inside a plain YAML scalar: only text that stays plain can be written.
    YamlPlain,
    /// Inside a literal block scalar whose lines are indented by this many spaces.
    YamlBlock { indent: u32 },
    /// Inside a folded block scalar: only what folds to itself can be written.
    YamlFolded,
    /// Inside `Fn::Sub`: a `${` that is meant literally is written `${!`.
    Sub,
    /// Inside a template of HCL: `${` and `%{` that are meant literally are written with their first character twice.
    Hcl,
    /// Where parts are written in different ways: nothing can be written.
    Never,
}

impl Encoder {
    /// `text` as it is written in this encoding; `None` where it cannot be written.
    pub fn encode(self, text: &str) -> Option<String> {
        match self {
            Self::Json | Self::YamlDouble => Some(json(text)),
            Self::YamlSingle => (!text.contains(['\n', '\r'])).then(|| text.replace('\'', "''")),
            Self::YamlPlain => is_plain_inside(text).then(|| text.to_owned()),
            Self::YamlBlock { indent } => block(text, indent),
            Self::YamlFolded => folds_to_itself(text).then(|| text.to_owned()),
            Self::Sub => Some(text.replace("${", "${!")),
            Self::Hcl => Some(hcl(text)),
            Self::Never => None,
        }
    }
}

/// `text` escaped for the inside of a JSON string. Every JSON escape is a YAML double-quoted escape as well.
pub fn json(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => encoded.push_str("\\\""),
            '\\' => encoded.push_str("\\\\"),
            '\n' => encoded.push_str("\\n"),
            '\r' => encoded.push_str("\\r"),
            '\t' => encoded.push_str("\\t"),
            control if control < ' ' => encoded.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => encoded.push(other),
        }
    }
    encoded
}

/// `text` escaped for the inside of a template of HCL.
pub fn hcl(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// Whether text can stand inside an existing plain scalar without ending it or becoming something else. A colon is a part
/// of it unless a blank follows, which may be what comes behind the text.
fn is_plain_inside(text: &str) -> bool {
    !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains([
            '\n', '\r', '\t', '#', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`',
        ])
        && text.trim() == text
}

/// A text of several lines can be written when no later line would start with a blank that belongs to the indentation.
fn block(text: &str, indent: u32) -> Option<String> {
    if text.contains('\r') {
        return None;
    }
    Some(text.replace('\n', &format!("\n{}", " ".repeat(indent as usize))))
}

/// Line ends fold into blanks, a blank at the start of a line ends the folding, and an empty line is one of its own.
fn folds_to_itself(text: &str) -> bool {
    let is_blank = |letter: char| matches!(letter, ' ' | '\t');
    !text.is_empty() && !text.contains(['\n', '\r']) && !text.starts_with(is_blank) && !text.ends_with(is_blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_writes_its_own_escapes() {
        assert_eq!(Encoder::Json.encode("a\"\\\u{1}"), Some("a\\\"\\\\\\u0001".into()));
        assert_eq!(Encoder::YamlSingle.encode("it's"), Some("it''s".into()));
        assert_eq!(Encoder::YamlSingle.encode("a\nb"), None);
        assert_eq!(Encoder::YamlPlain.encode("a: b"), None);
        assert_eq!(Encoder::YamlPlain.encode("a:"), None);
        assert_eq!(Encoder::YamlPlain.encode("a:b"), Some("a:b".into()));
        assert_eq!(Encoder::YamlBlock { indent: 2 }.encode("a\nb"), Some("a\n  b".into()));
        assert_eq!(Encoder::YamlFolded.encode("$a = ': #'"), Some("$a = ': #'".into()));
        assert_eq!(Encoder::YamlFolded.encode(" a"), None);
        assert_eq!(Encoder::Sub.encode("${x}"), Some("${!x}".into()));
    }
}
