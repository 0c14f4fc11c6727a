//! Which definitions a file holds, and what the file around them knows of them.
//!
//! A definition is either a value of the file's own tree or text inside it; either way its nodes have spans in the
//! file. Later layers know nothing of hosts but their [`Facts`].

mod cloudformation;
mod condition;
mod deployment;
mod embedded;
mod facts;
mod filled_in;
mod functions;
mod intrinsic;
mod permissions;
mod serverless;
mod standalone;
mod statement;
mod template;
mod terraform;

use std::sync::Arc;

use crate::syntax::builder::Builder;
use crate::syntax::{self, Fault, Language, NodeId, Tree};
use crate::text::{Source, Span};

pub use deployment::{Deployment, Place, Properties, ResourceKind, Substitution};
pub use facts::{Facts, Names, Replacer, Value};
pub use functions::Functions;
pub use intrinsic::Intrinsic;
pub use permissions::{Grantor, Permissions};
pub use template::Template;
pub use terraform::variables_of;

/// The endings of files that are filled in before they are what the rest of their name says.
const TEMPLATE_ENDINGS: [&str; 3] = [".tftpl", ".tpl", ".tmpl"];

/// The name of a file as the user gave it; the core never opens it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath(pub String);

impl FilePath {
    /// The language its name promises; `None` when only the content can tell.
    pub fn language(&self) -> Option<Language> {
        let (name, _) = self.untemplated();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension {
            "json" | "asl" => Some(Language::Json),
            "jsonc" => Some(Language::JsonC),
            "json5" => Some(Language::Json5),
            "yaml" | "yml" => Some(Language::Yaml),
            _ => None,
        }
    }

    /// Whether the name says that the file is a definition: `*.asl`, `*.asl.json`, `*.asl.yaml` and the like.
    pub fn is_definition(&self) -> bool {
        let (name, _) = self.untemplated();
        [".asl", ".asl.json", ".asl.jsonc", ".asl.json5", ".asl.yaml", ".asl.yml"]
            .iter()
            .any(|ending| name.ends_with(ending))
    }

    /// The name of the file in small letters, without the ending that says that it is filled in, and whether it has one.
    fn untemplated(&self) -> (String, bool) {
        let mut name = self.0.rsplit(['/', '\\']).next().unwrap_or("").to_ascii_lowercase();
        let ending = TEMPLATE_ENDINGS.iter().find(|ending| name.ends_with(*ending));
        name.truncate(name.len() - ending.map_or(0, |ending| ending.len()));
        (name, ending.is_some())
    }

    /// Whether the name says that the file is filled in by `templatefile` of Terraform, or by another tool.
    fn is_filled_in(&self) -> bool {
        self.untemplated().1
    }

    /// Whether the name is that of a file of Terraform, `OpenTofu` or Terragrunt.
    fn is_terraform(&self) -> bool {
        let name = self.0.to_ascii_lowercase();
        [".tf", ".tofu", ".tfvars", ".hcl"].iter().any(|ending| name.ends_with(ending))
    }

    /// Whether the name is that of a template, in JSON or YAML.
    fn is_template(&self) -> bool {
        self.0.to_ascii_lowercase().ends_with(".template")
    }

    /// The way from a template of the CDK to the files that are uploaded with it. Templates of a stage are in a directory of
    /// their own, beside which the files of all stages are.
    fn way_to_assets(&self) -> &'static str {
        let directory = self.0.rsplit(['/', '\\']).nth(1).unwrap_or("");
        if directory.starts_with("assembly-") { "../" } else { "" }
    }

    /// Whether a file of this name can hold a definition at all.
    pub fn is_candidate(&self) -> bool {
        self.language().is_some() || self.is_terraform() || self.is_template() || self.is_filled_in()
    }
}

/// A file that may hold definitions.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    pub source: &'a Arc<Source>,
    pub path: &'a FilePath,
    /// Whether it is a definition by its name or by the user's word, whatever it looks like.
    pub is_claimed: bool,
}

impl<'a> Candidate<'a> {
    /// A file of which nobody says more than its name does.
    pub fn named(source: &'a Arc<Source>, path: &'a FilePath) -> Self {
        Self { source, path, is_claimed: path.is_definition() }
    }
}

/// Whether bytes can hold a definition: a quick look before parsing, never wrong when it says no (for files whose
/// name does not say more).
pub fn may_hold_definition(bytes: &[u8]) -> bool {
    let has = |needle: &[u8]| memchr::memmem::find(bytes, needle).is_some();
    has(b"States") && (has(b"StartAt") || has(b"Type")) || marks().any(|mark| has(mark.as_bytes()))
}

