//! What the symbols are to the parser: which separate, which are operators, and how strong those bind.

use crate::expr::jsonata::ast::Operator;
use crate::expr::jsonata::lexer::Symbol;

/// Tokens that separate or close, and so belong to what is around a missing operand.
pub(super) const fn is_separator(symbol: Symbol) -> bool {
    matches!(
        symbol,
        Symbol::CloseParen
            | Symbol::CloseBracket
            | Symbol::CloseBrace
            | Symbol::Comma
            | Symbol::Semicolon
            | Symbol::Colon
            | Symbol::DotDot
    )
}

/// How strong a symbol binds what is on its left; 0 if it does not.
pub(super) const fn power_of(symbol: Symbol) -> u8 {
    match symbol {
        Symbol::OpenBracket | Symbol::OpenParen | Symbol::At | Symbol::Hash => 80,
        Symbol::Dot => 75,
        Symbol::OpenBrace => 70,
        Symbol::Star | Symbol::Slash | Symbol::Percent => 60,
        Symbol::Plus | Symbol::Minus | Symbol::Ampersand => 50,
        Symbol::Equal
        | Symbol::NotEqual
        | Symbol::Less
        | Symbol::LessEqual
        | Symbol::Greater
        | Symbol::GreaterEqual
        | Symbol::Apply
        | Symbol::In
        | Symbol::Caret => 40,
        Symbol::And => 30,
        Symbol::Or => 25,
        Symbol::Question => 20,
        Symbol::Bind => 10,
        _ => 0,
    }
}

/// The operators that do nothing but take two operands.
pub(super) const fn binary_operator(symbol: Symbol) -> Option<Operator> {
    Some(match symbol {
        Symbol::Star => Operator::Multiply,
        Symbol::Slash => Operator::Divide,
        Symbol::Percent => Operator::Remainder,
        Symbol::Plus => Operator::Add,
        Symbol::Minus => Operator::Subtract,
        Symbol::Ampersand => Operator::Concatenate,
        Symbol::Equal => Operator::Equal,
        Symbol::NotEqual => Operator::NotEqual,
        Symbol::Less => Operator::Less,
        Symbol::LessEqual => Operator::LessOrEqual,
        Symbol::Greater => Operator::Greater,
        Symbol::GreaterEqual => Operator::GreaterOrEqual,
        Symbol::In => Operator::In,
        Symbol::And => Operator::And,
        Symbol::Or => Operator::Or,
        _ => return None,
    })
}

/// The symbols that are demanded somewhere, as they are written.
pub(super) const fn written(symbol: Symbol) -> &'static str {
    match symbol {
        Symbol::CloseParen => ")",
        Symbol::CloseBracket => "]",
        Symbol::CloseBrace => "}",
        Symbol::OpenParen => "(",
        Symbol::OpenBrace => "{",
        Symbol::Colon => ":",
        Symbol::Bar => "|",
        Symbol::Greater => ">",
        _ => "",
    }
}
