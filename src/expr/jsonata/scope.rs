//! Names in an expression: which are bound in it, which come from outside, and what is asked of the context.
//!
//! Blocks and functions are the scopes (<https://docs.jsonata.org/programming#blocks>). In Step Functions the outermost
//! context is nothing that can be asked: values come from `$states` and from variables
//! (<https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>). Which variables a machine has is not
//! known here.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::ast::{Ast, ExprId, NodeKind, Operator};
use super::functions::{self, Function};

/// The variable that Step Functions provides.
pub const STATES: &str = "states";

/// More guarded paths than anybody writes; each is compared with each use.
const MOST_GUARDS: usize = 64;

/// What an expression takes from around it.
#[derive(Debug, Default)]
pub struct Scope {
    /// Variables that nothing in the expression binds; without built-in functions and `$states`.
    pub variables: Vec<VariableUse>,
    pub states: Vec<StatesUse>,
    pub context: Vec<ContextUse>,
    pub calls: Vec<CallUse>,
    /// Built-in functions that are the result themselves, as `$now` where `$now()` is meant.
    pub uncalled: Vec<Uncalled>,
    /// Bindings in the expression.
    pub binders: Vec<Binder>,
    /// What each node is if it is a variable, by id.
    pub resolutions: Vec<Resolution>,
}

/// What a variable refers to.
#[derive(Clone, Copy, Debug, Default)]
pub enum Resolution {
    #[default]
    NoVariable,
    /// The node that binds it: a `:=`, a parameter, or the variable behind `@` or `#`.
    Local(ExprId),
    Builtin(&'static Function),
    States,
    /// `$` or `$$`
    Context,
    /// The binding place itself.
    Binding,
    Free,
}

impl Resolution {
    /// Whether two variables of expressions with the same nodes refer to the same.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Local(binder), Self::Local(other)) => binder == other,
            (Self::Builtin(function), Self::Builtin(other)) => function.name == other.name,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// A variable from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableUse {
    pub node: ExprId,
    /// Without its `$`.
    pub name: Box<str>,
    pub range: Range<u32>,
    /// The expression asks somewhere whether it exists: `$exists($name)`.
    pub guarded: bool,
}

/// `$states.input.order`, as far as its steps are plain names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatesUse {
    /// The variable's node.
    pub node: ExprId,
    pub segments: Vec<Segment>,
    /// From `$states` to the last segment.
    pub range: Range<u32>,
    /// See [`VariableUse::guarded`], for `$exists($states.…)` on this very path or a longer one.
    pub guarded: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub name: Box<str>,
    pub range: Range<u32>,
}

/// A local variable: the places that bind a name in one block or function, and those that read it there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Local {
    /// Without its `$`.
    pub name: Box<str>,
    /// Of the names, with their `$`.
    pub bound: Vec<Range<u32>>,
    pub read: Vec<Range<u32>>,
}

impl Scope {
    /// The local variable whose name is at an offset, its edges included.
    pub fn local_at(&self, ast: &Ast, offset: u32) -> Option<Local> {
        let holds = |range: &Range<u32>| range.start <= offset && offset <= range.end;
        let binders: FxHashMap<ExprId, &Binder> = self.binders.iter().map(|binder| (binder.node, binder)).collect();
        let reads = || {
            ast.ids().zip(&self.resolutions).filter_map(|(id, resolution)| match resolution {
                Resolution::Local(binder) => binders.get(binder).map(|&binder| (ast.range(id), binder)),
                _ => None,
            })
        };
        let binder = self.binders.iter().find(|binder| holds(&binder.range));
        let binder = binder.or_else(|| reads().find(|(range, _)| holds(range)).map(|(_, binder)| binder))?;
        let is_same = |other: &Binder| other.name == binder.name && other.container == binder.container;
        Some(Local {
            name: binder.name.clone(),
            bound: self.binders.iter().filter(|other| is_same(other)).map(|other| other.range.clone()).collect(),
            read: reads().filter(|(_, other)| is_same(other)).map(|(range, _)| range).collect(),
        })
    }
}

