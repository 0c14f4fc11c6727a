//! What a new thing of the language looks like before it is filled in: states, their parts, the values of fields.
//!
//! Everything here is accepted by AWS once the tab stops are filled in; `tests.rs` holds the skeletons to the rules.

use super::template::Template::{self, Bare, BareStop, EmptyArray, EmptyObject, Jsonata, Stop};
use super::{Completion, Context, slot};
use crate::asl::{QueryLanguage, StateType};
use crate::schema::{Field, Owner, ValueKind};

const INLINE: &str = "INLINE";
const DISTRIBUTED: &str = "DISTRIBUTED";

/// A state to begin with.
pub(super) struct Skeleton {
    pub(super) label: &'static str,
    pub(super) about: &'static str,
    /// What the state is called until it has a name.
    pub(super) name: &'static str,
    pub(super) kind: StateType,
    variant: Variant,
}

/// What a state does, where its type does several things.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Variant {
    Plain,
    Lambda,
    Sdk,
    Http,
    Distributed,
}

const fn skeleton(
    label: &'static str,
    name: &'static str,
    kind: StateType,
    variant: Variant,
    about: &'static str,
) -> Skeleton {
    Skeleton { label, about, name, kind, variant }
}

/// The states that are proposed, in the order of how often they are wanted.
pub(super) const SKELETONS: [Skeleton; 12] = [
    skeleton("Task: Lambda function", "Invoke", StateType::Task, Variant::Lambda, "calls a Lambda function"),
    skeleton("Task: integration", "Call", StateType::Task, Variant::Plain, "calls a service, an activity, …"),
    skeleton("Task: AWS SDK", "CallApi", StateType::Task, Variant::Sdk, "calls any action of an AWS service"),
    skeleton("Task: HTTP endpoint", "Request", StateType::Task, Variant::Http, "calls an HTTPS endpoint"),
    skeleton("Choice", "Choose", StateType::Choice, Variant::Plain, "goes on by conditions"),
    skeleton("Pass", "Pass", StateType::Pass, Variant::Plain, "gives its input on, changed or not"),
    skeleton("Wait", "Wait", StateType::Wait, Variant::Plain, "waits for some time, or until a time"),
    skeleton("Map", "ForEach", StateType::Map, Variant::Plain, "does the same for each item of an array"),
    skeleton(
        "Map: distributed",
        "ForEachObject",
        StateType::Map,
        Variant::Distributed,
        "child executions for many items",
    ),
    skeleton("Parallel", "Together", StateType::Parallel, Variant::Plain, "runs branches at the same time"),
    skeleton("Succeed", "Done", StateType::Succeed, Variant::Plain, "ends successfully"),
    skeleton("Fail", "Failed", StateType::Fail, Variant::Plain, "ends with an error"),
];

impl Skeleton {
    /// The whole state; `next` is where it goes on to.
    pub(super) fn state(&self, language: QueryLanguage, next: &Template) -> Template {
        let mut members = vec![("Type", Template::Text(self.kind.name().to_owned()))];
        members.extend(self.members(language, next));
        Template::object(members)
    }

    fn members(&self, language: QueryLanguage, next: &Template) -> Vec<(&'static str, Template)> {
        let payload = match language {
            QueryLanguage::JsonPath => "Parameters",
            QueryLanguage::Jsonata => "Arguments",
        };
        let resource = |text: &str| ("Resource", Template::Text(text.to_owned()));
        let mut members = match self.variant {
            Variant::Plain => return body(self.kind, language, next),
            Variant::Lambda => vec![
                resource("arn:aws:states:::lambda:invoke"),
                (payload, Template::object([("FunctionName", Stop("")), lambda_payload(language)])),
            ],
            Variant::Sdk => vec![("Resource", Stop("arn:aws:states:::aws-sdk:service:action")), (payload, EmptyObject)],
            Variant::Http => vec![
                resource("arn:aws:states:::http:invoke"),
                (
                    payload,
                    Template::object([
                        ("ApiEndpoint", Stop("https://")),
                        ("Method", Stop("GET")),
                        ("Authentication", Template::object([("ConnectionArn", Stop(""))])),
                    ]),
                ),
            ],
            Variant::Distributed => vec![("ItemProcessor", processor(DISTRIBUTED))],
        };
        members.push(("Next", next.clone()));
        members
    }
}

fn lambda_payload(language: QueryLanguage) -> (&'static str, Template) {
    match language {
        QueryLanguage::JsonPath => ("Payload.$", Stop("$")),
        QueryLanguage::Jsonata => ("Payload", Jsonata("$states.input")),
    }
}

/// What a state of a type has behind its `Type`.
pub(super) fn body(kind: StateType, language: QueryLanguage, next: &Template) -> Vec<(&'static str, Template)> {
    let mut members = match kind {
        StateType::Task => vec![("Resource", Stop(""))],
        StateType::Parallel => vec![("Branches", Template::Array(vec![scope("Step")]))],
        StateType::Map => vec![("ItemProcessor", processor(INLINE))],
        StateType::Wait => vec![("Seconds", BareStop("60"))],
        StateType::Choice => {
            vec![("Choices", Template::Array(vec![choice_rule(language, next)])), ("Default", next.clone())]
        }
        StateType::Pass | StateType::Succeed => Vec::new(),
        StateType::Fail => vec![("Error", Stop("")), ("Cause", Stop(""))],
    };
    if kind.takes_next() {
        members.push(("Next", next.clone()));
    }
    members
}