/// What each host file that declares a state machine has one of in it.
pub fn marks() -> impl Iterator<Item = &'static str> {
    ["::StateMachine", "stateMachines", "stepFunctions", "${file("].into_iter().chain(terraform::MARKS)
}

/// A definition that was found in a file.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its name in the host (a logical id); empty for a stand-alone file.
    pub name: String,
    pub tree: Arc<Tree>,
    pub root: NodeId,
    pub facts: Facts,
    /// Faults of the definition's own text, where it is text inside the file.
    pub faults: Vec<Fault>,
}

/// A definition that a host keeps in a file of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referenced {
    /// Its name in the host.
    pub name: String,
    /// The way to the file, with `/`.
    pub path: String,
    pub base: Base,
    /// Where the way is written.
    pub span: Span,
    pub facts: Facts,
}

impl Referenced {
    /// The path, and where it begins.
    pub fn way(&self) -> (&str, Base) {
        (&self.path, self.base)
    }
}

/// What is found where a reference leads.
#[derive(Clone, Debug)]
pub enum Lookup {
    Found(Arc<Source>),
    /// It was looked for and is not there.
    Absent,
    /// It cannot be looked for.
    Unknown,
}

/// Where the way to a file begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// In the directory of the host file.
    Host,
    /// There, or in a directory above that the host file does not know: the root module, the service.
    Elsewhere,
}

/// What a host file holds.
#[derive(Clone, Debug, Default)]
struct Contents {
    definitions: Vec<Found>,
    references: Vec<Referenced>,
    deployments: Vec<Deployment>,
    template: Option<Arc<Template>>,
}

impl Contents {
    /// Adds what is found in another section of the same file.
    fn append(&mut self, mut other: Self) {
        for deployment in &mut other.deployments {
            if let Place::Elsewhere(index) = &mut deployment.place {
                *index += self.references.len();
            }
        }
        self.definitions.append(&mut other.definitions);
        self.references.append(&mut other.references);
        self.deployments.append(&mut other.deployments);
        self.template = self.template.take().or(other.template);
    }
}

/// What a file is.
#[derive(Clone, Debug)]
pub struct Document {
    pub tree: Arc<Tree>,
    /// Faults of the file's text.
    pub faults: Vec<Fault>,
    /// Empty when the file holds no definition and does not claim to.
    pub definitions: Vec<Found>,
    pub references: Vec<Referenced>,
    /// The state machines that a host declares, wherever their definitions are.
    pub deployments: Vec<Deployment>,
    /// The names of a `CloudFormation` template.
    pub template: Option<Arc<Template>>,
}

impl Document {
    /// A file in which there is nothing to see.
    pub(crate) fn nothing(source: &Source) -> Self {
        let (tree, _) = Builder::new(Arc::clone(source.text()), Language::Hcl, None).finish();
        Self::of(Arc::new(tree), Vec::new(), Contents::default())
    }

    fn of(tree: Arc<Tree>, faults: Vec<Fault>, contents: Contents) -> Self {
        let Contents { definitions, references, deployments, template } = contents;
        Self { tree, faults, definitions, references, deployments, template }
    }
}

/// Parses a file and finds its definitions.
pub fn open(candidate: Candidate<'_>) -> Document {
    let Candidate { source, path, is_claimed } = candidate;
    if path.is_terraform() {
        return terraform::document(source.text()).unwrap_or_else(|| Document::nothing(source));
    }
    let language = path.language().unwrap_or_else(|| guess(source));
    let (tree, faults) = syntax::parse(Arc::clone(source.text()), language, None);
    if !faults.is_empty() && statement::has_statement(source.text()) {
        return Document::nothing(source);
    }
    let tree = Arc::new(tree);
    let in_host = cloudformation::contents(&tree, faults.is_empty(), path).or_else(|| serverless::contents(&tree));
    if let Some(contents) = in_host {
        return Document::of(tree, faults, contents);
    }
    let is_definition = |tree: &Tree| is_claimed || standalone::is_definition(tree, tree.root());
    let mut document = filled_in::guessed(source, language, &faults).unwrap_or_else(|| {
        let contents = Contents { definitions: vec![standalone::definition(&tree)], ..Contents::default() };
        Document::of(tree, faults, contents)
    });
    // Tools that write `{{ … }}` there can write anything.
    let is_of_others = || path.is_filled_in() && !document.faults.is_empty() && source.text().contains("{{");
    if !is_definition(&document.tree) || is_of_others() {
        document.definitions.clear();
    }
    document
}

