//! The synthetic machines of the benchmarks. The same count and seed give the same bytes.

use std::fmt::Write as _;
use std::path::Path;

// ---------------------------------------------------------------------------------------------
// Values and their two spellings

/// A JSON value whose object keys keep their order.
pub(crate) enum Value {
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
impl From<u64> for Value {
    fn from(value: u64) -> Self {
        Self::Number(value.to_string())
    }
}
impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Number(value.to_string())
    }
}
impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Number(format!("{value:?}"))
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<Vec<Self>> for Value {
    fn from(value: Vec<Self>) -> Self {
        Self::List(value)
    }
}
impl From<Vec<(String, Self)>> for Value {
    fn from(value: Vec<(String, Self)>) -> Self {
        Self::Object(value)
    }
}

type Fields = Vec<(String, Value)>;

macro_rules! fields {
    ($($key:literal : $value:expr),* $(,)?) => {
        vec![$(($key.to_owned(), Value::from($value))),*]
    };
}
macro_rules! object {
    ($($key:literal : $value:expr),* $(,)?) => { Value::Object(fields!{$($key : $value),*}) };
}
macro_rules! list {
    ($($value:expr),* $(,)?) => { Value::List(vec![$(Value::from($value)),*]) };
}

fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

fn indent(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

fn json(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(digits) => out.push_str(digits),
        Value::Text(text) => quoted(out, text),
        Value::List(items) if items.is_empty() => out.push_str("[]"),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                indent(out, depth + 1);
                json(out, item, depth + 1);
            }
            indent(out, depth);
            out.push(']');
        }
        Value::Object(members) if members.is_empty() => out.push_str("{}"),
        Value::Object(members) => {
            out.push('{');
            for (index, (key, member)) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                indent(out, depth + 1);
                quoted(out, key);
                out.push_str(": ");
                json(out, member, depth + 1);
            }
            indent(out, depth);
            out.push('}');
        }
    }
}

/// True where a plain YAML scalar stands for this very string in YAML 1.1 and 1.2.
fn plain(text: &str) -> bool {
    const RESERVED: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || " _.$:/-".contains(c))
        && !text.contains(": ")
        && !text.ends_with([':', ' '])
        && !RESERVED.contains(&text.to_ascii_lowercase().as_str())
}

fn scalar(out: &mut String, text: &str) {
    if plain(text) {
        out.push_str(text);
    } else {
        quoted(out, text);
    }
}

/// Writes a value after `key:` or `-`; `inline` says that its first line may start right there.
fn yaml(out: &mut String, value: &Value, depth: usize, inline: bool) {
    match value {
        Value::Bool(value) => out.push_str(if *value { " true" } else { " false" }),
        Value::Number(digits) => {
            out.push(' ');
            out.push_str(digits);
        }
        Value::Text(text) => {
            out.push(' ');
            scalar(out, text);
        }
        Value::List(items) if items.is_empty() => out.push_str(" []"),
        Value::Object(members) if members.is_empty() => out.push_str(" {}"),
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                if inline && index == 0 {
                    out.push(' ');
                } else {
                    indent(out, depth);
                }
                out.push('-');
                yaml(out, item, depth + 1, true);
            }
        }
        Value::Object(members) => {
            for (index, (key, member)) in members.iter().enumerate() {
                if inline && index == 0 {
                    out.push(' ');
                } else {
                    indent(out, depth);
                }
                scalar(out, key);
                out.push(':');
                yaml(out, member, depth + 1, false);
            }
        }
    }
}

pub(crate) fn render(machine: &Value, out: &Path) -> String {
    let mut text = String::new();
    if out.extension().is_some_and(|e| e == "yaml" || e == "yml") {
        yaml(&mut text, machine, 0, false);
        text.remove(0); // The line break before the first key.
    } else {
        json(&mut text, machine, 0);
    }
    text.push('\n');
    text
}

// ---------------------------------------------------------------------------------------------
// Chance

/// splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `low..=high`.
    fn range(&mut self, low: usize, high: usize) -> usize {
        let span = u64::try_from(high - low + 1).unwrap_or(1);
        low + usize::try_from(self.next() % span).unwrap_or(0)
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.range(0, items.len() - 1)]
    }
}

// ---------------------------------------------------------------------------------------------
// The realistic machine

