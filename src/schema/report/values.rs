//! Faults of a value: its type, its range, and what it may be.

use jsonschema::JsonType;
use jsonschema::error::TypeKind;
use serde_json::Value;

use super::{Reporter, list};
use crate::asl::{QueryLanguage, nearest};
use crate::diagnostic::{Applicability, Edit};
use crate::edit;
use crate::schema::{Owner, ValueKind, field};
use crate::syntax::scalar::is_json_number;
use crate::syntax::{Kind, NodeId, Tree};

/// Specific rules that own a wrong JSON type too; all others leave it to `wrong-type`.
const OWN_TYPE_FAULTS: [&str; 6] = [
    "assign-not-object",
    "arguments-type",
    "choice-condition-type",
    "error-equals-not-string",
    "choice-not-array",
    "choice-operand-type",
];

impl Reporter<'_> {
    pub(super) fn wrong_type(&mut self, expected: &TypeKind) {
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
        let path = self.path_counterpart();
        let rename = path.as_deref().and_then(|path| edit::rename_key(self.tree, self.tree.key_of(node)?, path));
        let diagnostic = self.add(own.unwrap_or("wrong-type"), node, message);
        if let Some(path) = path {
            diagnostic.help(format!("`{path}` takes a path"));
            diagnostic.fix(format!("rename it to `{path}`"), Applicability::Unsafe, rename);
        } else if let Some((title, edits)) = retype {
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
    fn retyped(&self, node: NodeId, wants: &impl Fn(JsonType) -> bool) -> Option<(&'static str, Vec<Edit>)> {
        let text = self.tree.text(node);
        match self.tree.kind(node) {
            Kind::String => {
                let number = is_json_number(text);
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

    /// The field beside the one at fault that takes the path which stands in this one: `SecondsPath` for `Seconds`.
    fn path_counterpart(&self) -> Option<String> {
        let (tree, node) = (self.tree, self.place.node);
        let name =
            self.place.field.as_deref().filter(|_| tree.known(node).is_some_and(|text| text.starts_with('$')))?;
        let path = format!("{name}Path");
        // The machine's own `TimeoutSeconds` has none.
        self.place.state_node?;
        let exists = Owner::all().any(|owner| {
            let has = |name: &str| field(owner, QueryLanguage::JsonPath, name).is_some();
            has(name) && has(&path)
        });
        let is_free = tree.get(tree.parent(node)?, &path).is_none();
        (exists && is_free && !self.is_jsonata()).then_some(path)
    }

    /// Whether the field at fault takes a path.
    fn is_path(&self) -> bool {
        let name = self.place.field.as_deref().unwrap_or("");
        let languages = [QueryLanguage::JsonPath, QueryLanguage::Jsonata];
        let known = Owner::all().flat_map(|owner| languages.map(|language| field(owner, language, name)));
        known
            .flatten()
            .any(|field| matches!(field.value, ValueKind::Path | ValueKind::ReferencePath | ValueKind::PathOrIntrinsic))
    }

    /// A string where a number, a boolean or one `{% %}` expression is meant.
    pub(super) fn no_expression(&mut self) {
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
        let plain = is_json_number(text) && bare == "a number";
        let unquoted = if plain { edit::replace(self.tree, node, text) } else { None };
        let message = format!("{subject} has to be {bare} or a `{{% … %}}` expression, not text");
        let diagnostic = self.add(own.unwrap_or("wrong-type"), node, message);
        if unquoted.is_some() {
            diagnostic.fix("remove the quotes", Applicability::Safe, unquoted);
        } else {
            diagnostic.fix("make it an expression", Applicability::Unsafe, expression);
        }
    }

    pub(super) fn not_in_enum(&mut self, options: &Value) {
        let node = self.place.node;
        if self.tree.is_incomplete(node) {
            return;
        }
        let options: Vec<&str> = options.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let Some(text) = self.tree.known(node) else {
            let message = format!("{} has to be text, not {}", self.subject(), noun(self.tree, node));
            let written = self.tree.text(node);
            let fits = options.contains(&written);
            let edits = if fits { edit::replace(self.tree, node, &format!("\"{written}\"")) } else { None };
            self.add("wrong-type", node, message).help(format!("it is one of {}", list(&options))).fix(
                "put it in quotes",
                Applicability::Safe,
                edits,
            );
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

    pub(super) fn out_of_range(&mut self, limit: &Value, bound: &str) {
        let node = self.place.node;
        let subject = self.subject();
        let message = format!("{subject} is {}, but has to be {bound} {limit}", self.tree.text(node));
        let edits = edit::replace(self.tree, node, &limit.to_string());
        let rule = self.source.rule().unwrap_or("value-out-of-range");
        self.add(rule, node, message).fix(format!("write {limit}"), Applicability::Unsafe, edits);
    }

    pub(super) fn empty(&mut self) {
        let node = self.place.node;
        if self.tree.is_incomplete(node) {
            return;
        }
        let message = format!("{} is empty", self.subject());
        let rule = self.source.rule().filter(|rule| *rule != "choice-not-array").unwrap_or("empty-value");
        self.add(rule, node, message).help("at least one entry is required");
    }
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
