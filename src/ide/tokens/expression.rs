//! The words of an expression and what they mean. It knows nothing of where the expression stands.

use std::ops::Range;

use super::{Role, TokenKind};
use crate::expr::intrinsic::{ArgumentKind, Intrinsic};
use crate::expr::jsonata::scope::Resolution;
use crate::expr::jsonata::{Ast, ExprId, NodeKind};
use crate::expr::jsonpath::{
    Expression as Condition, ExpressionKind, Operand, OperandKind, Path, Root, Segment, SegmentKind,
};
use crate::expression::{Content, Expression, Jsonata};
use crate::text::offset;

/// A word of an expression's text.
pub(super) struct Piece {
    pub(super) range: Range<u32>,
    pub(super) kind: TokenKind,
    pub(super) role: Role,
}

/// The words of an expression, in no order.
pub(super) fn pieces(expression: &Expression<'_>) -> Vec<Piece> {
    let mut pieces = Pieces { text: expression.text, found: Vec::new() };
    match &expression.content {
        Content::Jsonata(jsonata) => pieces.jsonata(jsonata),
        Content::Path(path) => pieces.path(path),
        Content::Intrinsic(intrinsic) => pieces.intrinsic(intrinsic),
        Content::Literal | Content::NotText => {}
    }
    pieces.found
}

struct Pieces<'a> {
    text: &'a str,
    found: Vec<Piece>,
}

impl<'a> Pieces<'a> {
    fn add(&mut self, range: &Range<u32>, kind: TokenKind) {
        self.add_as(range, kind, Role::Use);
    }

    fn add_as(&mut self, range: &Range<u32>, kind: TokenKind, role: Role) {
        self.found.push(Piece { range: range.clone(), kind, role });
    }

