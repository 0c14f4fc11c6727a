//! Text that a template puts together: a string, `Fn::Sub`, `Fn::Join`. What deployment fills in is a hole.

use std::ops::Range;
use std::sync::Arc;

use super::{Facts, Found, Intrinsic};
use crate::syntax::{self, Fault, FaultKind, Kind, Language, NodeId, Tree};
use crate::text::{Encoder, Run, RunKind, Span, SpanMap, offset};

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
    /// `Fn::Sub` some of them: which, is not known.
    Several,
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
    match joined_by(tree, value) {
        Some(arguments) => join(tree, arguments),
        None if tree.string(value).is_some() => Some(string(tree, value)),
        None => sub(tree, value),
    }
}

fn string(tree: &Tree, value: NodeId) -> Text {
    Text { value: tree.text(value).to_owned(), map: tree.scalar_map(value), filler: Filler::Nothing }
}

fn sub(tree: &Tree, value: NodeId) -> Option<Text> {
    let Some(Intrinsic::Sub(text, own)) = Intrinsic::of(tree, value) else { return None };
    Some(Text { filler: Filler::Sub(own), ..string(tree, text) })
}

/// `Fn::Join` takes a delimiter and a list of texts, as the CDK writes them; some of these may be put together, too.
fn join(tree: &Tree, list: NodeId) -> Option<Text> {
    let mut joined = Joined::default();
    joined.join(tree, list, JOINS)?;
    Some(joined.text())
}

/// How deep `Fn::Join` stands in `Fn::Join` at most; what lies deeper is a hole.
const JOINS: usize = 8;

/// A text that grows piece by piece.
#[derive(Debug)]
struct Joined {
    value: String,
    runs: Vec<Run>,
    /// How all pieces are written; edits are offered only where one way serves them all.
    encoders: Option<Vec<Encoder>>,
    is_uniform: bool,
    filler: Filler,
}

impl Default for Joined {
    fn default() -> Self {
        Self { value: String::new(), runs: Vec::new(), encoders: None, is_uniform: true, filler: Filler::Nothing }
    }
}

impl Joined {
    /// Adds what an `Fn::Join` with these arguments puts together; `None` if that is no list that is written here.
    fn join(&mut self, tree: &Tree, arguments: NodeId, depth: usize) -> Option<()> {
        let mut arguments = tree.items(arguments);
        let delimiter = tree.known(arguments.next()?)?;
        let pieces = arguments.next().filter(|&pieces| tree.is_array(pieces))?;
        for (index, piece) in tree.items(pieces).enumerate() {
            if index != 0 && !delimiter.is_empty() {
                let at = self.end().max(tree.span(piece).start);
                self.push(delimiter, at..at, RunKind::Hole);
            }
            // An alias stands elsewhere, and a text that is put together once more has no order of its own.
            if tree.parent(piece) == Some(pieces) {
                self.piece(tree, piece, depth);
            } else {
                self.hole(Span::empty(self.end()));
            }
        }
        Some(())
    }

    fn piece(&mut self, tree: &Tree, piece: NodeId, depth: usize) {
        let span = tree.span(piece);
        let is_inside = |node: NodeId| span.start <= tree.span(node).start && tree.span(node).end <= span.end;
        if tree.string(piece).is_some() {
            return self.string(tree, piece);
        }
        if let Some(Intrinsic::Sub(text, _)) = Intrinsic::of(tree, piece)
            && is_inside(text)
        {
            self.filler = Filler::Several;
            return self.string(tree, text);
        }
        let inner = joined_by(tree, piece).filter(|&arguments| is_inside(arguments));
        if inner.zip(depth.checked_sub(1)).and_then(|(arguments, depth)| self.join(tree, arguments, depth)).is_none() {
            self.hole(span);
        }
    }

    fn string(&mut self, tree: &Tree, node: NodeId) {
        let (value, map) = (tree.text(node), tree.scalar_map(node));
        self.is_uniform &= self.encoders.as_ref().is_none_or(|known| known == map.encoders());
        self.encoders.get_or_insert_with(|| map.encoders().to_vec());
        for run in map.runs() {
            let piece = value.get(run.decoded.start as usize..run.decoded.end as usize).unwrap_or("");
            self.push(piece, run.source.clone(), run.kind);
        }
    }

    fn hole(&mut self, span: Span) {
        self.push(HOLE, span.start..span.end, RunKind::Hole);
    }

    fn push(&mut self, text: &str, source: Range<u32>, kind: RunKind) {
        let start = offset(self.value.len());
        self.value.push_str(text);
        self.runs.push(Run { decoded: start..offset(self.value.len()), source, kind });
    }

    /// Where in the file the last piece ends.
    fn end(&self) -> u32 {
        self.runs.last().map_or(0, |run| run.source.end)
    }

    fn text(self) -> Text {
        let encoders = if self.is_uniform { self.encoders.unwrap_or_default() } else { vec![Encoder::Never] };
        Text { value: self.value, map: SpanMap::from_runs(self.runs, encoders), filler: self.filler }
    }
}

/// What an `Fn::Join` takes, if a value is one.
fn joined_by(tree: &Tree, value: NodeId) -> Option<NodeId> {
    match tree.kind(value) {
        Kind::Tagged(inner) => (tree.tag(value)?.0 == "!Join").then_some(inner),
        Kind::Object => tree.get(value, "Fn::Join"),
        _ => None,
    }
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

    /// The definition in a template and the places, in the template, of what is wrong with its text.
    fn found(host: &str) -> (Found, Vec<String>) {
        let (tree, _) = parse(host.into(), Language::Yaml, None);
        let text = text(&tree, tree.get(tree.root(), "x").unwrap()).unwrap();
        let found = text.definition("M".to_owned(), Facts::default());
        let faults = found.faults.iter().map(|fault| host[fault.span.range()].to_owned()).collect();
        (found, faults)
    }

    #[test]
    fn pieces_may_be_put_together_too() {
        let host = "x: !Join\n- \"\\n\"\n- - '{\"StartAt\": \"A\", \"States\": {'\n  - !Sub '\"A\": {\"Resource\": \"${F.Arn}\",'\n  \
                    - Fn::Join: ['', ['\"Comment\": \"', !Ref C, !Join ['', ['\", \"Type\": ']], '\"Task\"']]\n  - '}}}'\n";
        let (found, faults) = found(host);
        assert_eq!(faults, Vec::<String>::new());
        let state = found.tree.get(found.tree.get(found.root, "States").unwrap(), "A").unwrap();
        let at = |field: &str| &host[found.tree.span(found.tree.get(state, field).unwrap()).range()];
        assert_eq!((at("Resource"), at("Type")), ("\"${F.Arn}\"", "\"Task\""));
    }

    #[test]
    fn pieces_that_stand_elsewhere_are_holes() {
        let (found, _) =
            found("y: &piece !Sub '\"a\"'\nx: !Join ['', ['{\"StartAt\": ', *piece, ', \"States\": {}}']]\n");
        let start = found.tree.get(found.root, "StartAt").unwrap();
        assert_eq!(found.tree.kind(start), Kind::Hole);
    }
}
