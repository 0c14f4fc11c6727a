//! Faults that show only in the finished tree: steps that cannot be steps, bindings in the wrong place, `%` without
//! an ancestor.
//!
//! A path is a list of steps, and what may follow a step depends on what it already carries; so each node gets a shape,
//! and the nodes of one path share theirs. Looked at only if the text could be parsed, as the reference implementation
//! does. Sources: <https://docs.jsonata.org/path-operators>, and the observed behaviour of version 2.0.6.

use super::ast::{Ast, ExprId, Fault, NodeKind};

/// More work on `%` than any expression needs: each one looks back along its path.
const ANCESTRY_BUDGET: u32 = 1_000_000;

pub(super) fn check(ast: &Ast) -> Vec<Fault> {
    let mut checker = Checker {
        ast,
        shapes: Vec::with_capacity(ast.nodes.len()),
        shape_of: Vec::with_capacity(ast.nodes.len()),
        levels: Vec::new(),
        found: Vec::new(),
        budget: ANCESTRY_BUDGET,
    };
    for id in ast.ids() {
        let shape = checker.shape(id);
        checker.shape_of.push(shape);
    }
    checker.root();
    let mut found = checker.found;
    found.sort_by_key(|(order, _)| *order);
    let mut faults: Vec<Fault> = Vec::new();
    for (_, fault) in found {
        if !faults.iter().any(|known| known.range == fault.range) {
            faults.push(fault);
        }
        if faults.len() == MAX_FAULTS {
            break;
        }
    }
    faults
}

/// A text with this many faults is better read again after the first are mended.
const MAX_FAULTS: usize = 5;

type ShapeId = usize;

/// Levels that a `%` still has to climb, and the `%` it is about.
struct Slot {
    level: i32,
    node: ExprId,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ShapeKind {
    Path,
    Name,
    Wildcard,
    /// With its slot.
    Parent(usize),
    /// With the shape of its last expression.
    Block(Option<ShapeId>),
    String,
    Number,
    Value,
    Sort,
    Other,
}

#[allow(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
struct Shape {
    kind: ShapeKind,
    node: ExprId,
    steps: Vec<ShapeId>,
    /// How many steps have been found to be legal.
    checked: usize,
    /// Has a grouping, or a filter as an expression, or a filter as a step, or binds the context.
    group: bool,
    predicate: bool,
    stages: bool,
    focus: bool,
    /// The `%` in it that still look for their ancestor.
    seeking: Option<Vec<usize>>,
}

struct Checker<'a> {
    ast: &'a Ast,
    shapes: Vec<Shape>,
    shape_of: Vec<ShapeId>,
    levels: Vec<Slot>,
    /// With the moment at which the reference implementation would find it: behind which node, and before or after
    /// what else that node does.
    found: Vec<((u32, u8), Fault)>,
    budget: u32,
}

