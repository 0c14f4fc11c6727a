//! What a rule is: a value with a name, a page and a check.

use std::sync::Arc;

use crate::asl::WorkflowType;
use crate::config::Options;
use crate::diagnostic::{Diagnostic, Severity};
use crate::expr::intrinsic::Intrinsic;
use crate::expr::jsonpath::Path;
use crate::expression::{Expression, Jsonata, Reference};
use crate::flow::variables::Variables;
use crate::graph::StateGraph;
use crate::host::{Deployment, Facts};
use crate::host_check::HostContext;
use crate::integration::Call;
use crate::model::{ChoiceRule, Handler, Machine, Scope, ScopeId, State, Transition};
use crate::syntax::{NodeId, Tree};
use crate::text::Source;

/// Groups of rules, for selection and documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    Syntax,
    Structure,
    Graph,
    Errors,
    Path,
    Jsonata,
    Variables,
    Integration,
    Map,
    DataFlow,
    Limits,
    Practice,
    Host,
}

impl Category {
    pub const ALL: [Self; 13] = [
        Self::Syntax,
        Self::Structure,
        Self::Graph,
        Self::Errors,
        Self::Path,
        Self::Jsonata,
        Self::Variables,
        Self::Integration,
        Self::Map,
        Self::DataFlow,
        Self::Limits,
        Self::Practice,
        Self::Host,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Structure => "structure",
            Self::Graph => "graph",
            Self::Errors => "errors",
            Self::Path => "path",
            Self::Jsonata => "jsonata",
            Self::Variables => "variables",
            Self::Integration => "integration",
            Self::Map => "map",
            Self::DataFlow => "data-flow",
            Self::Limits => "limits",
            Self::Practice => "practice",
            Self::Host => "host",
        }
    }
}

/// The query languages a rule has something to say about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Languages {
    Both,
    JsonPath,
    Jsonata,
}

impl Languages {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::JsonPath => "JSONPath",
            Self::Jsonata => "JSONata",
        }
    }
}

/// Whether a rule offers fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fixable {
    Never,
    Sometimes,
    Always,
}

impl Fixable {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Sometimes => "sometimes",
            Self::Always => "always",
        }
    }
}

/// An option of a rule: its name, its meaning, its default as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionSpec {
    pub name: &'static str,
    pub docs: &'static str,
    pub default: &'static str,
}