const VERBS: [&str; 14] = [
    "Validate",
    "Reserve",
    "Load",
    "Score",
    "Enrich",
    "Publish",
    "Archive",
    "Reconcile",
    "Price",
    "Confirm",
    "Notify",
    "Update",
    "Check",
    "Prepare",
];
const NOUNS: [&str; 14] = [
    "Order", "Invoice", "Shipment", "Customer", "Payment", "Stock", "Refund", "Claim", "Ticket", "Contract", "Parcel",
    "Account", "Report", "Booking",
];
const CHANNELS: [&str; 4] = ["web", "store", "partner", "phone"];
const LIMITS: [u64; 5] = [100, 500, 2_500, 10_000, 50_000];

#[derive(Clone, Copy)]
enum Kind {
    Task,
    Choice { rules: usize },
    Pass,
    Wait,
    Parallel { branches: [usize; 2] },
    Map { inner: usize },
}

impl Kind {
    fn states(self) -> usize {
        match self {
            Self::Task | Self::Pass | Self::Wait => 1,
            Self::Choice { rules } => 2 + rules,
            Self::Parallel { branches } => 1 + branches[0] + branches[1],
            Self::Map { inner } => 1 + inner,
        }
    }
}

struct Machine {
    random: Random,
    serial: usize,
}

impl Machine {
    fn name(&mut self) -> String {
        self.serial += 1;
        let verb = self.random.pick(&VERBS);
        let noun = self.random.pick(&NOUNS);
        format!("{verb} {noun} {}", self.serial)
    }

    fn kind(&mut self, budget: usize, outermost: bool) -> Kind {
        let kind = match self.random.range(0, 99) {
            0..=9 => Kind::Choice { rules: self.random.range(2, 4) },
            10..=24 => Kind::Pass,
            25..=32 => Kind::Wait,
            33..=37 if outermost => Kind::Parallel { branches: [self.random.range(2, 3), self.random.range(2, 3)] },
            38..=42 if outermost => Kind::Map { inner: self.random.range(2, 3) },
            _ => Kind::Task,
        };
        if kind.states() <= budget { kind } else { Kind::Task }
    }

    /// The blocks of a scope of exactly `budget` states, each with the name of its first state.
    fn plan(&mut self, mut budget: usize, outermost: bool, first: Option<Kind>) -> Vec<(String, Kind)> {
        let mut blocks = Vec::new();
        let mut forced = first;
        while budget > 0 {
            let kind = forced.take().unwrap_or_else(|| self.kind(budget, outermost));
            budget -= kind.states();
            blocks.push((self.name(), kind));
        }
        blocks
    }

    fn emit(&mut self, states: &mut Fields, blocks: Vec<(String, Kind)>, after: Option<&str>, handler: Option<&str>) {
        let mut must_catch = handler.is_some();
        let names: Vec<String> = blocks.iter().map(|(name, _)| name.clone()).collect();
        for (index, (name, kind)) in blocks.into_iter().enumerate() {
            let next = names.get(index + 1).map(String::as_str).or(after);
            match kind {
                Kind::Task => {
                    let state = self.task(&name, next, handler, must_catch);
                    must_catch = false;
                    states.push((name, state));
                }
                Kind::Pass => {
                    let state = self.pass(&name, next);
                    states.push((name, state));
                }
                Kind::Wait => states.push((name, self.wait(next))),
                Kind::Choice { rules } => self.choice(states, name, rules, next, handler),
                Kind::Parallel { branches } => {
                    let branches = branches.map(|size| Value::Object(self.scope(size)));
                    let mut state = fields! {
                        "Type": "Parallel",
                        "Branches": Value::List(branches.into()),
                        "ResultPath": format!("$.parallel.p{}", number(&name)),
                    };
                    self.guard(&mut state, &["States.TaskFailed"], handler, false);
                    transition(&mut state, next);
                    states.push((name, Value::Object(state)));
                }
                Kind::Map { inner } => {
                    let mut processor = fields! { "ProcessorConfig": object! { "Mode": "INLINE" } };
                    processor.extend(self.scope(inner));
                    let mut state = fields! {
                        "Type": "Map",
                        "ItemsPath": "$.order.lines",
                        "ItemSelector": object! {
                            "order.$": "$.order",
                            "index.$": "$$.Map.Item.Index",
                            "line.$": "$$.Map.Item.Value",
                        },
                        "MaxConcurrency": self.random.range(1, 20) as u64,
                        "ItemProcessor": processor,
                        "ResultPath": format!("$.mapped.m{}", number(&name)),
                    };
                    self.guard(&mut state, &["States.TaskFailed"], handler, false);
                    transition(&mut state, next);
                    states.push((name, Value::Object(state)));
                }
            }
        }
    }