/// How the context is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContextKind {
    /// A bare name.
    Field(Box<str>),
    /// `$`
    Current,
    /// `$$`
    Root,
    /// `*`
    Wildcard,
    /// `**`
    Descendants,
    /// `%`
    Parent,
}

/// A reference to the outermost context, which Step Functions does not give; `$$` is one wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextUse {
    pub node: ExprId,
    pub kind: ContextKind,
    pub range: Range<u32>,
    /// It stands where there is an inner context: only for `$$`.
    pub nested: bool,
    /// It stands in the body of a function, which takes the context of its definition.
    pub in_function: bool,
    /// A name with a hyphen was read as a subtraction: the whole name as it was meant.
    pub hyphenated: Option<Range<u32>>,
}

/// Who is called.
#[derive(Clone, Copy, Debug)]
pub enum Callee {
    Builtin(&'static Function),
    /// A function bound in the expression.
    Local,
    /// A variable of the machine, which never holds a function. It may hide a built-in one.
    Variable,
    /// Nothing that is known: `$name(...)` with an unbound name.
    Unknown,
    /// `name(...)`, a built-in's name without its `$`.
    Bare(&'static Function),
    /// `name(...)`, where no function has that name: the field of that name, and no field holds a function.
    Field,
}

/// A call of a name.
#[derive(Clone, Debug)]
pub struct CallUse {
    /// The call; for `x ~> $name` without brackets, the name.
    pub node: ExprId,
    /// Without its `$`.
    pub name: Box<str>,
    /// Of the name, with its `$`.
    pub name_range: Range<u32>,
    /// How many arguments it gets, with the one that `~>` puts first.
    pub arguments: usize,
    pub callee: Callee,
    /// `~>` gives it its first argument.
    pub applied: bool,
    /// A `?` stands for an argument, so this makes a function and calls none.
    pub partial: bool,
    /// There is a context from which left out arguments can be taken.
    pub has_context: bool,
}

#[derive(Clone, Debug)]
pub struct Uncalled {
    pub node: ExprId,
    pub function: &'static Function,
    pub range: Range<u32>,
    /// It is not the result itself but within an array or object that is.
    pub nested: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinderKind {
    /// `$name := value`
    Assignment,
    Parameter,
    /// `@$name`
    Focus,
    /// `#$name`
    Position,
}

/// A place that binds a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binder {
    /// The `:=`; otherwise the variable.
    pub node: ExprId,
    pub name: Box<str>,
    /// Of the name, with its `$`.
    pub range: Range<u32>,
    pub kind: BinderKind,
    /// The innermost block or function around, in which the name is bound.
    pub container: Option<ExprId>,
    /// The name is also one of the given variables, which it hides and does not assign.
    pub shadows: bool,
}

/// What the tree says about a node from above.
#[derive(Clone, Copy, Default)]
struct Place {
    parent: Option<ExprId>,
    /// The innermost block or function around it.
    container: Option<ExprId>,
    has_context: bool,
    in_function: bool,
    reached: bool,
}

/// Resolves all names. `is_variable` says which names the machine assigns: those hide built-in functions.
pub fn analyze<'a>(ast: &'a Ast, is_variable: &'a dyn Fn(&str) -> bool) -> Scope {
    let mut analysis = Analysis {
        ast,
        places: places(ast),
        is_variable,
        bound: FxHashMap::default(),
        scope: Scope { resolutions: vec![Resolution::NoVariable; ast.nodes.len()], ..Scope::default() },
    };
    analysis.bind();
    analysis.resolve();
    let joined = analysis.hyphenated_names();
    for id in ast.ids() {
        if analysis.place(id).reached {
            analysis.visit(id, &joined);
        }
    }
    analysis.guards();
    analysis.uncalled();
    analysis.scope
}

/// Downwards: parents have larger ids, so each node is told by its parent before it tells its children.
fn places(ast: &Ast) -> Vec<Place> {
    let mut places = vec![Place::default(); ast.nodes.len()];
    if let Some(place) = ast.root.and_then(|root| places.get_mut(root.index())) {
        place.reached = true;
    }
    for id in ast.ids().rev() {
        let Some(own) = places.get(id.index()).copied() else { continue };
        if !own.reached {
            continue;
        }
        let kind = ast.kind(id);
        let inherited = Place { parent: Some(id), ..own };
        let inner = match kind {
            NodeKind::Block(_) => Place { container: Some(id), ..inherited },
            NodeKind::Lambda { .. } => Place { container: Some(id), in_function: true, ..inherited },
            _ => inherited,
        };
        let with_context = Place { has_context: true, ..inner };
        // What a node asks its own context for keeps it; what it asks its values for has one.
        let outer = match kind {
            NodeKind::Path { left, .. } => Some(*left),
            NodeKind::Filter { input, .. } | NodeKind::Sort { input, .. } | NodeKind::Group { input, .. } => {
                Some(*input)
            }
            _ => None,
        };
        let all_inner = matches!(kind, NodeKind::Transform { .. });
        kind.for_each_child(|child| {
            let is_inner = all_inner || outer.is_some_and(|outer| outer != child);
            if let Some(place) = places.get_mut(child.index()) {
                *place = if is_inner { with_context } else { inner };
            }
        });
    }
    places
}

struct Analysis<'a> {
    ast: &'a Ast,
    places: Vec<Place>,
    is_variable: &'a dyn Fn(&str) -> bool,
    /// The binders of a name in a container, in the order of the text.
    bound: FxHashMap<(Option<ExprId>, &'a str), Vec<ExprId>>,
    scope: Scope,
}

impl<'a> Analysis<'a> {
    fn place(&self, id: ExprId) -> Place {
        self.places.get(id.index()).copied().unwrap_or_default()
    }

