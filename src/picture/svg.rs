//! A picture as SVG: one file without scripts and without anything from elsewhere, whose colours follow the reader's
//! preference. Texts that were cut are whole in tooltips.

mod icon;
mod theme;

use super::diagram::{BOLD, DETAIL_SIZE, LABEL_SIZE, NAME_SIZE, TEXT_LEFT};
use super::outline::inner_groups;
use super::{Area, Edge, EdgeRole, Finding, Group, Node, NodeKind, Picture, Point};
use crate::asl::StateType;
use crate::diagnostic::Severity;
use crate::model::Role;
use crate::render::xml::escape;

pub use theme::Theme;

/// The radius of rounded corners of lines and of boxes.
const BEND: f64 = 8.0;
const ROUND: f64 = 8.0;

/// How far the arrowhead reaches back from the end of a line.
const HEAD: f64 = 8.0;

/// The text of an SVG file.
pub fn render(picture: &Picture, theme: Theme) -> String {
    let (width, height) = (number(picture.width), number(picture.height));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} \
         {height}\" role=\"img\" aria-labelledby=\"title description\">\n<title id=\"title\">{}</title>\n<desc \
         id=\"description\">{}</desc>\n<style>{}</style>\n<rect class=\"page\" width=\"100%\" height=\"100%\"/>\n",
        escape(&picture.title),
        escape(&picture.description),
        theme::style(theme),
    );
    svg.push_str(&heading(picture));
    let inner = inner_groups(picture);
    let mut nodes = picture.nodes.iter().enumerate().peekable();
    let mut edges = picture.edges.iter().enumerate().peekable();
    // From the outside in, so that what is inside a box lies over it.
    for (index, group) in picture.groups.iter().enumerate() {
        svg.push_str(&frame(group));
        while let Some((id, node)) = nodes.next_if(|(_, node)| node.group == index) {
            svg.push_str(&drawn(node, id, !inner[id].is_empty()));
        }
        let first = edges.clone();
        while let Some((id, edge)) = edges.next_if(|(_, edge)| picture.nodes[edge.from].group == index) {
            svg.push_str(&line(picture, edge, id));
        }
        // Labels lie over all lines.
        for (_, edge) in first.take_while(|(_, edge)| picture.nodes[edge.from].group == index) {
            svg.push_str(&label(edge));
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// The title, and a badge for what belongs to no state.
fn heading(picture: &Picture) -> String {
    let title = super::text::clip(&picture.title, BOLD * 14.0, (picture.width - 80.0).max(60.0));
    let mut svg = format!("<text class=\"name\" x=\"20\" y=\"26\" font-size=\"14\">{}</text>\n", escape(&title));
    if !picture.findings.is_empty() {
        let x = 38.0 + BOLD * super::text::width(&title, 14.0);
        let findings = tooltip(&picture.findings).join("\n");
        svg.push_str(&format!(
            "<g><title>{}</title>{}</g>\n",
            escape(&findings),
            badge(&picture.findings, Point { x, y: 21.0 })
        ));
    }
    svg
}

fn frame(group: &Group) -> String {
    if group.owner.is_none() {
        return String::new();
    }
    let mut svg = rectangle("group", &group.area, ROUND);
    if !group.title.is_empty() {
        svg.push_str(&format!(
            "<text class=\"detail\" x=\"{}\" y=\"{}\" font-size=\"{DETAIL_SIZE}\">{}</text>\n",
            number(group.area.x + 10.0),
            number(group.area.y + 16.0),
            escape(&group.title)
        ));
    }
    svg
}

fn drawn(node: &Node, id: usize, is_outer: bool) -> String {
    let area = &node.area;
    let centre = Point { x: area.x + area.width / 2.0, y: area.y + area.height / 2.0 };
    let (x, y) = (number(centre.x), number(centre.y));
    let radius = area.width / 2.0;
    match node.kind {
        NodeKind::Start => {
            return format!("<circle class=\"head\" cx=\"{x}\" cy=\"{y}\" r=\"{}\"/>\n", number(radius - 1.0));
        }
        NodeKind::End => {
            return format!(
                "<circle class=\"line\" cx=\"{x}\" cy=\"{y}\" r=\"{}\"/><circle class=\"head\" cx=\"{x}\" cy=\"{y}\" \
                 r=\"{}\"/>\n",
                number(radius - 1.0),
                number(radius - 4.5)
            );
        }
        NodeKind::State(..) | NodeKind::Missing | NodeKind::Unknown => {}
    }
    let mut tips = vec![node.name.clone(), node.detail.clone()];
    tips.extend(tooltip(&node.findings));
    let faded = if node.is_reached { "" } else { " class=\"unreached\"" };
    let (colour, glyph) = icon::of(node.kind.state_type());
    let colour = if node.kind == NodeKind::Missing { "fail" } else { colour };
    let mut svg = format!("<g id=\"n{id}\"{faded}><title>{}</title>\n", escape(&tips.join("\n")));
    svg.push_str(&outline(node, is_outer));
    svg.push_str(&format!(
        "<g transform=\"translate({} {})\"><rect class=\"{colour}\" width=\"24\" height=\"24\" rx=\"6\"/><path \
         class=\"glyph\" d=\"{glyph}\"/></g>\n",
        number(area.x + 12.0),
        number(area.y + 11.0)
    ));
    for (class, size, text, down) in
        [("name", NAME_SIZE, &node.shown_name, 20.0), ("detail", DETAIL_SIZE, &node.detail, 36.0)]
    {
        svg.push_str(&format!(
            "<text class=\"{class}\" x=\"{}\" y=\"{}\" font-size=\"{size}\">{}</text>\n",
            number(area.x + TEXT_LEFT),
            number(area.y + down),
            escape(text)
        ));
    }
    if !node.findings.is_empty() {
        svg.push_str(&badge(&node.findings, Point { x: area.right() - 4.0, y: area.y + 3.0 }));
    }
    svg.push_str("</g>\n");
    svg
}

/// The border of a box in the shape of its type.
fn outline(node: &Node, is_outer: bool) -> String {
    let severity = match node.severity() {
        Some(Severity::Error) => " error",
        Some(Severity::Warning) => " warning",
        Some(Severity::Info) => " info",
        Some(Severity::Hint) | None => "",
    };
    let absent = if matches!(node.kind, NodeKind::State(..)) { "" } else { " absent" };
    let outer = if is_outer { " outer" } else { "" };
    let class = format!("box{outer}{severity}{absent}");
    let area = &node.area;
    match node.kind.state_type() {
        Some(StateType::Succeed | StateType::Fail) => rectangle(&class, area, area.height / 2.0),
        Some(StateType::Choice) => {
            let (point, middle) = (10.0, area.y + area.height / 2.0);
            let corners = [
                (area.x + point, area.y),
                (area.right() - point, area.y),
                (area.right(), middle),
                (area.right() - point, area.bottom()),
                (area.x + point, area.bottom()),
                (area.x, middle),
            ];
            let corners: Vec<String> = corners.iter().map(|(x, y)| format!("{} {}", number(*x), number(*y))).collect();
            format!("<path class=\"{class}\" stroke-linejoin=\"round\" d=\"M{}z\"/>\n", corners.join("L"))
        }
        _ => rectangle(&class, area, ROUND),
    }
}

fn rectangle(class: &str, area: &Area, radius: f64) -> String {
    format!(
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>\n",
        number(area.x),
        number(area.y),
        number(area.width),
        number(area.height),
        number(radius)
    )
}

/// How many findings there are, in the shape and colour of the worst.
fn badge(findings: &[Finding], at: Point) -> String {
    let Some(worst) = findings.first() else { return String::new() };
    let (x, y) = (number(at.x), number(at.y));
    let shape = match worst.severity {
        Severity::Error => format!("<circle class=\"badge error\" cx=\"{x}\" cy=\"{y}\" r=\"9\"/>"),
        Severity::Warning => format!(
            "<path class=\"badge warning\" d=\"M{x} {}l11 11-11 11-11-11z\" stroke-linejoin=\"round\"/>",
            number(at.y - 11.0)
        ),
        Severity::Info | Severity::Hint => format!(
            "<rect class=\"badge info\" x=\"{}\" y=\"{}\" width=\"16\" height=\"16\" rx=\"4\"/>",
            number(at.x - 8.0),
            number(at.y - 8.0)
        ),
    };
    let count = if findings.len() < 100 { findings.len().to_string() } else { "99+".to_owned() };
    format!("{shape}<text class=\"count\" x=\"{x}\" y=\"{}\" font-size=\"11\">{count}</text>\n", number(at.y + 4.0))
}

/// A line for each finding, as many as can be read in a tooltip.
fn tooltip(findings: &[Finding]) -> Vec<String> {
    const MOST: usize = 10;
    let told = |finding: &Finding| format!("{}: {} ({})", finding.severity.name(), finding.message, finding.rule);
    let mut lines: Vec<String> = findings.iter().take(MOST).map(told).collect();
    if MOST < findings.len() {
        lines.push(format!("and {} more", findings.len() - MOST));
    }
    lines
}

/// The line of an edge up to where another one draws it, and its arrowhead.
fn line(picture: &Picture, edge: &Edge, id: usize) -> String {
    let role = match edge.role {
        EdgeRole::Start | EdgeRole::End => String::new(),
        EdgeRole::Transition(Role::Next) => "Next".to_owned(),
        EdgeRole::Transition(Role::Default) => "Default".to_owned(),
        EdgeRole::Transition(Role::Choice(index)) => format!("Choice rule {}", index + 1),
        EdgeRole::Transition(Role::Catch(index)) => format!("Catcher {}", index + 1),
    };
    let class = match (edge.role.is_catch(), edge.is_back) {
        (true, _) => " catch",
        (false, true) => " back",
        (false, false) => "",
    };
    let points = edge.joins.and_then(|joins| edge.points.get(..=joins)).unwrap_or(&edge.points);
    let mut svg = format!("<g id=\"e{id}\">");
    if !role.is_empty() {
        let (from, to) = (&picture.nodes[edge.from].name, &picture.nodes[edge.to].name);
        svg.push_str(&format!("<title>{}</title>", escape(&format!("{role}: {from} → {to}"))));
    }
    svg.push_str(&format!(
        "<path class=\"line{class}\" d=\"{}\"/>",
        curve(points, edge.joins.is_none() && !edge.is_cut)
    ));
    if let (Some(end), None) = (edge.points.last(), edge.joins) {
        svg.push_str(&format!(
            "<path class=\"head{class}\" d=\"M{} {}l-4.5-{HEAD}h9z\"/>",
            number(end.x),
            number(end.y)
        ));
    }
    svg.push_str("</g>\n");
    svg
}

/// Points as a path: corners of level and upright pieces are rounded, oblique pieces swing from upright to upright.
fn curve(points: &[Point], has_head: bool) -> String {
    let Some((first, rest)) = points.split_first() else { return String::new() };
    let mut path = format!("M{} {}", number(first.x), number(first.y));
    let mut at = *first;
    for (index, &point) in rest.iter().enumerate() {
        let is_last = index + 1 == rest.len();
        let mut end = point;
        if is_last && has_head {
            // The line ends inside the arrowhead, whose tip is thinner.
            end.y -= HEAD / 2.0;
        }
        let is_oblique = 0.01 < (end.x - at.x).abs() && 0.01 < (end.y - at.y).abs();
        if is_oblique {
            let middle = number(f64::midpoint(at.y, end.y));
            path.push_str(&format!(
                "C{} {middle} {} {middle} {} {}",
                number(at.x),
                number(end.x),
                number(end.x),
                number(end.y)
            ));
        } else if let Some(&next) = rest.get(index + 1).filter(|next| is_corner(at, point, **next)) {
            let radius = BEND.min(distance(at, point) / 2.0).min(distance(point, next) / 2.0);
            let (before, after) = (towards(point, at, radius), towards(point, next, radius));
            path.push_str(&format!(
                "L{} {}Q{} {} {} {}",
                number(before.x),
                number(before.y),
                number(point.x),
                number(point.y),
                number(after.x),
                number(after.y)
            ));
            end = after;
        } else {
            path.push_str(&format!("L{} {}", number(end.x), number(end.y)));
        }
        at = end;
    }
    path
}

/// Whether one piece is level and the next upright, or the other way round.
fn is_corner(before: Point, at: Point, after: Point) -> bool {
    let is_level = |one: Point, other: Point| (one.y - other.y).abs() < 0.01;
    let is_upright = |one: Point, other: Point| (one.x - other.x).abs() < 0.01;
    (is_level(before, at) && is_upright(at, after)) || (is_upright(before, at) && is_level(at, after))
}

/// The length of a level or upright piece.
fn distance(one: Point, other: Point) -> f64 {
    (one.x - other.x).abs().max((one.y - other.y).abs())
}

fn towards(from: Point, to: Point, by: f64) -> Point {
    let step = |from: f64, to: f64| if (to - from).abs() < 0.01 { 0.0 } else { by.copysign(to - from) };
    Point { x: from.x + step(from.x, to.x), y: from.y + step(from.y, to.y) }
}

/// The text at a line, on a ground that hides the line behind it.
fn label(edge: &Edge) -> String {
    let Some(label) = &edge.label else { return String::new() };
    let area = &label.area;
    let ground = Area { x: area.x + 3.0, width: area.width - 6.0, ..*area };
    format!(
        "<g><title>{}</title>\n{}<text class=\"label\" text-anchor=\"middle\" x=\"{}\" y=\"{}\" \
         font-size=\"{LABEL_SIZE}\">{}</text></g>\n",
        escape(&label.text),
        rectangle("page", &ground, 2.0),
        number(area.x + area.width / 2.0),
        number(area.y + area.height / 2.0 + 4.0),
        escape(&label.shown)
    )
}

/// A number with a decimal where it needs one.
fn number(number: f64) -> String {
    let text = format!("{number:.1}");
    match text.strip_suffix(".0") {
        Some("-0") => "0".to_owned(),
        Some(whole) => whole.to_owned(),
        None => text,
    }
}
