//! How wide text is, without a font at hand: the widths of a common sans-serif face, rounded up.

/// The width of a text in a font of a size, in the same unit.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|letter| em(letter) * size).sum()
}

/// The text as far as it is no wider than allowed, cut off with an ellipsis. Blanks and line ends become single blanks,
/// what cannot be seen is left out.
pub(super) fn clip(text: &str, size: f64, widest: f64) -> String {
    let mut clipped = String::new();
    let mut used = 0.0;
    // The length up to which an ellipsis still fits.
    let mut room = 0;
    for letter in visible(text) {
        used += em(letter) * size;
        if widest < used {
            clipped.truncate(room);
            let trimmed = clipped.trim_end().len();
            clipped.truncate(trimmed);
            clipped.push('…');
            return clipped;
        }
        clipped.push(letter);
        if used + em('…') * size <= widest {
            room = clipped.len();
        }
    }
    clipped
}

/// The text as far as it is no longer than a line of prose, for those who lay it out themselves.
pub(super) fn brief(text: &str) -> String {
    clip(text, 1.0, 45.0)
}

/// The letters of a text on one line.
fn visible(text: &str) -> impl Iterator<Item = char> {
    let mut is_blank = true;
    text.trim().chars().filter_map(move |letter| {
        if letter.is_whitespace() {
            return (!std::mem::replace(&mut is_blank, true)).then_some(' ');
        }
        let is_shown = !letter.is_control() && !is_format(letter);
        is_blank &= !is_shown;
        is_shown.then_some(letter)
    })
}

/// Characters that have no width of their own and change how others are read.
const fn is_format(letter: char) -> bool {
    matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The width of a letter for a font size of 1.
const fn em(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '|' => 0.26,
        ' ' | 'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '!' | '/' | '\\' => 0.32,
        '(' | ')' | '[' | ']' | '{' | '}' | 'r' | '"' | '-' | '*' | '`' => 0.4,
        'm' | 'W' | '%' | '@' | '…' => 0.95,
        'w' | 'M' | '<' | '>' | '=' | '≤' | '≥' | '≠' | '+' | '~' => 0.82,
        'A'..='Z' | '&' => 0.72,
        'a'..='z' | '0'..='9' | '_' | '$' | '#' | '?' => 0.6,
        '\u{0300}'..='\u{036F}' => 0.0,
        '\0'..='\u{024F}' => 0.65,
        '\u{0250}'..='\u{10FF}' => 0.8,
        _ => 1.05,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays() {
        assert_eq!(clip("Charge card", 10.0, 200.0), "Charge card");
        assert_eq!(clip(" a\n\tb\u{0}\u{202E} ", 10.0, 200.0), "a b");
        assert_eq!(clip("", 10.0, 0.0), "");
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis_and_fits() {
        let clipped = clip("Charge the card of the customer", 10.0, 100.0);
        assert!(clipped.ends_with('…') && clipped.starts_with("Charge"), "{clipped}");
        assert!(width(&clipped, 10.0) <= 100.0);
        assert_eq!(clip("名前名前", 10.0, 32.0), "名前…");
    }
}
