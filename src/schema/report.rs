//! From a schema's errors to findings in a person's words.
//!
//! A schema may name the rule that owns a fault (`x-rule`); otherwise the keyword decides. Faults at values that are
//! not known before deployment are dropped.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::{Location, LocationSegment};
use jsonschema::{JsonType, ValidationError};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use super::fields::{Owner, ValueKind, fields};
use crate::asl::{QueryLanguage, StateType, nearest};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::edit;
use crate::syntax::{Kind, Member, NodeId, Tree};

/// Specific rules that own a wrong JSON type too; all others leave it to `wrong-type`.
const OWN_TYPE_FAULTS: [&str; 6] = [
    "assign-not-object",
    "arguments-type",
    "choice-condition-type",
    "error-equals-not-string",
    "choice-not-array",
    "choice-operand-type",
];

/// A state that is validated.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub name: &'a str,
    pub node: NodeId,
    /// The innermost Map or Parallel state around it which says JSONata for itself.
    pub container: Option<&'a str>,
}

/// Adds the findings that a schema's errors at `start`, a state or the definition's root, amount to.
pub(super) fn diagnostics<'a>(
    tree: &Tree,
    root: NodeId,
    start: NodeId,
    around: Option<Around<'_>>,
    errors: impl Iterator<Item = ValidationError<'a>>,
    found: &mut Vec<Diagnostic>,
) {
    let errors: Vec<ValidationError<'a>> = errors.collect();
    if errors.is_empty() {
        return;
    }
    // A fraction below the minimum breaks two keywords; the type says it better.
    let mistyped: FxHashSet<&str> = errors
        .iter()
        .filter(|error| matches!(error.kind(), ValidationErrorKind::Type { .. }))
        .map(|error| error.instance_path().as_str())
        .collect();
    let mut missing: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for error in &errors {
        if let ValidationErrorKind::Required { property } = error.kind() {
            missing.entry(error.instance_path().as_str()).or_default().push(property.as_str().unwrap_or(""));
        }
    }
    let mut surprised = false;
    for error in &errors {
        let Some(place) = Place::of(tree, root, start, around, error.instance_path()) else { continue };
        let source = Source::of(error);
        let is_type = matches!(error.kind(), ValidationErrorKind::Type { .. });
        if !is_type && mistyped.contains(error.instance_path().as_str()) {
            continue;
        }
        let mut reporter = Reporter { tree, root, place, source, surprised: &mut surprised, found };
        if let ValidationErrorKind::Required { .. } = error.kind() {
            // What one object lacks is one fault.
            let names = missing.remove(error.instance_path().as_str()).unwrap_or_default();
            reporter.missing_fields(names);
        } else {
            reporter.report(error.kind());
        }
    }
}

/// The value at fault and what it belongs to.
struct Place {
    node: NodeId,
    /// Name of the field or index that led here.
    field: Option<String>,
    /// The state it is in.
    state: Option<String>,
    state_node: Option<NodeId>,
    /// Whether the language of that state is written in full: neither a placeholder nor a name that is none.
    knows_language: bool,
    /// The innermost Map or Parallel state around that state which says JSONata for itself.
    jsonata_container: Option<String>,
}