    fn slice(&self, range: &Range<u32>) -> &'a str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or("")
    }

    fn jsonata(&mut self, jsonata: &Jsonata) {
        let ast = &jsonata.ast;
        let called = called(ast);
        // From the root, since what was once taken for a name is still in the arena.
        let mut pending: Vec<ExprId> = ast.root.into_iter().collect();
        while let Some(id) = pending.pop() {
            let kind = ast.kind(id);
            kind.for_each_child(|child| pending.push(child));
            let is_called = called.get(id.index()).copied().unwrap_or(false);
            let resolution = jsonata.scope.resolutions.get(id.index()).copied().unwrap_or_default();
            self.node(ast, id, resolution, is_called);
        }
        self.comments();
    }

    fn node(&mut self, ast: &Ast, id: ExprId, resolution: Resolution, is_called: bool) {
        let range = ast.range(id);
        match ast.kind(id) {
            NodeKind::String(_) => self.add(&range, TokenKind::String),
            NodeKind::Number(_) => self.add(&range, TokenKind::Number),
            NodeKind::Boolean(_) | NodeKind::Null => self.add(&range, TokenKind::Keyword),
            NodeKind::Regex(_) => self.add(&range, TokenKind::Regexp),
            NodeKind::Name(_) => self.add(&range, TokenKind::Property),
            NodeKind::Variable(_) => self.variable(&range, resolution, is_called),
            NodeKind::Wildcard | NodeKind::Descendants | NodeKind::Parent | NodeKind::Placeholder => {
                self.add(&range, TokenKind::Operator);
            }
            NodeKind::Lambda { .. } => {
                let keyword = ["function", "\u{3bb}"].into_iter().find(|word| self.slice(&range).starts_with(word));
                if let Some(keyword) = keyword {
                    self.add(&(range.start..range.start + offset(keyword.len())), TokenKind::Keyword);
                }
            }
            NodeKind::Negate(_)
            | NodeKind::Binary { .. }
            | NodeKind::Bind { .. }
            | NodeKind::Apply { .. }
            | NodeKind::Condition { .. }
            | NodeKind::Sort { .. }
            | NodeKind::Focus { .. }
            | NodeKind::Position { .. } => {
                let Some(operator) = ast.get(id).and_then(|node| node.operator.clone()) else { return };
                let is_word = self.slice(&operator).starts_with(|letter: char| letter.is_ascii_alphabetic());
                self.add(&operator, if is_word { TokenKind::Keyword } else { TokenKind::Operator });
            }
            _ => {}
        }
    }

    fn variable(&mut self, range: &Range<u32>, resolution: Resolution, is_called: bool) {
        let called = if is_called { TokenKind::Function } else { TokenKind::Variable };
        match resolution {
            Resolution::Builtin(_) => self.add_as(range, TokenKind::Function, Role::Builtin),
            Resolution::States | Resolution::Context => self.add_as(range, TokenKind::Variable, Role::Builtin),
            Resolution::Binding => self.add_as(range, TokenKind::Variable, Role::Declaration),
            Resolution::Local(_) | Resolution::Free | Resolution::NoVariable => self.add(range, called),
        }
    }

    /// Comments belong to no node: they stand in the gaps between the words.
    fn comments(&mut self) {
        self.found.sort_by_key(|piece| piece.range.start);
        let ends = self.found.iter().map(|piece| (piece.range.start, piece.range.end));
        let words: Vec<(u32, u32)> = ends.chain([(offset(self.text.len()), u32::MAX)]).collect();
        let mut at = 0;
        for (start, end) in words {
            while let Some(found) = self.slice(&(at..start)).find("/*") {
                let open = at + offset(found);
                let rest = self.text.get(open as usize..).unwrap_or("");
                let length = rest.find("*/").map_or(rest.len(), |close| close + 2);
                at = open + offset(length);
                self.add(&(open..at), TokenKind::Comment);
            }
            at = at.max(end);
        }
    }

    fn intrinsic(&mut self, intrinsic: &Intrinsic) {
        for call in &intrinsic.calls {
            let role = if call.function.is_some() { Role::Builtin } else { Role::Use };
            self.add_as(&call.name.range, TokenKind::Function, role);
            for argument in &call.arguments {
                match &argument.kind {
                    ArgumentKind::String(_) => self.add(&argument.range, TokenKind::String),
                    ArgumentKind::Number(_) => self.add(&argument.range, TokenKind::Number),
                    ArgumentKind::Boolean(_) | ArgumentKind::Null => self.add(&argument.range, TokenKind::Keyword),
                    ArgumentKind::Path(path) => self.path(path),
                    // It is among the calls itself.
                    ArgumentKind::Call(_) | ArgumentKind::Unknown => {}
                }
            }
        }
    }

    // These call one another as deep as the text nests, which the parser bounds.

    fn path(&mut self, path: &Path) {
        let start = path.range.start;
        match &path.root {
            Root::Input | Root::Current => self.add_as(&(start..start + 1), TokenKind::Variable, Role::Builtin),
            Root::Context => self.add_as(&(start..start + 2), TokenKind::Variable, Role::Builtin),
            Root::Variable(name) => self.add(&(start..name.range.end), TokenKind::Variable),
            Root::None => {}
        }
        for segment in &path.segments {
            self.segment(segment);
        }
    }

    fn segment(&mut self, segment: &Segment) {
        match &segment.kind {
            SegmentKind::Name(name) => self.add(&name.range, TokenKind::Property),
            SegmentKind::Names(names) => {
                for name in names {
                    self.add(&name.range, TokenKind::Property);
                }
            }
            SegmentKind::Index(_) | SegmentKind::Slice { .. } => {
                let inside = segment.range.start + 1..segment.range.end.saturating_sub(1);
                self.add(&inside, TokenKind::Number);
            }
            SegmentKind::Wildcard => {
                if let Some(star) = self.slice(&segment.range).find('*') {
                    let star = segment.range.start + offset(star);
                    self.add(&(star..star + 1), TokenKind::Operator);
                }
            }
            SegmentKind::Descendant(inner) => {
                if let Some(inner) = inner {
                    self.segment(inner);
                }
            }
            SegmentKind::Filter(filter) => {
                if let Some(condition) = &filter.expression {
                    self.condition(condition);
                }
            }
            SegmentKind::Function { name, arguments } => {
                self.add_as(&name.range, TokenKind::Function, Role::Builtin);
                for argument in arguments {
                    self.operand(argument);
                }
            }
            SegmentKind::Script | SegmentKind::Unknown => {}
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match &condition.kind {
            ExpressionKind::Or(parts) | ExpressionKind::And(parts) => {
                for part in parts {
                    self.condition(part);
                }
            }
            ExpressionKind::Not(inner) => self.condition(inner),
            ExpressionKind::Exists(operand) => self.operand(operand),
            ExpressionKind::Comparison { left, right, .. } => {
                self.operand(left);
                let Some(right) = right else { return };
                self.operand(right);
                let between = self.slice(&(left.range.end..right.range.start));
                let start = left.range.end + offset(between.len() - between.trim_start().len());
                self.add(&(start..start + offset(between.trim().len())), TokenKind::Operator);
            }
        }
    }

    fn operand(&mut self, operand: &Operand) {
        match &operand.kind {
            OperandKind::Path(path) => self.path(path),
            OperandKind::String(_) => self.add(&operand.range, TokenKind::String),
            OperandKind::Number(_) => self.add(&operand.range, TokenKind::Number),
            OperandKind::Boolean(_) | OperandKind::Null => self.add(&operand.range, TokenKind::Keyword),
            OperandKind::Regex => self.add(&operand.range, TokenKind::Regexp),
            OperandKind::Json | OperandKind::Word => {}
        }
    }
}

/// By node: whether it is called.
fn called(ast: &Ast) -> Vec<bool> {
    let mut called = vec![false; ast.nodes.len()];
    for node in &ast.nodes {
        let function = match &node.kind {
            NodeKind::Call { callee, .. } => *callee,
            NodeKind::Apply { function, .. } => *function,
            _ => continue,
        };
        if let Some(called) = called.get_mut(ast.unmarked(function).index()) {
            *called = true;
        }
    }
    called
}
