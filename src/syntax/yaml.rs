//! YAML, read on behind errors.
//!
//! The parser stops at the first error; the text is then read with the repair that lets most of it be read, or without the
//! line at fault, a few times over. Only the modules here know the parser.

mod loader;
mod repair;
mod unquoted;
mod words;

use std::sync::Arc;

use granit_parser::{ErrorKind, ScanError};

use super::builder::MAX_DEPTH;
use super::{Fault, FaultKind, Tree};
use crate::text::SpanMap;
use loader::Loader;
use repair::{Lines, Repair, Suspect};
use unquoted::{Unquoted, placeholders, unquoted};
use words::{Slip, is_tab};

/// How many faulty lines are read over before the rest of the document is given up.
const ROUNDS: usize = 8;

/// How much text is read to find out which repair is the right one; a long file gets the simplest one.
const TRIED_BYTES: usize = 8 << 20;

/// Parses a document; see [`super::parse`].
pub fn parse(text: &Arc<str>, map: Option<&Arc<SpanMap>>) -> (Tree, Vec<Fault>) {
    let mut slips: Vec<Slip> = Vec::new();
    let mut lines = Lines::new(text);
    let placeholders = placeholders(text);
    let filled = (!placeholders.is_empty()).then(|| {
        lines.fill(placeholders);
        lines.read()
    });
    let read_as = filled.is_some().then(|| lines.clone());
    let mut loader = Loader::new(Arc::clone(text), map.cloned(), Vec::new(), read_as);
    let Some(mut error) = loader.load(filled.as_deref().unwrap_or(text)) else { return loader.builder.finish() };
    let mut budget = TRIED_BYTES;
    for _ in 0..ROUNDS {
        let at = lines.place(error.marker().byte_offset().unwrap_or(usize::MAX)).min(text.len());
        if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
            // Lines further down nest no less; nothing is gained by reading over this one.
            let range = Slip::of(text, at, &error).range;
            loader.close_all(text.len());
            let message = format!("values nest more than {MAX_DEPTH} levels deep; the rest of the file is not checked");
            loader.builder.fault(FaultKind::Nested, range, message);
            return finish(loader, slips);
        }
        if let Some(expressions) = unquoted_from(text, at, &error) {
            slips.extend(expressions.iter().map(|expression| unquoted_slip(text, expression)));
            lines.fill(expressions.into_iter().map(|expression| expression.range).collect());
        } else {
            let repairs = repairs(&lines, &loader, at, &error);
            let Some(repair) = choose(&lines, repairs, at, &mut budget) else {
                slips.push(Slip::of(text, at, &error));
                break;
            };
            let culprit = repair.culprit.clone().map(|(range, message)| Slip::new(range, message));
            slips.push(culprit.unwrap_or_else(|| Slip::of(text, at, &error)));
            lines.apply(&repair);
        }
        let readable = lines.read();
        let touched = slips.iter().filter(|slip| slip.hides).map(|slip| slip.range.start).collect();
        loader = Loader::new(Arc::clone(text), map.cloned(), touched, Some(lines.clone()));
        match loader.load(&readable) {
            None => return finish(loader, slips),
            Some(next) => error = next,
        }
    }
    loader.close_all(text.len());
    finish(loader, slips)
}

/// Ways to read on behind an error.
fn repairs(lines: &Lines<'_>, loader: &Loader<'_>, at: usize, error: &ScanError) -> Vec<Repair> {
    let mut brackets = loader.open_brackets();
    let mut stop = at;
    if matches!(error.kind(), ErrorKind::UnclosedFlowCollection { .. }) {
        // The parser has read to the end and names a bracket, of which the loader may not have heard.
        brackets.push(at);
        brackets.sort_unstable_by(|one, other| other.cmp(one));
        brackets.dedup();
        stop = loader.text.len();
    }
    let mut repairs = lines.closed(&brackets, stop);
    repairs.extend(lines.repairs(at, suspect(error)));
    repairs
}

/// The expressions without quotes from an error on, if it is the first of them. Those before it were read: they stand in
/// quotes that begin in another line.
fn unquoted_from(text: &str, at: usize, error: &ScanError) -> Option<Vec<Unquoted>> {
    if !matches!(error.kind(), ErrorKind::UnexpectedCharacter { character: '%' }) {
        return None;
    }
    let mut expressions = unquoted(text);
    expressions.retain(|expression| at < expression.range.end);
    expressions.first().is_some_and(|first| first.range.contains(&at)).then_some(expressions)
}

