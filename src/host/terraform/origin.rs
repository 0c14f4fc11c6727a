//! Where a definition comes from: an object, a text, a file of its own, or one of several of these. Nothing is computed; what
//! a function makes of a definition that it does not leave as it is, is none.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, FuncCall, Object, ObjectKey};
use hcl_edit::structure::Block;
use hcl_edit::template::{Element, StringTemplate};

use super::SHARED;
use super::module::{Module, STEPS};
use super::places::{Kind, Place};
use super::text;
use crate::host::{Base, FilePath, Names, Replacer, Substitution, Value};
use crate::syntax::Language;
use crate::text::{Span, offset};

/// Functions that leave a text as it is, but for what means nothing to JSON.
const SAME: [&str; 6] = ["chomp", "nonsensitive", "sensitive", "tostring", "trim", "trimspace"];

/// Functions that choose one of their arguments.
const CHOICES: [&str; 2] = ["coalesce", "try"];

/// Functions that put values together.
const COLLECTIONS: [&str; 5] = ["concat", "flatten", "merge", "tolist", "tomap"];

/// Where a definition comes from.
pub(super) enum Origin<'a> {
    /// An object of the file.
    Object(&'a Expression),
    /// Text in the file.
    Text(&'a Expression, Language),
    File(File),
}

/// A definition of a place.
pub(super) struct Source<'a> {
    pub(super) name: &'a str,
    pub(super) origin: Origin<'a>,
    /// Whether it is no definition unless it looks like one.
    pub(super) is_doubtful: bool,
}

/// A file that holds a definition, and what fills it in.
pub(super) struct File {
    pub(super) path: String,
    pub(super) base: Base,
    pub(super) span: Span,
    pub(super) replacer: Replacer,
    pub(super) names: Option<Names>,
    pub(super) substitutions: Vec<Substitution>,
}

/// The definitions that each place has or chooses from.
pub(super) fn origins<'a>(text: &str, places: &[Place<'a>], module: &Module<'a>) -> Vec<Vec<Source<'a>>> {
    let mut visits = BTreeMap::new();
    let mut of_place = |place: &Place<'a>| {
        let mut search = Search { text, module, kind: place.kind, found: Vec::new(), visits: &mut visits };
        let is_doubtful = !matches!(place.kind, Kind::Declared(_));
        search.value(place.value, At { name: place.name, key: place.key, is_doubtful, steps: STEPS });
        search.found
    };
    places.iter().map(&mut of_place).collect()
}

struct Search<'a, 'b> {
    text: &'b str,
    module: &'b Module<'a>,
    kind: Kind,
    found: Vec<Source<'a>>,
    /// How often each value was looked at by its name, in the whole file: names can stand for each other in any number of ways.
    visits: &'b mut BTreeMap<usize, usize>,
}

/// What is said of a value by what is around it.
#[derive(Clone, Copy)]
struct At<'a> {
    /// What a definition there is called.
    name: &'a str,
    /// The attribute or the member whose value it is.
    key: &'a str,
    is_doubtful: bool,
    /// How many names may still lead on from here.
    steps: usize,
}

