//! Completion: proposals as the protocol has them, and what is said of one when it is asked about.

use tower_lsp::lsp_types::{
    ClientCapabilities, CompletionContext, CompletionItem, CompletionItemKind, CompletionItemTag, CompletionList,
    CompletionParams, CompletionResponse, CompletionTextEdit, Documentation, InsertTextFormat, InsertTextMode,
    MarkupContent, MarkupKind, TextEdit,
};

use super::documents::Snapshot;
use super::edits;
use crate::ide::completion::{self, Completion, Kind, Piece};

/// What starts completion besides letters: the starts of strings, values, members and parts of expressions. A blank does
/// so only where YAML begins a value or an entry.
pub(super) const TRIGGERS: [&str; 9] = ["\"", ".", "$", ":", "{", "%", "(", ",", " "];

/// What the client makes of proposals.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Support {
    /// Whether it understands tab stops.
    snippets: bool,
    /// Whether it can be told to leave the indentation of several lines alone.
    as_is: bool,
    /// Whether it shows what is deprecated by a tag.
    tags: bool,
}

pub(super) fn support(client: &ClientCapabilities) -> Support {
    let completion = client.text_document.as_ref().and_then(|document| document.completion.as_ref());
    let Some(item) = completion.and_then(|completion| completion.completion_item.as_ref()) else {
        return Support::default();
    };
    let modes = item.insert_text_mode_support.as_ref();
    Support {
        snippets: item.snippet_support == Some(true),
        as_is: modes.is_some_and(|modes| modes.value_set.contains(&InsertTextMode::AS_IS)),
        tags: item.tag_support.is_some(),
    }
}

pub(super) fn completion(
    snapshot: &Snapshot,
    params: &CompletionParams,
    support: Support,
) -> Option<CompletionResponse> {
    let offset = snapshot.offset(params.text_document_position.position);
    let analysis = snapshot.reading();
    if is_by_blank(params.context.as_ref()) && !completion::follows_blank(analysis, offset) {
        return None;
    }
    let found = completion::complete(analysis, offset);
    let items = found.items.iter().enumerate();
    let items = items.map(|(index, proposal)| item(snapshot, proposal, index, support)).collect();
    Some(CompletionResponse::List(CompletionList { is_incomplete: found.is_incomplete, items }))
}

/// Adds to a proposal what there is to say about it.
pub(super) fn resolve(mut item: CompletionItem) -> CompletionItem {
    let text = item.data.as_ref().and_then(|data| data.as_str()).and_then(completion::documentation);
    item.documentation =
        text.map(|value| Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value }));
    item
}

fn is_by_blank(context: Option<&CompletionContext>) -> bool {
    context.and_then(|context| context.trigger_character.as_deref()) == Some(" ")
}

fn item(snapshot: &Snapshot, proposal: &Completion, index: usize, support: Support) -> CompletionItem {
    let is_snippet = support.snippets && proposal.has_stops();
    let mut new_text = if is_snippet { snippet(&proposal.text) } else { proposal.plain_text() };
    let has_lines = new_text.contains('\n');
    // Who expands tab stops indents every line like the first, unless told not to.
    if has_lines && is_snippet && !support.as_is {
        new_text = relative(&new_text, indentation(snapshot, proposal.span.start));
    }
    let edit = TextEdit { range: snapshot.range(proposal.span), new_text };
    let elsewhere: Vec<TextEdit> = proposal.elsewhere.iter().map(|edit| edits::text_edit(snapshot, edit)).collect();
    CompletionItem {
        label: proposal.label.clone(),
        kind: Some(kind(proposal.kind)),
        detail: (!proposal.detail.is_empty()).then(|| proposal.detail.clone()),
        deprecated: (proposal.is_deprecated && !support.tags).then_some(true),
        tags: (proposal.is_deprecated && support.tags).then(|| vec![CompletionItemTag::DEPRECATED]),
        sort_text: Some(format!("{index:04}")),
        filter_text: (proposal.filter != proposal.label).then(|| proposal.filter.clone()),
        insert_text_format: is_snippet.then_some(InsertTextFormat::SNIPPET),
        insert_text_mode: (has_lines && support.as_is).then_some(InsertTextMode::AS_IS),
        text_edit: Some(CompletionTextEdit::Edit(edit)),
        additional_text_edits: (!elsewhere.is_empty()).then_some(elsewhere),
        data: proposal.topic.as_ref().map(|topic| topic.key().into()),
        ..CompletionItem::default()
    }
}

/// Text with tab stops in the protocol's syntax.
/// <https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#snippet_syntax>
fn snippet(pieces: &[Piece]) -> String {
    let mut text = String::new();
    let mut stop = 0;
    for piece in pieces {
        match piece {
            Piece::Text(part) => text.push_str(&escaped(part)),
            Piece::Stop(part) => {
                stop += 1;
                text.push_str(&match part.as_str() {
                    "" => format!("${stop}"),
                    part => format!("${{{stop}:{}}}", escaped(part)),
                });
            }
            Piece::Choice(parts) => {
                stop += 1;
                let parts: Vec<String> = parts.iter().map(|part| escaped_choice(part)).collect();
                text.push_str(&format!("${{{stop}|{}|}}", parts.join(",")));
            }
        }
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

/// Between the bars of a choice, bars and commas mean something, and nothing else does.
fn escaped_choice(text: &str) -> String {
    text.replace('\\', "\\\\").replace(',', "\\,").replace('|', "\\|")
}

/// The blanks that the line of an offset starts with.
fn indentation(snapshot: &Snapshot, offset: u32) -> &str {
    let before = snapshot.source().text().get(..offset as usize).unwrap_or("");
    let line = before.rsplit('\n').next().unwrap_or("");
    line.get(..line.len() - line.trim_start_matches([' ', '\t']).len()).unwrap_or("")
}

/// Lines without an indentation that will be added to each of them.
fn relative(text: &str, indentation: &str) -> String {
    text.replace(&format!("\n{indentation}"), "\n")
}

fn kind(kind: Kind) -> CompletionItemKind {
    match kind {
        Kind::State => CompletionItemKind::REFERENCE,
        Kind::Skeleton => CompletionItemKind::SNIPPET,
        Kind::Field => CompletionItemKind::PROPERTY,
        Kind::Value => CompletionItemKind::ENUM_MEMBER,
        Kind::Operator => CompletionItemKind::OPERATOR,
        Kind::Error => CompletionItemKind::EVENT,
        Kind::Resource => CompletionItemKind::MODULE,
        Kind::Function => CompletionItemKind::FUNCTION,
        Kind::Variable => CompletionItemKind::VARIABLE,
        Kind::Context => CompletionItemKind::FIELD,
        Kind::Substitution => CompletionItemKind::CONSTANT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_a_snippet_is_escaped() {
        let pieces = [Piece::Text("\"a.$\": \"{% ".into()), Piece::Stop("$x}".into()), Piece::Text(" %}\"".into())];
        assert_eq!(snippet(&pieces), "\"a.\\$\": \"{% ${1:\\$x\\}} %\\}\"");
        assert_eq!(snippet(&[Piece::Stop(String::new()), Piece::Stop(String::new())]), "$1$2");
        let choice = Piece::Choice(vec!["a,b".to_owned(), "c|$".to_owned()]);
        assert_eq!(snippet(&[choice]), "${1|a\\,b,c\\|$|}");
    }

    #[test]
    fn lines_lose_the_indentation_they_are_given_again() {
        assert_eq!(relative("a:\n    b:\n      c", "    "), "a:\nb:\n  c");
    }
}
