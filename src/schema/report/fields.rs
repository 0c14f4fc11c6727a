//! Faults of an object's fields: those that it cannot have, and those that it lacks.

use super::{Reporter, list};
use crate::asl::{QueryLanguage, StateType, comparator};
use crate::diagnostic::Applicability;
use crate::edit;
use crate::schema::{Field, Owner, field, misspelt};
use crate::syntax::Member;

/// What there is to say of a field of the language that belongs elsewhere.
struct Misplaced {
    rule: &'static str,
    message: String,
    help: Option<String>,
    /// How surely the field can go.
    removal: Applicability,
}

impl Reporter<'_> {
    pub(super) fn unexpected_fields(&mut self, names: &[String]) {
        let object = self.place.node;
        let before = self.found.len();
        let mut unknown: Vec<(&str, Member)> = Vec::new();
        for name in names {
            let Some(member) = self.tree.member(object, name) else { continue };
            // A rule in the other language is one fault.
            if self.found.iter().skip(before).any(|finding| finding.rule == "choice-mixed-language-rule") {
                continue;
            }
            // A placeholder as a key, or CloudFormation's `Fn::Transform` and the like, may become anything.
            if self.tree.is_opaque(member.key) || name.starts_with("Fn::") {
                continue;
            }
            if !self.unexpected_field(name, member) {
                unknown.push((name, member));
            }
        }
        self.unknown_fields(&unknown);
    }

    /// The object at fault, and the language that its fields are of.
    pub(super) fn owner(&self) -> (Owner, QueryLanguage) {
        let (owner, language) = self.source.owner.unwrap_or((Owner::Machine, None));
        (owner, language.unwrap_or_default())
    }

    /// Reports a field that the language has elsewhere; whether it does.
    fn unexpected_field(&mut self, name: &str, member: Member) -> bool {
        let (owner, language) = self.owner();
        if field(owner, language.other(), name).is_some() {
            self.field_of_other_language(owner, language, name, member);
        } else if let Some(misplaced) = self.misplaced(owner, name) {
            let Misplaced { rule, message, help, removal } = misplaced;
            let remove = edit::remove_member(self.tree, self.place.node, member.key);
            let key = self.tree.span(member.key);
            let diagnostic = self.add(rule, member.value, message);
            diagnostic.span(key).discriminator(name).fix(format!("remove `{name}`"), removal, remove);
            diagnostic.help = help;
            if rule == "next-on-terminal" && owner == Owner::State(StateType::Choice) {
                self.next_as_default(name, member);
            }
        } else {
            return false;
        }
        true
    }

    /// Where a Choice state has `Next` and no `Default`, the one was most likely meant to be the other.
    fn next_as_default(&mut self, name: &str, member: Member) {
        let (tree, object) = (self.tree, self.place.node);
        let has_default = tree.get(object, "Default").is_some() || misspelt(tree, object, "Default").is_some();
        let Some(diagnostic) = self.found.last_mut().filter(|_| name == "Next" && !has_default) else { return };
        diagnostic.fixes.clear();
        let rename = edit::rename_key(tree, member.key, "Default");
        diagnostic.fix("rename it to `Default`", Applicability::Unsafe, rename);
    }

    fn field_of_other_language(&mut self, owner: Owner, language: QueryLanguage, name: &str, member: Member) {
        let key = self.tree.span(member.key);
        if !self.place.knows_language {
            return;
        }
        if language == QueryLanguage::JsonPath && self.surprise(member.value, key) {
            return;
        }
        let rule = match owner {
            Owner::State(StateType::Pass) if name == "Result" => "result-on-jsonata-pass",
            Owner::ChoiceRule => "choice-mixed-language-rule",
            _ => "field-not-for-query-language",
        };
        let (other, object) = (language.other().name(), self.object());
        let message = format!("`{name}` is a {other} field, but {object} uses {}", language.name());
        let rename = edit::rename_key(self.tree, member.key, "Output");
        let diagnostic = self.add(rule, member.value, message);
        diagnostic.span(key).discriminator(name).help(language_help(owner, name, language));
        if rule == "result-on-jsonata-pass" {
            diagnostic.fix("rename `Result` to `Output`", Applicability::Safe, rename);
        }
    }

    /// Where a field belongs that is not one of the object's in any language, if the language has it elsewhere.
    fn misplaced(&self, owner: Owner, name: &str) -> Option<Misplaced> {
        use Applicability::{Safe, Unsafe};
        let object = self.object();
        if let Owner::State(kind) = owner {
            let message = format!("{object} is a {} state, which has no `{name}`", kind.name());
            if matches!(name, "Next" | "End") && !kind.takes_next() {
                let help = if kind == StateType::Choice {
                    "a Choice state goes on by its rules and `Default`"
                } else {
                    "the execution ends in this state"
                };
                return Some(Misplaced {
                    rule: "next-on-terminal",
                    message,
                    help: Some(help.to_owned()),
                    removal: Safe,
                });
            }
            let help = Some(format!("`{name}` is a field of {}", types_with(name)?));
            return Some(Misplaced { rule: "field-not-for-state-type", message, help, removal: Unsafe });
        }
        let (rule, message, help, removal) = match (owner, name) {
            (Owner::Branch | Owner::Processor, "QueryLanguage") => (
                "query-language-misplaced",
                format!("`QueryLanguage` is not allowed in {object}"),
                Some("say it in each inner state; they take the root's language, not their container's"),
                Safe,
            ),
            (Owner::Branch | Owner::Processor, "Version" | "TimeoutSeconds") => (
                "nested-root-field",
                format!("`{name}` belongs to the root of the definition, not to {object}"),
                None,
                Unsafe,
            ),
            (Owner::Branch | Owner::Machine, "ProcessorConfig") => (
                "processor-config-misplaced",
                "`ProcessorConfig` belongs into a Map state's `ItemProcessor`".to_owned(),
                None,
                Unsafe,
            ),
            (Owner::NestedChoiceRule, "Next" | "Assign" | "Output") => (
                "choice-nested-next",
                format!("`{name}` stands in {object}"),
                Some("only the outermost rule has it"),
                Safe,
            ),
            _ => return None,
        };
        Some(Misplaced { rule, message, help: help.map(str::to_owned), removal })
    }

    pub(super) fn missing_fields(&mut self, mut names: Vec<&str>) {
        let tree = self.tree;
        let object = self.place.node;
        // A rule in the other language, whose fields are reported, lacks nothing else.
        let is_other = |member: &Member| {
            let key = tree.text(member.key);
            key == "Variable" || comparator(key).is_some() || matches!(key, "And" | "Or" | "Not")
        };
        if !self.place.knows_language || tree.own_members(object).iter().any(is_other) {
            names.retain(|name| *name != "Condition");
        }
        let unknown_key = |member: &Member| tree.is_opaque(member.key) || tree.text(member.key).starts_with("Fn::");
        if tree.is_incomplete(object) || tree.own_members(object).iter().any(unknown_key) {
            return;
        }
        // A misspelt name is reported as an unknown field; the field is there.
        names.retain(|name| misspelt(tree, object, name).is_none());
        let Some(&first) = names.first() else { return };
        let message = format!("{} lacks {}", self.object(), all_of(&names));
        let kind = tree.member(object, "Type").filter(|_| first != "Type");
        let spot = match (kind, tree.key_of(object)) {
            (Some(kind), _) if self.place.state.is_some() => tree.span(kind.value),
            (_, Some(key)) => tree.span(key),
            (_, None) if tree.is_bracketed(object) => tree.opening_span(object),
            (_, None) => tree.own_members(object).first().map_or(tree.span(object), |first| tree.span(first.key)),
        };
        let known = |name: &&str| {
            let (owner, language) = self.source.owner?;
            field(owner, language.unwrap_or_default(), name)
        };
        // The first sentence says what the field is.
        let says = |field: &Field| {
            let sentence = field.docs.split(". ").next().unwrap_or("").trim_end_matches('.');
            format!("`{}`: {sentence}", field.name)
        };
        let help: Vec<String> = names.iter().filter_map(known).map(says).collect();
        let diagnostic = self.add("missing-field", object, message);
        diagnostic.span(spot).discriminator(names.join(","));
        diagnostic.help = (!help.is_empty()).then(|| help.join("; "));
    }
}