    fn variable(&self, id: ExprId) -> Option<&'a str> {
        match self.ast.kind(self.ast.unmarked(id)) {
            NodeKind::Variable(name) => Some(name),
            _ => None,
        }
    }

    fn bind(&mut self) {
        let ast = self.ast;
        for id in ast.ids() {
            if !self.place(id).reached {
                continue;
            }
            match ast.kind(id) {
                NodeKind::Bind { variable, .. } => self.binder(id, *variable, BinderKind::Assignment),
                NodeKind::Focus { variable, .. } => self.binder(*variable, *variable, BinderKind::Focus),
                NodeKind::Position { variable, .. } => {
                    self.binder(*variable, *variable, BinderKind::Position);
                }
                NodeKind::Lambda { parameters, .. } => {
                    for parameter in parameters {
                        self.binder(*parameter, *parameter, BinderKind::Parameter);
                    }
                }
                _ => {}
            }
        }
        self.scope.binders.sort_by_key(|binder| binder.range.start);
    }

    fn binder(&mut self, node: ExprId, variable: ExprId, kind: BinderKind) {
        let Some(name) = self.variable(variable) else { return };
        let target = self.ast.unmarked(variable);
        if let Some(slot) = self.scope.resolutions.get_mut(target.index()) {
            *slot = Resolution::Binding;
        }
        // A parameter's place is inside of its function already.
        let container = self.place(node).container;
        self.bound.entry((container, name)).or_default().push(node);
        let (range, shadows) = (self.ast.range(target), (self.is_variable)(name));
        self.scope.binders.push(Binder { node, name: name.into(), range, kind, container, shadows });
    }

    fn resolve(&mut self) {
        let ast = self.ast;
        for id in ast.ids() {
            let NodeKind::Variable(name) = ast.kind(id) else { continue };
            let known = self.scope.resolutions.get(id.index()).copied().unwrap_or_default();
            if matches!(known, Resolution::Binding) || !self.place(id).reached {
                continue;
            }
            let resolution = match (&**name, self.local(id, name)) {
                ("" | "$", _) => Resolution::Context,
                (_, Some(binder)) => Resolution::Local(binder),
                (STATES, None) => Resolution::States,
                (name, None) if (self.is_variable)(name) => Resolution::Free,
                (name, None) => functions::find(name).map_or(Resolution::Free, Resolution::Builtin),
            };
            if let Some(slot) = self.scope.resolutions.get_mut(id.index()) {
                *slot = resolution;
            }
        }
    }