impl<'a> Search<'a, '_> {
    fn push(&mut self, at: At<'a>, origin: Origin<'a>) {
        self.found.push(Source { name: at.name, origin, is_doubtful: at.is_doubtful });
    }

    /// What a value stands for, unless that was looked at too often.
    fn followed(&mut self, value: &'a Expression, at: At<'a>) -> Option<(&'a Expression, At<'a>)> {
        let followed = self.module.followed(value);
        if std::ptr::eq(followed, value) {
            return Some((value, at));
        }
        let visits = self.visits.entry(followed.span()?.start).or_default();
        *visits += 1;
        (*visits <= SHARED).then_some((followed, At { steps: at.steps.checked_sub(1)?, ..at }))
    }

    /// A value that is a definition, or has some inside. The parser bounds how deep it nests, and `steps` how far names lead.
    fn value(&mut self, value: &'a Expression, at: At<'a>) {
        let Some((value, at)) = self.followed(value, at) else { return };
        let doubtful = At { is_doubtful: true, ..at };
        if let Some(template) = self.module.template_file(value) {
            if let Some(origin) = filled_in(template, self.module) {
                self.push(at, origin);
            }
            return;
        }
        match value {
            Expression::Conditional(choice) => {
                self.value(&choice.true_expr, doubtful);
                self.value(&choice.false_expr, doubtful);
            }
            Expression::FuncCall(call) => self.call(call, at),
            Expression::ForExpr(repeated) => self.value(&repeated.value_expr, doubtful),
            Expression::Array(array) => self.parts(array.iter(), doubtful),
            Expression::Object(object) if !is_definition(object) => self.members(object, doubtful),
            Expression::Object(_) if self.is_whole(at) => self.push(doubtful, Origin::Object(value)),
            _ if self.may_be_text(value, at) => self.push(at, Origin::Text(value, Language::Json)),
            _ => {}
        }
    }

    /// Values that are parts of another one. An object with states among them is not a definition but a branch, or is changed.
    fn parts(&mut self, parts: impl Iterator<Item = &'a Expression>, at: At<'a>) {
        for part in parts {
            if !matches!(self.module.followed(part), Expression::Object(object) if is_definition(object)) {
                self.value(part, at);
            }
        }
    }

    fn members(&mut self, object: &'a Object, at: At<'a>) {
        for (key, value) in object {
            let Some((key, _)) = name_of(key) else { continue };
            // `orders = { definition = … }` is the definition of the orders.
            let name = if says_definition(key) { at.name } else { key };
            self.value(value.expr(), At { name, key, ..at });
        }
    }

    /// Whether an object with states that is nobody's text yet is a definition. Elsewhere it may be a branch, whose language is
    /// that of what it becomes a part of.
    fn is_whole(&self, at: At<'_>) -> bool {
        self.kind == Kind::Input && says_definition(at.key)
    }

    /// Whether a value is a text, and a definition by the look of it if nobody says so.
    fn may_be_text(&self, value: &Expression, at: At<'_>) -> bool {
        let has_states = |text: &str| text.contains("StartAt") && text.contains("States");
        let is_likely = || value.span().and_then(|span| self.text.get(span)).is_some_and(has_states);
        text::is_text(value) && (!at.is_doubtful || is_likely())
    }

    fn call(&mut self, call: &'a FuncCall, at: At<'a>) {
        let Some(first) = call.args.get(0) else { return };
        let doubtful = At { is_doubtful: true, ..at };
        match call.name.name.as_str() {
            "jsonencode" => self.encoded(first, at),
            "file" => {
                let file = file(self.module.followed(first), Replacer::Nothing, Some(Names::default()), Vec::new());
                self.file(file, at);
            }
            "templatefile" => self.file(template_file(call, self.module), at),
            "replace" if self.leaves_as_is(call) => self.value(first, at),
            function if SAME.contains(&function) => self.value(first, at),
            function if CHOICES.contains(&function) => call.args.iter().for_each(|one| self.value(one, doubtful)),
            function if COLLECTIONS.contains(&function) => self.parts(call.args.iter(), doubtful),
            _ => {}
        }
    }

    /// What `jsonencode` makes a text of.
    fn encoded(&mut self, argument: &'a Expression, at: At<'a>) {
        let Some((argument, at)) = self.followed(argument, at) else { return };
        match argument {
            Expression::Object(object) if !at.is_doubtful || is_definition(object) => {
                self.push(at, Origin::Object(argument));
            }
            Expression::Conditional(choice) => {
                let doubtful = At { is_doubtful: true, ..at };
                self.encoded(&choice.true_expr, doubtful);
                self.encoded(&choice.false_expr, doubtful);
            }
            Expression::FuncCall(call) => {
                let language = match call.name.name.as_str() {
                    "yamldecode" => Language::Yaml,
                    "jsondecode" => Language::Json,
                    _ => return,
                };
                let Some(inner) = call.args.get(0).map(|inner| self.module.followed(inner)) else { return };
                match inner {
                    Expression::FuncCall(call) => self.call_of_file(call, at),
                    Expression::Traversal(_) => self.value(inner, at),
                    _ if self.may_be_text(inner, at) => self.push(at, Origin::Text(inner, language)),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// A file in `yamldecode(file(path))` and the like, which `jsonencode` around it writes again.
    fn call_of_file(&mut self, call: &'a FuncCall, at: At<'a>) {
        if ["file", "templatefile"].contains(&call.name.name.as_str()) {
            self.call(call, at);
        }
    }

    fn file(&mut self, file: Option<File>, at: At<'a>) {
        // What a file is of which nobody says that it is a definition can be told by its name alone.
        let is_taken = |file: &File| match self.kind {
            Kind::Declared(_) => true,
            Kind::Input | Kind::Other => FilePath(file.path.clone()).is_definition(),
        };
        if let Some(file) = file.filter(is_taken) {
            self.push(at, Origin::File(file));
        }
    }

    /// Whether what `replace` looks for is not in the text that is written here: `jsonencode` writes `<` as `\u003c`, which
    /// many undo.
    fn leaves_as_is(&self, call: &FuncCall) -> bool {
        let Some(Expression::String(wanted)) = call.args.get(1) else { return false };
        let subject = call.args.get(0).and_then(|subject| self.text.get(self.module.followed(subject).span()?));
        let is_pattern = wanted.len() > 1 && wanted.starts_with('/') && wanted.ends_with('/');
        !is_pattern && subject.is_some_and(|subject| !subject.contains(wanted.trim_matches('"')))
    }
}

/// Whether a name says that its value is the definition of a state machine.
fn says_definition(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["definition", "machine", "workflow"].iter().any(|word| name.contains(word))
}

/// Whether an object looks like a definition.
fn is_definition(object: &Object) -> bool {
    let has = |name: &str| object.iter().any(|(key, _)| name_of(key).is_some_and(|(key, _)| key == name));
    has("StartAt") && has("States")
}

/// The file of a `templatefile`, and what fills it in.
fn template_file(call: &FuncCall, module: &Module<'_>) -> Option<File> {
    let (path, values) = (call.args.get(0)?, call.args.get(1)?);
    let names = variables(module.followed(values));
    // Values that stand elsewhere may be there for others, too.
    file(module.followed(path), Replacer::Template, names, substitutions(values))
}

/// The definition that a `template_file` makes of a file, or of a heredoc.
fn filled_in<'a>(data: &'a Block, module: &Module<'a>) -> Option<Origin<'a>> {
    let template = module.followed(&data.body.get_attribute("template")?.value);
    if let Expression::HeredocTemplate(_) = template {
        return Some(Origin::Text(template, Language::Json));
    }
    let path = module.followed(call_of(template, &["file"])?.args.get(0)?);
    let (names, substitutions) = match (data.body.get_attribute("vars"), data.body.get_blocks("vars").next()) {
        (Some(values), _) => (variables(module.followed(&values.value)), substitutions(&values.value)),
        (None, Some(values)) => {
            let keys = values.body.attributes().filter_map(|value| Some((value.key.as_str(), value.key.span()?)));
            let found: Vec<Substitution> = keys.map(|(name, at)| substitution(name.to_owned(), &at)).collect();
            let names = found.iter().map(|value| (value.name.clone(), Value::Other)).collect();
            (Some(Arc::new(names)), found)
        }
        (None, None) => (Some(Names::default()), Vec::new()),
    };
    file(path, Replacer::Template, names, substitutions).map(Origin::File)
}

/// The call that an expression is, of one of some functions.
fn call_of<'a>(expression: &'a Expression, names: &[&str]) -> Option<&'a FuncCall> {
    let Expression::FuncCall(call) = expression else { return None };
    names.contains(&call.name.name.as_str()).then_some(&**call)
}

/// The file at a path, unless the path is computed.
fn file(path: &Expression, replacer: Replacer, names: Option<Names>, substitutions: Vec<Substitution>) -> Option<File> {
    let at = path.span()?;
    let (path, base) = match path {
        Expression::String(text) => (text.as_str().to_owned(), Base::Elsewhere),
        Expression::StringTemplate(template) => (in_module(template)?, Base::Host),
        _ => return None,
    };
    let span = Span::new(offset(at.start) + 1, offset(at.end).saturating_sub(1));
    Some(File { path, base, span, replacer, names, substitutions })
}

/// The path behind `${path.module}/`, the directory of the file itself.
fn in_module(template: &StringTemplate) -> Option<String> {
    let mut elements = template.iter();
    let (Some(Element::Interpolation(base)), Some(Element::Literal(rest)), None) =
        (elements.next(), elements.next(), elements.next())
    else {
        return None;
    };
    let is_module = base.expr.to_string().trim() == "path.module";
    rest.strip_prefix('/').filter(|_| is_module).map(str::to_owned)
}

/// The names of an object's members; `None` where some are computed.
fn variables(expression: &Expression) -> Option<Names> {
    let Expression::Object(object) = expression else { return None };
    let names = object.iter().map(|(key, _)| Some((name_of(key)?.0.to_owned(), Value::Other)));
    names.collect::<Option<_>>().map(Arc::new)
}

/// The names of an object's members, with their places.
fn substitutions(expression: &Expression) -> Vec<Substitution> {
    let Expression::Object(object) = unwrapped(expression) else { return Vec::new() };
    let names = object.iter().filter_map(|(key, _)| name_of(key));
    names.map(|(name, at)| substitution(name.to_owned(), &at)).collect()
}

fn substitution(name: String, at: &Range<usize>) -> Substitution {
    Substitution { name, span: Span::new(offset(at.start), offset(at.end)) }
}

/// The text of a key and where it stands, unless it is computed.
fn name_of(key: &ObjectKey) -> Option<(&str, Range<usize>)> {
    match key {
        ObjectKey::Ident(name) => Some((name.as_str(), name.span()?)),
        ObjectKey::Expression(Expression::String(name)) => {
            let quoted = name.span()?;
            Some((name.as_str(), quoted.start + 1..quoted.end.saturating_sub(1)))
        }
        ObjectKey::Expression(_) => None,
    }
}

/// What stands inside brackets.
pub(super) fn unwrapped(mut expression: &Expression) -> &Expression {
    while let Expression::Parenthesis(inner) = expression {
        expression = inner.inner();
    }
    expression
}