/// As [`open`], where it may be known what those who deploy the file say of it.
pub fn open_deployed(candidate: Candidate<'_>, deployed_as: Option<&Facts>) -> Document {
    match deployed_as {
        Some(facts) => open_referenced(candidate, facts),
        None => open(candidate),
    }
}

/// Parses a definition of its own file as those who deploy it say that it is deployed.
fn open_referenced(candidate: Candidate<'_>, facts: &Facts) -> Document {
    if facts.is_part {
        return open_part(candidate, facts);
    }
    let mut document = match facts.replacer {
        // A Terraform file that names itself, or is named by another one, is what its name says.
        Replacer::Template if !candidate.path.is_terraform() => {
            let language = candidate.path.language().filter(|&language| language == Language::Yaml);
            filled_in::document(candidate.source, language.unwrap_or(Language::Json))
        }
        _ => open(Candidate { is_claimed: true, ..candidate }),
    };
    for found in document.definitions.iter_mut().filter(|found| found.name.is_empty()) {
        found.facts = facts.clone();
    }
    document
}

/// Parses a file of which a part is a definition, or the part of a host with several.
fn open_part(candidate: Candidate<'_>, facts: &Facts) -> Document {
    let Candidate { source, path, .. } = candidate;
    let (tree, faults) =
        syntax::parse(Arc::clone(source.text()), path.language().unwrap_or_else(|| guess(source)), None);
    let tree = Arc::new(tree);
    let contents = serverless::part(&tree, facts);
    Document::of(tree, faults, contents)
}

/// Whether bytes can hold a reference to a definition in another file: a quick look, as [`may_hold_definition`] is.
pub fn may_refer(bytes: &[u8]) -> bool {
    let words = ["DefinitionUri", "DefinitionS3Location", "stateMachines", "stepFunctions", "${file("];
    let mut words = words.into_iter().chain(terraform::MARKS).chain([terraform::REFERENCE_MARK]);
    words.any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some())
}

/// Whether a value is an object whose members are all written here, and not made by an intrinsic function.
fn is_plain(tree: &Tree, value: NodeId) -> bool {
    tree.is_object(value) && !tree.members(value).any(|member| tree.text(member.key).starts_with("Fn::"))
}

/// Text without a telling name is JSON when it starts like JSON.
fn guess(source: &Source) -> Language {
    let (text, _) = source.without_bom();
    match text.trim_start().as_bytes().first() {
        Some(b'{' | b'[' | b'"') | None => Language::Json,
        Some(_) => Language::Yaml,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_languages() {
        let path = |name: &str| FilePath(name.to_owned());
        assert_eq!(path("a/b.asl").language(), Some(Language::Json));
        assert_eq!(path("a.asl.yml").language(), Some(Language::Yaml));
        assert_eq!(path("-").language(), None);
        assert!(path("a.template").language().is_none() && path("a.template").is_candidate());
        assert!(path("x/y.ASL.JSON").is_definition());
        assert!(!path("x.json").is_definition());
        assert_eq!(path("a/b.yml.tpl").language(), Some(Language::Yaml));
        assert!(path("x.asl.json.tftpl").is_definition() && !path("x.json.tftpl").is_definition());
        assert!(
            ["x.tf", "x.tofu", "x.auto.tfvars", "terragrunt.hcl"].into_iter().all(|name| path(name).is_terraform())
        );
        assert!(path("x.tpl").is_candidate() && path("x.json.tmpl").is_candidate() && !path("tpl").is_candidate());
    }

    #[test]
    fn definitions_are_told_from_other_files() {
        let count = |name: &str, text: &str| {
            let (source, path) = (Arc::new(Source::new(text)), FilePath(name.to_owned()));
            open(Candidate::named(&source, &path)).definitions.len()
        };
        assert_eq!(count("a.json", r#"{"States": {"A": {"Type": "Pass"}}}"#), 1);
        assert_eq!(count("a.json", r#"{"StartAt": "A", "States": {}}"#), 1);
        assert_eq!(count("a.json", r#"{"name": "package", "States": ["x"]}"#), 0);
        let template = "Resources: {M: {Type: AWS::StepFunctions::StateMachine, Properties: {Definition: {}}}}";
        assert_eq!((count("a.yaml", template), count("a.template", template)), (1, 1));
    }
}