    /// The binder that a variable refers to: the last one before it in its scope or one around it. A function may also
    /// refer to what is bound later, as it is called later.
    fn local(&self, id: ExprId, name: &str) -> Option<ExprId> {
        let mut container = self.place(id).container;
        let mut called_later = false;
        loop {
            if let Some(binders) = self.bound.get(&(container, name)) {
                let count = binders.partition_point(|binder| *binder < id);
                let before = count.checked_sub(1).and_then(|last| binders.get(last));
                if let Some(binder) = before.or(if called_later { binders.first() } else { None }) {
                    return Some(*binder);
                }
            }
            let outer = container?;
            called_later |= matches!(self.ast.kind(outer), NodeKind::Lambda { .. });
            container = self.place(outer).container;
        }
    }

    fn visit(&mut self, id: ExprId, joined: &FxHashMap<ExprId, Range<u32>>) {
        let ast = self.ast;
        let place = self.place(id);
        match ast.kind(id) {
            NodeKind::Variable(name) => self.visit_variable(id, name),
            NodeKind::Name(name) if !place.has_context && !self.is_bare_call(id) => {
                self.ask_context(id, ContextKind::Field(name.clone()), joined);
            }
            NodeKind::Wildcard if !place.has_context => self.ask_context(id, ContextKind::Wildcard, joined),
            NodeKind::Descendants if !place.has_context => self.ask_context(id, ContextKind::Descendants, joined),
            NodeKind::Parent if !place.has_context => self.ask_context(id, ContextKind::Parent, joined),
            NodeKind::Call { callee, arguments } => self.visit_call(id, *callee, arguments),
            NodeKind::Apply { function, .. } => self.visit_applied(*function),
            _ => {}
        }
    }

    fn visit_variable(&mut self, id: ExprId, name: &str) {
        let range = self.ast.range(id);
        match self.scope.resolutions.get(id.index()) {
            Some(Resolution::Free) if !self.is_called(id) || (self.is_variable)(name) => {
                self.scope.variables.push(VariableUse { node: id, name: name.into(), range, guarded: false });
            }
            Some(Resolution::States) => self.visit_states(id),
            Some(Resolution::Context) if name == "$" || !self.place(id).has_context => {
                let kind = if name == "$" { ContextKind::Root } else { ContextKind::Current };
                self.ask_context(id, kind, &FxHashMap::default());
            }
            _ => {}
        }
    }

    fn ask_context(&mut self, id: ExprId, kind: ContextKind, joined: &FxHashMap<ExprId, Range<u32>>) {
        let place = self.place(id);
        self.scope.context.push(ContextUse {
            node: id,
            kind,
            range: self.ast.range(id),
            nested: place.has_context,
            in_function: place.in_function,
            hyphenated: joined.get(&id).cloned(),
        });
    }

    /// Follows `.name` upwards from the variable.
    fn visit_states(&mut self, id: ExprId) {
        let (mut at, mut segments, mut range) = (id, Vec::new(), self.ast.range(id));
        while let Some(parent) = self.place(at).parent
            && let NodeKind::Path { left, right } = self.ast.kind(parent)
            && *left == at
        {
            let (step, is_plain) = step_of(self.ast, *right);
            let Some(name) = step_name(self.ast, step) else { break };
            let own = self.ast.range(step);
            range.end = own.end;
            segments.push(Segment { name: name.into(), range: own });
            if !is_plain {
                break;
            }
            at = parent;
        }
        self.scope.states.push(StatesUse { node: id, segments, range, guarded: false });
    }

    /// The name is what a call calls.
    fn is_called(&self, id: ExprId) -> bool {
        self.place(id).parent.is_some_and(|parent| match self.ast.kind(parent) {
            NodeKind::Call { callee, .. } => *callee == id,
            _ => false,
        })
    }

    fn is_bare_call(&self, id: ExprId) -> bool {
        self.is_called(id) && matches!(self.ast.kind(id), NodeKind::Name(name) if functions::find(name).is_some())
    }

