//! Text that a template puts together: a string, `Fn::Sub`, `Fn::Join`. What deployment fills in is a hole.

use std::ops::Range;
use std::sync::Arc;

use super::{Facts, Found, Intrinsic};
use crate::syntax::{self, Fault, FaultKind, Kind, Language, NodeId, Tree};
use crate::text::{Encoder, Run, RunKind, SpanMap, offset};

/// What stands for a value that is not known before deployment: a placeholder without a name that anybody could look for.
const HOLE: &str = "${?}";

/// A text and where each part of it stands.
#[derive(Debug)]
pub(super) struct Text {
    value: String,
    map: SpanMap,
    filler: Filler,
}

/// What fills in the placeholders of a text before all else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filler {
    Nothing,
    /// `Fn::Sub`, with the object of its own names if it has one.
    Sub(Option<NodeId>),
}

impl Text {
    /// The definition that the text is.
    pub(super) fn definition(self, name: String, facts: Facts) -> Found {
        definition(name, facts, &self.value, self.map)
    }

    pub(super) fn filler(&self) -> Filler {
        self.filler
    }
}

/// The definition that a text is. YAML, which hosts do not take there, is read as what it is.
pub(super) fn definition(name: String, facts: Facts, text: &str, map: SpanMap) -> Found {
    let map = Arc::new(map);
    let entry = yaml_entry(text);
    let language = if entry.is_some() { Language::Yaml } else { Language::Json };
    let (tree, mut faults) = syntax::parse(text.into(), language, Some(Arc::clone(&map)));
    faults.extend(entry.map(|entry| Fault {
        kind: FaultKind::NotJson,
        span: map.span(offset(entry.start)..offset(entry.end)),
        message: "a definition in text has to be JSON, and this is YAML".to_owned(),
        help: Some("write it as an object where the template takes one, or as JSON"),
        related: None,
        fix: None,
    }));
    Found { name, root: tree.root(), tree: Arc::new(tree), facts, faults }
}

/// Where the first key of a definition in YAML stands: one of those of a definition, without quotes.
fn yaml_entry(text: &str) -> Option<Range<usize>> {
    const KEYS: [&str; 6] = ["Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version"];
    let is_content = |line: &str| !line.is_empty() && !line.starts_with('#') && line != "---";
    let mut start = 0;
    let mut lines = text.split_inclusive('\n').map(|line| {
        start += line.len();
        (start - line.trim_start().len(), line.trim())
    });
    let (start, line) = lines.find(|(_, line)| is_content(line))?;
    let (key, _) = line.split_once(':')?;
    KEYS.contains(&key).then(|| start..start + key.len())
}

/// The text of a value; `None` where it is no text, or none that is written here.
pub(super) fn text(tree: &Tree, value: NodeId) -> Option<Text> {
    match tree.kind(value) {
        Kind::String => Some(string(tree, value)),
        Kind::Tagged(inner) if tree.tag(value)?.0 == "!Join" => join(tree, inner),
        Kind::Tagged(_) => sub(tree, value),
        Kind::Object => match tree.get(value, "Fn::Join") {
            Some(inner) => join(tree, inner),
            None => sub(tree, value),
        },
        _ => None,
    }
}

fn string(tree: &Tree, value: NodeId) -> Text {
    Text { value: tree.text(value).to_owned(), map: tree.scalar_map(value), filler: Filler::Nothing }
}

fn sub(tree: &Tree, value: NodeId) -> Option<Text> {
    let Some(Intrinsic::Sub(text, own)) = Intrinsic::of(tree, value) else { return None };
    Some(Text { filler: Filler::Sub(own), ..string(tree, text) })
}

/// `Fn::Join` takes a delimiter and a list of texts, as the CDK writes them.
fn join(tree: &Tree, value: NodeId) -> Option<Text> {
    let mut arguments = tree.items(value);
    let delimiter = tree.known(arguments.next()?)?;
    let pieces = arguments.next().filter(|&pieces| tree.is_array(pieces))?;
    let mut joined = String::new();
    let mut runs: Vec<Run> = Vec::new();
    // How all pieces are written; edits are offered only where one way serves them all.
    let mut encoders: Option<Vec<Encoder>> = None;
    let mut is_uniform = true;
    let mut push = |joined: &mut String, text: &str, source: std::ops::Range<u32>, kind| {
        let start = offset(joined.len());
        joined.push_str(text);
        runs.push(Run { decoded: start..offset(joined.len()), source, kind });
    };
    for (index, piece) in tree.items(pieces).enumerate() {
        let span = tree.span(piece);
        if index != 0 && !delimiter.is_empty() {
            push(&mut joined, delimiter, span.start..span.start, RunKind::Hole);
        }
        // An alias stands elsewhere, and a text that is put together once more has no order of its own.
        let is_text = tree.string(piece).is_some() && runs_in_order(tree, pieces, piece);
        if !is_text {
            push(&mut joined, HOLE, span.start..span.end, RunKind::Hole);
            continue;
        }
        let text = string(tree, piece);
        is_uniform &= encoders.as_ref().is_none_or(|known| known == text.map.encoders());
        encoders.get_or_insert_with(|| text.map.encoders().to_vec());
        for run in text.map.runs() {
            let piece = text.value.get(run.decoded.start as usize..run.decoded.end as usize).unwrap_or("");
            push(&mut joined, piece, run.source.clone(), run.kind);
        }
    }
    let map = SpanMap::from_runs(runs, if is_uniform { encoders.unwrap_or_default() } else { vec![Encoder::Never] });
    Some(Text { value: joined, map, filler: Filler::Nothing })
}

/// Whether a piece is written in the list itself, not behind an alias.
fn runs_in_order(tree: &Tree, list: NodeId, piece: NodeId) -> bool {
    tree.parent(piece) == Some(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    #[test]
    fn joined_pieces_have_their_places() {
        let host = r#"{"x": {"Fn::Join": ["", ["{\"StartAt\": \"A\", \"States\": {\"A\": {\"Resource\": \"",
            {"Fn::GetAtt": ["F", "Arn"]}, "\", \"Type\": \"Task\", \"Seconds\": ", {"Ref": "N"}, "}}}"]]}}"#;
        let (tree, _) = parse(host.into(), Language::Json, None);
        let text = text(&tree, tree.get(tree.root(), "x").unwrap()).unwrap();
        let found = text.definition("M".to_owned(), Facts::default());
        assert_eq!(found.faults, []);
        let state = found.tree.get(found.tree.get(found.root, "States").unwrap(), "A").unwrap();
        let at = |field: &str| found.tree.get(state, field).unwrap();
        assert_eq!(&host[found.tree.span(at("Type")).range()], r#"\"Task\""#);
        assert!(found.tree.is_opaque(at("Resource")) && found.tree.is_opaque(at("Seconds")));
        let edits = crate::edit::replace_string(&found.tree, at("Type"), "Pa\"ss").unwrap();
        assert_eq!(edits[0].text, r#"Pa\\\"ss"#);
        assert!(crate::edit::replace_string(&found.tree, at("Resource"), "x").is_none());
    }
}