pub type HostCheck = fn(&mut HostContext<'_>, &Deployment);
pub type DocumentCheck = fn(&mut Context<'_>);
pub type MachineCheck = fn(&mut Context<'_>, &Machine);
pub type ScopeCheck = fn(&mut Context<'_>, &Scope, &StateGraph);
pub type StateCheck = fn(&mut Context<'_>, &State);
pub type TaskCheck = fn(&mut Context<'_>, &State, &Call<'_>);
pub type TransitionCheck = fn(&mut Context<'_>, &State, &Transition);
pub type HandlerCheck = fn(&mut Context<'_>, &State, &Handler);
pub type HandlersCheck = fn(&mut Context<'_>, &State, &'static str, &[Handler]);
pub type ChoiceRuleCheck = fn(&mut Context<'_>, &State, &ChoiceRule);

pub type ExpressionsCheck = fn(&mut Context<'_>, &State, &[Expression<'_>]);
pub type ExpressionCheck = fn(&mut Context<'_>, &State, &Expression<'_>);
pub type PathCheck = fn(&mut Context<'_>, &State, &Expression<'_>, &Path);
pub type IntrinsicCheck = fn(&mut Context<'_>, &State, &Expression<'_>, &Intrinsic);
pub type JsonataCheck = fn(&mut Context<'_>, &State, &Expression<'_>, &Jsonata);
pub type VariablesCheck = fn(&mut Context<'_>, &[Reference]);

/// What a rule looks at. The engine walks the model once and calls each check at its granularity.
#[derive(Clone, Copy)]
pub enum Check {
    /// Found by the parser or the schema, reported under this rule's name.
    Elsewhere,
    /// Each state machine that a host file declares, wherever its definition is.
    Host(HostCheck),
    /// Once for each definition, with its tree.
    Document(DocumentCheck),
    /// Once for each definition that has the shape of one.
    Machine(MachineCheck),
    Scope(ScopeCheck),
    State(StateCheck),
    /// Each Task state, with what it calls.
    Task(TaskCheck),
    Transition(TransitionCheck),
    /// Each entry of `Retry`.
    Retrier(HandlerCheck),
    /// Each entry of `Catch`.
    Catcher(HandlerCheck),
    /// Each list of handlers, `Retry` and `Catch` alike; the name says which.
    Handlers(HandlersCheck),
    /// Each entry of `Choices`.
    ChoiceRule(ChoiceRuleCheck),
    /// All strings of a state together, whatever they hold.
    Expressions(ExpressionsCheck),
    /// Each string of a state that is parsed as a path.
    Path(PathCheck),
    /// Each string of a state that is parsed as a call of an intrinsic function.
    Intrinsic(IntrinsicCheck),
    /// Each `{% %}` string of a state where it is evaluated.
    Jsonata(JsonataCheck),
    /// Each string of a state that is taken as it is, and what should be a string but is none.
    Literal(ExpressionCheck),
    /// Once for each definition that assigns or uses variables, with every use of one.
    Variables(VariablesCheck),
}

/// Where the documentation is published: the homepage of the package, if it has one.
pub const HOMEPAGE: Option<&str> = {
    let homepage = env!("CARGO_PKG_HOMEPAGE");
    if homepage.is_empty() { None } else { Some(homepage) }
};

/// A rule.
pub struct Rule {
    /// Kebab-case, reads as "allow …"; stable once released.
    pub name: &'static str,
    pub category: Category,
    pub severity: Severity,
    pub languages: Languages,
    pub fixable: Fixable,
    /// The lines of its page, in Markdown. The first paragraph is the summary.
    pub docs: &'static [&'static str],
    pub options: &'static [OptionSpec],
    pub check: Check,
}

impl Rule {
    /// The first paragraph of the page, on one line.
    pub fn summary(&self) -> String {
        let lines = self.docs.iter().map(|line| line.trim()).take_while(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(" ")
    }

    /// The page in Markdown, without a title.
    pub fn page(&self) -> String {
        self.docs.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
    }

    /// Where the page is published, if it is.
    pub fn url(&self) -> Option<String> {
        HOMEPAGE.map(|homepage| self.url_at(homepage))
    }

    /// The address of the page under that of the documentation.
    pub fn url_at(&self, homepage: &str) -> String {
        format!("{}/rules/{}.html", homepage.trim_end_matches('/'), self.name)
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Rule").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Declares a rule: its page as doc comments, its name, its data, its check.
///
/// ```text
/// declare_rule! {
///     /// A state that no transition reaches never runs.
///     pub UNREACHABLE_STATE = "unreachable-state" (Graph, Error, Both, fix: Never), Check::Scope(check)
/// }
/// ```
macro_rules! declare_rule {
    (
        $(#[doc = $doc:expr])*
        pub $name:ident = $code:literal ($category:ident, $severity:ident, $languages:ident, fix: $fix:ident), $check:expr
        $(, options: $options:expr)?
    ) => {
        $(#[doc = $doc])*
        pub static $name: $crate::rule::Rule = $crate::rule::Rule {
            name: $code,
            category: $crate::rule::Category::$category,
            severity: $crate::diagnostic::Severity::$severity,
            languages: $crate::rule::Languages::$languages,
            fixable: $crate::rule::Fixable::$fix,
            docs: &[$($doc),*],
            options: { const OPTIONS: &[$crate::rule::OptionSpec] = &[]; $(const OPTIONS: &[$crate::rule::OptionSpec] = $options;)? OPTIONS },
            check: $check,
        };
    };
}

/// Is told what an analysis works on, so that whoever has a clock can say where the time goes.
pub trait Observer {
    /// Work begins on what bears this name, a rule or a step such as `schema`; what was worked on before is done.
    fn enter(&self, work: &'static str);
}

/// What a check sees, and where it reports.
pub struct Context<'a> {
    pub source: &'a Source,
    pub tree: &'a Arc<Tree>,
    /// The root of the definition.
    pub root: NodeId,
    pub machine: &'a Machine,
    /// The graph of each scope, by its id.
    pub graphs: &'a [StateGraph],
    /// The workflow variables and where they have values.
    pub variables: &'a Variables,
    pub options: &'a Options,
    pub facts: &'a Facts,
    /// The rule that is running; findings carry its name.
    pub(crate) rule: &'static str,
    pub(crate) observer: Option<&'a dyn Observer>,
    pub(crate) found: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    /// Lets a rule run: findings carry its name from now on.
    pub(crate) fn enter(&mut self, rule: &'static str) {
        self.rule = rule;
        self.observe(rule);
    }

    /// Says what work begins, if somebody wants to know.
    pub(crate) fn observe(&self, work: &'static str) {
        if let Some(observer) = self.observer {
            observer.enter(work);
        }
    }

    /// Reports a finding of the running rule at a value; narrow it, label it, offer fixes on what is returned.
    pub fn report(&mut self, node: NodeId, message: impl Into<String>) -> &mut Diagnostic {
        let diagnostic = Diagnostic::at(self.rule, self.tree, self.root, node, message);
        let index = self.found.len();
        self.found.push(diagnostic);
        &mut self.found[index]
    }

    /// How the machine is deployed: what the host knows, else what the options say.
    pub fn workflow_type(&self) -> Option<WorkflowType> {
        self.facts.workflow_type.or(self.options.workflow_type)
    }

    /// What the configuration says for an option of the running rule.
    pub fn option(&self, name: &str) -> Option<&'a serde_json::Value> {
        self.options.rule_options.get(self.rule)?.get(name)
    }

    /// The function of the service around the definition that a text is the short name of.
    pub fn function_of_service(&self, node: NodeId) -> Option<&'a str> {
        let name = self.tree.known(node)?;
        self.facts.functions.as_ref().filter(|functions| functions.has(name)).map(|_| name)
    }

    pub fn graph(&self, scope: ScopeId) -> Option<&'a StateGraph> {
        self.graphs.get(scope.0 as usize)
    }

    /// The value of a field, if it is there and known before deployment.
    pub fn field(&self, object: NodeId, name: &str) -> Option<NodeId> {
        self.tree.get(object, name).filter(|&value| !self.tree.is_opaque(value))
    }

    /// The text of a field, if it is a string of which every part is known.
    pub fn text(&self, object: NodeId, name: &str) -> Option<&'a str> {
        let tree: &'a Tree = self.tree;
        tree.get(object, name).and_then(|value| tree.known(value))
    }

    /// The key of a field.
    pub fn key(&self, object: NodeId, name: &str) -> Option<NodeId> {
        self.tree.member(object, name).map(|member| member.key)
    }
}
