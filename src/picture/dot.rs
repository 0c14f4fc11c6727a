//! A picture as a graph in the language of Graphviz, which lays it out itself.

use super::outline::{self, Step};
use super::text::brief;
use super::{NodeKind, Picture};
use crate::asl::StateType;
use crate::diagnostic::Severity;

/// The text of a graph. States with others inside are clusters; lines to them end at their borders.
pub fn render(picture: &Picture) -> String {
    let mut text = format!(
        "digraph {} {{\n  compound=true;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n  edge \
         [fontname=\"sans-serif\", fontsize=10];\n",
        quote(&picture.title)
    );
    let mut depth = 1;
    let inner = outline::inner_groups(picture);
    for step in outline::of(picture) {
        if step == Step::Close {
            depth -= 1;
        }
        let indent = "  ".repeat(depth);
        match step {
            Step::Node(node) => text.push_str(&format!("{indent}n{node} [{}];\n", attributes(picture, node))),
            Step::Open(node) => {
                text.push_str(&format!("{indent}subgraph cluster_n{node} {{\n{indent}  label=\"\";\n"));
                text.push_str(&format!("{indent}  n{node} [{}];\n", attributes(picture, node)));
                depth += 1;
            }
            Step::OpenGroup(group) => {
                let title = quote(&picture.groups[group].title);
                text.push_str(&format!("{indent}subgraph cluster_g{group} {{\n{indent}  label={title};\n"));
                depth += 1;
            }
            Step::Close => text.push_str(&format!("{indent}}}\n")),
        }
    }
    for edge in &picture.edges {
        let mut attributes = Vec::new();
        if let Some(label) = &edge.label {
            attributes.push(format!("label={}", quote(&brief(&label.text))));
        }
        if edge.role.is_catch() {
            attributes.push("style=dashed".to_owned());
        }
        if edge.from != edge.to {
            let is_cluster = |node: usize| !inner[node].is_empty();
            attributes.extend(is_cluster(edge.from).then(|| format!("ltail=cluster_n{}", edge.from)));
            attributes.extend(is_cluster(edge.to).then(|| format!("lhead=cluster_n{}", edge.to)));
        }
        let attributes = if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(", ")) };
        text.push_str(&format!("  n{} -> n{}{attributes};\n", edge.from, edge.to));
    }
    text + "}\n"
}

fn attributes(picture: &Picture, index: usize) -> String {
    let node = &picture.nodes[index];
    let look = match node.kind {
        NodeKind::Start => return "shape=circle, style=filled, fillcolor=black, label=\"\", width=0.2".to_owned(),
        NodeKind::End => return "shape=doublecircle, style=filled, fillcolor=black, label=\"\", width=0.12".to_owned(),
        NodeKind::State(_, Some(StateType::Choice)) => ", shape=hexagon",
        NodeKind::State(_, Some(StateType::Succeed | StateType::Fail)) => ", peripheries=2",
        NodeKind::State(..) => "",
        NodeKind::Missing | NodeKind::Unknown => ", style=dashed",
    };
    let severity = match node.severity() {
        Some(Severity::Error) => ", color=\"#c4122f\", penwidth=2",
        Some(Severity::Warning) => ", color=\"#9a6700\", penwidth=2",
        Some(Severity::Info | Severity::Hint) | None => "",
    };
    let faded = if node.is_reached { "" } else { ", fontcolor=gray40" };
    format!("label={}{look}{severity}{faded}", quote(&format!("{}\n{}", node.name, node.detail)))
}

/// A text in quotes, in which a backslash begins an escape.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            letter if letter.is_control() => quoted.push(' '),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    #[test]
    fn quotes_and_backslashes_are_escaped() {
        assert_eq!(super::quote("a \"b\" \\c\n\u{1}"), r#""a \"b\" \\c\n ""#);
    }
}
