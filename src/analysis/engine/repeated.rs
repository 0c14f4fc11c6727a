//! Findings that would say a fault twice: at the anchor once for each alias, in text that is itself at fault, and word for
//! word.

use rustc_hash::FxHashSet;

use crate::diagnostic::Diagnostic;
use crate::suppress::Suppressed;
use crate::syntax::{Kind, Tree};
use crate::text::Span;

/// Of what is found at an anchor for each of its aliases, keeps what is found first: it is one fault, written once.
pub(super) fn keep_one_of_each_anchor(tree: &Tree, findings: &mut Vec<Diagnostic>) {
    let target = |id| match tree.kind(id) {
        Kind::Alias(target) => Some(tree.span(target)),
        _ => None,
    };
    let anchors = Regions::new(tree.ids().filter_map(target).collect());
    let mut seen = FxHashSet::default();
    findings.retain(|finding| {
        !anchors.contain(finding.span) || seen.insert((finding.rule, finding.span, finding.discriminator.clone()))
    });
}

/// Drops what is found in text that cannot be read as it is written: it would say the same fault twice. `rules`
/// are those that speak of such text.
pub(super) fn drop_echoes(findings: &mut Vec<Diagnostic>, suppressed: &[Suppressed], rules: &[&str]) {
    let is_fault = |finding: &&Diagnostic| rules.contains(&finding.rule);
    let faults = findings.iter().chain(suppressed.iter().map(|one| &one.finding)).filter(is_fault);
    let unread = Regions::new(faults.map(|fault| fault.span).collect());
    findings.retain(|finding| rules.contains(&finding.rule) || !unread.contain(finding.span));
}

/// Whether nothing that says the same of the same place was met before.
pub(super) fn is_first(seen: &mut FxHashSet<(&'static str, Span, String)>, finding: &Diagnostic) -> bool {
    seen.insert((finding.rule, finding.span, finding.message.clone()))
}

/// Parts of a file, for the question whether something lies in one of them.
struct Regions {
    /// The start of each, in order, and the furthest end of those up to it.
    reach: Vec<(u32, u32)>,
}

impl Regions {
    fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        let mut furthest = 0;
        let reach = spans.iter().map(|span| {
            furthest = furthest.max(span.end);
            (span.start, furthest)
        });
        Self { reach: reach.collect() }
    }

    fn contain(&self, span: Span) -> bool {
        let before = self.reach.partition_point(|&(start, _)| start <= span.start).checked_sub(1);
        before.and_then(|index| self.reach.get(index)).is_some_and(|&(_, end)| span.end <= end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_holds_what_lies_in_it_and_itself() {
        let regions = Regions::new(vec![Span::new(20, 30), Span::new(0, 10), Span::new(2, 4)]);
        for (start, end) in [(0, 10), (2, 4), (5, 9), (20, 20)] {
            assert!(regions.contain(Span::new(start, end)), "{start}..{end}");
        }
        for (start, end) in [(0, 11), (10, 20), (19, 25), (30, 31)] {
            assert!(!regions.contain(Span::new(start, end)), "{start}..{end}");
        }
        assert!(!Regions::new(Vec::new()).contain(Span::new(0, 0)));
    }
}
