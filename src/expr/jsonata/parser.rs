//! From text to tree, whatever the text is.
//!
//! A precedence parser with its own stack: operators, negations, `:=` and the branches of `? :` wait in frames, so only
//! brackets recurse and those have a bound. Tokens are read at the moments the reference implementation reads them,
//! because the first of several faults depends on that; after the first one this parser goes on by its own rules.
//! Source of the grammar: <https://docs.jsonata.org/overview>, with the observed behaviour of version 2.0.6.

mod brackets;
mod symbols;

use std::ops::Range;

use super::ast::{Ast, ExprId, Node, NodeKind, Operator, TOO_DEEP};
use super::lexer::{Lexer, Place, Symbol, Token, TokenKind};
use super::structure;
use crate::text::offset;
use symbols::{binary_operator, is_separator, power_of, written};

/// Brackets may nest this deep. AWS overflows long before; the bound keeps the stack small.
pub const MAX_DEPTH: u32 = 200;

/// Tokens that have to be read well before another fault is believed to be one of its own.
const QUIET_TOKENS: u32 = 3;

/// Parses an expression: the text between `{%` and `%}`. Never fails; see [`Ast::faults`].
pub fn parse(text: &str) -> Ast {
    if u32::try_from(text.len()).is_err() {
        return Ast::default();
    }
    let mut parser = Parser {
        lexer: Lexer::new(text),
        token: Token { kind: TokenKind::End, range: 0..0 },
        behind: 0,
        nodes: Vec::with_capacity(text.len() / 4 + 1),
        open: Vec::new(),
        read: 0,
        last_fault: None,
        depth: 0,
    };
    parser.advance(Place::Operand);
    let root = parser.document();
    let mut ast = Ast { nodes: parser.nodes, root: Some(root), faults: parser.lexer.faults };
    // The reference implementation looks at the structure only of what it could read to the end.
    if ast.faults.is_empty() {
        ast.faults = structure::check(&ast);
    }
    ast
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    token: Token,
    /// The end of the token before [`Self::token`].
    behind: u32,
    nodes: Vec<Node>,
    /// The closing brackets that are due, innermost last.
    open: Vec<Symbol>,
    /// How many tokens have been read, and how many had been when the last fault was reported.
    read: u32,
    last_fault: Option<u32>,
    depth: u32,
}

/// What waits for its right operand.
struct Frame {
    kind: FrameKind,
    operator: Range<u32>,
    /// The binding power to go on with once the operand is complete.
    floor: u8,
}

enum FrameKind {
    Negate,
    Binary(Operator, ExprId),
    Path(ExprId),
    Focus(ExprId),
    Position(ExprId),
    Apply(ExprId),
    Bind(ExprId),
    Then(ExprId),
    Else(ExprId, ExprId),
}

/// What a token at the place of an operand begins.
enum Operand {
    Complete(ExprId),
    Negation(Range<u32>),
    /// Already reported; the operand may still come.
    Skipped,
}

/// What a token behind an operand does.
enum Continuation {
    Complete(ExprId),
    Waiting(Frame, u8),
}

