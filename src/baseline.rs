//! What makes a finding the same finding in another version of its file, and the file of findings that are accepted.

pub mod file;

use crate::diagnostic::Diagnostic;

const FNV_OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const FNV_PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// A number of a finding, as text, that does not change with the lines around it: made of its rule, the file's path
/// with `/`, the name of the definition, the way to the value by the names of states, and what the rule adds.
pub fn fingerprint(path: &str, machine: &str, finding: &Diagnostic) -> String {
    let pointer = finding.pointer();
    let parts = [finding.rule, path, machine, &pointer, finding.discriminator.as_deref().unwrap_or("")];
    let hash = parts.into_iter().fold(FNV_OFFSET, |hash, part| {
        // The length keeps `a`, `bc` and `ab`, `c` apart.
        let length = (part.len() as u64).to_le_bytes();
        let bytes = length.iter().chain(part.as_bytes());
        bytes.fold(hash, |hash, &byte| (hash ^ u128::from(byte)).wrapping_mul(FNV_PRIME))
    });
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Step;
    use crate::text::Span;

    #[test]
    fn a_fingerprint_knows_no_lines() {
        let mut finding = Diagnostic::new("self-transition", Span::new(3, 5), "x");
        finding.path = vec![Step::Key("States".to_owned()), Step::Key("A".to_owned())];
        let first = fingerprint("a.json", "", &finding);
        finding.span = Span::new(30, 50);
        finding.message = "y".to_owned();
        assert_eq!(fingerprint("a.json", "", &finding), first);
        assert_ne!(fingerprint("b.json", "", &finding), first);
        assert_ne!(fingerprint("a.json", "M", &finding), first);
        assert_ne!(fingerprint("a.jso", "n", &finding), first);
        finding.discriminator("z");
        assert_ne!(fingerprint("a.json", "", &finding), first);
        assert_eq!(first.len(), 32);
    }
}
