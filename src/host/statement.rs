//! Statements of the languages in which templates of templates are written: `{% if tracing %} … {% endif %}`.
//!
//! Which lines such a file has in the end depends on values that are not in it. Knows text only.

use memchr::memmem;

/// Words with which a statement of Jinja begins that an expression of `JSONata`, which has the same delimiters, cannot have.
const WORDS: [&str; 12] = [
    "block", "endblock", "endfor", "endif", "endmacro", "endraw", "endset", "extends", "import", "include", "macro",
    "set",
];

/// Whether a text holds a statement.
pub(super) fn has_statement(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), "{%").any(|at| {
        let rest = text.get(at + 2..).unwrap_or("").trim_start_matches(['-', '+']).trim_start_matches(' ');
        let word = rest.split(|letter: char| !letter.is_ascii_alphabetic()).next().unwrap_or("");
        let behind = rest.get(word.len()..).unwrap_or("");
        WORDS.contains(&word) && behind.starts_with([' ', '-', '%']) && is_statement(word, behind)
    })
}

/// Whether what follows a word is that of a statement: nothing, or a name or a text that no operator joins with it.
fn is_statement(word: &str, behind: &str) -> bool {
    let rest = behind.trim_start_matches([' ', '-']);
    if word.starts_with("end") {
        rest.starts_with("%}")
    } else {
        rest.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '"' | '\''))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_told_from_expressions() {
        for text in ["{% if x %}a{% endif %}", "{%- endfor -%}", "{%set x = 1%}", "{% include 'a.json' %}"] {
            assert!(has_statement(text), "{text}");
        }
        for text in
            ["{% $states.input %}", "{% set %}", "{% set = 1 %}", "{% endif.x %}", "{{ x }}", "{% include & 'a' %}"]
        {
            assert!(!has_statement(text), "{text}");
        }
    }
}
