//! What the surroundings of a definition know of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::asl::WorkflowType;

/// What the surroundings know of a definition. `None` = not known: rules stay silent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub workflow_type: Option<WorkflowType>,
    pub replacer: Replacer,
    /// The names that deployment replaces, if they are all known.
    pub substitutions: Option<Names>,
}

/// Names that many definitions of a template may share.
pub type Names = Arc<BTreeSet<String>>;

/// What replaces `${…}` in the text of a definition when it is deployed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Replacer {
    #[default]
    Unknown,
    /// Nothing: the text is deployed as it stands.
    Nothing,
    /// `DefinitionSubstitutions` of `CloudFormation` and SAM.
    Substitutions,
    /// `Fn::Sub`, by the names of the template and by its own.
    Sub,
    /// `templatefile` of Terraform.
    Template,
    /// The variables of the Serverless Framework.
    Serverless,
}

impl Facts {
    /// What two places that deploy one definition both say of it.
    #[must_use]
    pub fn agreed(&self, other: &Self) -> Self {
        let is_one = self.replacer == other.replacer;
        Self {
            workflow_type: self.workflow_type.filter(|_| self.workflow_type == other.workflow_type),
            replacer: if is_one { self.replacer } else { Replacer::Unknown },
            substitutions: self.substitutions.clone().filter(|_| is_one && self.substitutions == other.substitutions),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_both_say_is_known() {
        let names = |names: &[&str]| Some(Arc::new(names.iter().map(|name| (*name).to_owned()).collect()));
        let express = Facts {
            workflow_type: Some(WorkflowType::Express),
            replacer: Replacer::Substitutions,
            substitutions: names(&["A"]),
        };
        assert_eq!(express.agreed(&express), express);
        let standard = Facts { workflow_type: Some(WorkflowType::Standard), ..express.clone() };
        assert_eq!(express.agreed(&standard), Facts { workflow_type: None, ..express.clone() });
        let further = Facts { substitutions: names(&["A", "B"]), ..express.clone() };
        assert_eq!(express.agreed(&further), Facts { substitutions: None, ..express.clone() });
        assert_eq!(express.agreed(&Facts::default()), Facts::default());
    }
}
