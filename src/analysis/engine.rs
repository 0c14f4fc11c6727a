//! Runs the layers over one definition: shape, model, graphs, rules.

mod repeated;

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::LazyLock;
use std::thread;

use rustc_hash::FxHashSet;

use super::{Definition, Reading};
use crate::asl::StateType;
use crate::config::{Judgement, Options};
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::expression::{self, Content, Reference};
use crate::flow::variables::Variables;
use crate::graph::StateGraph;
use crate::host::Lookup;
use crate::host_check::HostContext;
use crate::integration::Call;
use crate::model::State;
use crate::rule::{
    Check, ChoiceRuleCheck, Context, DocumentCheck, ExpressionCheck, ExpressionsCheck, HandlerCheck, HandlersCheck,
    HostCheck, IntrinsicCheck, JsonataCheck, MachineCheck, Observer, PathCheck, Rule, ScopeCheck, StateCheck,
    TaskCheck, TransitionCheck, VariablesCheck,
};
use crate::rules;
use crate::schema;
use crate::suppress::{Suppressed, Suppressor};
use crate::syntax::{Fault, FaultKind, Kind, NodeId, Trait, Tree};
use crate::text::{Source, Span};

/// A walk that follows every alias may visit this many times the nodes of the file.
const EXPANSION: u64 = 10;

/// Small files may expand to this many nodes whatever their size.
const SMALL: u64 = 10_000;

/// States are shared among threads when each gets this many: fewer are done before a thread has started.
const STATES_OF_A_THREAD: usize = 200;

/// The stack of a thread: that of a main thread, so that nesting is met alike on every one.
const STACK: usize = 8 << 20;

/// The rule that a fault of the text is reported under.
pub(super) fn rule_of(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Json => "json-syntax",
        FaultKind::Yaml => "yaml-syntax",
        FaultKind::Comment => "json-comment",
        FaultKind::TrailingComma => "trailing-comma",
        FaultKind::Bom => "bom",
        FaultKind::Nested => "nested-too-deeply",
        FaultKind::TooMany => "definition-too-large",
        FaultKind::NotJson => "definition-string-not-json",
    }
}

/// The finding that a fault of the text amounts to.
pub(super) fn from_fault(fault: Fault, definition: usize) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(rule_of(fault.kind), fault.span, fault.message);
    diagnostic.definition = definition;
    diagnostic.help = fault.help.map(str::to_owned);
    if let Some((span, message)) = fault.related {
        diagnostic.related(span, message);
    }
    if let Some((title, span, text)) = fault.fix {
        diagnostic.fix(title, Applicability::Safe, Some(vec![Edit { span, text }]));
    }
    diagnostic
}

/// Whether there is a machine to be made of a definition; else what is wrong with it, if anything is to be said.
pub(super) fn is_readable(tree: &Tree, root: NodeId, is_cut: bool) -> Result<(), Vec<Diagnostic>> {
    let (span, root) = (tree.span(root), tree.resolve(root));
    match tree.kind(root) {
        Kind::Object => {}
        Kind::Missing | Kind::Null => return Err(vec![empty(span)]),
        Kind::Hole | Kind::Tagged(_) => return Err(Vec::new()),
        _ => return Err(vec![not_an_object(tree, root)]),
    }
    if is_cut {
        return Err(Vec::new());
    }
    if (tree.len() as u64).saturating_mul(EXPANSION).max(SMALL) < tree.expanded_len() {
        let message = "the aliases expand to far more values than the file has; nothing else is checked";
        return Err(vec![Diagnostic::new("alias-expansion-too-large", tree.opening_span(root), message)]);
    }
    Ok(())
}

