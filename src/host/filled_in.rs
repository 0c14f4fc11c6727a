//! Definitions in files that `templatefile` of Terraform fills in. Many are no JSON, nor YAML, before that.

use std::sync::Arc;

use super::terraform::{self, TemplateFile};
use super::{Contents, Document, standalone};
use crate::syntax::{self, Fault, Language};
use crate::text::Source;

/// A file of which a host says that it is filled in.
pub(super) fn document(source: &Source, language: Language) -> Document {
    // What its text is depends on values, or Terraform refuses it in words of its own.
    let Some(TemplateFile::Text(text)) = terraform::template_file(source.text(), language) else {
        return Document::nothing(source);
    };
    let (tree, faults) = syntax::parse(text.value.into(), language, Some(Arc::new(text.map)));
    if text.has_directives && !faults.is_empty() {
        return Document::nothing(source);
    }
    let tree = Arc::new(tree);
    let contents = Contents { definitions: vec![standalone::definition(&tree)], ..Contents::default() };
    Document::of(tree, faults, contents)
}

/// A file of which nobody says that it is filled in, if it looks as if it were: it has directives, or makes more sense
/// when calls in `${…}` are not taken for JSON.
pub(super) fn guessed(source: &Source, language: Language, faults: &[Fault]) -> Option<Document> {
    let text = source.text();
    let has = |mark: &str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    let is_known = matches!(language, Language::Json | Language::Yaml);
    if !is_known || !has("%{") && (faults.is_empty() || !has("${")) {
        return None;
    }
    let has_directives = match terraform::template_file(text, language)? {
        TemplateFile::Text(text) => text.has_directives,
        TemplateFile::Unknown => true,
    };
    let document = document(source, language);
    (has_directives || document.faults.len() < faults.len()).then_some(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::{self, Candidate, FilePath};

    /// The document that a file is, and its names of states.
    fn opened(text: &str) -> (Document, Vec<String>) {
        let (source, path) = (Arc::new(Source::new(text)), FilePath("a.asl.json".to_owned()));
        let document = host::open(Candidate::named(&source, &path));
        let states = document.definitions.first().and_then(|found| found.tree.get(found.root, "States"));
        let names = states.map_or(Vec::new(), |states| {
            document.tree.members(states).map(|state| document.tree.text(state.key).to_owned()).collect()
        });
        (document, names)
    }

    #[test]
    fn calls_and_directives_are_no_faults() {
        for (text, expected) in [
            (r#"{"StartAt": "A", "States": {"A": {"Parameters": ${jsonencode({ a = "b" })}}}}"#, &["A"][..]),
            (r#"{"StartAt": "A", "States": {${states} "A": {"Type": "Pass"}}}"#, &["${states}", "A"]),
            ("{\"States\": {\n%{ if x ~}\n\"A\": {},\n%{ endif ~}\n\"B\": {\"Seconds\": ${n}}}}", &["${?}", "B"]),
            (r#"{"States": {"A": {"Resource": "%{ if x }a%{ else }b%{ endif }"}}}"#, &["A"]),
        ] {
            let (document, names) = opened(text);
            assert!(document.faults.is_empty(), "{text}: {:?}", document.faults);
            assert_eq!(names, expected, "{text}");
        }
    }

    #[test]
    fn where_directives_may_have_written_a_fault_nothing_is_known() {
        for text in [
            "{\"States\": {\"A\": {} %{ if x }\"B\": {}%{ endif }}}",
            "{\"States\": {%{ if x }\"A\": {%{ else }\"B\": {%{ endif }}}}",
        ] {
            assert!(opened(text).0.definitions.is_empty(), "{text}");
        }
    }

    #[test]
    fn lines_tell_nothing_of_directives() {
        let open = |text: &str| {
            let (source, path) = (Arc::new(Source::new(text)), FilePath("a.asl.yaml".to_owned()));
            host::open(Candidate::named(&source, &path))
        };
        let flow = "StartAt: A\nStates:\n  A:\n    Seconds: ${lookup(m, \"k\")}\n    Comment: '{['\n    Next: ${n}\n";
        let document = open(flow);
        assert_eq!((document.faults.len(), document.definitions.len()), (0, 1), "{:?}", document.faults);
        let document = open(&flow.replace("  A:", "%{ if x }\n  B: {}\n%{ endif }\n  A:"));
        assert_eq!((document.faults.len(), document.definitions.len()), (0, 0), "{:?}", document.faults);
    }

    #[test]
    fn other_faults_stay() {
        for text in [
            r#"{"StartAt": "A",, "States": {"A": {"Resource": "${arn}", "Subnets": [${a}, ${b}]}}}"#,
            r#"{"StartAt": "A",, "States": {"A": {"Output": "{%{'a': 1}%}"}}}"#,
            r#"{"StartAt": "A",, "States": {"A": {"Parameters": ${jsonencode({ a = "b" })}}}}"#,
        ] {
            let (document, names) = opened(text);
            assert_eq!((document.faults.len(), names.len()), (1, 1), "{text}: {:?}", document.faults);
        }
        assert!(opened("{\"name\": \"%{ if x }a%{ endif }\"}").0.definitions.len() == 1, "it is one by its name");
    }
}
