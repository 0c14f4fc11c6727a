//! The signature of the function that is being called.

use std::ops::Range;

use tower_lsp::lsp_types::{
    ClientCapabilities, Documentation, ParameterInformation, ParameterLabel, Position, SignatureHelp,
    SignatureInformation,
};

use super::documents::Snapshot;
use super::markup::Form;
use crate::ide::signature_help::{self as ide, Parameter};

pub(super) fn signature_help(snapshot: &Snapshot, position: Position, form: Form) -> Option<SignatureHelp> {
    let help = ide::signature_help(snapshot.analysis(), snapshot.offset(position))?;
    // A number beyond the last parameter marks none; no number would mark the first.
    let active = u32::try_from(help.active.unwrap_or(help.parameters.len())).ok();
    let parameters = help.parameters.iter().map(|parameter| information(&help.label, parameter)).collect();
    let signature = SignatureInformation {
        documentation: Some(Documentation::MarkupContent(form.content(&help.about))),
        parameters: Some(parameters),
        active_parameter: active,
        label: help.label,
    };
    Some(SignatureHelp { signatures: vec![signature], active_signature: Some(0), active_parameter: active })
}

/// The form in which a client wants such texts.
pub(super) fn form(client: &ClientCapabilities) -> Form {
    let help = client.text_document.as_ref().and_then(|document| document.signature_help.as_ref());
    let information = help.and_then(|help| help.signature_information.as_ref());
    Form::preferred(information.and_then(|information| information.documentation_format.as_ref()))
}

fn information(label: &str, parameter: &Parameter) -> ParameterInformation {
    let Range { start, end } = parameter.range;
    ParameterInformation {
        label: ParameterLabel::LabelOffsets([units(label, start), units(label, end)]),
        documentation: Some(Documentation::String(parameter.kind.clone())),
    }
}

/// A byte offset in UTF-16 code units: labels are counted in these, whatever was agreed on for documents.
fn units(label: &str, offset: u32) -> u32 {
    let before = label.get(..offset as usize).unwrap_or(label);
    crate::text::offset(before.encode_utf16().count())
}
