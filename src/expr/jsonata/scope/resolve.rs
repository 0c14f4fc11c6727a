//! From a tree to what its names are: bound in the expression, built in, or from outside.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::path::{rooted_path, step_name, step_of};
use super::{
    Binder, BinderKind, CallUse, Callee, ContextKind, ContextUse, Resolution, STATES, Scope, Segment, StatesUse,
    Uncalled, VariableUse, hyphen,
};
use crate::expr::jsonata::ast::{Ast, ExprId, NodeKind};
use crate::expr::jsonata::functions;

/// More guarded paths than anybody writes; each is compared with each use.
const MOST_GUARDS: usize = 64;

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
    let joined = hyphen::names(ast);
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
            NodeKind::Variable(name) => match self.callee(callee, name) {
                Some(who) => (name, who),
                None => return,
            },
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

    /// Who is called by a variable; `None` where that is no function by any means.
    fn callee(&self, id: ExprId, name: &str) -> Option<Callee> {
        match self.scope.resolutions.get(id.index())? {
            Resolution::Builtin(function) => Some(Callee::Builtin(function)),
            Resolution::Free if (self.is_variable)(name) => Some(Callee::Variable),
            Resolution::Free => Some(Callee::Unknown),
            Resolution::Local(_) => Some(Callee::Local),
            _ => None,
        }
    }

    /// `x ~> $name`
    fn visit_applied(&mut self, function: ExprId) {
        let target = self.ast.unmarked(function);
        let NodeKind::Variable(name) = self.ast.kind(target) else { return };
        let Some(callee) = self.callee(target, name) else { return };
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
