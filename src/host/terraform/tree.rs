//! The tree of a Terraform file: its blocks and their attributes, and in them, as they stand, the objects that may be
//! definitions. It does not know which those are.
//!
//! Local values that stand before are what their names are in a definition, as aliases are in YAML; those that stand
//! behind it are not known, since aliases point backwards.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::{Array, Expression, FuncCall, Object, ObjectKey};
use hcl_edit::structure::{Attribute, Block, Body, Structure};
use hcl_edit::template::Element;

use super::comments;
use super::module::local_name;
use super::origin::unwrapped;
use super::text::{HOLE, placeholder};
use crate::syntax::builder::Builder;
use crate::syntax::{self, Fault, Language, NodeId, Style, Tree};

/// Objects of a file, by the offsets at which they start.
pub(super) type Objects<'a> = BTreeMap<usize, &'a Expression>;

/// The tree of a file, and the nodes of some of its objects. Comments find there what they are about; of all other
/// values there is the text alone.
pub(super) fn of(text: &Arc<str>, body: &Body, objects: &Objects<'_>) -> (Tree, Vec<Fault>, BTreeMap<usize, NodeId>) {
    let mut lowering = Lowering {
        builder: Builder::new(Arc::clone(text), Language::Hcl, None),
        objects,
        nodes: BTreeMap::new(),
        locals: BTreeMap::new(),
        expanded: 0,
    };
    for comment in comments::comments(text) {
        lowering.builder.comment(comment);
    }
    let start = body.iter().next().map_or(0, |first| range_of(first).start);
    let root = lowering.builder.open_object(start);
    for structure in body {
        match structure {
            Structure::Attribute(_) => lowering.entry(structure, Values::OfNoInterest),
            Structure::Block(block) => lowering.block(block),
        }
    }
    lowering.builder.close_object(root, text.len());
    let (tree, faults) = lowering.builder.finish();
    (tree, faults, lowering.nodes)
}

fn range_of(structure: &Structure) -> Range<usize> {
    match structure {
        Structure::Attribute(attribute) => attribute.span(),
        Structure::Block(block) => block.span(),
    }
    .unwrap_or_default()
}

/// What a block is called: its kind and its labels, as they are written.
fn head_of(block: &Block) -> Range<usize> {
    let kind = block.ident.span().unwrap_or_default();
    let last = block.labels.last().and_then(hcl_edit::Span::span);
    kind.start..last.map_or(kind.end, |label| label.end)
}

struct Lowering<'a> {
    builder: Builder,
    objects: &'a Objects<'a>,
    nodes: BTreeMap<usize, NodeId>,
    /// The local values so far that are objects or lists, and how many nodes each has with those of others that it names.
    locals: BTreeMap<&'a str, (NodeId, usize)>,
    /// How many nodes all aliases so far stand for.
    expanded: usize,
}

/// How many nodes aliases may stand for in a file; what more of them would be is not known. Definitions that share values stay
/// below, and a tree with so many does not count as one that grows without measure.
const MOST_EXPANDED: usize = 5_000;

/// What the values of a block are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    /// Parts of definitions, maybe.
    Locals,
    OfNoInterest,
}

impl<'a> Lowering<'a> {
    /// A block with its attributes. Blocks inside of it are not taken apart: no definition is in them.
    fn block(&mut self, block: &'a Block) {
        let is_used = block.ident.as_str() == "locals" && !self.objects.is_empty();
        let values = if is_used { Values::Locals } else { Values::OfNoInterest };
        let head = head_of(block);
        let key = self.text(head.clone());
        let open = self.builder.open_object(head.end);
        for structure in &block.body {
            self.entry(structure, values);
        }
        self.builder.close_object(open, block.span().map_or(head.end, |span| span.end));
        self.builder.member(key, open.id);
    }

    /// An attribute, or a block as a whole.
    fn entry(&mut self, structure: &'a Structure, values: Values) {
        let (key, value) = match structure {
            Structure::Attribute(attribute) => {
                let key = self.text(attribute.key.span().unwrap_or_default());
                let range = attribute.value.span().unwrap_or_default();
                let objects = self.objects_in(&range);
                let value = match objects.as_slice() {
                    [] if values == Values::Locals => self.local(attribute),
                    [] => self.text(range),
                    [object] => self.definition(object),
                    objects => {
                        let open = self.builder.open_array(range.start);
                        for object in objects {
                            let item = self.definition(object);
                            self.builder.item(item);
                        }
                        self.builder.close_array(open, range.end);
                        open.id
                    }
                };
                (key, value)
            }
            Structure::Block(block) => {
                let head = head_of(block);
                let end = block.span().map_or(head.end, |span| span.end);
                (self.text(head.clone()), self.text(head.end..end))
            }
        };
        self.builder.member(key, value);
    }

    /// A local value: all of it where it may be a part of a definition.
    fn local(&mut self, attribute: &'a Attribute) -> NodeId {
        let value = unwrapped(&attribute.value);
        if !value.is_object() && !value.is_array() {
            return self.text(attribute.value.span().unwrap_or_default());
        }
        let size = |lowering: &Self| lowering.builder.tree.len() + lowering.expanded;
        let before = size(self);
        let node = self.value(value);
        self.locals.insert(attribute.key.as_str(), (node, size(self) - before));
        node
    }

    /// A local value that its name may stand for here, and its size.
    fn named(&self, name: &str) -> Option<(NodeId, usize)> {
        self.locals.get(name).copied().filter(|&(_, size)| self.expanded + size <= MOST_EXPANDED)
    }

    /// What stands for the name of a local value.
    fn alias(&mut self, range: Range<usize>, name: &str) -> NodeId {
        let Some((local, size)) = self.named(name) else { return self.builder.hole(range) };
        self.expanded += size;
        self.builder.alias(range, local)
    }

