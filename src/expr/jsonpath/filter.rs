//! Filters: the conditions in `[?(…)]`.
//!
//! See <https://github.com/json-path/JsonPath#filter-operators>.

use super::ast::{Expression, ExpressionKind, FaultKind, Filter, Operand, OperandKind, Operator, SegmentKind};
use super::parser::{Parser, shown};
use super::segments::Place;
use crate::expr::cursor::{is_blank, span};

const SYMBOLS: [(&str, Operator); 9] = [
    ("==", Operator::Equal),
    ("===", Operator::StrictlyEqual),
    ("!=", Operator::NotEqual),
    ("!==", Operator::StrictlyNotEqual),
    ("<", Operator::Less),
    ("<=", Operator::LessOrEqual),
    (">", Operator::Greater),
    (">=", Operator::GreaterOrEqual),
    ("=~", Operator::Matches),
];

const WORDS: [(&str, Operator); 12] = [
    ("in", Operator::In),
    ("nin", Operator::NotIn),
    ("subsetof", Operator::SubsetOf),
    ("anyof", Operator::AnyOf),
    ("noneof", Operator::NoneOf),
    ("all", Operator::All),
    ("size", Operator::Size),
    ("empty", Operator::Empty),
    ("contains", Operator::Contains),
    ("type", Operator::Type),
    ("matches", Operator::Evaluates),
    ("exists", Operator::Exists),
];

/// What is often written for an operator, and what it is.
const MISTAKEN: [(&str, &str); 5] = [("=", "=="), ("<>", "!="), ("=<", "<="), ("=>", ">="), ("~=", "=~")];