/// What the schema and the rules find in a definition, by so many threads at most.
pub(super) fn run(
    source: &Source,
    definition: &Definition,
    options: &Options,
    threads: NonZeroUsize,
    observer: Option<&dyn Observer>,
) -> Vec<Diagnostic> {
    let tree = &definition.tree;
    let root = tree.resolve(definition.root);
    let Some(machine) = &definition.machine else {
        return is_readable(tree, definition.root, definition.is_cut).err().unwrap_or_default();
    };
    let observe = |work| observer.iter().for_each(|observer| observer.enter(work));
    observe("graph and variables");
    let graphs: Vec<StateGraph> = machine.scopes.iter().map(|scope| StateGraph::new(machine, scope)).collect();
    let variables = Variables::of(tree, machine);
    let mut ctx = Context {
        source,
        tree,
        root,
        machine,
        graphs: &graphs,
        variables: &variables,
        options,
        facts: &definition.facts,
        rule: "",
        observer,
        found: Vec::new(),
    };
    walk(&mut ctx, threads);
    if tree.has(Trait::Aliases) {
        repeated::keep_one_of_each_anchor(tree, &mut ctx.found);
    }
    ctx.found
}

fn empty(span: Span) -> Diagnostic {
    Diagnostic::new("definition-empty", span, "the definition is empty")
}

fn not_an_object(tree: &Tree, root: NodeId) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::new("definition-not-object", tree.opening_span(root), "the definition is not an object");
    diagnostic.help("it has `StartAt` and `States`");
    diagnostic
}

/// What the rules find in the state machines that a host declares. `lookup` finds the files that it refers to.
pub(super) fn run_host(
    reading: &Reading,
    lookup: &dyn Fn(&str) -> Lookup,
    observer: Option<&dyn Observer>,
) -> Vec<Diagnostic> {
    let Reading { source, tree, references, .. } = reading;
    let template = reading.template.as_deref();
    let mut ctx = HostContext { source, tree, references, template, lookup, rule: "", found: Vec::new() };
    let by_name = reading.definitions_by_name();
    for deployment in &reading.deployments {
        // The definition it is about, for whoever asks; one in another file is none of this file's.
        let definition = by_name.get(deployment.name.as_str()).copied();
        let first = ctx.found.len();
        for &(rule, check) in &BUCKETS.host {
            if let Some(observer) = observer {
                observer.enter(rule);
            }
            ctx.rule = rule;
            check(&mut ctx, deployment);
        }
        for finding in ctx.found.iter_mut().skip(first) {
            finding.definition = definition.unwrap_or(reading.definitions.len());
        }
    }
    ctx.found
}