    fn visit_call(&mut self, id: ExprId, callee: ExprId, arguments: &[ExprId]) {
        let ast = self.ast;
        let (name, who) = match ast.kind(callee) {
            NodeKind::Variable(name) => {
                let who = match self.scope.resolutions.get(callee.index()) {
                    Some(Resolution::Builtin(function)) => Callee::Builtin(function),
                    Some(Resolution::Free) if (self.is_variable)(name) => Callee::Variable,
                    Some(Resolution::Free) => Callee::Unknown,
                    Some(Resolution::Local(_)) => Callee::Local,
                    _ => return,
                };
                (name, who)
            }
            NodeKind::Name(name) => match functions::find(name) {
                Some(function) => (name, Callee::Bare(function)),
                None => (name, Callee::Field),
            },
            _ => return,
        };
        let place = self.place(id);
        let applied = place.parent.is_some_and(|parent| match ast.kind(parent) {
            NodeKind::Apply { function, .. } => *function == id,
            _ => false,
        });
        let partial = arguments.iter().any(|argument| matches!(ast.kind(*argument), NodeKind::Placeholder));
        self.scope.calls.push(CallUse {
            node: id,
            name: name.clone(),
            name_range: ast.range(callee),
            // A partial application makes a function, and `~>` calls that.
            arguments: arguments.len() + usize::from(applied && !partial),
            callee: who,
            applied: applied && !partial,
            partial,
            has_context: place.has_context,
        });
    }

    /// `x ~> $name`
    fn visit_applied(&mut self, function: ExprId) {
        let target = self.ast.unmarked(function);
        let NodeKind::Variable(name) = self.ast.kind(target) else { return };
        let callee = match self.scope.resolutions.get(target.index()) {
            Some(Resolution::Builtin(function)) => Callee::Builtin(function),
            Some(Resolution::Free) if (self.is_variable)(name) => Callee::Variable,
            Some(Resolution::Free) => Callee::Unknown,
            Some(Resolution::Local(_)) => Callee::Local,
            _ => return,
        };
        self.scope.calls.push(CallUse {
            node: target,
            name: name.clone(),
            name_range: self.ast.range(target),
            arguments: 1,
            callee,
            applied: true,
            partial: false,
            has_context: self.place(function).has_context,
        });
    }

    /// Names that are the right side of a `-` without blanks around it, and what they were meant to be.
    fn hyphenated_names(&self) -> FxHashMap<ExprId, Range<u32>> {
        let ast = self.ast;
        // The first step of a node and the start of its last name, upwards.
        let mut first: Vec<ExprId> = Vec::with_capacity(ast.nodes.len());
        let mut last_start: Vec<Option<u32>> = Vec::with_capacity(ast.nodes.len());
        let mut joined = FxHashMap::default();
        for id in ast.ids() {
            let first_of = |id: ExprId| first.get(id.index()).copied().unwrap_or(id);
            let start_of = |id: ExprId| last_start.get(id.index()).copied().flatten();
            let (own_first, own_start) = match ast.kind(id) {
                NodeKind::Name(_) | NodeKind::Variable(_) => (id, Some(ast.range(id).start)),
                NodeKind::Path { left, right } => (first_of(*left), start_of(*right)),
                NodeKind::Filter { input, .. } | NodeKind::Group { input, .. } | NodeKind::Sort { input, .. } => {
                    (first_of(*input), None)
                }
                NodeKind::KeepArray(input) => (first_of(*input), None),
                NodeKind::Call { callee, .. } => (first_of(*callee), None),
                NodeKind::Binary { operator: Operator::Subtract, left, right } => {
                    let name = first_of(*right);
                    let at = ast.get(id).and_then(|node| node.operator.clone()).unwrap_or_default();
                    let touches = ast.range(*left).end == at.start && at.end == ast.range(name).start;
                    match (ast.kind(name), start_of(*left)) {
                        (NodeKind::Name(_), Some(start)) if touches => {
                            joined.insert(name, start..ast.range(name).end);
                            (first_of(*left), (name == *right).then_some(start))
                        }
                        _ => (id, None),
                    }
                }
                _ => (id, None),
            };
            first.push(own_first);
            last_start.push(own_start);
        }
        joined
    }