    /// `StartAt` and `States` of a branch or an item processor of exactly `budget` states.
    fn scope(&mut self, budget: usize) -> Fields {
        let blocks = self.plan(budget, false, None);
        let start = blocks[0].0.clone();
        let mut states = Fields::new();
        self.emit(&mut states, blocks, None, None);
        fields! { "StartAt": start, "States": states }
    }

    fn pass(&mut self, name: &str, next: Option<&str>) -> Value {
        let mut state = fields! { "Type": "Pass" };
        if self.random.chance(50) {
            state.extend(fields! {
                "Result": object! {
                    "status": self.random.pick(&["accepted", "queued", "held", "closed"]),
                    "priority": self.random.range(1, 9) as u64,
                    "reviewed": self.random.chance(50),
                },
            });
        } else {
            state.extend(fields! {
                "Parameters": object! {
                    "orderId.$": "$.order.id",
                    "reference.$": "States.Format('order/{}/{}', $.order.id, $.order.channel)",
                    "source": "workflow",
                },
            });
        }
        state.extend(fields! { "ResultPath": format!("$.notes.n{}", number(name)) });
        transition(&mut state, next);
        Value::Object(state)
    }

    fn wait(&mut self, next: Option<&str>) -> Value {
        let mut state = fields! { "Type": "Wait", "Comment": "Let the partner system settle" };
        if self.random.chance(70) {
            state.extend(fields! { "Seconds": self.random.range(5, 600) as u64 });
        } else {
            state.extend(fields! { "TimestampPath": "$.order.releaseAt" });
        }
        transition(&mut state, next);
        Value::Object(state)
    }

    fn choice(&mut self, states: &mut Fields, name: String, rules: usize, next: Option<&str>, handler: Option<&str>) {
        let targets: Vec<String> = (0..=rules).map(|_| self.name()).collect();
        let ranges = self.random.chance(40);
        let choices = (0..rules).map(|rule| {
            let mut choice = if ranges {
                fields! {
                    "And": list![
                        object! { "Variable": "$.order.total", "NumericGreaterThanEquals": LIMITS[rule] },
                        object! { "Variable": "$.order.total", "NumericLessThan": LIMITS[rule + 1] },
                    ],
                }
            } else if rule == 0 {
                fields! {
                    "And": list![
                        object! { "Variable": "$.order.channel", "IsPresent": true },
                        object! { "Variable": "$.order.channel", "StringEquals": CHANNELS[0] },
                    ],
                }
            } else {
                fields! { "Variable": "$.order.channel", "StringEquals": CHANNELS[rule] }
            };
            choice.extend(fields! { "Next": targets[rule].as_str() });
            Value::Object(choice)
        });
        let state = object! {
            "Type": "Choice",
            "Choices": choices.collect::<Vec<_>>(),
            "Default": targets[rules].as_str(),
        };
        states.push((name, state));
        for target in targets {
            let state = if self.random.chance(50) {
                self.task(&target, next, handler, false)
            } else {
                self.pass(&target, next)
            };
            states.push((target, state));
        }
    }

