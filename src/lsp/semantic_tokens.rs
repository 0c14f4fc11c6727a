//! Semantic tokens: whole documents, ranges, and what changed since a client last asked.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tower_lsp::lsp_types::{
    Range, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensFullOptions, SemanticTokensLegend,
    SemanticTokensOptions, SemanticTokensRangeResult, SemanticTokensResult, SemanticTokensServerCapabilities, Url,
};

use super::documents::Snapshot;
use crate::ide::tokens::{Role, Token, TokenKind, tokens};
use crate::text::{Encoding, Span, offset};

/// How many numbers a token is sent as.
const NUMBERS: usize = 5;

/// What the server says that it can do. The legend is the order of [`TokenKind::ALL`] and the modifiers of [`Role`].
pub(super) fn capability() -> SemanticTokensServerCapabilities {
    SemanticTokensServerCapabilities::SemanticTokensOptions(SemanticTokensOptions {
        legend: SemanticTokensLegend {
            token_types: TokenKind::ALL.into_iter().map(token_type).collect(),
            token_modifiers: vec![SemanticTokenModifier::DECLARATION, SemanticTokenModifier::DEFAULT_LIBRARY],
        },
        range: Some(true),
        full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
        ..SemanticTokensOptions::default()
    })
}

/// The standard type that comes nearest: themes know these.
fn token_type(kind: TokenKind) -> SemanticTokenType {
    match kind {
        TokenKind::State => SemanticTokenType::CLASS,
        TokenKind::Variable => SemanticTokenType::VARIABLE,
        TokenKind::Function => SemanticTokenType::FUNCTION,
        TokenKind::Keyword => SemanticTokenType::KEYWORD,
        TokenKind::Operator => SemanticTokenType::OPERATOR,
        TokenKind::Property => SemanticTokenType::PROPERTY,
        TokenKind::String => SemanticTokenType::STRING,
        TokenKind::Number => SemanticTokenType::NUMBER,
        TokenKind::Regexp => SemanticTokenType::REGEXP,
        TokenKind::Comment => SemanticTokenType::COMMENT,
        TokenKind::Placeholder => SemanticTokenType::MACRO,
        TokenKind::Error => SemanticTokenType::ENUM_MEMBER,
    }
}

/// The tokens that were last sent of each document, and the name they went by.
#[derive(Debug, Default)]
pub(super) struct Sent {
    last_id: AtomicU64,
    by_document: Mutex<FxHashMap<Url, Batch>>,
}

#[derive(Clone, Debug)]
struct Batch {
    id: String,
    tokens: Arc<[SemanticToken]>,
}

impl Sent {
    pub(super) fn forget(&self, uri: &Url) {
        self.by_document.lock().unwrap_or_else(PoisonError::into_inner).remove(uri);
    }

    /// Gives tokens a name and keeps them; what was sent before comes back.
    fn keep(&self, uri: &Url, tokens: Vec<SemanticToken>) -> (Batch, Option<Batch>) {
        let id = self.last_id.fetch_add(1, Ordering::Relaxed).to_string();
        let batch = Batch { id, tokens: tokens.into() };
        let mut by_document = self.by_document.lock().unwrap_or_else(PoisonError::into_inner);
        let before = by_document.insert(uri.clone(), batch.clone());
        (batch, before)
    }
}

pub(super) fn full(snapshot: &Snapshot, sent: &Sent) -> Option<SemanticTokensResult> {
    let (batch, _) = sent.keep(&snapshot.uri, encoded(snapshot, None)?);
    Some(whole(&batch).into())
}

/// What changed since `previous`; everything where that is not what was last sent.
pub(super) fn delta(snapshot: &Snapshot, sent: &Sent, previous: &str) -> Option<SemanticTokensFullDeltaResult> {
    let (batch, before) = sent.keep(&snapshot.uri, encoded(snapshot, None)?);
    let Some(before) = before.filter(|before| before.id == previous) else { return Some(whole(&batch).into()) };
    let edits = difference(&before.tokens, &batch.tokens).into_iter().collect();
    Some(SemanticTokensDelta { result_id: Some(batch.id), edits }.into())
}

fn whole(batch: &Batch) -> SemanticTokens {
    SemanticTokens { result_id: Some(batch.id.clone()), data: batch.tokens.to_vec() }
}

pub(super) fn range(snapshot: &Snapshot, range: Range) -> Option<SemanticTokensRangeResult> {
    let span = Span::new(snapshot.offset(range.start), snapshot.offset(range.end));
    Some(SemanticTokens { result_id: None, data: encoded(snapshot, Some(span))? }.into())
}

