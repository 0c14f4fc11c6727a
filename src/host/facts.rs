//! What the surroundings of a definition know of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Functions, Permissions, Template};
use crate::asl::WorkflowType;

/// What the surroundings know of a definition. `None` = not known: rules stay silent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub workflow_type: Option<WorkflowType>,
    pub replacer: Replacer,
    /// The names that deployment replaces, if they are all known.
    pub substitutions: Option<Names>,
    /// The template around a definition that stands inside of it.
    pub template: Option<Arc<Template>>,
    /// The functions of the service around a definition.
    pub functions: Option<Arc<Functions>>,
    /// What its role allows, if all of that is known.
    pub permissions: Option<Permissions>,
    /// Whether it is not all of a file that is the definition: of one that is named, it is a part, or several are.
    pub is_part: bool,
}

/// Names and what they stand for.
pub type Names = Arc<BTreeMap<String, Value>>;

/// What is known of the value of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// The name of a Lambda function, not its ARN.
    FunctionName,
    Other,
}

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
    /// What no file says: the user has told its names.
    Told,
}

impl Facts {
    /// What is known of a definition that stands alone where the user has told which names deployment replaces.
    pub fn told(names: impl IntoIterator<Item = String>) -> Self {
        let names: BTreeMap<String, Value> = names.into_iter().map(|name| (name, Value::Other)).collect();
        Self { replacer: Replacer::Told, substitutions: Some(Arc::new(names)), ..Self::default() }
    }

    /// What two places that deploy one definition both say of it.
    #[must_use]
    pub fn agreed(&self, other: &Self) -> Self {
        let is_one = self.replacer == other.replacer;
        Self {
            workflow_type: self.workflow_type.filter(|_| self.workflow_type == other.workflow_type),
            replacer: if is_one { self.replacer } else { Replacer::Unknown },
            substitutions: self.substitutions.clone().filter(|_| is_one && self.substitutions == other.substitutions),
            template: self.template.clone().filter(|_| self.template == other.template),
            functions: self.functions.clone().filter(|_| self.functions == other.functions),
            permissions: self.permissions.clone().filter(|_| self.permissions == other.permissions),
            is_part: self.is_part || other.is_part,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_both_say_is_known() {
        let names =
            |names: &[&str]| Some(Arc::new(names.iter().map(|name| ((*name).to_owned(), Value::Other)).collect()));
        let express = Facts {
            workflow_type: Some(WorkflowType::Express),
            replacer: Replacer::Substitutions,
            substitutions: names(&["A"]),
            ..Facts::default()
        };
        assert_eq!(express.agreed(&express), express);
        let standard = Facts { workflow_type: Some(WorkflowType::Standard), ..express.clone() };
        assert_eq!(express.agreed(&standard), Facts { workflow_type: None, ..express.clone() });
        let further = Facts { substitutions: names(&["A", "B"]), ..express.clone() };
        assert_eq!(express.agreed(&further), Facts { substitutions: None, ..express.clone() });
        assert_eq!(express.agreed(&Facts::default()), Facts::default());
    }
}