    fn task(&mut self, name: &str, next: Option<&str>, handler: Option<&str>, must_catch: bool) -> Value {
        let serial = number(name);
        let noun = self.random.pick(&NOUNS).to_ascii_lowercase();
        let result = format!("$.results.r{serial}");
        let (mut state, errors): (Fields, &[&str]) = match self.random.range(0, 19) {
            0..=9 => (
                fields! {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::lambda:invoke",
                    "Parameters": object! {
                        "FunctionName": format!("arn:aws:lambda:eu-west-1:123456789012:function:{noun}-step:live"),
                        "Payload": object! {
                            "order.$": "$.order",
                            "execution.$": "$$.Execution.Id",
                        },
                    },
                    "ResultSelector": object! { "body.$": "$.Payload" },
                    "ResultPath": result,
                    "TimeoutSeconds": self.random.range(10, 300) as u64,
                },
                &["Lambda.ServiceException", "Lambda.TooManyRequestsException"],
            ),
            10..=13 => (
                fields! {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::dynamodb:updateItem",
                    "Parameters": object! {
                        "TableName": format!("{noun}s"),
                        "Key": object! { "id": object! { "S.$": "$.order.id" } },
                        "UpdateExpression": "SET step = :step",
                        "ExpressionAttributeValues": object! {
                            ":step": object! { "N": serial.to_string() },
                        },
                    },
                    "ResultPath": result,
                },
                &["DynamoDB.ProvisionedThroughputExceededException", "DynamoDB.InternalServerErrorException"],
            ),
            14..=16 => (
                fields! {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::sqs:sendMessage",
                    "Parameters": object! {
                        "QueueUrl": format!("https://sqs.eu-west-1.amazonaws.com/123456789012/{noun}-events"),
                        "MessageBody": object! { "orderId.$": "$.order.id", "step": serial },
                    },
                    "ResultPath": result,
                },
                &["SQS.AmazonSQSException"],
            ),
            17..=18 => (
                fields! {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::sns:publish",
                    "Parameters": object! {
                        "TopicArn": format!("arn:aws:sns:eu-west-1:123456789012:{noun}-news"),
                        "Message.$": "States.Format('Order {} moved on', $.order.id)",
                    },
                    "ResultPath": result,
                },
                &["SNS.AmazonSNSException"],
            ),
            _ => (
                fields! {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::ecs:runTask.sync",
                    "Parameters": object! {
                        "Cluster": "arn:aws:ecs:eu-west-1:123456789012:cluster/batch",
                        "TaskDefinition": format!("{noun}-worker"),
                        "LaunchType": "FARGATE",
                        "NetworkConfiguration": object! {
                            "AwsvpcConfiguration": object! { "Subnets": list!["subnet-0a1b2c3d"] },
                        },
                    },
                    "ResultPath": result,
                    "TimeoutSeconds": 3_600,
                },
                &["ECS.AmazonECSException"],
            ),
        };
        self.guard(&mut state, errors, handler, must_catch);
        transition(&mut state, next);
        Value::Object(state)
    }

    /// Mostly one or two retriers, and a catcher at times where there is somewhere to go.
    fn guard(&mut self, state: &mut Fields, errors: &[&str], handler: Option<&str>, must_catch: bool) {
        let names = |names: &[&str]| Value::List(names.iter().map(|name| Value::from(*name)).collect());
        let mut retry = vec![object! {
            "ErrorEquals": names(errors),
            "IntervalSeconds": self.random.range(1, 5) as u64,
            "MaxAttempts": self.random.range(2, 6) as u64,
            "BackoffRate": self.random.pick(&[1.5, 2.0]),
        }];
        if self.random.chance(20) {
            retry.push(object! {
                "ErrorEquals": list!["States.ALL"],
                "IntervalSeconds": 10,
                "MaxAttempts": 1,
            });
        }
        if self.random.chance(60) {
            state.extend(fields! { "Retry": retry });
        }
        if let Some(handler) = handler
            && (must_catch || self.random.chance(35))
        {
            state.extend(fields! {
                "Catch": list![object! {
                    "ErrorEquals": list!["States.ALL"],
                    "ResultPath": "$.failure",
                    "Next": handler,
                }],
            });
        }
    }
}