impl Place {
    /// `None` when the value, or one around it, is not known before deployment.
    fn of(tree: &Tree, root: NodeId, start: NodeId, around: Option<Around<'_>>, path: &Location) -> Option<Self> {
        let mut place = Self {
            node: start,
            field: around.map(|state| state.name.to_owned()),
            state: around.map(|state| state.name.to_owned()),
            state_node: around.map(|state| state.node),
            knows_language: says_language(tree, root) != Said::Unclear,
            jsonata_container: around.and_then(|state| state.container).map(str::to_owned),
        };
        for segment in path {
            if tree.is_opaque(place.node) {
                return None;
            }
            match segment {
                LocationSegment::Property(name) => {
                    place.node = tree.get(place.node, &name)?;
                    place.field = Some(name.into_owned());
                }
                LocationSegment::Index(index) => place.node = tree.items(place.node).nth(index)?,
            }
        }
        if let Some(state) = place.state_node {
            match says_language(tree, state) {
                Said::Unclear => place.knows_language = false,
                Said::JsonPath | Said::Jsonata => {
                    place.knows_language = true;
                    place.jsonata_container = None;
                }
                Said::Nothing => {}
            }
        }
        (!tree.is_opaque(place.node)).then_some(place)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    JsonPath,
    Jsonata,
    /// A placeholder, or no name of a language.
    Unclear,
}

/// What the `QueryLanguage` of a machine or state says. A name in the wrong case is no name, and under a misspelt key
/// there is none: the schema takes a state with it for one without, and what it finds would only repeat that fault.
fn says_language(tree: &Tree, object: NodeId) -> Said {
    let Some(value) = tree.get(object, "QueryLanguage") else {
        let meant = misspelt(tree, object, "QueryLanguage").is_some();
        return if meant { Said::Unclear } else { Said::Nothing };
    };
    match tree.known(value).and_then(QueryLanguage::from_name) {
        Some(QueryLanguage::JsonPath) => Said::JsonPath,
        Some(QueryLanguage::Jsonata) => Said::Jsonata,
        None => Said::Unclear,
    }
}

/// The schema that found the fault.
struct Source {
    owner: Option<(Owner, Option<QueryLanguage>)>,
    schema: Option<&'static Value>,
}

impl Source {
    fn of(error: &ValidationError<'_>) -> Self {
        let location = error.absolute_keyword_location().map_or("", |location| location.as_str());
        let (file, pointer) = location.split_once('#').unwrap_or((location, ""));
        if !file.ends_with("states.json") {
            return Self { owner: None, schema: None };
        }
        let pointer = pointer.replace("%24", "$");
        let schema = pointer.rsplit_once('/').and_then(|(schema, _)| super::at(schema));
        let owner = pointer.split('/').nth(2).and_then(Owner::from_definition);
        Self { owner, schema }
    }

    fn rule(&self) -> Option<&'static str> {
        self.schema?.get("x-rule")?.as_str()
    }
}

struct Reporter<'a> {
    tree: &'a Tree,
    root: NodeId,
    place: Place,
    source: Source,
    /// Whether `inner-state-language-surprise` has been reported of the state.
    surprised: &'a mut bool,
    found: &'a mut Vec<Diagnostic>,
}