    /// The objects that stand in a range, but for those inside of others.
    fn objects_in(&self, range: &Range<usize>) -> Vec<&'a Expression> {
        let mut end = 0;
        let objects = self.objects.range(range.clone()).filter(|(_, object)| {
            let span = object.span().unwrap_or_default();
            let is_outer = end <= span.start;
            end = end.max(span.end);
            is_outer
        });
        objects.map(|(_, object)| *object).collect()
    }

    /// An object that may be a definition.
    fn definition(&mut self, object: &Expression) -> NodeId {
        let node = self.value(object);
        self.nodes.insert(object.span().unwrap_or_default().start, node);
        node
    }

    /// Text whose value is of no interest: its placeholders count for nothing.
    fn text(&mut self, range: Range<usize>) -> NodeId {
        self.builder.verbatim(range.clone(), range, Style::Plain, false)
    }

    /// The parser bounds how deep expressions nest.
    fn value(&mut self, expression: &Expression) -> NodeId {
        let range = expression.span().unwrap_or_default();
        match expression {
            Expression::Null(_) => self.builder.null(range),
            Expression::Bool(value) => self.builder.boolean(range, **value),
            Expression::Number(_) => self.builder.number(range),
            Expression::String(value) => self.string(range, value),
            Expression::Array(array) => self.array(range, array),
            Expression::Object(object) => self.object(range, object),
            Expression::Parenthesis(inner) if is_literal(inner.inner()) => self.value(inner.inner()),
            Expression::StringTemplate(template) => {
                let written = |span: Range<usize>| placeholder(self.builder.tree.slice(span).unwrap_or(HOLE));
                let value = template.iter().map(|element| match element {
                    Element::Literal(literal) => literal.as_str(),
                    Element::Interpolation(interpolation) => interpolation.span().map_or(HOLE, written),
                    Element::Directive(_) => HOLE,
                });
                let value = value.collect::<Vec<_>>().concat();
                self.builder.decoded(range, value, Style::Json)
            }
            _ => match local_name(expression) {
                Some(name) => self.alias(range, name),
                None => self.builder.hole(range),
            },
        }
    }

    /// The states of a scope, which `merge` may put together. Those that are not known leave the scope open.
    fn states(&mut self, expression: &Expression) -> NodeId {
        let Some(call) = as_merge(expression) else { return self.value(expression) };
        let range = expression.span().unwrap_or_default();
        let open = self.builder.open_object(range.start);
        for argument in &call.args {
            self.merged(unwrapped(argument));
        }
        self.builder.close_object(open, range.end);
        open.id
    }

    /// What an argument of `merge` adds to the states: an object, those that a condition chooses from, or what is not known.
    fn merged(&mut self, argument: &Expression) {
        let range = argument.span().unwrap_or_default();
        let is_known = argument.is_object()
            || as_merge(argument).is_some()
            || local_name(argument).is_some_and(|name| self.named(name).is_some());
        match argument {
            _ if is_known => {
                let key = self.builder.missing(range.start);
                let value = self.states(argument);
                self.builder.member(key, value);
            }
            Expression::Conditional(choice) => {
                // Which of the two it is nobody knows.
                let key = self.builder.hole(range.start..range.start);
                let value = self.builder.hole(range.start..range.start);
                self.builder.member(key, value);
                self.merged(unwrapped(&choice.true_expr));
                self.merged(unwrapped(&choice.false_expr));
            }
            _ => {
                let key = self.builder.hole(range.clone());
                let value = self.builder.hole(range);
                self.builder.member(key, value);
            }
        }
    }

    fn string(&mut self, range: Range<usize>, value: &str) -> NodeId {
        let inside = range.start + 1..range.end.saturating_sub(1);
        let is_verbatim = self.builder.tree.slice(inside.clone()) == Some(value);
        if is_verbatim {
            let is_partial = syntax::has_placeholder(value);
            return self.builder.verbatim(range, inside, Style::Json, is_partial);
        }
        self.builder.decoded(range, value.to_owned(), Style::Json)
    }

    fn array(&mut self, range: Range<usize>, array: &Array) -> NodeId {
        let open = self.builder.open_array(range.start);
        for item in array {
            let item = self.value(item);
            self.builder.item(item);
        }
        self.builder.close_array(open, range.end);
        open.id
    }

    fn object(&mut self, range: Range<usize>, object: &Object) -> NodeId {
        let open = self.builder.open_object(range.start);
        for (key, value) in object {
            let key = match key {
                ObjectKey::Ident(name) => {
                    let range = name.span().unwrap_or_default();
                    self.builder.verbatim(range.clone(), range, Style::Plain, false)
                }
                ObjectKey::Expression(expression) => self.value(unwrapped(expression)),
            };
            let is_states = self.builder.tree.text(key) == "States";
            let value = if is_states { self.states(unwrapped(value.expr())) } else { self.value(value.expr()) };
            self.builder.member(key, value);
        }
        self.builder.close_object(open, range.end);
        open.id
    }
}

/// The call of `merge` that an expression is. One whose last argument is a list of objects is none: nothing is known of it.
fn as_merge(expression: &Expression) -> Option<&FuncCall> {
    let Expression::FuncCall(call) = expression else { return None };
    (call.name.name.as_str() == "merge" && !call.args.expand_final()).then_some(&**call)
}

/// Whether brackets around an expression change nothing.
fn is_literal(expression: &Expression) -> bool {
    matches!(
        expression,
        Expression::Null(_)
            | Expression::Bool(_)
            | Expression::Number(_)
            | Expression::String(_)
            | Expression::Array(_)
            | Expression::Object(_)
    )
}