fn language_help(owner: Owner, name: &str, language: QueryLanguage) -> String {
    let here = |name: &str| field(owner, language, name).is_some();
    let counterpart = match (language, name) {
        (QueryLanguage::JsonPath, "Arguments") => "Parameters",
        (QueryLanguage::JsonPath, "Output") => "ResultPath",
        (QueryLanguage::JsonPath, "Items") => "ItemsPath",
        (QueryLanguage::JsonPath, "Condition") => "Variable",
        (QueryLanguage::Jsonata, "Parameters") if here("Arguments") => "Arguments",
        (QueryLanguage::Jsonata, "Parameters") => "ItemSelector",
        (QueryLanguage::Jsonata, "ItemsPath") => "Items",
        (QueryLanguage::Jsonata, "Variable") => "Condition",
        (QueryLanguage::Jsonata, "Result") => "Output",
        (QueryLanguage::Jsonata, _) => match name.strip_suffix("Path") {
            Some(literal) if here(literal) => literal,
            _ => "Output",
        },
        _ => "",
    };
    let switch = match language {
        QueryLanguage::JsonPath => "set `\"QueryLanguage\": \"JSONata\"`",
        QueryLanguage::Jsonata => "say it in JSONata",
    };
    if here(counterpart) { format!("{switch}, or use `{counterpart}`") } else { switch.to_owned() }
}

/// "a Task, Parallel or Map state" for the types that have a field.
fn types_with(name: &str) -> Option<String> {
    let types: Vec<&str> = StateType::ALL
        .into_iter()
        .filter(|&kind| {
            [QueryLanguage::JsonPath, QueryLanguage::Jsonata]
                .into_iter()
                .any(|language| field(Owner::State(kind), language, name).is_some())
        })
        .map(StateType::name)
        .collect();
    let (last, others) = types.split_last()?;
    Some(if others.is_empty() { format!("a {last} state") } else { format!("a {} or {last} state", others.join(", ")) })
}

/// "`A`, `B` and `C`".
fn all_of(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and `{last}`", list(others)),
        _ => list(names),
    }
}