/// The number at the end of a generated name.
fn number(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

fn transition(state: &mut Fields, next: Option<&str>) {
    match next {
        Some(next) => state.extend(fields! { "Next": next }),
        None => state.extend(fields! { "End": true }),
    }
}

/// A machine of exactly `count` states, those of branches and item processors included.
pub(crate) fn realistic(count: usize, seed: u64) -> Value {
    const SECTION: usize = 40;
    let mut machine = Machine { random: Random(seed), serial: 0 };
    let mut states = Fields::new();
    let mut left = count - 1;
    let mut sections: Vec<(Vec<(String, Kind)>, usize)> = Vec::new();
    while left > 0 {
        let size = if left < SECTION + 10 { left } else { SECTION };
        left -= size;
        let handlers = match size {
            0..=3 => 0,
            4..=9 => 1,
            _ => 2,
        };
        let first = (handlers > 0).then_some(Kind::Task);
        sections.push((machine.plan(size - handlers, true, first), handlers));
    }
    let done = format!("Done {count}");
    let entries: Vec<String> = sections.iter().map(|(blocks, _)| blocks[0].0.clone()).collect();
    for (index, (blocks, handlers)) in sections.into_iter().enumerate() {
        let after = entries.get(index + 1).unwrap_or(&done);
        let failed = format!("Failed {}", index + 1);
        let report = format!("Report Failure {}", index + 1);
        let handler = [None, Some(&failed), Some(&report)][handlers].map(String::as_str);
        machine.emit(&mut states, blocks, Some(after), handler);
        if handlers == 2 {
            states.push((
                report.clone(),
                object! {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::sns:publish",
                    "Parameters": object! {
                        "TopicArn": "arn:aws:sns:eu-west-1:123456789012:operations",
                        "Subject": "Order workflow failed",
                        "Message.$": "States.JsonToString($.failure)",
                    },
                    "ResultPath": "$.reported",
                    "Next": failed.as_str(),
                },
            ));
        }
        if handlers > 0 {
            states.push((
                failed,
                object! {
                    "Type": "Fail",
                    "Error": format!("Workflow.Section{}Failed", index + 1),
                    "Cause": "A step of this section failed; see the failure in the history.",
                },
            ));
        }
    }
    states.push((done.clone(), object! { "Type": "Succeed" }));
    object! {
        "Comment": "A generated workflow for measurements",
        "StartAt": entries.first().unwrap_or(&done).as_str(),
        "States": states,
    }
}

// ---------------------------------------------------------------------------------------------
// The regular shapes

pub(crate) fn chain(count: usize) -> Value {
    let states = (0..count).map(|index| {
        let mut state = fields! { "Type": "Pass" };
        let next = format!("Step {}", index + 1);
        transition(&mut state, (index + 1 < count).then_some(next.as_str()));
        (format!("Step {index}"), Value::Object(state))
    });
    object! {
        "Comment": "One chain",
        "StartAt": "Step 0",
        "States": states.collect::<Fields>(),
    }
}

pub(crate) fn star(count: usize) -> Value {
    let choices = (0..count).map(|index| {
        object! {
            "Variable": "$.key",
            "StringEquals": format!("key-{index}"),
            "Next": format!("Leaf {index}"),
        }
    });
    let mut states = fields! {
        "Route": object! {
            "Type": "Choice",
            "Choices": choices.collect::<Vec<_>>(),
            "Default": "Unknown Key",
        },
        "Unknown Key": object! {
            "Type": "Fail",
            "Error": "Route.UnknownKey",
            "Cause": "No rule fits the key.",
        },
    };
    states.extend((0..count).map(|index| {
        let state = object! { "Type": "Pass", "Result": object! { "leaf": index as u64 }, "End": true };
        (format!("Leaf {index}"), state)
    }));
    object! { "Comment": "One wide choice", "StartAt": "Route", "States": states }
}

pub(crate) fn mesh(count: usize) -> Value {
    let catchers = 10.min(count - 1);
    let states = (0..count).map(|index| {
        // Distances spread over the machine: all different, none of them zero.
        let catch = (0..catchers).map(|catcher| {
            let distance = 1 + (catcher + 1) * (count - 1) / (catchers + 1);
            object! {
                "ErrorEquals": list![format!("Mesh.Fault{catcher}")],
                "ResultPath": "$.fault",
                "Next": format!("Node {}", (index + distance) % count),
            }
        });
        let mut state = fields! {
            "Type": "Task",
            "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:node",
            "Catch": catch.collect::<Vec<_>>(),
        };
        if catchers == 0 {
            state.pop();
        }
        let next = format!("Node {}", index + 1);
        transition(&mut state, (index + 1 < count).then_some(next.as_str()));
        (format!("Node {index}"), Value::Object(state))
    });
    object! {
        "Comment": "A dense mesh of catchers",
        "StartAt": "Node 0",
        "States": states.collect::<Fields>(),
    }
}

/// Ten states in a row assign all variables; behind them every variable has a value.
pub(crate) fn variables(count: usize, seed: u64) -> Value {
    const VARIABLES: usize = 200;
    const TOGETHER: usize = 20;
    let mut random = Random(seed);
    let setup = (VARIABLES / TOGETHER).min(count / 2);
    let known = (setup * TOGETHER).max(1);
    let step = |index: usize| if index < count - 1 { format!("Step {index}") } else { "Done".to_owned() };
    let mut states = Fields::new();
    for index in 0..count - 1 {
        let mut name = || format!("value_{}", random.range(0, known - 1));
        let path = |name: String| format!("${name}");
        let suffixed = |name: String| format!("{name}.$");
        let (next, skip) = (step(index + 1), step(index + 2));
        let back = step(index.saturating_sub(37).max(setup.min(index)));
        let fields = if index < setup {
            let all = (index * TOGETHER..(index + 1) * TOGETHER).map(|it| (format!("value_{it}"), Value::from(1)));
            fields! { "Type": "Pass", "Assign": Value::Object(all.collect()), "Next": next }
        } else {
            match index % 5 {
                0 => fields! {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::lambda:invoke",
                    "Parameters": object! {
                        "FunctionName": "step",
                        "Payload": object! {
                            "one.$": path(name()),
                            "both.$": format!("States.Format('{{}}/{{}}', ${}, ${})", name(), name()),
                        },
                    },
                    "Assign": Value::Object(vec![(suffixed(name()), Value::from("$.Payload"))]),
                    "Catch": list![object! {
                        "ErrorEquals": list!["States.ALL"],
                        "Assign": Value::Object(vec![(suffixed(name()), Value::from(path(name())))]),
                        "Next": skip,
                    }],
                    "Next": next,
                },
                1 => fields! {
                    "Type": "Pass",
                    "QueryLanguage": "JSONata",
                    "Assign": Value::Object(vec![(name(), Value::from(format!("{{% ${} + ${} %}}", name(), name())))]),
                    "Output": format!("{{% {{'one': ${}, 'other': [${}, ${}]}} %}}", name(), name(), name()),
                    "Next": next,
                },
                2 => fields! {
                    "Type": "Choice",
                    "QueryLanguage": "JSONata",
                    "Assign": Value::Object(vec![(name(), Value::from(2))]),
                    "Choices": list![
                        object! {
                            "Condition": format!("{{% ${} > ${} %}}", name(), name()),
                            "Assign": Value::Object(vec![(name(), Value::from(3))]),
                            "Next": next,
                        },
                        object! { "Condition": format!("{{% ${} = 7 %}}", name()), "Next": back },
                    ],
                    "Default": skip,
                },
                3 => fields! {
                    "Type": "Choice",
                    "Choices": list![object! {
                        "Variable": path(name()),
                        "NumericGreaterThanPath": path(name()),
                        "Next": next,
                    }],
                    "Default": skip,
                },
                _ => fields! { "Type": "Wait", "SecondsPath": path(name()), "Next": next },
            }
        };
        states.push((step(index), Value::Object(fields)));
    }
    states.push(("Done".to_owned(), object! { "Type": "Succeed" }));
    object! { "Comment": "Many variables", "StartAt": step(0), "States": states }
}

/// Tasks of the query language JSONata, each with expressions in its arguments, its output and what it assigns.
pub(crate) fn jsonata(count: usize) -> Value {
    let mut states = Fields::new();
    for index in 0..count - 1 {
        let next = if index + 1 < count - 1 { format!("Step {}", index + 1) } else { "Done".to_owned() };
        let state = object! {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Arguments": object! {
                "FunctionName": "price",
                "Payload": object! {
                    "customer": "{% $states.input.customer.id %}",
                    "total": "{% $sum($states.input.items.(price * quantity)) %}",
                    "large": "{% $states.input.items[price > 100 and quantity < 5].name %}",
                },
            },
            "Assign": object! { "attempt": format!("{{% $exists($attempt) ? $attempt + {index} : 1 %}}") },
            "Output": "{% $merge([$states.input, {'price': $states.result.Payload.price}]) %}",
            "Next": next,
        };
        states.push((format!("Step {index}"), state));
    }
    states.push(("Done".to_owned(), object! { "Type": "Succeed" }));
    object! { "QueryLanguage": "JSONata", "StartAt": "Step 0", "States": states }
}

pub(crate) fn tree(count: usize, out: &Path, seed: u64) -> std::io::Result<()> {
    let mut random = Random(seed);
    for index in 0..count {
        let service = out.join(format!("service-{:03}", index / 8));
        if index % 8 == 0 {
            std::fs::create_dir_all(&service)?;
        }
        let states = random.range(2, 14);
        let noun = random.pick(&NOUNS).to_ascii_lowercase();
        let verb = random.pick(&VERBS).to_ascii_lowercase();
        let file = service.join(format!("{verb}-{noun}-{index}.asl.json"));
        let machine = realistic(states, random.next());
        std::fs::write(&file, render(&machine, &file))?;
    }
    Ok(())
}