fn unquoted_slip(text: &str, Unquoted { range, is_plain }: &Unquoted) -> Slip {
    let mut slip = Slip::new(range.clone(), "an expression in YAML needs quotes");
    let written = text.get(range.clone()).unwrap_or("");
    slip.help = Some("without them, `{` begins a mapping");
    slip.fix = is_plain.then(|| ("put it in quotes", range.clone(), format!("'{}'", written.replace('\'', "''"))));
    slip.hides = false;
    slip
}

/// The repair with which most of the text can be read; of equal ones the most likely.
fn choose(lines: &Lines<'_>, mut repairs: Vec<Repair>, at: usize, budget: &mut usize) -> Option<Repair> {
    let mut best: Option<(usize, usize)> = None;
    for (index, repair) in repairs.iter().enumerate() {
        let mut tried = lines.clone();
        tried.apply(repair);
        let readable = tried.read();
        let Some(left) = budget.checked_sub(readable.len()) else { break };
        *budget = left;
        let reached = match loader::first_error(&readable) {
            None => usize::MAX,
            Some(error) => tried.place(error.marker().byte_offset().unwrap_or(0)),
        };
        if best.is_none_or(|(most, _)| most < reached) {
            best = Some((reached, index));
        }
        if reached == usize::MAX {
            break;
        }
    }
    let last = repairs.len().checked_sub(1)?;
    let index = best.filter(|(reached, _)| at < *reached).map_or(last, |(_, index)| index);
    Some(repairs.swap_remove(index))
}

fn finish(mut loader: Loader<'_>, slips: Vec<Slip>) -> (Tree, Vec<Fault>) {
    for Slip { range, message, help, fix, .. } in slips {
        loader.builder.fault(FaultKind::Yaml, range, message).help = help;
        if let Some((title, range, text)) = fix {
            loader.builder.fix(title, range, &text);
        }
    }
    loader.builder.finish()
}

