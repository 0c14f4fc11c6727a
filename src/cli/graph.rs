//! `graph`: a state machine as a picture, on standard output or in a file.

use std::sync::Arc;

use super::Status;
use super::args::{Exclusion, Graph, GraphFormat};
use super::config::Configurations;
use super::files::{self, File};
use super::output::{Output, complain};
use crate::analysis::{Analysis, Definition, NoProject, Subject, analyze_subject};
use crate::diagnostic::Diagnostic;
use crate::host::{Candidate, FilePath, Referenced};
use crate::picture::{Picture, dot, draw, json, mermaid, svg};
use crate::text::Source;
use crate::workspace::reason;

/// Draws a definition. Faults in it are drawn, not complained of: the exit status is that of reading and writing.
pub(super) fn run(arguments: &Graph) -> Status {
    let text = match text(arguments) {
        Ok(text) => text,
        Err(message) => {
            complain(&message);
            return Status::Failure;
        }
    };
    let output = match &arguments.output {
        None => Ok(Output::stdout()),
        Some(path) => {
            Output::file(path).map_err(|error| format!("{}: cannot be written: {}", path.display(), reason(&error)))
        }
    };
    match output {
        Ok(mut output) => {
            output.write(&text);
            output.finish()
        }
        Err(message) => {
            complain(&message);
            Status::Failure
        }
    }
}

fn text(arguments: &Graph) -> Result<String, String> {
    let mut configurations = Configurations::new(&arguments.configuration)?;
    let file = file(arguments)?;
    configurations.prepare(std::slice::from_ref(&file))?;
    let in_force = configurations.of(&file).ok_or_else(|| format!("{}: it has no configuration", file.name))?;
    let told = |reason: &dyn std::fmt::Display| format!("{}: {reason}", file.name);
    let bytes = files::read(&file).map_err(|failure| told(&failure))?;
    let source = Arc::new(Source::from_bytes(bytes).map_err(|unreadable| told(&unreadable))?);
    let absolute = configurations.absolute(&file);
    let options = in_force.options(&absolute);
    let path = FilePath(file.name.clone());
    let is_claimed = file.path.is_none() || path.is_definition();
    let candidate = Candidate { source: &source, path: &path, is_claimed };
    let analysis = analyze_subject(Subject { candidate, options: &options, project: &NoProject });
    let (index, definition) = chosen(&analysis, arguments.machine.as_deref()).map_err(|reason| told(&reason))?;
    let min_severity = in_force.settings.min_severity();
    let is_shown = |finding: &&Diagnostic| finding.definition == index && min_severity <= finding.severity;
    let picture = draw(definition, &title(&file), analysis.diagnostics.iter().filter(is_shown));
    Ok(rendered(&picture, arguments, &source))
}

fn file(arguments: &Graph) -> Result<File, String> {
    let mut found = files::find(
        std::slice::from_ref(&arguments.file),
        arguments.stdin_filename.as_deref(),
        &Exclusion::default(),
        |_, _| false,
    )?;
    if let Some((name, reason)) = found.errors.pop() {
        return Err(format!("{name}: {reason}"));
    }
    let file = found.files.pop().filter(|_| found.files.is_empty());
    file.filter(|file| file.origin == files::Origin::Named)
        .ok_or_else(|| format!("{}: `graph` draws one file", arguments.file.display()))
}

/// The definition of that name; without a name that of the only state machine there is. Where a condition of a template chooses
/// between definitions of one, the first is drawn.
fn chosen<'a>(analysis: &'a Analysis, name: Option<&str>) -> Result<(usize, &'a Definition), String> {
    let mut definitions = analysis.definitions.iter().enumerate();
    let mut machines: Vec<&str> = analysis.definitions.iter().map(|definition| &*definition.name).collect();
    machines.dedup();
    let names = || machines.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match (name, machines.len()) {
        (_, 0) => Err(nothing_to_draw(&analysis.references)),
        (Some(name), _) => definitions
            .find(|(_, definition)| definition.name == name)
            .ok_or_else(|| format!("there is no state machine `{name}` in it; there is {}", names())),
        (None, 1) => definitions.next().ok_or_else(String::new),
        (None, _) => Err(format!("there are several state machines in it; choose one with --machine: {}", names())),
    }
}

/// Why there is no definition in a file, which may name the files that hold them.
fn nothing_to_draw(references: &[Referenced]) -> String {
    let mut files: Vec<String> = references.iter().map(|reference| format!("`{}`", reference.path)).collect();
    files.sort_unstable();
    files.dedup();
    match files.as_slice() {
        [] => "no state machine definition in it".to_owned(),
        [file] => format!("its state machine is defined in {file}; draw that file"),
        files => format!("its state machines are defined in {}; draw one of these files", files.join(", ")),
    }
}

/// The name of the file without its directory.
fn title(file: &File) -> String {
    let name = file.path.as_ref().and_then(|path| path.file_name());
    name.map_or_else(|| "State machine".to_owned(), |name| name.to_string_lossy().into_owned())
}

fn rendered(picture: &Picture, arguments: &Graph, source: &Source) -> String {
    match arguments.format {
        GraphFormat::Svg => svg::render(picture, arguments.theme.into()),
        GraphFormat::Mermaid => mermaid::render(picture),
        GraphFormat::Dot => dot::render(picture),
        GraphFormat::Json => json::render(picture, source),
    }
}
