//! Which call an offset of an expression is inside of. Reads tokens and no tree: an expression that is being typed is
//! rarely complete.

use std::ops::Range;

use super::lexer::{Lexer, Place, Symbol, Token, TokenKind};

/// A call that is open at some offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCall {
    /// Of the function, without its `$`.
    pub name: Box<str>,
    /// Of the name, with its `$`.
    pub range: Range<u32>,
    /// Which argument the offset is in, from 0, one that `~>` puts first counted.
    pub argument: usize,
}

/// A bracket that is open.
struct Bracket {
    call: Option<OpenCall>,
}

/// The innermost call of a variable, `$name(…)`, whose brackets are around an offset.
pub fn call_at(text: &str, at: u32) -> Option<OpenCall> {
    let mut lexer = Lexer::new(text);
    let mut open: Vec<Bracket> = Vec::new();
    let mut before: [Option<Token>; 2] = [None, None];
    loop {
        let place = if before[1].as_ref().is_some_and(ends_operand) { Place::Infix } else { Place::Operand };
        let token = lexer.next(place);
        if token.is_end() || at < token.range.end {
            break;
        }
        match token.symbol() {
            Some(Symbol::OpenParen) => open.push(Bracket { call: called(&before) }),
            Some(Symbol::OpenBracket | Symbol::OpenBrace) => open.push(Bracket { call: None }),
            Some(Symbol::CloseParen | Symbol::CloseBracket | Symbol::CloseBrace) => {
                open.pop();
            }
            Some(Symbol::Comma) => {
                if let Some(call) = open.last_mut().and_then(|bracket| bracket.call.as_mut()) {
                    call.argument += 1;
                }
            }
            _ => {}
        }
        before.rotate_left(1);
        before[1] = Some(token);
    }
    open.into_iter().rev().find_map(|bracket| bracket.call)
}

/// The call that a bracket behind two tokens opens.
fn called(before: &[Option<Token>; 2]) -> Option<OpenCall> {
    let [applies, Some(Token { kind: TokenKind::Variable(name), range })] = before else { return None };
    let is_applied = applies.as_ref().is_some_and(|token| token.is(Symbol::Apply));
    (!name.is_empty()).then(|| OpenCall { name: name.clone(), range: range.clone(), argument: usize::from(is_applied) })
}

/// Whether an operator may follow a token.
fn ends_operand(token: &Token) -> bool {
    match &token.kind {
        TokenKind::Symbol(symbol) => {
            matches!(symbol, Symbol::CloseParen | Symbol::CloseBracket | Symbol::CloseBrace)
        }
        TokenKind::End => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(marked: &str, expected: Option<(&str, usize)>) {
        let at = marked.find("$0").expect("a cursor");
        let text = marked.replacen("$0", "", 1);
        let found = call_at(&text, crate::text::offset(at));
        assert_eq!(found.as_ref().map(|call| (&*call.name, call.argument)), expected, "{marked}");
    }

    #[test]
    fn calls_around_an_offset() {
        check("$substring($0", Some(("substring", 0)));
        check("$substring($0)", Some(("substring", 0)));
        check("$substring('a,b', $0", Some(("substring", 1)));
        check("$substring($uppercase(x), 1,$0 2)", Some(("substring", 2)));
        check("$substring($uppercase($0x), 1, 2)", Some(("uppercase", 0)));
        check("$map([1, 2$0, 3], f)", Some(("map", 0)));
        check("$map(x, function($v, $i) { $v + $0 })", Some(("map", 1)));
        check("x ~> $substring($0", Some(("substring", 1)));
        check("$replace(a, /[,]/, $0", Some(("replace", 2)));
        check("(a / b) ~> $round($0", Some(("round", 1)));
    }

    #[test]
    fn no_call_around_an_offset() {
        for text in ["$0$sum(x)", "$sum$0(x)", "$sum(x)$0", "(1, $0", "sum($0", "$($0", "$0"] {
            check(text, None);
        }
    }
}
