//! The names inside an expression: functions, variables, `$states` and the context object.

use std::ops::Range;

use super::{Hover, function, variable, with_type};
use crate::analysis::Analysis;
use crate::expr::intrinsic::Intrinsic;
use crate::expr::jsonata::NodeKind;
use crate::expr::jsonata::scope::{Resolution, StatesUse};
use crate::expr::jsonpath::{CONTEXT, ContextField, Path, Root, context_path};
use crate::expression::{Content, Jsonata, type_of_states};
use crate::ide::location::Location;
use crate::ide::prose::{Prose, code};
use crate::ide::service::page;
use crate::text::offset as to_offset;

/// What the name at the location means; `None` where there is no expression, or nothing in it that has a meaning of its
/// own.
pub(super) fn about(analysis: &Analysis, location: &Location<'_>) -> Option<Hover> {
    let variables = location.variables();
    let expression = location.expression(&variables)?;
    let at = expression.offset(location.tree(), location.offset)?;
    let (range, text) = match &expression.content {
        Content::Jsonata(jsonata) => in_jsonata(analysis, location, jsonata, expression.text, at)?,
        Content::Intrinsic(intrinsic) => match called(intrinsic, at) {
            Some(found) => found,
            None => in_paths(analysis, location, &expression.paths(), expression.text, at)?,
        },
        Content::Path(_) => in_paths(analysis, location, &expression.paths(), expression.text, at)?,
        Content::Literal | Content::NotText => return None,
    };
    Some(Hover { span: expression.span(location.tree(), &range), text })
}

fn holds(range: &Range<u32>, at: u32) -> bool {
    range.start <= at && at <= range.end
}

/// The intrinsic function whose name is at an offset.
fn called(intrinsic: &Intrinsic, at: u32) -> Option<(Range<u32>, Prose)> {
    let call = intrinsic.calls.iter().find(|call| holds(&call.name.range, at))?;
    call.function.map(|function| (call.name.range.clone(), function::of_intrinsic(function)))
}

fn in_paths(
    analysis: &Analysis,
    location: &Location<'_>,
    paths: &[&Path],
    text: &str,
    at: u32,
) -> Option<(Range<u32>, Prose)> {
    // Paths inside of filters come behind the path around them.
    let path = paths.iter().rfind(|path| holds(&path.range, at))?;
    match &path.root {
        Root::Variable(name) => {
            let range = name.range.start.saturating_sub(1)..name.range.end;
            holds(&range, at)
                .then(|| variable::about(analysis, location, &name.text))
                .flatten()
                .map(|text| (range, text))
        }
        Root::Context => {
            let names = context_path(path)?;
            let start = path.range.start;
            let whole = names.iter().zip(&path.segments).take_while(|(_, segment)| segment.range.start < at);
            let (count, end) = whole
                .fold((0, start + to_offset("$$".len())), |(count, _), (_, segment)| (count + 1, segment.range.end));
            if end < at {
                return None;
            }
            let names: Vec<&str> = names.iter().take(count).map(|name| &*name.text).collect();
            let range = start..end;
            of_context(&names, slice(text, &range)).map(|text| (range, text))
        }
        Root::Input | Root::Current | Root::None => None,
    }
}

fn in_jsonata(
    analysis: &Analysis,
    location: &Location<'_>,
    jsonata: &Jsonata,
    text: &str,
    at: u32,
) -> Option<(Range<u32>, Prose)> {
    if let Some(used) = jsonata.scope.states.iter().find(|used| holds(&used.range, at)) {
        return of_states(used, text, at);
    }
    let is_here = |kind: &NodeKind, range: &Range<u32>| matches!(kind, NodeKind::Variable(_)) && holds(range, at);
    let id = jsonata.ast.ids().find(|&id| is_here(jsonata.ast.kind(id), &jsonata.ast.range(id)))?;
    let NodeKind::Variable(name) = jsonata.ast.kind(id) else { return None };
    let prose = match jsonata.scope.resolutions.get(id.index())? {
        Resolution::Builtin(function) => function::of_jsonata(function),
        Resolution::Free => variable::about(analysis, location, name)?,
        Resolution::Local(_) | Resolution::Binding => {
            let text = format!("{}: bound in this expression", code(&format!("${name}")));
            Prose::new(with_type(text, &jsonata.types.of(id)))
        }
        Resolution::States | Resolution::Context | Resolution::NoVariable => return None,
    };
    Some((jsonata.ast.range(id), prose))
}

/// `$states`, or the part of it up to the offset.
fn of_states(used: &StatesUse, text: &str, at: u32) -> Option<(Range<u32>, Prose)> {
    let before = used.segments.iter().take_while(|segment| segment.range.start <= at);
    let names: Vec<&str> = before.clone().map(|segment| &*segment.name).collect();
    let root_end = used.range.start + to_offset("$states".len());
    let range = used.range.start..before.last().map_or(root_end, |segment| segment.range.end);
    let shown = slice(text, &range);
    let prose = match names.split_first() {
        None => {
            let mut prose = Prose::new("`$states`: what Step Functions hands to the expressions of a state");
            prose.list(STATES.iter().map(|(name, about)| format!("{}: {about}", code(name))).collect());
            prose.link("AWS documentation", &page("transforming-data"));
            prose
        }
        Some((&"context", rest)) => of_context(rest, shown)?,
        Some((first, rest)) => {
            let (_, about) = STATES.iter().find(|(name, _)| name == first)?;
            let is_inside = if rest.is_empty() { "" } else { ", a part of it" };
            let mut prose = Prose::new(format!("{}: {about}{is_inside}", code(shown)));
            if *first == "errorOutput" {
                prose.paragraph("An object with `Error`, the name of the error, and `Cause`, a text.");
            }
            prose
        }
    };
    Some((range, prose))
}

/// The fields of `$states`.
/// <https://states-language.net/#reserved-states-variable-with-jsonata>
const STATES: [(&str, &str); 4] = [
    ("input", "the input of the state"),
    ("result", "what the work of the state gave; in `Assign` and `Output` of Task, Parallel and Map states"),
    ("errorOutput", "the error that was caught; in `Assign` and `Output` of a catcher"),
    ("context", "the context object: the execution, the state, the task, the item of a Map"),
];

/// The field of the context object at the end of some names, or that of the user's data it is in.
fn of_context(names: &[&str], shown: &str) -> Option<Prose> {
    let mut prose = Prose::default();
    let mut fields: &'static [ContextField] = &CONTEXT;
    let mut field = None;
    for &name in names {
        let found = fields.iter().find(|field| field.name == name)?;
        field = Some(found);
        fields = found.fields;
        if found.open {
            break;
        }
    }
    let path = format!("states.context.{}", names.join("."));
    let about = field.map_or("the context object", |field| field.description);
    prose.paragraph(with_type(format!("{}: {about}", code(shown)), &type_of_states(&path)));
    prose.list(fields.iter().map(|field| format!("{}: {}", code(field.name), field.description)).collect());
    prose.link("AWS documentation", &page("input-output-contextobject"));
    Some(prose)
}

fn slice<'a>(text: &'a str, range: &Range<u32>) -> &'a str {
    text.get(range.start as usize..range.end as usize).unwrap_or("")
}
