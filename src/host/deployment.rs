//! A state machine as its host declares it: what rules about the host itself look at.

use crate::syntax::NodeId;
use crate::text::Span;

/// A state machine of a host, wherever its definition is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployment {
    /// Its name in the host.
    pub name: String,
    /// Where the name is written.
    pub span: Span,
    /// The values that its definition gets when it is deployed.
    pub substitutions: Vec<Substitution>,
    pub place: Place,
    /// Its properties in a `CloudFormation` template.
    pub properties: Option<Properties>,
}

/// A name that stands for a value in a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitution {
    pub name: String,
    pub span: Span,
}

/// Where the text of a definition is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Inside(Span),
    /// In the file to which this one of the host's references leads.
    Elsewhere(usize),
    Unknown,
}

/// The properties of a resource that say what its definition is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Properties {
    pub node: NodeId,
    /// The resource that has them.
    pub resource: NodeId,
    pub kind: ResourceKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResourceKind {
    CloudFormation,
    Sam,
}

impl ResourceKind {
    /// The properties of which a state machine has one: its definition.
    pub const fn sources(self) -> &'static [&'static str] {
        match self {
            Self::CloudFormation => &["Definition", "DefinitionString", "DefinitionS3Location"],
            Self::Sam => &["Definition", "DefinitionUri"],
        }
    }
}
