//! What has brackets: blocks, arrays, objects, transforms, predicates, sorting, calls and functions.
//!
//! Each is read from behind its opening bracket to behind the closing one, or to where that is taken to be.

use std::ops::Range;

use super::Parser;
use super::symbols::is_separator;
use crate::expr::jsonata::ast::{ExprId, NodeKind, Operator, SortTerm};
use crate::expr::jsonata::lexer::{Place, Symbol, TokenKind};
use crate::expr::jsonata::signature;

impl Parser<'_> {
    /// `( a; b )`, behind its opening bracket.
    pub(super) fn block(&mut self, start: u32) -> ExprId {
        self.open.push(Symbol::CloseParen);
        let mut items = Vec::new();
        while !self.token.is(Symbol::CloseParen) {
            items.push(self.expression());
            if !self.token.is(Symbol::Semicolon) {
                break;
            }
            self.advance(Place::Operand);
        }
        items.extend(self.close(Symbol::CloseParen, Place::Infix));
        self.node(NodeKind::Block(items), start..self.behind, Some(start..start + 1))
    }

    /// `[ a, b..c ]`, behind its opening bracket.
    pub(super) fn array(&mut self, start: u32) -> ExprId {
        self.open.push(Symbol::CloseBracket);
        let mut items = Vec::new();
        self.each(Symbol::CloseBracket, |parser| items.push(parser.item()));
        items.extend(self.close(Symbol::CloseBracket, Place::Infix));
        self.node(NodeKind::Array(items), start..self.behind, Some(start..start + 1))
    }

    fn item(&mut self) -> ExprId {
        let left = self.expression();
        if !self.token.is(Symbol::DotDot) {
            return left;
        }
        let operator = self.advance(Place::Operand).range;
        let right = self.expression();
        let range = self.range(left).start..self.range(right).end.max(operator.end);
        self.node(NodeKind::Binary { operator: Operator::Range, left, right }, range, Some(operator))
    }

    /// `{ key: value }`, behind its opening bracket.
    pub(super) fn object(&mut self, start: u32) -> ExprId {
        let (members, strays) = self.members();
        let id = self.node(NodeKind::Object(members), start..self.behind, Some(start..start + 1));
        self.with_strays(id, strays)
    }

    pub(super) fn group(&mut self, input: ExprId, operator: Range<u32>) -> ExprId {
        let (members, strays) = self.members();
        let range = self.from(input);
        let id = self.node(NodeKind::Group { input, members }, range, Some(operator));
        self.with_strays(id, strays)
    }

    fn members(&mut self) -> (Vec<(ExprId, ExprId)>, Vec<ExprId>) {
        self.open.push(Symbol::CloseBrace);
        let mut members = Vec::new();
        self.each(Symbol::CloseBrace, |parser| {
            let key = parser.expression();
            parser.expect(Symbol::Colon, Place::Operand);
            members.push((key, parser.expression()));
        });
        let strays = self.close(Symbol::CloseBrace, Place::Infix);
        (members, strays)
    }

    /// `|pattern|update, delete|`, behind the first bar.
    pub(super) fn transform(&mut self, start: u32) -> ExprId {
        let pattern = self.expression();
        self.expect(Symbol::Bar, Place::Operand);
        let update = self.expression();
        let delete = self.token.is(Symbol::Comma).then(|| {
            self.advance(Place::Operand);
            self.expression()
        });
        self.expect(Symbol::Bar, Place::Operand);
        self.node(NodeKind::Transform { pattern, update, delete }, start..self.behind, Some(start..start + 1))
    }

    /// `left[predicate]` or `left[]`, behind the opening bracket.
    pub(super) fn filter(&mut self, input: ExprId, operator: Range<u32>) -> ExprId {
        if self.token.is(Symbol::CloseBracket) {
            self.advance(Place::Operand);
            let range = self.from(input);
            return self.node(NodeKind::KeepArray(input), range, Some(operator));
        }
        self.open.push(Symbol::CloseBracket);
        let predicate = self.expression();
        let strays = self.close(Symbol::CloseBracket, Place::Infix);
        let range = self.from(input);
        let id = self.node(NodeKind::Filter { input, predicate }, range, Some(operator));
        self.with_strays(id, strays)
    }

    /// `left^(>a, b)`, behind the caret.
    pub(super) fn sort(&mut self, input: ExprId, operator: Range<u32>) -> ExprId {
        let opened = self.expect(Symbol::OpenParen, Place::Operand);
        if opened {
            self.open.push(Symbol::CloseParen);
        }
        let mut terms = Vec::new();
        loop {
            let descending = self.token.is(Symbol::Greater);
            if descending || self.token.is(Symbol::Less) {
                self.advance(Place::Operand);
            }
            terms.push(SortTerm { descending, expression: self.expression() });
            if !opened || !self.token.is(Symbol::Comma) {
                break;
            }
            self.advance(Place::Operand);
        }
        let strays = if opened { self.close(Symbol::CloseParen, Place::Operand) } else { Vec::new() };
        let range = self.from(input);
        let id = self.node(NodeKind::Sort { input, terms }, range, Some(operator));
        self.with_strays(id, strays)
    }

    /// `callee(arguments)`, behind the opening bracket; the names `function` and `λ` define a function instead.
    pub(super) fn call(&mut self, callee: ExprId, operator: Range<u32>) -> ExprId {
        self.open.push(Symbol::CloseParen);
        let mut arguments = Vec::new();
        self.each(Symbol::CloseParen, |parser| arguments.push(parser.argument()));
        let strays = self.close(Symbol::CloseParen, Place::Infix);
        let keyword = self.unmarked(callee);
        if matches!(self.kind(keyword), NodeKind::Name(name) if matches!(&**name, "function" | "\u{3bb}")) {
            return self.lambda(callee, operator, arguments);
        }
        let range = self.from(callee);
        let id = self.node(NodeKind::Call { callee, arguments }, range, Some(operator));
        self.with_strays(id, strays)
    }

    fn argument(&mut self) -> ExprId {
        if !self.token.is(Symbol::Question) {
            return self.expression();
        }
        let range = self.advance(Place::Operand).range;
        self.node(NodeKind::Placeholder, range, None)
    }

    /// A function's parameters have been read as arguments of a call.
    fn lambda(&mut self, keyword: ExprId, operator: Range<u32>, parameters: Vec<ExprId>) -> ExprId {
        for parameter in &parameters {
            let target = self.unmarked(*parameter);
            if !matches!(self.kind(target), NodeKind::Variable(_)) {
                let message = "a parameter of a function has to be a variable, a name with `$`";
                self.report("S0208", self.range(*parameter), message);
                break;
            }
        }
        let signature = self.token.is(Symbol::Less).then(|| self.lambda_signature());
        let opened = self.expect(Symbol::OpenBrace, Place::Operand);
        if opened {
            self.open.push(Symbol::CloseBrace);
        }
        let mut body = self.expression();
        if opened {
            let strays = self.close(Symbol::CloseBrace, Place::Operand);
            body = self.with_strays(body, strays);
        }
        let range = self.from(keyword);
        self.node(NodeKind::Lambda { parameters, signature, body }, range, Some(operator))
    }

    /// `<...>` behind a function's parameters. It is read token by token, blanks between them mean nothing.
    fn lambda_signature(&mut self) -> Range<u32> {
        let start = self.token.range.start;
        let mut text = String::from("<");
        let mut depth = 1;
        while 0 < depth && !self.token.is(Symbol::OpenBrace) && !self.token.is_end() {
            self.advance(Place::Operand);
            if self.token.is(Symbol::Greater) {
                depth -= 1;
            } else if self.token.is(Symbol::Less) {
                depth += 1;
            }
            match &self.token.kind {
                TokenKind::Name(value) | TokenKind::String(value) => text.push_str(value),
                TokenKind::End => {}
                _ => text.push_str(self.lexer.text_of(&self.token.range)),
            }
        }
        let closed = self.expect(Symbol::Greater, Place::Operand);
        let range = start..self.behind;
        if closed && let Err(fault) = signature::parse(&text) {
            self.report(fault.code(), range.clone(), fault.message());
        }
        range
    }

    /// Reads what stands between commas up to a closing bracket, if anything does.
    fn each(&mut self, close: Symbol, mut read: impl FnMut(&mut Self)) {
        if self.token.is(close) {
            return;
        }
        read(self);
        while self.token.is(Symbol::Comma) {
            self.advance(Place::Operand);
            read(self);
        }
    }

    /// Demands a closing bracket. If something else is there, reads over it up to a bracket that can be meant; the
    /// expressions in between are given back.
    fn close(&mut self, symbol: Symbol, place: Place) -> Vec<ExprId> {
        let found = self.expect(symbol, place);
        self.open.pop();
        if found {
            return Vec::new();
        }
        let mut strays = Vec::new();
        while !self.token.is_end() {
            match self.token.symbol() {
                Some(found @ (Symbol::CloseParen | Symbol::CloseBracket | Symbol::CloseBrace)) => {
                    // One that an outer bracket waits for is left to it; any other is taken for the one meant.
                    if found == symbol || !self.open.contains(&found) {
                        self.advance(place);
                    }
                    break;
                }
                Some(found) if is_separator(found) => {
                    self.advance(Place::Operand);
                }
                _ => strays.push(self.expression()),
            }
        }
        strays
    }

    /// Wraps a node together with what was found between it and its closing bracket.
    fn with_strays(&mut self, id: ExprId, strays: Vec<ExprId>) -> ExprId {
        if strays.is_empty() {
            return id;
        }
        let range = self.from(id);
        let mut parts = vec![id];
        parts.extend(strays);
        self.node(NodeKind::Broken(parts), range, None)
    }
}