impl Checker<'_> {
    fn add(&mut self, kind: ShapeKind, node: ExprId) -> ShapeId {
        self.shapes.push(Shape {
            kind,
            node,
            steps: Vec::new(),
            checked: 0,
            group: false,
            predicate: false,
            stages: false,
            focus: false,
            seeking: None,
        });
        self.shapes.len() - 1
    }

    fn of(&self, id: ExprId) -> ShapeId {
        self.shape_of.get(id.index()).copied().unwrap_or_default()
    }

    fn get(&self, shape: ShapeId) -> Option<&Shape> {
        self.shapes.get(shape)
    }

    fn kind(&self, shape: ShapeId) -> ShapeKind {
        self.get(shape).map_or(ShapeKind::Other, |it| it.kind)
    }

    fn edit(&mut self, shape: ShapeId, change: impl FnOnce(&mut Shape)) {
        if let Some(shape) = self.shapes.get_mut(shape) {
            change(shape);
        }
    }

    fn say(&mut self, order: (u32, u8), code: &'static str, range: std::ops::Range<u32>, message: &str) {
        self.found.push((order, Fault { code, range, message: message.to_owned(), version: false }));
    }

    /// The last step of a path, or the shape itself.
    fn step_of(&self, shape: ShapeId) -> ShapeId {
        match self.get(shape) {
            Some(path) if path.kind == ShapeKind::Path => path.steps.last().copied().unwrap_or(shape),
            _ => shape,
        }
    }

    fn shape(&mut self, id: ExprId) -> ShapeId {
        let Some(node) = self.ast.get(id) else { return 0 };
        let operator = node.operator.clone().unwrap_or_else(|| node.range.clone());
        match &node.kind {
            NodeKind::Missing => {
                let message = "the expression ends before it is complete";
                let message = if self.ast.nodes.len() == 1 { "there is no expression" } else { message };
                self.say((id.0, 0), "S0207", node.range.clone(), message);
                self.add(ShapeKind::Other, id)
            }
            NodeKind::Name(_) => {
                let step = self.add(ShapeKind::Name, id);
                let path = self.add(ShapeKind::Path, id);
                self.edit(path, |it| it.steps.push(step));
                path
            }
            NodeKind::String(_) => self.add(ShapeKind::String, id),
            NodeKind::Number(_) => self.add(ShapeKind::Number, id),
            NodeKind::Boolean(_) | NodeKind::Null => self.add(ShapeKind::Value, id),
            NodeKind::Wildcard => self.add(ShapeKind::Wildcard, id),
            NodeKind::Parent => {
                self.levels.push(Slot { level: 1, node: id });
                self.add(ShapeKind::Parent(self.levels.len() - 1), id)
            }
            NodeKind::KeepArray(inner) => self.of(*inner),
            NodeKind::Negate(inner) if self.kind(self.of(*inner)) == ShapeKind::Number => self.of(*inner),
            NodeKind::Block(items) => {
                let last = items.last().map(|item| self.of(*item));
                let block = self.add(ShapeKind::Block(last), id);
                for item in items {
                    self.push_ancestry(block, self.of(*item));
                }
                block
            }
            NodeKind::Path { left, right } => self.path(id, *left, *right),
            NodeKind::Filter { input, predicate } => {
                let result = self.of(*input);
                let is_path = self.kind(result) == ShapeKind::Path;
                let step = self.step_of(result);
                if self.get(step).is_some_and(|it| it.group) {
                    self.say((input.0, 1), "S0209", operator, "a filter cannot follow a grouping");
                }
                self.edit(step, |it| if is_path { it.stages = true } else { it.predicate = true });
                self.ancestry_of_filter(id, step, self.of(*predicate));
                result
            }
            NodeKind::Group { input, .. } => {
                let result = self.of(*input);
                if self.get(result).is_some_and(|it| it.group) {
                    self.say((input.0, 1), "S0210", operator, "a step can have only one grouping");
                }
                self.edit(result, |it| it.group = true);
                result
            }
            NodeKind::Sort { input, terms } => {
                let path = self.as_path(self.of(*input), *input);
                let step = self.add(ShapeKind::Sort, id);
                for term in terms {
                    self.push_ancestry(step, self.of(term.expression));
                }
                self.edit(path, |it| it.steps.push(step));
                self.resolve(id, path);
                path
            }
            NodeKind::Focus { input, .. } => {
                let result = self.of(*input);
                let step = self.step_of(result);
                if self.get(step).is_some_and(|it| it.stages || it.predicate) {
                    self.say((id.0, 0), "S0215", operator, "`@` has to stand before the filters of a step");
                } else if self.kind(step) == ShapeKind::Sort {
                    self.say((id.0, 0), "S0216", operator, "`@` has to stand before the order-by of a step");
                }
                self.edit(step, |it| it.focus = true);
                result
            }
            NodeKind::Position { input, .. } => {
                let result = self.of(*input);
                if self.kind(result) != ShapeKind::Path {
                    self.edit(result, |it| it.stages |= std::mem::take(&mut it.predicate));
                }
                self.as_path(result, *input)
            }
            kind => {
                let other = self.add(ShapeKind::Other, id);
                self.gather(other, kind);
                other
            }
        }
    }

    /// Which of its parts' `%` a node hands on. A function's body, a transform and `~>` keep theirs.
    fn gather(&mut self, shape: ShapeId, kind: &NodeKind) {
        match kind {
            NodeKind::Lambda { .. } | NodeKind::Transform { .. } | NodeKind::Apply { .. } => {}
            NodeKind::Call { arguments, .. } => {
                for argument in arguments {
                    self.push_ancestry(shape, self.of(*argument));
                }
            }
            kind => kind.for_each_child(|child| self.push_ancestry(shape, self.of(child))),
        }
    }

    fn as_path(&mut self, shape: ShapeId, node: ExprId) -> ShapeId {
        if self.kind(shape) == ShapeKind::Path {
            return shape;
        }
        let path = self.add(ShapeKind::Path, node);
        self.edit(path, |it| it.steps.push(shape));
        path
    }

    fn path(&mut self, id: ExprId, left: ExprId, right: ExprId) -> ShapeId {
        let first = self.of(left);
        let path = self.as_path(first, left);
        if let ShapeKind::Parent(slot) = self.kind(first) {
            self.edit(path, |it| it.seeking = Some(vec![slot]));
        }
        let rest = self.of(right);
        if self.kind(rest) == ShapeKind::Path {
            let steps = self.shapes.get_mut(rest).map(|it| std::mem::take(&mut it.steps)).unwrap_or_default();
            self.edit(path, |it| it.steps.extend(steps));
        } else {
            self.edit(rest, |it| it.stages |= std::mem::take(&mut it.predicate));
            self.edit(path, |it| it.steps.push(rest));
        }
        self.check_steps(id, path);
        self.resolve(id, path);
        path
    }

    /// A string is a quoted name as a step; numbers and the other literals are nothing.
    fn check_steps(&mut self, id: ExprId, path: ShapeId) {
        let Some(shape) = self.get(path) else { return };
        let fresh: Vec<ShapeId> = shape.steps.iter().copied().skip(shape.checked).collect();
        let length = shape.steps.len();
        self.edit(path, |it| it.checked = length);
        let mut said = false;
        for step in fresh {
            match self.kind(step) {
                ShapeKind::Number | ShapeKind::Value if !said => {
                    said = true;
                    let range = self.get(step).map(|it| self.ast.range(it.node)).unwrap_or_default();
                    self.say((id.0, 0), "S0213", range, "this literal cannot be a step of a path");
                }
                ShapeKind::String => self.edit(step, |it| it.kind = ShapeKind::Name),
                _ => {}
            }
        }
    }

    fn push_ancestry(&mut self, into: ShapeId, from: ShapeId) {
        let Some(source) = self.shapes.get_mut(from) else { return };
        let mut slots = source.seeking.take();
        if let ShapeKind::Parent(slot) = source.kind {
            slots.get_or_insert_default().push(slot);
        }
        let Some(slots) = slots else { return };
        self.edit(into, |it| match &mut it.seeking {
            Some(seeking) => seeking.extend(slots),
            // Moved, not copied: a long chain hands its list on at each operator.
            none => *none = Some(slots),
        });
    }

    fn ancestry_of_filter(&mut self, id: ExprId, step: ShapeId, predicate: ShapeId) {
        let Some(slots) = self.get(predicate).and_then(|it| it.seeking.clone()) else { return };
        for slot in slots {
            match self.levels.get_mut(slot) {
                Some(it) if it.level == 1 => self.seek(id, step, slot),
                Some(it) => it.level -= 1,
                None => {}
            }
        }
        self.push_ancestry(step, predicate);
    }

    /// Looks for the ancestors that the last step's `%` mean, backwards along the path.
    fn resolve(&mut self, id: ExprId, path: ShapeId) {
        let steps = self.get(path).map(|it| it.steps.len()).unwrap_or_default();
        let Some(last) = steps.checked_sub(1).and_then(|at| self.step_at(path, at)) else { return };
        let mut slots = self.get(last).and_then(|it| it.seeking.clone()).unwrap_or_default();
        if let ShapeKind::Parent(slot) = self.kind(last) {
            slots.push(slot);
        }
        for slot in slots {
            let mut at = steps - 1;
            while self.levels.get(slot).is_some_and(|it| 0 < it.level) {
                let Some(step) = at.checked_sub(1).and_then(|before| self.step_at(path, before)) else {
                    self.edit(path, |it| it.seeking.get_or_insert_default().push(slot));
                    break;
                };
                at -= 1;
                let mut step = step;
                // Steps in a row that bind the context count as one.
                while self.get(step).is_some_and(|it| it.focus)
                    && let Some(before) = at.checked_sub(1).and_then(|before| self.step_at(path, before))
                    && self.get(before).is_some_and(|it| it.focus)
                {
                    at -= 1;
                    step = before;
                }
                self.seek(id, step, slot);
                if self.budget == 0 {
                    return;
                }
            }
        }
    }

    fn step_at(&self, path: ShapeId, at: usize) -> Option<ShapeId> {
        self.get(path).and_then(|it| it.steps.get(at)).copied()
    }

    /// Lets a `%` climb over a step. Recursion goes down into brackets only, whose depth is bounded.
    fn seek(&mut self, id: ExprId, step: ShapeId, slot: usize) {
        self.budget = self.budget.saturating_sub(1);
        if self.budget == 0 {
            return;
        }
        match self.kind(step) {
            ShapeKind::Name | ShapeKind::Wildcard => self.climb(slot, -1),
            ShapeKind::Parent(_) => self.climb(slot, 1),
            ShapeKind::Block(last) => {
                if let Some(last) = last {
                    self.seek(id, last, slot);
                }
            }
            ShapeKind::Path => {
                let mut at = self.get(step).map(|it| it.steps.len()).unwrap_or_default();
                let mut first = true;
                while 0 < at && (first || self.levels.get(slot).is_some_and(|it| 0 < it.level)) && 0 < self.budget {
                    at -= 1;
                    first = false;
                    if let Some(inner) = self.step_at(step, at) {
                        self.seek(id, inner, slot);
                    }
                }
            }
            _ => {
                self.no_ancestor((id.0, 0), slot);
                // Said once; it is not to be looked for further.
                if let Some(it) = self.levels.get_mut(slot) {
                    it.level = 0;
                }
            }
        }
    }

    fn climb(&mut self, slot: usize, by: i32) {
        if let Some(it) = self.levels.get_mut(slot) {
            it.level += by;
        }
    }

    fn no_ancestor(&mut self, order: (u32, u8), slot: usize) {
        let range = self.levels.get(slot).map(|it| self.ast.range(it.node)).unwrap_or_default();
        self.say(order, "S0217", range, "`%` has no ancestor here, it needs a named step before it");
    }

    fn root(&mut self) {
        let Some(root) = self.ast.root else { return };
        let shape = self.of(root);
        let slot = match self.get(shape) {
            Some(Shape { kind: ShapeKind::Parent(slot), .. }) => Some(*slot),
            Some(Shape { seeking: Some(slots), .. }) => slots.first().copied(),
            _ => None,
        };
        if let Some(slot) = slot
            && 0 < self.budget
        {
            self.no_ancestor((u32::MAX, 1), slot);
        }
    }
}
