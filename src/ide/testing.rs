//! Texts with a cursor in them, for tests.

use std::sync::Arc;

use crate::analysis::{Analysis, NoProject, Reading, Subject, analyze, read};
use crate::config::Options;
use crate::host::{Candidate, FilePath};
use crate::text::{Source, offset};

/// The name of a definition in JSON, and of one in YAML.
pub(crate) const JSON: &str = "machine.asl.json";
pub(crate) const YAML: &str = "machine.asl.yaml";

/// The analysis of a text and the offset at which `$0` stands in it.
#[track_caller]
pub(crate) fn marked(path: &str, text: &str) -> (Analysis, u32) {
    let at = text.find("$0").expect("a cursor: $0");
    (analyzed(path, &text.replacen("$0", "", 1)), offset(at))
}

pub(crate) fn analyzed(path: &str, text: &str) -> Analysis {
    analyze(&Arc::new(Source::new(text)), &FilePath(path.to_owned()), &Options::default(), &NoProject)
}

/// A text as it is read, without findings.
pub(crate) fn reread(path: &str, text: &str) -> Reading {
    let (source, path) = (Arc::new(Source::new(text)), FilePath(path.to_owned()));
    let candidate = Candidate::named(&source, &path);
    read(Subject { candidate, options: &Options::default(), project: &NoProject })
}
