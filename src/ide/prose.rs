//! Text for people, put together once and written as Markdown or as plain text, as the editor wants it.
//!
//! Knows nothing of what it says. Sentences given here may hold code between backticks, made by [`code`], and no other
//! markup.

/// A text of several parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    Paragraph(String),
    /// Words of the document, in which no character means anything.
    Quote(String),
    List(Vec<String>),
    Code {
        language: &'static str,
        text: String,
    },
    Link {
        label: String,
        url: String,
    },
    /// What follows is about something else.
    Break,
    /// Markdown from elsewhere, as it is.
    Page(String),
}

impl Prose {
    pub fn new(paragraph: impl Into<String>) -> Self {
        let mut prose = Self::default();
        prose.paragraph(paragraph);
        prose
    }

    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    pub fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Words of the user.
    pub fn quote(&mut self, text: &str) {
        self.blocks.push(Block::Quote(text.trim().to_owned()));
    }

    pub fn list(&mut self, items: Vec<String>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }

    pub fn code(&mut self, language: &'static str, text: impl Into<String>) {
        self.blocks.push(Block::Code { language, text: text.into() });
    }

    pub fn link(&mut self, label: &str, url: &str) {
        if !url.is_empty() {
            self.blocks.push(Block::Link { label: label.to_owned(), url: url.to_owned() });
        }
    }

    pub fn page(&mut self, markdown: impl Into<String>) {
        self.blocks.push(Block::Page(markdown.into()));
    }

    /// Adds another text below a line.
    pub fn append(&mut self, other: Self) {
        if !self.is_empty() && !other.is_empty() {
            self.blocks.push(Block::Break);
        }
        self.blocks.extend(other.blocks);
    }

    /// As Markdown.
    pub fn markdown(&self) -> String {
        let parts = self.blocks.iter().map(|block| match block {
            Block::Paragraph(text) | Block::Page(text) => text.clone(),
            Block::Quote(text) => {
                text.lines().map(|line| format!("> {}", escaped(line))).collect::<Vec<_>>().join("\n")
            }
            Block::List(items) => items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n"),
            Block::Code { language, text } => format!("```{language}\n{text}\n```"),
            Block::Link { label, url } => format!("[{label}]({url})"),
            Block::Break => "---".to_owned(),
        });
        parts.collect::<Vec<_>>().join("\n\n")
    }

    /// As plain text.
    pub fn plain(&self) -> String {
        let parts = self.blocks.iter().map(|block| match block {
            Block::Paragraph(text) | Block::Page(text) | Block::Quote(text) => text.clone(),
            Block::List(items) => items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n"),
            Block::Code { text, .. } => text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n"),
            Block::Link { label, url } => format!("{label}: {url}"),
            Block::Break => "----".to_owned(),
        });
        parts.collect::<Vec<_>>().join("\n\n")
    }
}

/// More characters of a name say nothing more.
const LONGEST: usize = 80;

/// A name or a piece of code inside a sentence.
pub fn code(text: &str) -> String {
    let mut shown: String =
        text.chars().take(LONGEST).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    // Quotes of more backticks than any row of them inside.
    let longest = shown.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let quote = "`".repeat(longest + 1);
    if longest == 0 { format!("`{shown}`") } else { format!("{quote} {shown} {quote}") }
}

/// At most some of many, joined; what is left out is counted.
pub fn few(items: &[String], most: usize) -> String {
    let mut text = items.iter().take(most).map(String::as_str).collect::<Vec<_>>().join(", ");
    if let Some(more) = items.len().checked_sub(most).filter(|&more| 0 < more) {
        text.push_str(&format!(" and {more} more"));
    }
    text
}

/// A line of text in which no character is markup.
fn escaped(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    for letter in line.chars() {
        if letter.is_ascii_punctuation() {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_in_two_forms() {
        let mut prose = Prose::new("Says `this`.");
        prose.quote("a *b*");
        prose.list(vec!["x".to_owned(), "y".to_owned()]);
        prose.code("json", "{}");
        prose.link("page", "https://example.com");
        prose.append(Prose::new("More."));
        assert_eq!(
            prose.markdown(),
            "Says `this`.\n\n> a \\*b\\*\n\n- x\n- y\n\n```json\n{}\n```\n\n[page](https://example.com)\n\n---\n\nMore."
        );
        assert_eq!(
            prose.plain(),
            "Says `this`.\n\na *b*\n\n- x\n- y\n\n    {}\n\npage: https://example.com\n\n----\n\nMore."
        );
    }

    #[test]
    fn names_stay_on_their_line_and_inside_their_quotes() {
        assert_eq!(code("A\nB"), "`A B`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code(&"é".repeat(100)), format!("`{}…`", "é".repeat(80)));
    }

    #[test]
    fn long_lists_are_cut() {
        let items: Vec<String> = ["a", "b", "c"].map(str::to_owned).into();
        assert_eq!(few(&items, 3), "a, b, c");
        assert_eq!(few(&items, 1), "a and 2 more");
    }
}