/// The one edit between what both have at their ends: positions are relative, so a change in one place leaves the others
/// as they are.
fn difference(before: &[SemanticToken], after: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let same = |(one, other): &(&SemanticToken, &SemanticToken)| one == other;
    let prefix = before.iter().zip(after).take_while(same).count();
    let (removed, added) = (before.get(prefix..)?, after.get(prefix..)?);
    let suffix = removed.iter().rev().zip(added.iter().rev()).take_while(same).count();
    let (removed, added) = (removed.get(..removed.len() - suffix)?, added.get(..added.len() - suffix)?);
    if removed.is_empty() && added.is_empty() {
        return None;
    }
    Some(SemanticTokensEdit {
        start: offset(prefix * NUMBERS),
        delete_count: offset(removed.len() * NUMBERS),
        data: Some(added.to_vec()),
    })
}

fn encoded(snapshot: &Snapshot, within: Option<Span>) -> Option<Vec<SemanticToken>> {
    Some(encode(snapshot.source().text(), &tokens(snapshot.defining()?, within), snapshot.encoding))
}

/// Tokens by their distances from each other, in one pass over the text.
fn encode(text: &str, tokens: &[Token], encoding: Encoding) -> Vec<SemanticToken> {
    // Where the last token starts, or the text.
    let mut at = 0;
    tokens
        .iter()
        .map(|token| {
            let range = token.span.range();
            let between = text.get(at..range.start).unwrap_or("");
            let line_ends = between.bytes().enumerate().filter(|&(index, byte)| {
                byte == b'\n' || byte == b'\r' && text.as_bytes().get(at + index + 1) != Some(&b'\n')
            });
            let (delta_line, line_start) = line_ends.fold((0, 0), |(lines, _), (index, _)| (lines + 1, index + 1));
            at = range.start;
            SemanticToken {
                delta_line,
                delta_start: encoding.columns(between.get(line_start..).unwrap_or("")),
                length: encoding.columns(text.get(range).unwrap_or("")),
                token_type: kind_index(token.kind),
                token_modifiers_bitset: match token.role {
                    Role::Use => 0,
                    Role::Declaration => 1,
                    Role::Builtin => 2,
                },
            }
        })
        .collect()
}

fn kind_index(kind: TokenKind) -> u32 {
    offset(TokenKind::ALL.iter().position(|&other| other == kind).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(start: u32, end: u32) -> Token {
        Token { span: Span::new(start, end), kind: TokenKind::Variable, role: Role::Use }
    }

    #[test]
    fn tokens_are_counted_from_each_other() {
        let text = "é\u{1F600} ab\r\nc\rd";
        let tokens = [token(0, 2), token(7, 9), token(11, 12), token(13, 14)];
        let numbers = |encoding| -> Vec<(u32, u32, u32)> {
            let encoded = encode(text, &tokens, encoding);
            encoded.iter().map(|token| (token.delta_line, token.delta_start, token.length)).collect()
        };
        assert_eq!(numbers(Encoding::Utf8), [(0, 0, 2), (0, 7, 2), (1, 0, 1), (1, 0, 1)]);
        assert_eq!(numbers(Encoding::Utf16), [(0, 0, 1), (0, 4, 2), (1, 0, 1), (1, 0, 1)]);
        assert_eq!(numbers(Encoding::Utf32), [(0, 0, 1), (0, 3, 2), (1, 0, 1), (1, 0, 1)]);
    }

    #[test]
    fn a_difference_is_one_edit() {
        let tokens = |starts: &[u32]| -> Vec<SemanticToken> {
            let one = |&start: &u32| SemanticToken { delta_start: start, length: 1, ..SemanticToken::default() };
            starts.iter().map(one).collect()
        };
        let edit = |before: &[u32], after: &[u32]| {
            let edit = difference(&tokens(before), &tokens(after))?;
            Some((edit.start, edit.delete_count, edit.data.map_or(0, |data| data.len())))
        };
        assert_eq!(edit(&[1, 2, 3], &[1, 2, 3]), None);
        assert_eq!(edit(&[1, 2, 3], &[1, 4, 5, 3]), Some((5, 5, 2)));
        assert_eq!(edit(&[1, 1], &[1]), Some((5, 5, 0)));
        assert_eq!(edit(&[], &[1]), Some((0, 0, 1)));
    }
}