fn suspect(error: &ScanError) -> Suspect {
    match error.kind() {
        _ if is_tab(error) => Suspect::Tab,
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar
        | ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::DocumentIndicatorInQuotedScalar => Suspect::Quote,
        _ => Suspect::Layout,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Kind;

    fn tree(text: &str) -> (Tree, Vec<Fault>) {
        parse(&text.into(), None)
    }

    #[test]
    fn core_schema_types() {
        let (tree, faults) = tree("a: yes\nb: 010\nc: 1.0\nd: ~\ne: !!str 12\nf: 2016-03-14\ng: true\nh: .5\n");
        assert_eq!(faults, []);
        let kinds: Vec<Kind> = tree.own_members(tree.root()).iter().map(|member| tree.kind(member.value)).collect();
        assert_eq!(
            kinds,
            [
                Kind::String,
                Kind::Number,
                Kind::Number,
                Kind::Null,
                Kind::String,
                Kind::String,
                Kind::Bool(true),
                Kind::Number
            ]
        );
    }

    #[test]
    fn tags_make_values_opaque_and_keep_their_place() {
        let text = "a: !GetAtt F.Arn\nb: !Sub |\n  x\n";
        let (tree, faults) = tree(text);
        assert_eq!(faults, []);
        let value = tree.get(tree.root(), "a").unwrap();
        assert!(tree.is_opaque(value));
        let (name, span) = tree.tag(value).unwrap();
        assert_eq!((name, &text[span.range()]), ("!GetAtt", "!GetAtt"));
        let Kind::Tagged(inner) = tree.kind(tree.get(tree.root(), "b").unwrap()) else { panic!("tagged") };
        assert_eq!(tree.known(inner), Some("x\n"));
    }

    #[test]
    fn block_scalars_map_to_their_lines() {
        let text = "a: |  # note\n    {\n      \"é\": 1\n    }\n\nb: 1\n";
        let (tree, _) = tree(text);
        let value = tree.get(tree.root(), "a").unwrap();
        let decoded = tree.known(value).unwrap();
        let at = u32::try_from(decoded.find('1').unwrap()).unwrap();
        assert_eq!(&text[tree.scalar_map(value).span(at..at + 1).range()], "1");
    }

    #[track_caller]
    fn recovers(text: &str, at: &str) {
        let (tree, faults) = tree(text);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(&text[faults[0].span.range()], at);
        assert!(tree.get(tree.root(), "z").is_some(), "what follows is still read");
    }

    #[test]
    fn a_faulty_line_is_read_over() {
        recovers("a: 1\nRe\nz: 3\n", "Re");
        recovers("a: \"x\nz: 3\n", "\"x");
        recovers("a:\n\tb: 3\nz: 1\n", "\tb: 3".trim());
        recovers("a:\n  b: 1\n c: 2\nz: 1\n", "c: 2");
    }

    #[test]
    fn an_expression_without_quotes_is_a_value() {
        let text = "a:\r\n  b: {% \"é\" & 'x' %} # ü\r\n  c: [{%\r\n    1\r\n    %}, 2]\r\nz: 3\r\n";
        let (tree, faults) = tree(text);
        let found: Vec<&str> = faults.iter().map(|fault| &text[fault.span.range()]).collect();
        assert_eq!(found, ["{% \"é\" & 'x' %}", "{%\r\n    1\r\n    %}"]);
        let fixes: Vec<Option<&str>> =
            faults.iter().map(|fault| fault.fix.as_ref().map(|(.., text)| &**text)).collect();
        assert_eq!(fixes, [Some("'{% \"é\" & ''x'' %}'"), None]);
        let inner = tree.get(tree.root(), "a").unwrap();
        assert_eq!(tree.known(tree.get(inner, "b").unwrap()), Some("{% \"é\" & 'x' %}"));
        let list: Vec<Kind> = tree.items(tree.get(inner, "c").unwrap()).map(|item| tree.kind(item)).collect();
        assert_eq!(list, [Kind::Missing, Kind::Number]);
        assert_eq!(tree.text(tree.get(tree.root(), "z").unwrap()), "3");
        assert!(!tree.is_incomplete(inner));
    }

    #[test]
    fn a_placeholder_in_two_braces_is_a_part_of_a_value() {
        let text = "a: {{ b.c }}-d # e\nf:\n  - {{g}}\n  - {% 1 %}\nz: 3\n";
        let (tree, faults) = tree(text);
        assert_eq!(faults.len(), 1);
        let value = tree.get(tree.root(), "a").unwrap();
        assert!(tree.is_opaque(value));
        assert_eq!((tree.text(value), tree.written(value)), ("{{ b.c }}-d", "{{ b.c }}-d"));
        let items: Vec<&str> = tree.items(tree.get(tree.root(), "f").unwrap()).map(|item| tree.text(item)).collect();
        assert_eq!(items, ["{{g}}", "{% 1 %}"]);
    }

    #[test]
    fn brackets_that_are_never_closed_end_with_their_block() {
        recovers("a: [1, 2\nz: 3\n", "[");
        recovers("a: {b: 1,\n  c: 2\nz: 3\n", "{");
        recovers("a:\n  b: {c: [1,\n    2\nz: 3\n", "{");
        recovers("z: 3\na: [1, 2\n", "[");
        recovers("z: 3\na: [1, 2", "[");
    }

    #[test]
    fn values_that_nest_too_deeply_have_a_fault_of_their_own() {
        let (_, faults) = tree(&format!("a: {}{}\n", "[".repeat(300), "]".repeat(300)));
        assert_eq!(faults.iter().map(|fault| fault.kind).collect::<Vec<_>>(), [FaultKind::Nested]);
    }

    #[test]
    fn aliases_that_lead_nowhere_are_faults() {
        let (_, faults) = tree("a: *nope\n");
        assert_eq!(faults.len(), 1);
        let (tree, faults) = tree("a: &x [*x]\n");
        assert_eq!(faults.len(), 1);
        assert_eq!(tree.expanded_len(), (tree.len() as u64));
    }

    #[test]
    fn a_file_of_many_comments_is_read() {
        let text = format!("{}a: 1\n", "# c\n".repeat(500));
        let (tree, faults) = tree(&text);
        assert_eq!((faults, tree.comments().len()), (vec![], 500));
    }
}