impl Reporter<'_> {
    fn report(&mut self, kind: &ValidationErrorKind) {
        match kind {
            ValidationErrorKind::AdditionalProperties { unexpected } => self.unexpected_fields(unexpected),
            ValidationErrorKind::Type { kind } => self.wrong_type(kind),
            ValidationErrorKind::Pattern { .. } => self.no_expression(),
            ValidationErrorKind::Enum { options } => self.not_in_enum(options),
            ValidationErrorKind::Minimum { limit } => self.out_of_range(limit, "at least"),
            ValidationErrorKind::Maximum { limit } => self.out_of_range(limit, "at most"),
            ValidationErrorKind::MinItems { .. } | ValidationErrorKind::MinProperties { .. } => self.empty(),
            // The schemas use no other keyword that fails.
            _ => {}
        }
    }

    fn add(&mut self, rule: &'static str, node: NodeId, message: String) -> &mut Diagnostic {
        self.found.push(Diagnostic::at(rule, self.tree, self.root, node, message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// "`Field` of state `Name`", or what comes nearest to it.
    fn subject(&self) -> String {
        let field = self.place.field.as_deref().unwrap_or("the definition");
        match &self.place.state {
            Some(state) if state == field => format!("state `{state}`"),
            Some(state) => format!("`{field}` of state `{state}`"),
            None if self.place.field.is_none() => field.to_owned(),
            None => format!("`{field}`"),
        }
    }

    /// What the object at fault is, with the state it belongs to.
    fn object(&self) -> String {
        let owner = self.source.owner.map(|(owner, _)| owner);
        match (&self.place.state, owner) {
            (Some(state), Some(Owner::State(_)) | None) => format!("state `{state}`"),
            (Some(state), Some(owner)) => format!("{} of state `{state}`", owner.noun()),
            (None, _) => "the state machine".to_owned(),
        }
    }

    fn unexpected_fields(&mut self, names: &[String]) {
        let object = self.place.node;
        let before = self.found.len();
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
            self.unexpected_field(name, member);
        }
    }

    fn unexpected_field(&mut self, name: &str, member: Member) {
        let (owner, language) = self.source.owner.unwrap_or((Owner::Machine, None));
        let language = language.unwrap_or_default();
        let knows = |owner, language| fields(owner, language).iter().any(|field| field.name == name);
        let where_ = self.object();
        let remove = edit::remove_member(self.tree, self.place.node, member.key);
        let (rule, message, help) = if knows(owner, language.other()) {
            if !self.place.knows_language {
                return;
            }
            if language == QueryLanguage::JsonPath && self.surprise(member.value, self.tree.span(member.key)) {
                return;
            }
            let rule = match owner {
                Owner::State(StateType::Pass) if name == "Result" => "result-on-jsonata-pass",
                Owner::ChoiceRule => "choice-mixed-language-rule",
                _ => "field-not-for-query-language",
            };
            let message =
                format!("`{name}` is a {} field, but {where_} uses {}", language.other().name(), language.name());
            (rule, message, Some(language_help(owner, name, language)))
        } else if let Owner::State(kind) = owner
            && matches!(name, "Next" | "End")
            && !kind.takes_next()
        {
            let help = if kind == StateType::Choice {
                "a Choice state goes on by its rules and `Default`"
            } else {
                "the execution ends in this state"
            };
            let message = format!("{where_} is a {} state, which has no `{name}`", kind.name());
            ("next-on-terminal", message, Some(help.to_owned()))
        } else if let Owner::State(kind) = owner
            && let Some(others) = types_with(name)
        {
            let message = format!("{where_} is a {} state, which has no `{name}`", kind.name());
            ("field-not-for-state-type", message, Some(format!("`{name}` is a field of {others}")))
        } else {
            match (owner, name) {
                (Owner::Branch | Owner::Processor, "QueryLanguage") => (
                    "query-language-misplaced",
                    format!("`QueryLanguage` is not allowed in {where_}"),
                    Some("say it in each inner state; they take the root's language, not their container's".to_owned()),
                ),
                (Owner::Branch | Owner::Processor, "Version" | "TimeoutSeconds") => (
                    "nested-root-field",
                    format!("`{name}` belongs to the root of the definition, not to {where_}"),
                    None,
                ),
                (Owner::Branch | Owner::Machine, "ProcessorConfig") => (
                    "processor-config-misplaced",
                    "`ProcessorConfig` belongs into a Map state's `ItemProcessor`".to_owned(),
                    None,
                ),
                (Owner::NestedChoiceRule, "Next" | "Assign" | "Output") => (
                    "choice-nested-next",
                    format!("`{name}` stands in {where_}"),
                    Some("only the outermost rule has it".to_owned()),
                ),
                _ => return self.unknown_field(owner, language, name, member),
            }
        };
        let diagnostic = self.add(rule, member.value, message);
        let span = diagnostic.span;
        diagnostic.help = help;
        diagnostic.discriminator(name);
        let key = self.tree.span(member.key);
        if let Some(last) = self.found.last_mut() {
            debug_assert_eq!(last.span, span);
            last.span(key);
            let applicability = match rule {
                "next-on-terminal" | "choice-nested-next" | "query-language-misplaced" => Applicability::Safe,
                _ => Applicability::Unsafe,
            };
            if rule == "result-on-jsonata-pass" {
                last.fix(
                    "rename `Result` to `Output`",
                    Applicability::Safe,
                    edit::rename_key(self.tree, member.key, "Output"),
                );
            } else if rule != "field-not-for-query-language" && rule != "choice-mixed-language-rule" {
                last.fix(format!("remove `{name}`"), applicability, remove);
            }
        }
    }

    /// Whether the state at fault is a JSONata one, by its own word or the machine's.
    fn is_jsonata(&self) -> bool {
        match self.place.state_node.map_or(Said::Nothing, |state| says_language(self.tree, state)) {
            Said::Nothing => says_language(self.tree, self.tree.resolve(self.root)) == Said::Jsonata,
            own => own == Said::Jsonata,
        }
    }

    /// A state inside a JSONata Map or Parallel state of a `JSONPath` machine takes the machine's language. What it says
    /// in JSONata is one fault of the state, whatever the number of fields.
    fn surprise(&mut self, node: NodeId, span: crate::text::Span) -> bool {
        let place = &self.place;
        let (Some(container), Some(state), Some(name)) = (&place.jsonata_container, place.state_node, &place.state)
        else {
            return false;
        };
        if self.is_jsonata() {
            return false;
        }
        if std::mem::replace(self.surprised, true) {
            return true;
        }
        let message = format!("state `{name}` uses JSONata, which only the state `{container}` around it has chosen");
        let kind = self.tree.member(state, "Type").map(|kind| kind.key);
        let edits = kind.and_then(|kind| edit::insert_member(self.tree, state, kind, "QueryLanguage", "\"JSONata\""));
        let name = name.clone();
        self.add("inner-state-language-surprise", node, message)
            .span(span)
            .help(format!(
                "inner states take the machine's language, here JSONPath: set `\"QueryLanguage\": \"JSONata\"` in `{name}` too"
            ))
            .fix("set `QueryLanguage` in the inner state", Applicability::Unsafe, edits);
        true
    }

    fn unknown_field(&mut self, owner: Owner, language: QueryLanguage, name: &str, member: Member) {
        let present = |field: &str| self.tree.get(self.place.node, field).is_some();
        let candidates = fields(owner, language).iter().map(|field| field.name).filter(|field| !present(field));
        let suggestion = nearest(name, candidates);
        let sure = suggestion.is_some_and(|suggestion| {
            suggestion.eq_ignore_ascii_case(name) || (6 <= name.len() && strsim::osa_distance(suggestion, name) <= 2)
        });
        let elsewhere = Owner::all().find(|&other| {
            other != owner && fields(other, language).iter().any(|field| field.name == name && field.name != "Type")
        });
        let message = format!("unknown field `{name}` in {}", self.object());
        let key = self.tree.span(member.key);
        let rename = suggestion.and_then(|suggestion| edit::rename_key(self.tree, member.key, suggestion));
        let diagnostic = self.add("unknown-field", member.value, message);
        diagnostic.span(key).discriminator(name);
        match (suggestion, elsewhere) {
            (Some(suggestion), _) => {
                let applicability = if sure { Applicability::Safe } else { Applicability::Unsafe };
                diagnostic.help(format!("did you mean `{suggestion}`?")).fix(
                    format!("rename it to `{suggestion}`"),
                    applicability,
                    rename,
                );
            }
            (None, Some(Owner::State(kind))) => {
                diagnostic.help(format!("`{name}` is a field of a {} state", kind.name()));
            }
            (None, Some(other)) => {
                diagnostic.help(format!("`{name}` is a field of {}", other.noun()));
            }
            (None, None) => {
                diagnostic.help("AWS refuses fields it does not know; notes go into `Comment`");
            }
        }
    }

    fn missing_fields(&mut self, mut names: Vec<&str>) {
        let tree = self.tree;
        let object = self.place.node;
        // A rule in the other language, whose fields are reported, lacks nothing else.
        let is_other = |member: &Member| {
            let key = tree.text(member.key);
            key == "Variable" || crate::asl::comparator(key).is_some() || matches!(key, "And" | "Or" | "Not")
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
        let table = self.source.owner.map(|(owner, language)| fields(owner, language.unwrap_or_default()));
        let docs = |name: &&str| table?.iter().find(|field| field.name == *name).map(|field| (field.name, &field.docs));
        // The first sentence says what the field is.
        let says = |docs: &str| docs.split(". ").next().unwrap_or("").trim_end_matches('.').to_owned();
        let help: Vec<String> =
            names.iter().filter_map(docs).map(|(name, docs)| format!("`{name}`: {}", says(docs))).collect();
        let diagnostic = self.add("missing-field", object, message);
        diagnostic.span(spot).discriminator(names.join(","));
        diagnostic.help = (!help.is_empty()).then(|| help.join("; "));
    }

    fn wrong_type(&mut self, expected: &TypeKind) {
        let node = self.place.node;
        if self.tree.is_incomplete(node) {
            return;
        }
        let wants = |kind| match expected {
            TypeKind::Single(single) => *single == kind,
            TypeKind::Multiple(set) => set.contains(kind),
        };
        let expression = self.tree.string(node).is_some_and(|text| text.raw().starts_with("{%"));
        if expression && (!self.place.knows_language || self.surprise(node, self.tree.span(node))) {
            return;
        }
        let own = self.source.rule().filter(|rule| OWN_TYPE_FAULTS.contains(rule));
        if own.is_none()
            && self.tree.kind(node) == Kind::Null
            && self.place.field.as_deref().is_some_and(|field| field.ends_with("Path"))
        {
            self.null_path();
            return;
        }
        let subject = self.subject();
        if self.tree.kind(node) == Kind::Number && wants(JsonType::Integer) {
            let message = format!("{subject} has to be a whole number, not {}", self.tree.text(node));
            self.add("not-an-integer", node, message);
            return;
        }
        let takes_expression = self.source.schema.is_some_and(|schema| schema.get("pattern").is_some());
        let expected = expected_words(&wants, takes_expression);
        let message = format!("{subject} has to be {expected}, not {}", noun(self.tree, node));
        let retype = self.retyped(node, &wants);
        let is_jsonata = self.is_jsonata();
        let diagnostic = self.add(own.unwrap_or("wrong-type"), node, message);
        if let Some((title, edits)) = retype {
            diagnostic.fix(title, Applicability::Safe, Some(edits));
        } else if expression && !is_jsonata {
            diagnostic.help("expressions stand in states whose `QueryLanguage` is `JSONata`");
        }
    }

    /// Null in a path field that, unlike `InputPath` and its like, has no meaning for it.
    fn null_path(&mut self) {
        let node = self.place.node;
        let tree = self.tree;
        // A Wait state needs one of these.
        let needed = matches!(self.place.field.as_deref(), Some("SecondsPath" | "TimestampPath"));
        let remove = tree.parent(node).filter(|_| !needed).and_then(|object| {
            let member = tree.own_members(object).iter().find(|member| member.value == node)?;
            edit::remove_member(tree, object, member.key)
        });
        let message = format!("{} is null, which means nothing there", self.subject());
        self.add("path-field-null", node, message).fix("remove it", Applicability::Unsafe, remove);
    }

    /// `"3"` for 3, `"true"` for true, `3` for "3": the value is plain, only its quotes are off.
    fn retyped(
        &self,
        node: NodeId,
        wants: &impl Fn(JsonType) -> bool,
    ) -> Option<(&'static str, Vec<crate::diagnostic::Edit>)> {
        let text = self.tree.text(node);
        match self.tree.kind(node) {
            Kind::String => {
                let number = crate::syntax::scalar::is_json_number(text);
                let integer = number && !text.contains(['.', 'e', 'E']);
                let fits = (wants(JsonType::Boolean) && matches!(text, "true" | "false"))
                    || (wants(JsonType::Number) && number)
                    || (wants(JsonType::Integer) && integer);
                if !fits {
                    return None;
                }
                Some(("remove the quotes", edit::replace(self.tree, node, text)?))
            }
            // In quotes a number is no path either.
            Kind::Number | Kind::Bool(_) if wants(JsonType::String) && !self.is_path() => {
                Some(("put it in quotes", edit::replace(self.tree, node, &format!("\"{text}\""))?))
            }
            _ => None,
        }
    }

    /// Whether the field at fault takes a path.
    fn is_path(&self) -> bool {
        let name = self.place.field.as_deref().unwrap_or("");
        let languages = [QueryLanguage::JsonPath, QueryLanguage::Jsonata];
        let known = Owner::all().flat_map(|owner| languages.map(|language| super::field(owner, language, name)));
        known
            .flatten()
            .any(|field| matches!(field.value, ValueKind::Path | ValueKind::ReferencePath | ValueKind::PathOrIntrinsic))
    }

    /// A string where a number, a boolean or one `{% %}` expression is meant.
    fn no_expression(&mut self) {
        let node = self.place.node;
        if self.tree.is_incomplete(node) || !self.place.knows_language {
            return;
        }
        let own = self.source.rule().filter(|rule| OWN_TYPE_FAULTS.contains(rule));
        let text = self.tree.text(node);
        // Delimiters that are there but not quite right have rules of their own.
        let trimmed = text.trim();
        if trimmed.starts_with("{%") && (trimmed.ends_with("%}") || (text == trimmed && !text.contains("%}"))) {
            return;
        }
        let subject = self.subject();
        let bare = match self.place.field.as_deref() {
            Some("Arguments") => "an object",
            Some("Condition") => "true or false",
            Some("Items") => "an array",
            _ => "a number",
        };
        let wrapped = format!("{{% {trimmed} %}}");
        let has_delimiters = text.contains("{%") || text.contains("%}");
        let expression = if has_delimiters { None } else { edit::replace_string(self.tree, node, &wrapped) };
        let plain = crate::syntax::scalar::is_json_number(text) && bare == "a number";
        let unquoted = if plain { edit::replace(self.tree, node, text) } else { None };
        let message = format!("{subject} has to be {bare} or a `{{% … %}}` expression, not text");
        let diagnostic = self.add(own.unwrap_or("wrong-type"), node, message);
        if unquoted.is_some() {
            diagnostic.fix("remove the quotes", Applicability::Safe, unquoted);
        } else {
            diagnostic.fix("make it an expression", Applicability::Unsafe, expression);
        }
    }

    fn not_in_enum(&mut self, options: &Value) {
        let node = self.place.node;
        if self.tree.is_incomplete(node) {
            return;
        }
        let options: Vec<&str> = options.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let Some(text) = self.tree.known(node) else {
            let message = format!("{} has to be text, not {}", self.subject(), noun(self.tree, node));
            let quoted = format!("\"{}\"", self.tree.text(node));
            let fits = options.contains(&self.tree.text(node));
            let diagnostic = self.add("wrong-type", node, message);
            diagnostic.help(format!("it is one of {}", list(&options)));
            if fits && let Some(edits) = edit::replace(self.tree, node, &quoted) {
                let last = self.found.len() - 1;
                self.found[last].fix("put it in quotes", Applicability::Safe, Some(edits));
            }
            return;
        };
        let suggestion = nearest(text, options.iter().copied());
        let same_letters = suggestion.is_some_and(|suggestion| suggestion.eq_ignore_ascii_case(text));
        let message = format!("`{text}` is not a valid {}", self.subject());
        let edits = suggestion.and_then(|suggestion| edit::replace_string(self.tree, node, suggestion));
        let rule = self.source.rule().unwrap_or("invalid-enum");
        let diagnostic = self.add(rule, node, message);
        diagnostic.help(match suggestion {
            Some(suggestion) if 1 < options.len() => {
                format!("did you mean `{suggestion}`? It is one of {}", list(&options))
            }
            Some(suggestion) => format!("it is always `{suggestion}`"),
            None => format!("it is one of {}", list(&options)),
        });
        if let Some(suggestion) = suggestion {
            let applicability = if same_letters { Applicability::Safe } else { Applicability::Unsafe };
            diagnostic.fix(format!("write `{suggestion}`"), applicability, edits);
        }
    }

    fn out_of_range(&mut self, limit: &Value, bound: &str) {
        let node = self.place.node;
        let subject = self.subject();
        let message = format!("{subject} is {}, but has to be {bound} {limit}", self.tree.text(node));
        let edits = edit::replace(self.tree, node, &limit.to_string());
        let rule = self.source.rule().unwrap_or("value-out-of-range");
        self.add(rule, node, message).fix(format!("write {limit}"), Applicability::Unsafe, edits);
    }

    fn empty(&mut self) {
        let node = self.place.node;
        if self.tree.is_incomplete(node) {
            return;
        }
        let message = format!("{} is empty", self.subject());
        let rule = self.source.rule().filter(|rule| *rule != "choice-not-array").unwrap_or("empty-value");
        self.add(rule, node, message).help("at least one entry is required");
    }
}

/// The member whose key was most likely meant to be `name`: no field of the language itself, and near enough.
pub fn misspelt(tree: &Tree, object: NodeId, name: &str) -> Option<Member> {
    let unknown = tree.members(object).filter(|member| !super::is_field(tree.text(member.key)));
    meant(tree, unknown, name)
}

/// The member among unknown ones whose key was most likely meant to be `name`.
pub fn meant(tree: &Tree, unknown: impl IntoIterator<Item = Member>, name: &str) -> Option<Member> {
    unknown.into_iter().find(|member| nearest(tree.text(member.key), [name]).is_some())
}

fn language_help(owner: Owner, name: &str, language: QueryLanguage) -> String {
    let here = |field: &str| fields(owner, language).iter().any(|known| known.name == field);
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
                .any(|language| fields(Owner::State(kind), language).iter().any(|field| field.name == name))
        })
        .map(StateType::name)
        .collect();
    let (last, others) = types.split_last()?;
    let article = "a";
    Some(if others.is_empty() {
        format!("{article} {last} state")
    } else {
        format!("{article} {} or {last} state", others.join(", "))
    })
}