/// `StartAt` and one state.
fn scope(name: &'static str) -> Template {
    Template::object(scope_members(name))
}

fn scope_members(name: &'static str) -> [(&'static str, Template); 2] {
    let state = Template::object([("Type", Template::Text("Pass".to_owned())), ("End", Bare("true"))]);
    [("StartAt", Template::Text(name.to_owned())), ("States", states(name, state))]
}

fn states(name: &'static str, state: Template) -> Template {
    Template::object([(name, state)])
}

fn processor(mode: &'static str) -> Template {
    let mut config = vec![("Mode", Template::Text(mode.to_owned()))];
    if mode == DISTRIBUTED {
        config.push(("ExecutionType", Stop("STANDARD")));
    }
    let mut members = vec![("ProcessorConfig", Template::object(config))];
    members.extend(scope_members("ProcessItem"));
    Template::object(members)
}

fn choice_rule(language: QueryLanguage, next: &Template) -> Template {
    let mut members = match language {
        QueryLanguage::JsonPath => vec![("Variable", Stop("$.")), ("StringEquals", Stop(""))],
        QueryLanguage::Jsonata => vec![("Condition", Jsonata(""))],
    };
    members.push(("Next", next.clone()));
    Template::object(members)
}

/// An object of a list.
pub(super) fn entry(owner: Owner, language: QueryLanguage, next: &Template) -> Template {
    let errors = || ("ErrorEquals", Template::Array(vec![Stop("States.ALL")]));
    match owner {
        Owner::Retrier => Template::object([
            errors(),
            ("IntervalSeconds", BareStop("1")),
            ("MaxAttempts", BareStop("3")),
            ("BackoffRate", BareStop("2")),
        ]),
        Owner::Catcher => Template::object([errors(), ("Next", next.clone())]),
        Owner::ChoiceRule => choice_rule(language, next),
        Owner::NestedChoiceRule => Template::object([("Variable", Stop("$.")), ("StringEquals", Stop(""))]),
        Owner::Branch => scope("Step"),
        _ => EmptyObject,
    }
}

/// What the value of a field looks like.
pub(super) fn value(field: &Field, language: QueryLanguage, next: &Template) -> Template {
    let list = |owner| Template::Array(vec![entry(owner, language, next)]);
    match field.value {
        ValueKind::Target => next.clone(),
        ValueKind::Boolean => BareStop("true"),
        ValueKind::Enum => match field.values.as_slice() {
            [only] => Template::Text((*only).to_owned()),
            values => Template::Choice(values.iter().map(|value| (*value).to_owned()).collect()),
        },
        ValueKind::Seconds => BareStop(if field.name.starts_with("Interval") { "1" } else { "60" }),
        ValueKind::Integer => BareStop(match field.name {
            "MaxAttempts" => "3",
            "MaxConcurrency" => "10",
            _ => "100",
        }),
        ValueKind::Number => BareStop(match field.name {
            "BackoffRate" => "2",
            "ToleratedFailurePercentage" => "5",
            _ => "0",
        }),
        ValueKind::Path | ValueKind::ReferencePath | ValueKind::PathOrIntrinsic => Stop("$."),
        ValueKind::Jsonata => Jsonata(""),
        ValueKind::JsonataTemplate if field.name == "Output" => Jsonata(""),
        ValueKind::Template
        | ValueKind::JsonataTemplate
        | ValueKind::Json
        | ValueKind::States
        | ValueKind::Rule
        | ValueKind::Object => EmptyObject,
        ValueKind::ErrorNames => Template::Array(vec![Stop("States.ALL")]),
        ValueKind::Branches => list(Owner::Branch),
        ValueKind::Machine => processor(INLINE),
        ValueKind::Choices => list(Owner::ChoiceRule),
        ValueKind::Rules => EmptyArray,
        ValueKind::Retriers => list(Owner::Retrier),
        ValueKind::Catchers => list(Owner::Catcher),
        _ => Stop(""),
    }
}

/// Whole definitions, for a document in which nothing is.
pub(super) fn machines(ctx: &Context<'_>) -> Vec<Completion> {
    let slot = slot::machine(ctx);
    let machine = |language: QueryLanguage| {
        let done = Template::object([("Type", Template::Text("Succeed".to_owned()))]);
        let mut members = vec![("Comment", Stop(""))];
        if language == QueryLanguage::Jsonata {
            members.push(("QueryLanguage", Template::Text(language.name().to_owned())));
        }
        members.extend([("StartAt", Template::Text("Done".to_owned())), ("States", states("Done", done))]);
        Template::object(members)
    };
    let propose = |language: QueryLanguage| {
        let label = format!("state machine in {}", language.name());
        slot.whole(&label, "StartAt and States", &machine(language))
    };
    [QueryLanguage::Jsonata, QueryLanguage::JsonPath].into_iter().filter_map(propose).collect()
}