impl Parser<'_> {
    /// Reads a filter from its `?` on, with the `]` at its end.
    pub(super) fn filter(&mut self, open: usize) -> SegmentKind {
        let start = self.cursor.at;
        self.cursor.bump();
        self.cursor.skip_blanks();
        let parentheses = self.cursor.peek() == Some(b'(');
        if parentheses {
            self.cursor.bump();
            self.cursor.skip_blanks();
        }
        let before = self.fault_count();
        if matches!(self.cursor.peek(), Some(b')' | b']' | b',')) {
            self.skip_to_bracket();
            self.fault(FaultKind::EmptyFilter, start..self.inside_end(), "the filter has no condition");
            return SegmentKind::Filter(Box::new(Filter { expression: None, range: span(start..self.inside_end()) }));
        }
        let expression = self.disjunction();
        let end = self.cursor.at;
        if parentheses {
            self.close_filter(open, before);
        } else if !self.is_refused_since(before) {
            let written = self.cursor.written(start + 1..end).trim();
            let message = format!("a condition stands in parentheses, as `[?({})]`", shown(written));
            self.fault(FaultKind::FilterWithoutParentheses, start..end, message);
            self.skip_to_bracket();
        } else {
            self.skip_to_bracket();
        }
        SegmentKind::Filter(Box::new(Filter { expression, range: span(start..end) }))
    }

    /// Expects `)` and `]`. Where something is wrong with the condition, that alone is reported.
    fn close_filter(&mut self, open: usize, before: usize) {
        let quiet = self.is_refused_since(before);
        self.cursor.skip_blanks();
        let closed = self.cursor.peek() == Some(b')');
        if closed {
            self.cursor.bump();
            self.cursor.skip_blanks();
        }
        let start = self.cursor.at;
        let next = self.cursor.peek();
        self.skip_to_bracket();
        let range = start..self.inside_end();
        match next {
            _ if quiet => {}
            Some(b']') if closed => {}
            None if closed => self.fault(FaultKind::UnclosedBracket, open..open + 1, "`[` is never closed"),
            Some(_) if closed => {
                let message = "a filter is one condition in one pair of parentheses";
                self.fault(FaultKind::FilterSyntax, range, message);
            }
            Some(b']') | None => {
                self.fault(FaultKind::UnclosedFilter, open..open + 1, "the parenthesis of the filter is never closed");
            }
            Some(_) => {
                let message = "`&&`, `||` or the end of the filter is expected here";
                self.fault(FaultKind::FilterSyntax, range, message);
            }
        }
    }

    fn disjunction(&mut self) -> Option<Expression> {
        if !self.descend() {
            return None;
        }
        let expression = self.chain(b'|', "or", Self::conjunction, ExpressionKind::Or);
        self.ascend();
        expression
    }

    fn conjunction(&mut self) -> Option<Expression> {
        self.chain(b'&', "and", Self::negation, ExpressionKind::And)
    }

    /// Reads conditions with `&&` or `||` between them.
    fn chain(
        &mut self,
        symbol: u8,
        word: &str,
        part: fn(&mut Self) -> Option<Expression>,
        make: fn(Vec<Expression>) -> ExpressionKind,
    ) -> Option<Expression> {
        let first = part(self)?;
        let start = first.range.start;
        let mut end = first.range.end;
        let mut parts = vec![first];
        while self.connective(symbol, word) {
            let Some(next) = part(self) else { break };
            end = next.range.end;
            parts.push(next);
        }
        match <[Expression; 1]>::try_from(parts) {
            Ok([only]) => Some(only),
            Err(parts) => Some(Expression { kind: make(parts), range: start..end }),
        }
    }

    /// Reads `&&` or `||`, or what is written instead.
    fn connective(&mut self, symbol: u8, word: &str) -> bool {
        self.cursor.skip_blanks();
        let start = self.cursor.at;
        if self.cursor.peek() == Some(symbol) {
            self.cursor.skip_while(|byte| byte == symbol);
            if self.cursor.at != start + 2 {
                let message =
                    if symbol == b'&' { "conditions are joined by `&&`" } else { "conditions are joined by `||`" };
                self.fault(FaultKind::FilterOperator, start..self.cursor.at, message);
            }
            return true;
        }
        if self.begins_with_word(word) {
            for _ in 0..word.len() {
                self.cursor.bump();
            }
            let symbols = if symbol == b'&' { "&&" } else { "||" };
            let message = format!("conditions are joined by `{symbols}`");
            self.fault(FaultKind::UnquotedWord, start..self.cursor.at, message);
            return true;
        }
        false
    }

    fn negation(&mut self) -> Option<Expression> {
        self.cursor.skip_blanks();
        let start = self.cursor.at;
        let mut negations = 0_usize;
        while self.cursor.peek() == Some(b'!') {
            negations += 1;
            self.cursor.bump();
            self.cursor.skip_blanks();
        }
        let expression = if self.cursor.peek() == Some(b'(') { self.group() } else { self.comparison() }?;
        if negations == 0 {
            return Some(expression);
        }
        // Two negations say what none does; a chain of them would be as deep as the text is long.
        let range = span(start..self.cursor.at);
        Some(Expression { kind: ExpressionKind::Not(Box::new(expression)), range })
    }

    fn group(&mut self) -> Option<Expression> {
        let open = self.cursor.at;
        self.cursor.bump();
        let before = self.fault_count();
        let expression = self.disjunction();
        self.cursor.skip_blanks();
        if self.cursor.peek() == Some(b')') {
            self.cursor.bump();
        } else if !self.is_refused_since(before) {
            self.fault(FaultKind::UnclosedFilter, open..open + 1, "`(` is never closed");
        }
        expression
    }

    fn comparison(&mut self) -> Option<Expression> {
        let start = self.cursor.at;
        let before = self.fault_count();
        let Some(left) = self.operand(Place::Filter) else {
            if !self.is_refused_since(before) {
                self.fault(FaultKind::MissingOperand, start..start, "a value is missing here");
            }
            return None;
        };
        self.cursor.skip_blanks();
        let Some(operator) = self.operator() else {
            if !matches!(left.kind, OperandKind::Path(_) | OperandKind::Word) {
                let message = "a condition compares something with a value; a value alone says nothing";
                self.fault(FaultKind::LoneLiteral, left.range.start as usize..left.range.end as usize, message);
            }
            let range = left.range.clone();
            return Some(Expression { kind: ExpressionKind::Exists(left), range });
        };
        self.cursor.skip_blanks();
        let here = self.cursor.at;
        let right = self.operand(Place::Filter);
        if right.is_none() && !self.is_refused_since(before) {
            self.fault(FaultKind::MissingOperand, here..here, "a value is missing after the operator");
        }
        let end = right.as_ref().map_or(span(start..here).end, |right| right.range.end);
        let range = left.range.start..end;
        Some(Expression { kind: ExpressionKind::Comparison { left, operator, right }, range })
    }

    /// Reads an operator, if there is one.
    fn operator(&mut self) -> Option<Operator> {
        let start = self.cursor.at;
        match self.cursor.peek()? {
            b'<' | b'>' | b'=' | b'~' | b'!' => {
                self.cursor.skip_while(|byte| matches!(byte, b'<' | b'>' | b'=' | b'~' | b'!'));
                let written = self.cursor.written(start..self.cursor.at);
                let known = SYMBOLS.iter().find(|(symbol, _)| *symbol == written);
                Some(known.map_or_else(|| self.unknown_operator(start), |(_, operator)| *operator))
            }
            b'+' | b'-' | b'*' | b'/' | b'%' | b'^' => {
                self.cursor.bump();
                self.fault(FaultKind::FilterOperator, start..self.cursor.at, "a filter does no arithmetic");
                Some(Operator::Unknown)
            }
            byte if byte.is_ascii_alphabetic() => {
                if self.begins_with_word("and") || self.begins_with_word("or") {
                    return None;
                }
                self.cursor.skip_while(|byte| byte.is_ascii_alphabetic());
                let written = self.cursor.written(start..self.cursor.at);
                let known = WORDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(written));
                Some(known.map_or_else(|| self.unknown_operator(start), |(_, operator)| *operator))
            }
            _ => None,
        }
    }

    fn unknown_operator(&mut self, start: usize) -> Operator {
        let written = self.cursor.written(start..self.cursor.at);
        let message = match MISTAKEN.iter().find(|(mistake, _)| *mistake == written) {
            Some((_, meant)) => format!("`{written}` is no operator; did you mean `{meant}`?"),
            None => format!("`{}` is no operator", shown(written)),
        };
        self.fault(FaultKind::FilterOperator, start..self.cursor.at, message);
        Operator::Unknown
    }

    fn begins_with_word(&self, word: &str) -> bool {
        let begin = self.cursor.rest().get(..word.len());
        let next = self.cursor.byte(self.cursor.at + word.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(word))
            && !next.is_some_and(|byte| byte.is_ascii_alphanumeric())
    }

    /// Reads a value, if one begins here.
    pub(super) fn operand(&mut self, place: Place) -> Option<Operand> {
        let start = self.cursor.at;
        let kind = match self.cursor.peek()? {
            b'$' | b'@' => OperandKind::Path(Box::new(self.path(place))),
            b'\'' | b'"' => {
                let (text, closed) = self.quoted();
                if !closed {
                    self.fault(FaultKind::UnclosedText, start..start + 1, "the quote is never closed");
                }
                OperandKind::String(text.text)
            }
            b'/' => self.regex(start),
            b'[' | b'{' => self.json(start),
            b'0'..=b'9' | b'-' | b'.' => self.number(start),
            byte if byte.is_ascii_alphabetic() || byte == b'_' || !byte.is_ascii() => self.literal(start),
            _ => return None,
        };
        Some(Operand { kind, range: span(start..self.cursor.at) })
    }

    fn regex(&mut self, start: usize) -> OperandKind {
        self.cursor.bump();
        loop {
            match self.cursor.bump() {
                None => {
                    let message = "the regular expression is never closed by `/`";
                    self.fault(FaultKind::UnclosedText, start..start + 1, message);
                    break;
                }
                Some(b'\\') => {
                    self.cursor.bump_character();
                }
                Some(b'/') => {
                    self.cursor.skip_while(|byte| byte.is_ascii_alphabetic());
                    break;
                }
                Some(_) => {}
            }
        }
        OperandKind::Regex
    }

    /// Reads a JSON array or object by its brackets.
    fn json(&mut self, start: usize) -> OperandKind {
        if !self.cursor.skip_brackets(b"'\"") {
            self.fault(FaultKind::UnclosedText, start..start + 1, "the bracket of the value is never closed");
        }
        OperandKind::Json
    }

    fn number(&mut self, start: usize) -> OperandKind {
        self.cursor.skip_while(is_part_of_word);
        match self.cursor.written(start..self.cursor.at).parse::<f64>() {
            Ok(number) => OperandKind::Number(number),
            Err(_) => self.bare_word(start),
        }
    }

    fn literal(&mut self, start: usize) -> OperandKind {
        self.cursor.skip_while(is_part_of_word);
        match self.cursor.written(start..self.cursor.at) {
            "true" => OperandKind::Boolean(true),
            "false" => OperandKind::Boolean(false),
            "null" => OperandKind::Null,
            _ => self.bare_word(start),
        }
    }

    fn bare_word(&mut self, start: usize) -> OperandKind {
        let word = self.cursor.written(start..self.cursor.at);
        self.fault(
            FaultKind::UnquotedWord,
            start..self.cursor.at,
            format!("a text is written in quotes, as `'{}'`", shown(word)),
        );
        OperandKind::Word
    }
}

fn is_part_of_word(byte: u8) -> bool {
    let ends = matches!(
        byte,
        b')' | b'(' | b']' | b'[' | b'{' | b'}' | b'<' | b'>' | b'=' | b'~' | b'!' | b'&' | b'|' | b',' | b'\'' | b'"'
    );
    !ends && !is_blank(byte)
}
