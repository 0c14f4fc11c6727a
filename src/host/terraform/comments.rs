//! The comments of an HCL file, found without parsing it: the parser keeps them beside the nodes, where no span is left.

use std::ops::Range;

/// The comments in a text, their markers included and their line ends not.
pub(super) fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find(['#', '/', '"', '<'])).map(|step| at + step) {
        let rest = text.get(next..).unwrap_or("");
        at = if rest.starts_with('"') {
            next + string(rest)
        } else if rest.starts_with("<<") {
            next + heredoc(rest)
        } else if rest.starts_with('#') || rest.starts_with("//") {
            let end = next + rest.find(['\n', '\r']).unwrap_or(rest.len());
            found.push(next..end);
            end
        } else if rest.starts_with("/*") {
            let end = next + rest.find("*/").map_or(rest.len(), |end| end + 2);
            found.push(next..end);
            end
        } else {
            next + 1
        };
    }
    found
}

/// The length of the heredoc that a text starts with: up to the line that is its word alone.
fn heredoc(text: &str) -> usize {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or("");
    let word = first.trim_start_matches('<').trim_start_matches('-').trim();
    let mut length = first.len();
    for line in lines {
        if line.trim() == word {
            break;
        }
        length += line.len();
    }
    length
}

/// The length of the string that a text starts with. Inside `${` and `}` there may be further strings.
fn string(text: &str) -> usize {
    let bytes = text.as_bytes();
    // How many braces are open in each interpolation around, the innermost last.
    let mut open: Vec<usize> = Vec::new();
    let mut in_string = true;
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        match (in_string, byte) {
            (true, b'\\') => at += 1,
            (true, b'"') => {
                if open.is_empty() {
                    return at + 1;
                }
                in_string = false;
            }
            (true, b'$' | b'%') if bytes.get(at + 1) == Some(&b'{') && bytes.get(at.wrapping_sub(1)) != Some(&byte) => {
                open.push(0);
                in_string = false;
                at += 1;
            }
            (false, b'"') => in_string = true,
            (false, b'{') => *open.last_mut().unwrap_or(&mut 0) += 1,
            (false, b'}') => match open.last_mut() {
                Some(0) | None => {
                    open.pop();
                    in_string = true;
                }
                Some(count) => *count -= 1,
            },
            _ => {}
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_told_from_strings() {
        let text = "# a\nx = \"http://b ${f(\"#c\", {d = \"//e\"})} #f\" // g\n/* h\ni */ y = 1 / 2 #j";
        let found: Vec<&str> = comments(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["# a", "// g", "/* h\ni */", "#j"]);
    }

    #[test]
    fn heredocs_have_none() {
        let text = "a = <<-EOF\n  # b \" ${c}\n  // d\n  EOF\n# e\nf = [<<X\n#g\nX\n] # h\ni = 1 < 2 # j\nk = <<Y\n# l";
        let found: Vec<&str> = comments(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["# e", "# h", "# j"]);
    }

    #[test]
    fn what_is_not_closed_ends_with_the_text() {
        assert!(comments("\"${{{ # a").is_empty());
        assert_eq!(comments("/* é"), std::iter::once(0..5).collect::<Vec<_>>());
    }
}
