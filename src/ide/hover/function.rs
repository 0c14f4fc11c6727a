//! The functions of both query languages: signature, what they give, an example.

use crate::expr::intrinsic;
use crate::expr::jsonata;
use crate::expr::jsonata::functions::Origin;
use crate::ide::prose::{Prose, code};
use crate::ide::service::page;
use crate::ide::signature_help::sentence;

pub(super) fn of_intrinsic(function: &intrinsic::Function) -> Prose {
    let mut text = Prose::default();
    text.code("", function.signature().label);
    text.paragraph(sentence(function.description));
    text.list(function.parameters.iter().map(|it| format!("{}: {}", code(it.name), it.kind.describe())).collect());
    text.paragraph(format!("Gives {}. Example:", function.returns.describe()));
    text.code("", format!("{} → {}", function.example, function.result));
    text.link("AWS documentation", &page("intrinsic-functions"));
    text
}

pub(super) fn of_jsonata(function: &jsonata::Function) -> Prose {
    let mut text = Prose::default();
    text.code("", function.usage());
    text.paragraph(sentence(function.about));
    let parameters = function.parameters.iter().zip(&function.pattern().parameters);
    text.list(parameters.map(|(name, pattern)| format!("{}: {}", code(name), pattern.describe())).collect());
    text.paragraph("Example:");
    text.code("", function.example);
    if function.origin == Origin::StepFunctions {
        text.link("AWS documentation", &page("transforming-data"));
    }
    text
}