/// "`A`, `B` and `C`".
fn all_of(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and `{last}`", list(others)),
        _ => list(names),
    }
}

fn list(options: &[&str]) -> String {
    options.iter().map(|option| format!("`{option}`")).collect::<Vec<_>>().join(", ")
}

/// Text that has to be an expression is named so.
fn expected_words(wants: &impl Fn(JsonType) -> bool, takes_expression: bool) -> String {
    let words: Vec<&str> = [
        (JsonType::Integer, "a whole number"),
        (JsonType::Number, "a number"),
        (JsonType::Boolean, "true or false"),
        (JsonType::Array, "an array"),
        (JsonType::Object, "an object"),
        (JsonType::String, if takes_expression { "a `{% … %}` expression" } else { "text" }),
        (JsonType::Null, "null"),
    ]
    .into_iter()
    .filter(|(kind, _)| wants(*kind))
    .map(|(_, word)| word)
    .collect();
    words.join(" or ")
}

fn noun(tree: &Tree, node: NodeId) -> String {
    match tree.kind(node) {
        Kind::Null => "null".to_owned(),
        Kind::Bool(value) => value.to_string(),
        Kind::Number => format!("the number {}", tree.text(node)),
        Kind::String => match tree.known(node) {
            Some(text) if text.chars().count() <= 30 => format!("the text `{text}`"),
            _ => "text".to_owned(),
        },
        Kind::Array => "an array".to_owned(),
        Kind::Object => "an object".to_owned(),
        Kind::Alias(_) | Kind::Tagged(_) | Kind::Hole | Kind::Missing => "this".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::validate;
    use crate::asl::QueryLanguage;
    use crate::syntax::{Language, parse};

    #[track_caller]
    fn check(states: &str, expected: &[(&str, &str, &str)]) {
        let text = format!("{{\"StartAt\": \"A\", \"States\": {{{states}}}}}");
        let (tree, faults) = parse(text.as_str().into(), Language::Json, None);
        assert_eq!(faults, []);
        let found = validate(&tree, tree.root(), QueryLanguage::JsonPath);
        let found: Vec<(&str, &str, &str)> =
            found.iter().map(|finding| (finding.rule, &text[finding.span.range()], &*finding.message)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn faults_are_named_and_placed() {
        check(
            r#""A": {"Type": "Task", "Resource": "x", "ResultPth": "$.a", "End": true}"#,
            &[("unknown-field", "\"ResultPth\"", "unknown field `ResultPth` in state `A`")],
        );
        check(
            r#""A": {"Type": "task"}"#,
            &[("unknown-state-type", "\"task\"", "`task` is not a valid `Type` of state `A`")],
        );
        check(r#""A": {"Type": "Task", "End": true}"#, &[("missing-field", "\"Task\"", "state `A` lacks `Resource`")]);
        check(r#""A": {"End": true}"#, &[("missing-field", "\"A\"", "state `A` lacks `Type`")]);
        check(
            r#""A": {"Type": "Pass", "Catch": [], "End": true}"#,
            &[("field-not-for-state-type", "\"Catch\"", "state `A` is a Pass state, which has no `Catch`")],
        );
        check(
            r#""A": {"Type": "Pass", "Output": 1, "End": true}"#,
            &[(
                "field-not-for-query-language",
                "\"Output\"",
                "`Output` is a JSONata field, but state `A` uses JSONPath",
            )],
        );
        check(
            r#""A": {"Type": "Wait", "Seconds": 1.5, "End": true}"#,
            &[("not-an-integer", "1.5", "`Seconds` of state `A` has to be a whole number, not 1.5")],
        );
        check(
            r#""A": {"Type": "Wait", "Seconds": "3", "End": true}"#,
            &[("wrong-type", "\"3\"", "`Seconds` of state `A` has to be a whole number, not the text `3`")],
        );
    }

    #[test]
    fn faults_inside_nested_scopes_name_the_inner_state() {
        check(
            r#""A": {"Type": "Parallel", "End": true, "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Task", "Resource": "x", "End": true, "Retry": [{"ErrorEquals": ["X"], "BackoffRate": 0.5}]}}}]}"#,
            &[("retry-backoff-range", "0.5", "`BackoffRate` of state `B` is 0.5, but has to be at least 1")],
        );
    }

    #[test]
    fn an_inner_state_that_takes_the_machines_language_is_one_fault() {
        check(
            r#""A": {"Type": "Map", "QueryLanguage": "JSONata", "End": true, "ItemProcessor": {"StartAt": "B", "States": {"B": {"Type": "Wait", "Seconds": "{% 1 %}", "Output": 1, "Assign": {}, "End": true}}}}"#,
            &[(
                "inner-state-language-surprise",
                "\"{% 1 %}\"",
                "state `B` uses JSONata, which only the state `A` around it has chosen",
            )],
        );
    }

    #[test]
    fn where_the_language_is_not_known_neither_is_what_belongs_to_it() {
        check(r#""A": {"Type": "Pass", "QueryLanguage": "${L}", "Output": "{% 1 %}", "End": true}"#, &[]);
        check(
            r#""A": {"Type": "Pass", "QueryLanguage": "jsonata", "Output": 1, "End": true}"#,
            &[("query-language-invalid", "\"jsonata\"", "`jsonata` is not a valid `QueryLanguage` of state `A`")],
        );
    }

    #[test]
    fn of_a_state_that_is_written_twice_the_last_one_is_checked() {
        check(r#""A": {"Type": "Pss", "End": true}, "A": {"Type": "Pass", "End": true}"#, &[]);
    }

    #[test]
    fn unknown_values_are_never_reported() {
        check(
            r#""A": {"Type": "Wait", "Seconds": "${N}", "End": true}, "B": {"Type": "Task", "Resource": {"Fn::GetAtt": ["F", "Arn"]}, "End": ${E}}, "${C}": ${D}"#,
            &[],
        );
    }
}
