//! What makes a finding the same finding in another version of its file: a fingerprint that does not know lines.
//!
//! It is made of the rule, the file, the definition inside it, the way to the value by the names of states, and what the
//! rule itself adds to tell findings apart. Text above or below, and the words of the message, change nothing.

pub mod file;

use std::fmt;

use rustc_hash::FxHashMap;

use crate::analysis::Analysis;
use crate::diagnostic::Diagnostic;

/// The identity of a finding across versions of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint {
    hash: u128,
    /// Findings that nothing tells apart are counted, from 1, in the order of their places.
    occurrence: u32,
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.hash)?;
        if 1 < self.occurrence { write!(formatter, ":{}", self.occurrence) } else { Ok(()) }
    }
}

/// The fingerprint of the first finding with these properties. `path` is written with `/`.
pub fn fingerprint(rule: &str, path: &str, machine: &str, pointer: &str, discriminator: Option<&str>) -> Fingerprint {
    let mut hash = FNV_OFFSET;
    for part in [rule, path, machine, pointer, discriminator.unwrap_or("")] {
        // The length keeps `a`, `bc` and `ab`, `c` apart.
        hash = fnv(hash, &(part.len() as u64).to_le_bytes());
        hash = fnv(hash, part.as_bytes());
    }
    Fingerprint { hash, occurrence: 1 }
}

/// The fingerprints of findings of one file, each its own.
pub fn fingerprints(path: &str, analysis: &Analysis, findings: &[&Diagnostic]) -> Vec<Fingerprint> {
    let mut seen: FxHashMap<u128, u32> = FxHashMap::default();
    let unique = findings.iter().map(|finding| {
        let machine = analysis.definitions.get(finding.definition).map_or("", |definition| &definition.name);
        let mut fingerprint =
            fingerprint(finding.rule, path, machine, &finding.pointer(), finding.discriminator.as_deref());
        let count = seen.entry(fingerprint.hash).or_default();
        *count += 1;
        fingerprint.occurrence = *count;
        fingerprint
    });
    unique.collect()
}

const FNV_OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const FNV_PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// FNV-1a of 128 bits: fixed for ever, and nobody gains by forging it.
fn fnv(hash: u128, bytes: &[u8]) -> u128 {
    bytes.iter().fold(hash, |hash, &byte| (hash ^ u128::from(byte)).wrapping_mul(FNV_PRIME))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::text::{Source, Span};

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(fnv(FNV_OFFSET, b"a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
        assert_eq!(fnv(FNV_OFFSET, b"foobar"), 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
    }

    #[test]
    fn fingerprints_stay_for_ever() {
        let one = fingerprint("unreachable-state", "a/b.asl.json", "", "/States/A", None);
        assert_eq!(one.to_string(), "2e86e5e94b7046a530b9a4e3dbc3f5f6");
    }

    #[test]
    fn every_part_counts_and_parts_do_not_run_together() {
        let all = [
            fingerprint("a", "b", "c", "d", Some("e")),
            fingerprint("ab", "", "c", "d", Some("e")),
            fingerprint("a", "bc", "", "d", Some("e")),
            fingerprint("a", "b", "cd", "", Some("e")),
            fingerprint("a", "b", "c", "de", None),
        ];
        let unique: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(unique.len(), all.len());
    }

    #[test]
    fn findings_that_nothing_tells_apart_are_counted() {
        let analysis = Analysis::nothing(Arc::new(Source::new("")));
        let finding = |at| Diagnostic::new("duplicate-key", Span::empty(at), "x");
        let (one, two) = (finding(1), finding(2));
        let texts: Vec<String> = fingerprints("a", &analysis, &[&one, &two]).iter().map(ToString::to_string).collect();
        assert_eq!(texts[1], format!("{}:2", texts[0]));
    }
}
