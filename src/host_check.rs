//! What a check of a host file sees: its state machines as they are declared, wherever their definitions are.

use crate::diagnostic::Diagnostic;
use crate::host::{Deployment, Lookup, Place, Referenced, Template};
use crate::syntax::Tree;
use crate::text::{Source, Span};

/// What a check of a host sees, and where it reports.
pub struct HostContext<'a> {
    pub source: &'a Source,
    /// The tree of the file; that of a Terraform file is empty.
    pub tree: &'a Tree,
    pub references: &'a [Referenced],
    /// The names of a `CloudFormation` template.
    pub template: Option<&'a Template>,
    /// Finds the file that a reference of the host leads to.
    pub lookup: &'a dyn Fn(&str) -> Lookup,
    /// The rule that is running; findings carry its name.
    pub(crate) rule: &'static str,
    pub(crate) found: Vec<Diagnostic>,
}

impl HostContext<'_> {
    /// Reports a finding of the running rule about a state machine.
    pub fn report(&mut self, deployment: &Deployment, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        let mut finding = Diagnostic::new(self.rule, span, message);
        finding.discriminator(deployment.name.clone());
        let index = self.found.len();
        self.found.push(finding);
        &mut self.found[index]
    }

    /// The reference to the definition of a state machine that keeps it in another file.
    pub fn reference(&self, deployment: &Deployment) -> Option<&Referenced> {
        match deployment.place {
            Place::Elsewhere(index) => self.references.get(index),
            Place::Inside(_) | Place::Unknown => None,
        }
    }

    /// The text of a definition, wherever it is; `None` where it cannot be had.
    pub fn definition_text(&self, deployment: &Deployment) -> Option<String> {
        match deployment.place {
            Place::Inside(span) => Some(self.source.slice(span).to_owned()),
            Place::Elsewhere(_) => match (self.lookup)(&self.reference(deployment)?.path) {
                Lookup::Found(source) => Some(source.text().to_string()),
                Lookup::Absent | Lookup::Unknown => None,
            },
            Place::Unknown => None,
        }
    }
}