/// A rule's name and its check.
type Named<F> = (&'static str, F);

/// The rules by what they look at, so that the walk asks each only where it has something to say.
#[derive(Default)]
struct Buckets {
    host: Vec<Named<HostCheck>>,
    document: Vec<Named<DocumentCheck>>,
    machine: Vec<Named<MachineCheck>>,
    scope: Vec<Named<ScopeCheck>>,
    state: Vec<Named<StateCheck>>,
    task: Vec<Named<TaskCheck>>,
    transition: Vec<Named<TransitionCheck>>,
    retrier: Vec<Named<HandlerCheck>>,
    catcher: Vec<Named<HandlerCheck>>,
    handlers: Vec<Named<HandlersCheck>>,
    choice_rule: Vec<Named<ChoiceRuleCheck>>,
    expressions: Vec<Named<ExpressionsCheck>>,
    path: Vec<Named<PathCheck>>,
    intrinsic: Vec<Named<IntrinsicCheck>>,
    jsonata: Vec<Named<JsonataCheck>>,
    literal: Vec<Named<ExpressionCheck>>,
    variables: Vec<Named<VariablesCheck>>,
}

static BUCKETS: LazyLock<Buckets> = LazyLock::new(|| {
    let mut buckets = Buckets::default();
    for &&Rule { name, check, .. } in rules::ALL {
        match check {
            Check::Elsewhere => {}
            Check::Host(check) => buckets.host.push((name, check)),
            Check::Document(check) => buckets.document.push((name, check)),
            Check::Machine(check) => buckets.machine.push((name, check)),
            Check::Scope(check) => buckets.scope.push((name, check)),
            Check::State(check) => buckets.state.push((name, check)),
            Check::Task(check) => buckets.task.push((name, check)),
            Check::Transition(check) => buckets.transition.push((name, check)),
            Check::Retrier(check) => buckets.retrier.push((name, check)),
            Check::Catcher(check) => buckets.catcher.push((name, check)),
            Check::Handlers(check) => buckets.handlers.push((name, check)),
            Check::ChoiceRule(check) => buckets.choice_rule.push((name, check)),
            Check::Expressions(check) => buckets.expressions.push((name, check)),
            Check::Path(check) => buckets.path.push((name, check)),
            Check::Intrinsic(check) => buckets.intrinsic.push((name, check)),
            Check::Jsonata(check) => buckets.jsonata.push((name, check)),
            Check::Literal(check) => buckets.literal.push((name, check)),
            Check::Variables(check) => buckets.variables.push((name, check)),
        }
    }
    buckets
});

/// Lets the schema and the rules look at a machine.
fn walk(ctx: &mut Context<'_>, threads: NonZeroUsize) {
    let states = &ctx.machine.states;
    let share = states.len().div_ceil(threads.get()).max(STATES_OF_A_THREAD);
    let references = if states.len() <= share || ctx.observer.is_some() {
        walk_whole(ctx);
        walk_states(ctx, states)
    } else {
        walk_shares(ctx, share)
    };
    if references.is_empty() && ctx.variables.assignments.is_empty() {
        return;
    }
    for &(rule, check) in &BUCKETS.variables {
        ctx.enter(rule);
        check(ctx, &references);
    }
}

/// Looks at the states on several threads, so many on each, and at the whole meanwhile. All is put together in the order in
/// which one thread would have found it.
fn walk_shares(ctx: &mut Context<'_>, share: usize) -> Vec<Reference> {
    let Context { source, tree, root, machine, graphs, variables, options, facts, .. } = *ctx;
    let work = |states| {
        let (rule, observer, found) = ("", None, Vec::new());
        let mut ctx = Context { source, tree, root, machine, graphs, variables, options, facts, rule, observer, found };
        let references = walk_states(&mut ctx, states);
        (ctx.found, references)
    };
    thread::scope(|scope| {
        // What no thread is to be had for is done below.
        let start = |states| {
            let thread = thread::Builder::new().stack_size(STACK);
            thread.spawn_scoped(scope, move || work(states)).map_err(|_| states)
        };
        let shares: Vec<_> = machine.states.chunks(share).map(start).collect();
        walk_whole(ctx);
        let mut references = Vec::new();
        for share in shares {
            let (found, used) = match share {
                Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                Err(states) => work(states),
            };
            ctx.found.extend(found);
            references.extend(used);
        }
        references
    })
}

/// What the schema says, and the rules that look at more than one state.
fn walk_whole(ctx: &mut Context<'_>) {
    let (buckets, machine) = (&*BUCKETS, ctx.machine);
    ctx.observe("schema");
    ctx.found.append(&mut schema::validate(ctx.tree, ctx.root, machine.query_language));
    for &(rule, check) in &buckets.document {
        ctx.enter(rule);
        check(ctx);
    }
    for &(rule, check) in &buckets.machine {
        ctx.enter(rule);
        check(ctx, machine);
    }
    for (scope, graph) in machine.scopes.iter().zip(ctx.graphs) {
        for &(rule, check) in &buckets.scope {
            ctx.enter(rule);
            check(ctx, scope, graph);
        }
    }
}

/// The rules that look at states one by one, and the uses of variables in them.
fn walk_states(ctx: &mut Context<'_>, states: &[State]) -> Vec<Reference> {
    let buckets = &*BUCKETS;
    let mut references = Vec::new();
    for state in states {
        for &(rule, check) in &buckets.state {
            ctx.enter(rule);
            check(ctx, state);
        }
        if state.kind == Some(StateType::Task)
            && let Some(call) = Call::of(ctx.tree, state)
        {
            for &(rule, check) in &buckets.task {
                ctx.enter(rule);
                check(ctx, state, &call);
            }
        }
        for transition in &state.transitions {
            for &(rule, check) in &buckets.transition {
                ctx.enter(rule);
                check(ctx, state, transition);
            }
        }
        for choice_rule in &state.choices {
            for &(rule, check) in &buckets.choice_rule {
                ctx.enter(rule);
                check(ctx, state, choice_rule);
            }
        }
        walk_handlers(ctx, buckets, state);
        walk_expressions(ctx, buckets, state, &mut references);
    }
    references
}

/// Expressions are parsed state by state and not kept: only the uses of variables outlive their state.
fn walk_expressions(ctx: &mut Context<'_>, buckets: &Buckets, state: &State, references: &mut Vec<Reference>) {
    let tree = ctx.tree;
    ctx.observe("expressions");
    let expressions = expression::of_state(tree, state, ctx.variables);
    for &(rule, check) in &buckets.expressions {
        ctx.enter(rule);
        check(ctx, state, &expressions);
    }
    for expression in &expressions {
        match &expression.content {
            Content::Path(path) => {
                for &(rule, check) in &buckets.path {
                    ctx.enter(rule);
                    check(ctx, state, expression, path);
                }
            }
            Content::Intrinsic(intrinsic) => {
                for &(rule, check) in &buckets.intrinsic {
                    ctx.enter(rule);
                    check(ctx, state, expression, intrinsic);
                }
            }
            Content::Jsonata(jsonata) => {
                for &(rule, check) in &buckets.jsonata {
                    ctx.enter(rule);
                    check(ctx, state, expression, jsonata);
                }
            }
            Content::Literal | Content::NotText => {
                for &(rule, check) in &buckets.literal {
                    ctx.enter(rule);
                    check(ctx, state, expression);
                }
            }
        }
    }
    ctx.observe("expressions");
    references.extend(expression::references(tree, state, &expressions));
}

fn walk_handlers(ctx: &mut Context<'_>, buckets: &Buckets, state: &State) {
    for (field, list, each) in
        [("Retry", &state.retriers, &buckets.retrier), ("Catch", &state.catchers, &buckets.catcher)]
    {
        for handler in list {
            for &(rule, check) in each {
                ctx.enter(rule);
                check(ctx, state, handler);
            }
        }
        if list.is_empty() {
            continue;
        }
        for &(rule, check) in &buckets.handlers {
            ctx.enter(rule);
            check(ctx, state, field, list);
        }
    }
}

/// Gives findings their severity, sets aside what the configuration says is meant to be, drops repetitions and what is
/// not selected, and puts both in order.
pub(super) fn finish(
    mut findings: Vec<Diagnostic>,
    mut suppressed: Vec<Suppressed>,
    options: &Options,
) -> (Vec<Diagnostic>, Vec<Suppressed>) {
    suppressed.retain_mut(|one| match judge(&one.finding, options) {
        Judgement::Reported(severity) | Judgement::Suppressed(severity, _) => {
            one.finding.severity = severity;
            true
        }
        Judgement::Unselected => false,
    });
    let faults = [FaultKind::Json, FaultKind::Yaml].map(rule_of);
    repeated::drop_echoes(&mut findings, &suppressed, &faults);
    let mut seen = FxHashSet::default();
    findings.retain_mut(|finding| match judge(finding, options) {
        Judgement::Reported(severity) => {
            finding.severity = severity;
            repeated::is_first(&mut seen, finding)
        }
        Judgement::Suppressed(severity, by) => {
            let finding = Diagnostic { severity, ..finding.clone() };
            suppressed.push(Suppressed { finding, by: Suppressor::Override, reason: by.reason.clone() });
            false
        }
        Judgement::Unselected => false,
    });
    suppressed.retain(|one| repeated::is_first(&mut seen, &one.finding));
    findings.sort_by(Diagnostic::by_place);
    suppressed.sort_by(|one, other| one.finding.by_place(&other.finding));
    (findings, suppressed)
}

fn judge<'a>(finding: &Diagnostic, options: &'a Options) -> Judgement<'a> {
    let Some(rule) = rules::find(finding.rule) else {
        debug_assert!(false, "no rule `{}`", finding.rule);
        return Judgement::Unselected;
    };
    options.judge(rule.name, rule.category.name(), rule.severity, &finding.path)
}