    /// Marks what the expression asks `$exists` about.
    fn guards(&mut self) {
        let ast = self.ast;
        let mut names: FxHashSet<&str> = FxHashSet::default();
        let mut paths: Vec<Vec<&str>> = Vec::new();
        for call in &self.scope.calls {
            if !matches!(call.callee, Callee::Builtin(function) if function.name == "exists") {
                continue;
            }
            let asked = match (ast.kind(call.node), self.place(call.node).parent.map(|parent| ast.kind(parent))) {
                (NodeKind::Call { arguments, .. }, _) if !call.applied => arguments.first().copied(),
                (_, Some(NodeKind::Apply { input, .. })) => Some(*input),
                _ => None,
            };
            let Some((root, path)) = asked.and_then(|asked| rooted_path(ast, asked)) else { continue };
            if root == STATES {
                if paths.len() < MOST_GUARDS {
                    paths.push(path);
                }
            } else {
                names.insert(root);
            }
        }
        for variable in &mut self.scope.variables {
            variable.guarded = names.contains(&*variable.name);
        }
        for states in &mut self.scope.states {
            let segments: Vec<&str> = states.segments.iter().map(|segment| &*segment.name).collect();
            states.guarded = paths.iter().any(|path| path.starts_with(&segments) && !segments.is_empty())
                || paths.iter().any(|path| segments.starts_with(path) && 1 < path.len());
        }
    }

    /// Functions at the places whose value is the result.
    fn uncalled(&mut self) {
        let Some(root) = self.ast.root else { return };
        let mut waiting = vec![(root, false)];
        while let Some((id, nested)) = waiting.pop() {
            match self.ast.kind(id) {
                NodeKind::Block(items) => waiting.extend(items.last().map(|last| (*last, nested))),
                NodeKind::Condition { then, otherwise, .. } => {
                    waiting.extend(otherwise.map(|it| (it, nested)));
                    waiting.push((*then, nested));
                }
                NodeKind::KeepArray(inner) => waiting.push((*inner, nested)),
                NodeKind::Array(items) => waiting.extend(items.iter().rev().map(|item| (*item, true))),
                NodeKind::Object(members) => waiting.extend(members.iter().rev().map(|(_, value)| (*value, true))),
                NodeKind::Variable(_) => {
                    if let Some(Resolution::Builtin(function)) = self.scope.resolutions.get(id.index()) {
                        let range = self.ast.range(id);
                        self.scope.uncalled.push(Uncalled { node: id, function, range, nested });
                    }
                }
                _ => {}
            }
        }
    }
}

/// The step under a filter or `[]`, and whether there was neither.
fn step_of(ast: &Ast, id: ExprId) -> (ExprId, bool) {
    let mut step = id;
    while let NodeKind::KeepArray(inner) | NodeKind::Filter { input: inner, .. } = ast.kind(step) {
        step = *inner;
    }
    (step, step == id)
}

/// A name as a step; a string is a quoted one.
fn step_name(ast: &Ast, id: ExprId) -> Option<&str> {
    match ast.kind(id) {
        NodeKind::Name(name) | NodeKind::String(name) => Some(name),
        _ => None,
    }
}

/// The variable at the start of a path and the plain names behind it; `None` if it starts with something else.
pub fn rooted_path(ast: &Ast, id: ExprId) -> Option<(&str, Vec<&str>)> {
    let (mut at, mut names) = (id, Vec::new());
    loop {
        match ast.kind(at) {
            NodeKind::Variable(name) => {
                names.reverse();
                return Some((name, names));
            }
            NodeKind::Path { left, right } => {
                match step_name(ast, *right) {
                    Some(name) => names.push(name),
                    // What lies behind a step that is not plain says nothing about the name.
                    None => names.clear(),
                }
                at = *left;
            }
            NodeKind::Filter { input, .. } | NodeKind::KeepArray(input) => {
                names.clear();
                at = *input;
            }
            NodeKind::Block(items) if items.len() == 1 => at = *items.first()?,
            _ => return None,
        }
    }
}