impl Parser<'_> {
    fn advance(&mut self, place: Place) -> Token {
        self.behind = self.token.range.end;
        self.read = self.read.saturating_add(1);
        let next = self.lexer.next(place);
        std::mem::replace(&mut self.token, next)
    }

    /// Reports, unless the last fault is so near that this one is likely its consequence.
    fn report(&mut self, code: &'static str, range: Range<u32>, message: impl Into<String>) {
        let near = self.last_fault.is_some_and(|last| self.read < last.saturating_add(QUIET_TOKENS));
        // A token that the lexer has reported counts as well, and at the end of a faulty text something always lacks.
        let consequence = near || (self.token.is_end() && !self.lexer.faults.is_empty());
        let first = self.lexer.faults.is_empty();
        if first || !consequence {
            self.lexer.report(code, range, message);
        }
        self.last_fault = Some(self.read);
    }

    fn node(&mut self, kind: NodeKind, range: Range<u32>, operator: Option<Range<u32>>) -> ExprId {
        // There are at most two nodes for each byte of a text whose length fits.
        let id = ExprId(offset(self.nodes.len()));
        self.nodes.push(Node { kind, range, operator });
        id
    }

    fn range(&self, id: ExprId) -> Range<u32> {
        self.nodes.get(id.index()).map_or(0..0, |node| node.range.clone())
    }

    fn kind(&self, id: ExprId) -> &NodeKind {
        self.nodes.get(id.index()).map_or(&NodeKind::Missing, |node| &node.kind)
    }

    /// From the start of a node to the end of the last token read.
    fn from(&self, id: ExprId) -> Range<u32> {
        let range = self.range(id);
        range.start..self.behind.max(range.end)
    }

    fn missing(&mut self) -> ExprId {
        let at = self.behind;
        self.node(NodeKind::Missing, at..at, None)
    }

    /// The whole text: one expression. What follows it is read all the same.
    fn document(&mut self) -> ExprId {
        let root = self.expression();
        if self.token.is_end() {
            return root;
        }
        let mut parts = vec![root];
        while !self.token.is_end() {
            let message = self.unexpected_behind();
            self.report("S0201", self.token.range.clone(), message);
            self.skip_to_operand();
            if !self.token.is_end() {
                parts.push(self.expression());
            }
        }
        let end = parts.iter().map(|part| self.range(*part).end).max().unwrap_or_default();
        let start = self.range(root).start;
        self.node(NodeKind::Broken(parts), start..end.max(self.behind), None)
    }

    fn unexpected_behind(&self) -> String {
        let text = self.lexer.text_of(&self.token.range);
        match self.token.symbol() {
            Some(Symbol::Semicolon) => "`;` separates expressions only inside of `( )`".to_owned(),
            Some(Symbol::Bar) => "`|` is no operator, alternatives are joined by `or`".to_owned(),
            Some(Symbol::CloseParen | Symbol::CloseBracket | Symbol::CloseBrace) => {
                format!("`{text}` closes nothing")
            }
            Some(Symbol::DotDot) => "`..` makes a range only inside of `[ ]`".to_owned(),
            _ => format!("the expression is complete before {}", self.describe()),
        }
    }

    /// Steps over punctuation that can begin nothing.
    fn skip_to_operand(&mut self) {
        while self.token.symbol().is_some_and(is_separator) {
            self.advance(Place::Operand);
        }
    }

    /// The current token in a message.
    fn describe(&self) -> String {
        const LONGEST: usize = 24;
        if self.token.is_end() {
            return "the end of the expression".to_owned();
        }
        let text = self.lexer.text_of(&self.token.range);
        if text.chars().count() <= LONGEST {
            return format!("`{text}`");
        }
        let start: String = text.chars().take(LONGEST).collect();
        format!("`{start}…`")
    }

    /// One expression, up to a token that continues none.
    fn expression(&mut self) -> ExprId {
        if MAX_DEPTH <= self.depth {
            let range = self.token.range.clone();
            self.lexer.report(TOO_DEEP, range, format!("brackets are nested deeper than {MAX_DEPTH} levels"));
            self.lexer.stop();
            self.advance(Place::Operand);
            return self.missing();
        }
        self.depth += 1;
        let id = self.operators();
        self.depth -= 1;
        id
    }

    fn operators(&mut self) -> ExprId {
        let mut frames: Vec<Frame> = Vec::new();
        let mut floor = 0;
        'operand: loop {
            let mut left = match self.operand() {
                Operand::Complete(id) => id,
                Operand::Skipped => continue,
                Operand::Negation(operator) => {
                    frames.push(Frame { kind: FrameKind::Negate, operator, floor });
                    floor = 70;
                    continue;
                }
            };
            loop {
                if floor < self.power() {
                    match self.continuation(left, floor) {
                        Continuation::Complete(id) => left = id,
                        Continuation::Waiting(frame, next) => {
                            frames.push(frame);
                            floor = next;
                            continue 'operand;
                        }
                    }
                    continue;
                }
                let Some(frame) = frames.pop() else { return left };
                floor = frame.floor;
                if let FrameKind::Then(condition) = frame.kind
                    && self.token.is(Symbol::Colon)
                {
                    self.advance(Place::Operand);
                    frames.push(Frame { kind: FrameKind::Else(condition, left), operator: frame.operator, floor });
                    floor = 0;
                    continue 'operand;
                }
                left = self.fold(frame, left);
            }
        }
    }

    fn fold(&mut self, frame: Frame, right: ExprId) -> ExprId {
        let (kind, first) = match frame.kind {
            FrameKind::Negate => {
                let range = frame.operator.start..self.range(right).end.max(frame.operator.end);
                return self.node(NodeKind::Negate(right), range, Some(frame.operator));
            }
            FrameKind::Binary(operator, left) => (NodeKind::Binary { operator, left, right }, left),
            FrameKind::Path(left) => (NodeKind::Path { left, right }, left),
            FrameKind::Apply(left) => (NodeKind::Apply { input: left, function: right }, left),
            FrameKind::Bind(left) => (NodeKind::Bind { variable: left, value: right }, left),
            FrameKind::Then(condition) => (NodeKind::Condition { condition, then: right, otherwise: None }, condition),
            FrameKind::Else(condition, then) => {
                (NodeKind::Condition { condition, then, otherwise: Some(right) }, condition)
            }
            FrameKind::Focus(left) => {
                self.require_variable(right, &frame.operator);
                (NodeKind::Focus { input: left, variable: right }, left)
            }
            FrameKind::Position(left) => {
                self.require_variable(right, &frame.operator);
                (NodeKind::Position { input: left, variable: right }, left)
            }
        };
        let range = self.range(first).start..self.range(right).end.max(frame.operator.end);
        self.node(kind, range, Some(frame.operator))
    }

    fn require_variable(&mut self, id: ExprId, operator: &Range<u32>) {
        if matches!(self.kind(id), NodeKind::Variable(_)) {
            return;
        }
        let symbol = self.lexer.text_of(operator);
        let message = format!("`{symbol}` binds a variable, so a name with `$` has to follow it");
        let range = self.range(id);
        self.report("S0214", if range.is_empty() { operator.clone() } else { range }, message);
    }

    /// The token at the place of an operand. The one behind it is read first, as only that tells what it is.
    fn operand(&mut self) -> Operand {
        let token = self.advance(Place::Infix);
        let range = token.range.clone();
        let kind = match token.kind {
            // Said by the structure check, unless a closing bracket is missed first.
            TokenKind::End => NodeKind::Missing,
            TokenKind::Name(name) => NodeKind::Name(name),
            TokenKind::Variable(name) => NodeKind::Variable(name),
            TokenKind::String(value) => NodeKind::String(value),
            TokenKind::Number(value) => NodeKind::Number(value),
            TokenKind::Boolean(value) => NodeKind::Boolean(value),
            TokenKind::Null => NodeKind::Null,
            TokenKind::Regex(pattern) => NodeKind::Regex(pattern),
            TokenKind::Symbol(symbol) => match symbol {
                Symbol::And | Symbol::Or | Symbol::In => NodeKind::Name(self.lexer.text_of(&range).into()),
                Symbol::Star => NodeKind::Wildcard,
                Symbol::StarStar => NodeKind::Descendants,
                Symbol::Percent => NodeKind::Parent,
                Symbol::Minus => return Operand::Negation(range),
                Symbol::OpenParen => return Operand::Complete(self.block(range.start)),
                Symbol::OpenBracket => return Operand::Complete(self.array(range.start)),
                Symbol::OpenBrace => return Operand::Complete(self.object(range.start)),
                Symbol::Bar => return Operand::Complete(self.transform(range.start)),
                _ => return self.not_an_operand(symbol, range),
            },
        };
        Operand::Complete(self.node(kind, range, None))
    }

    fn not_an_operand(&mut self, symbol: Symbol, range: Range<u32>) -> Operand {
        let text = self.lexer.text_of(&range);
        // The token before the current one, as the bytes tell: `==`, `&&` and the like are habits of other languages.
        let before = (range.start as usize).checked_sub(1).and_then(|at| self.lexer.byte_at(at));
        let message = match (symbol, before) {
            (Symbol::Equal, Some(b'=')) => "`==` is no operator, equality is a single `=`".to_owned(),
            (Symbol::Ampersand, Some(b'&')) => "`&&` is no operator, write `and`".to_owned(),
            (Symbol::Equal, _) => "`=` has nothing on its left".to_owned(),
            (Symbol::Question, _) => "`?` has nothing on its left".to_owned(),
            (Symbol::Slash, Some(b'(')) => {
                "a regular expression cannot stand directly behind a bracket that groups".to_owned()
            }
            _ if is_separator(symbol) => format!("an operand is missing before `{text}`"),
            _ => format!("`{text}` needs an operand on its left"),
        };
        self.report("S0211", range.clone(), message);
        if is_separator(symbol) {
            // It belongs to what is around: give it back.
            self.lexer.rewind(range.end);
            self.token = Token { kind: TokenKind::Symbol(symbol), range: range.clone() };
            let at = range.start.min(self.behind);
            self.behind = at;
            return Operand::Complete(self.node(NodeKind::Missing, at..at, None));
        }
        if self.token.is_end() {
            let at = self.behind;
            return Operand::Complete(self.node(NodeKind::Missing, at..at, None));
        }
        Operand::Skipped
    }

    /// Reads on behind `left` with a token that binds stronger than `floor`.
    fn continuation(&mut self, left: ExprId, floor: u8) -> Continuation {
        let token = self.advance(Place::Operand);
        let operator = token.range;
        let TokenKind::Symbol(symbol) = token.kind else { return Continuation::Complete(left) };
        let kind = match symbol {
            Symbol::OpenParen => return Continuation::Complete(self.call(left, operator)),
            Symbol::OpenBracket => return Continuation::Complete(self.filter(left, operator)),
            Symbol::OpenBrace => return Continuation::Complete(self.group(left, operator)),
            Symbol::Caret => return Continuation::Complete(self.sort(left, operator)),
            Symbol::Question => return self.question(left, operator, floor),
            Symbol::Dot => FrameKind::Path(left),
            Symbol::At => FrameKind::Focus(left),
            Symbol::Hash => FrameKind::Position(left),
            Symbol::Apply => FrameKind::Apply(left),
            Symbol::Bind => {
                let target = self.unmarked(left);
                if !matches!(self.kind(target), NodeKind::Variable(_)) {
                    let message = "the left side of `:=` has to be a variable, a name with `$`";
                    self.report("S0212", self.range(left), message);
                }
                FrameKind::Bind(left)
            }
            _ => match binary_operator(symbol) {
                Some(operator) => FrameKind::Binary(operator, left),
                None => return Continuation::Complete(left),
            },
        };
        let power = power_of(symbol);
        // Of several `:=` the last one binds first.
        let next = if symbol == Symbol::Bind { power - 1 } else { power };
        Continuation::Waiting(Frame { kind, operator, floor }, next)
    }

    /// How strong the current token binds what is on its left; 0 if it does not.
    fn power(&self) -> u8 {
        let Some(symbol) = self.token.symbol() else { return 0 };
        let newer = symbol == Symbol::Question
            && matches!(self.lexer.byte_at(self.token.range.end as usize), Some(b'?' | b':'));
        if newer { 40 } else { power_of(symbol) }
    }

    fn unmarked(&self, id: ExprId) -> ExprId {
        let mut id = id;
        while let NodeKind::KeepArray(inner) = self.kind(id) {
            id = *inner;
        }
        id
    }

    /// `?` opens the branches of a condition. `??` and `?:` are operators since JSONata 2.1.
    fn question(&mut self, left: ExprId, operator: Range<u32>, floor: u8) -> Continuation {
        let adjacent = self.token.range.start == operator.end;
        let newer = match self.token.symbol() {
            Some(Symbol::Question) if adjacent => Some(Operator::Coalesce),
            Some(Symbol::Colon) if adjacent => Some(Operator::Default),
            _ => None,
        };
        let Some(newer) = newer else {
            return Continuation::Waiting(Frame { kind: FrameKind::Then(left), operator, floor }, 0);
        };
        let both = operator.start..self.token.range.end;
        // Version 2.0.6 stumbles over the second character, after it has read the token behind it as if that stood
        // behind an operand.
        self.advance(Place::Infix);
        let symbol = newer.symbol();
        let known = self.lexer.faults.len();
        self.report(
            "S0211",
            both.clone(),
            format!("`{symbol}` needs JSONata 2.1, while Step Functions implements 2.0.6"),
        );
        if let Some(fault) = self.lexer.faults.get_mut(known) {
            fault.version = true;
        }
        // Its operands are as good as any: what follows is read as an operand and judged afresh.
        self.lexer.rewind(both.end);
        self.token = self.lexer.next(Place::Operand);
        self.last_fault = None;
        Continuation::Waiting(Frame { kind: FrameKind::Binary(newer, left), operator: both, floor }, 40)
    }

    /// Demands a symbol. If it is not there, nothing is skipped.
    fn expect(&mut self, symbol: Symbol, place: Place) -> bool {
        if self.token.is(symbol) {
            self.advance(place);
            return true;
        }
        let wanted = written(symbol);
        let range = self.token.range.clone();
        if self.token.is_end() {
            self.report("S0203", range, format!("`{wanted}` is missing at the end of the expression"));
        } else {
            let message = format!("expected `{wanted}`, but found {}", self.describe());
            self.report("S0202", range, message);
        }
        false
    }
}
