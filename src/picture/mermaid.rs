//! A picture as a flowchart of Mermaid, which lays it out itself.

use super::outline::{self, Step};
use super::text::brief;
use super::{NodeKind, Picture};
use crate::asl::StateType;
use crate::diagnostic::Severity;

/// The text of a flowchart.
pub fn render(picture: &Picture) -> String {
    let mut text = String::from("flowchart TD\n");
    let mut depth = 1;
    for step in outline::of(picture) {
        if step == Step::Close {
            depth -= 1;
        }
        text.push_str(&"  ".repeat(depth));
        match step {
            Step::Node(node) => text.push_str(&shape(picture, node)),
            Step::Open(node) => {
                text.push_str(&format!("subgraph n{node}[\"{}\"]", escape(&caption(picture, node))));
                depth += 1;
            }
            Step::OpenGroup(group) => {
                text.push_str(&format!("subgraph g{group}[\"{}\"]", escape(&picture.groups[group].title)));
                depth += 1;
            }
            Step::Close => text.push_str("end"),
        }
        text.push('\n');
    }
    for edge in &picture.edges {
        let arrow = if edge.role.is_catch() { "-.->" } else { "-->" };
        let label = edge.label.as_ref().map(|label| format!("|\"{}\"|", escape(&brief(&label.text))));
        let label = label.unwrap_or_default();
        text.push_str(&format!("  n{} {arrow}{label} n{}\n", edge.from, edge.to));
    }
    text + &classes(picture)
}

/// A node in the shape of its kind.
fn shape(picture: &Picture, index: usize) -> String {
    let caption = escape(&caption(picture, index));
    let (open, close) = match picture.nodes[index].kind {
        NodeKind::Start => return format!("n{index}((\" \"))"),
        NodeKind::End => return format!("n{index}(((\" \")))"),
        NodeKind::State(_, Some(StateType::Choice)) => ("{{", "}}"),
        NodeKind::State(_, Some(StateType::Succeed | StateType::Fail)) => ("([", "])"),
        NodeKind::State(..) => ("[", "]"),
        NodeKind::Missing | NodeKind::Unknown => ("[/", "/]"),
    };
    format!("n{index}{open}\"{caption}\"{close}")
}

fn caption(picture: &Picture, index: usize) -> String {
    let node = &picture.nodes[index];
    format!("{}\n{}", node.name, node.detail)
}

/// The look of what is found fault with or never reached.
fn classes(picture: &Picture) -> String {
    let named = |takes: &dyn Fn(usize) -> bool| -> String {
        let names: Vec<String> =
            (0..picture.nodes.len()).filter(|&node| takes(node)).map(|node| format!("n{node}")).collect();
        names.join(",")
    };
    let severe = |severity: Severity| named(&|node| picture.nodes[node].severity() == Some(severity));
    let lists = [
        ("error", "stroke:#c4122f,stroke-width:3px", severe(Severity::Error)),
        ("warning", "stroke:#9a6700,stroke-width:3px", severe(Severity::Warning)),
        ("missing", "stroke:#c4122f,stroke-dasharray:4", named(&|node| picture.nodes[node].kind == NodeKind::Missing)),
        ("unreached", "opacity:0.6", named(&|node| !picture.nodes[node].is_reached)),
    ];
    let mut text = String::new();
    for (name, style, nodes) in lists.iter().filter(|(_, _, nodes)| !nodes.is_empty()) {
        text.push_str(&format!("  classDef {name} {style}\n  class {nodes} {name}\n"));
    }
    text
}

/// A text inside quotes. Mermaid knows characters by their names or numbers behind `#`; besides quotes, whatever means
/// something in it, in HTML or in Markdown is written so.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        match letter {
            '\n' => escaped.push_str("<br>"),
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' | ';' | '*' | '_' | '[' | ']' | '{' | '}' | '|' | '%' => {
                escaped.push_str(&format!("#{};", u32::from(letter)));
            }
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_means_something_is_a_number() {
        assert_eq!(super::escape("a \"b\" <c> #d`e`\u{7}f"), "a #34;b#34; #60;c#62; #35;d#96;e#96; f");
        assert_eq!(super::escape("a\nb"), "a<br>b");
    }
}
