//! The functions of a service of the Serverless Framework: their names, and what they are called in the template that it
//! makes. It knows nothing of the file around them.

use std::collections::BTreeSet;

/// The functions of a service, as a state machine may name them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Functions {
    names: BTreeSet<String>,
    logical_ids: BTreeSet<String>,
    /// Whether `Ref` may become that of the function's version, which gives an ARN.
    may_be_versions: bool,
}

impl Functions {
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let names: BTreeSet<String> = names.map(str::to_owned).collect();
        let logical_ids = names.iter().map(|name| logical_id(name)).collect();
        Self { names, logical_ids, may_be_versions: false }
    }

    /// As a state machine names them that may use their exact versions.
    pub(super) fn versions(&self) -> Self {
        Self { may_be_versions: true, ..self.clone() }
    }

    /// Whether the service has a function of that name.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether `Ref` of an id gives the name of a function, and no ARN.
    pub fn is_name(&self, id: &str) -> bool {
        !self.may_be_versions && (self.names.contains(id) || self.logical_ids.contains(id))
    }
}

/// What the framework calls a function in the template.
/// <https://www.serverless.com/framework/docs/providers/aws/guide/resources>
fn logical_id(name: &str) -> String {
    let plain = name.replace('-', "Dash").replace('_', "Underscore");
    let mut letters = plain.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect::<String>() + "LambdaFunction"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_have_logical_ids() {
        assert_eq!(logical_id("send-order_mail"), "SendDashorderUnderscoremailLambdaFunction");
        let functions = Functions::of(["create"].into_iter());
        assert!(functions.has("create") && !functions.has("CreateLambdaFunction"));
        assert!(functions.is_name("create") && functions.is_name("CreateLambdaFunction"));
        assert!(!functions.is_name("Create") && !functions.versions().is_name("create"));
    }
}
