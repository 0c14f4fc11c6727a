//! Which configuration is in force for a file: the nearest one above it, or what the command line says.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rustc_hash::FxHashMap;

use super::Status;
use super::args::{Check, Config, Configuration};
use super::files::{File, Origin, reason};
use super::output::{complain, print};
use crate::config::Options;
use crate::host::FilePath;
use crate::settings::{self, Fault, Globs, LocalSettings, Settings, base_of, schema, show};

/// The names of a configuration file, the first one before the others.
const NAMES: [&str; 3] = ["asl-lint.toml", ".asl-lint.toml", "pyproject.toml"];

/// Files that extend each other further than this do so in a circle, or as good as.
const EXTENDS: usize = 32;

/// The configuration of a directory, ready to be asked about files.
#[derive(Debug)]
pub(super) struct InForce {
    pub(super) settings: Settings,
    /// The file it was read from.
    file: Option<PathBuf>,
    exclude: Vec<Matcher>,
    /// For each override the files it is about.
    files: Vec<Option<Matcher>>,
    options: Arc<Options>,
}

#[derive(Debug)]
struct Matcher {
    base: PathBuf,
    patterns: Gitignore,
}

impl Matcher {
    fn new(globs: &Globs) -> Result<Self, String> {
        let mut builder = GitignoreBuilder::new("");
        for glob in &globs.patterns {
            builder.add_line(None, glob).map_err(|error| error.to_string())?;
        }
        let patterns = builder.build().map_err(|error| error.to_string())?;
        Ok(Self { base: globs.base.clone(), patterns })
    }

    /// Whether a file or a directory around it matches.
    fn matches(&self, path: &Path) -> bool {
        let Ok(path) = path.strip_prefix(&self.base) else { return false };
        self.patterns.matched_path_or_any_parents(path, false).is_ignore()
    }
}

impl InForce {
    fn new(settings: Settings, file: Option<PathBuf>, no_ignores: bool) -> Result<Self, String> {
        if let Some(required) = &settings.required_version {
            let version = env!("CARGO_PKG_VERSION");
            if settings::satisfies(version, required) == Some(false) {
                return Err(format!("this is asl-lint {version}; the configuration requires {required}"));
            }
        }
        let exclude = settings.exclude.iter().map(Matcher::new).collect::<Result<_, _>>()?;
        let matcher = |local: &LocalSettings| local.files.as_ref().map(Matcher::new).transpose();
        let files = settings.overrides.iter().map(matcher).collect::<Result<_, _>>()?;
        let options = Arc::new(Options { no_ignores, ..settings.options(|local| local.files.is_none()) });
        Ok(Self { settings, file, exclude, files, options })
    }

    /// Whether a file that was not named is left out. The path is absolute.
    pub(super) fn excludes(&self, path: &Path) -> bool {
        self.exclude.iter().any(|exclude| exclude.matches(path))
    }

    fn applies(&self, index: usize, path: &Path) -> bool {
        self.files.get(index).is_some_and(|files| files.as_ref().is_none_or(|files| files.matches(path)))
    }

    /// The settings with the overrides that are about a file.
    fn of(&self, path: &Path) -> Settings {
        let mut index = 0;
        let mut settings = self.settings.clone();
        settings.overrides.retain(|_| {
            index += 1;
            self.applies(index - 1, path)
        });
        settings
    }

    /// The options for a file, whose path is absolute.
    pub(super) fn options(&self, path: &Path) -> Arc<Options> {
        if self.files.iter().flatten().any(|files| files.matches(path)) {
            let no_ignores = self.options.no_ignores;
            Arc::new(Options { no_ignores, ..self.of(path).options(|_| true) })
        } else {
            Arc::clone(&self.options)
        }
    }
}

/// The configurations of a run.
#[derive(Debug)]
pub(super) struct Configurations {
    working_directory: PathBuf,
    /// What the command line sets, on top of every file.
    own: Settings,
    /// What the command line selects, which goes before what files ignore.
    selected: Selected,
    no_ignores: bool,
    /// Instead of what would be found.
    fixed: Option<Arc<InForce>>,
    /// By directory, as it is written.
    found: FxHashMap<PathBuf, Arc<InForce>>,
    /// By file; `None` is the configuration without one.
    loaded: FxHashMap<Option<PathBuf>, Arc<InForce>>,
    /// The file that counts for an absolute directory.
    nearest: FxHashMap<PathBuf, Option<PathBuf>>,
}

/// What `--select`, `--extend-select` and `--ignore` say.
#[derive(Clone, Debug, Default)]
struct Selected {
    select: Vec<String>,
    extend: Vec<String>,
    ignore: Vec<String>,
}

impl Selected {
    /// The command line comes later than the file: `--select` starts anew, and what it names is no longer ignored.
    fn apply(&self, settings: &mut Settings) {
        if !self.select.is_empty() {
            settings.select = Some(self.select.clone());
            settings.extend_select.clear();
            settings.ignore.clear();
        }
        for name in self.select.iter().chain(&self.extend) {
            settings.ignore.retain(|ignored| ignored != name);
            if let Some(rule) = settings.rules.get_mut(name) {
                rule.severity = rule.severity.filter(|level| *level != crate::config::Level::Off);
            }
        }
        settings.extend_select.extend_from_slice(&self.extend);
        settings.ignore.extend_from_slice(&self.ignore);
    }
}

impl Configurations {
    /// `Err` is a fault in the arguments or in a file that they name.
    pub(super) fn new(arguments: &Configuration) -> Result<Self, String> {
        let working_directory = std::env::current_dir().unwrap_or_default();
        let mut own = Settings::default();
        let mut file: Option<PathBuf> = None;
        for given in &arguments.config {
            match key_and_value(given) {
                Some((key, value)) => own = inline(key, value, &working_directory)?.over(own),
                None if file.is_some() => return Err("--config takes one file; `extend` joins several".to_owned()),
                None => file = Some(clean(&working_directory.join(given))),
            }
        }
        own.profile = arguments.profile.map(Into::into).or(own.profile);
        let mut configurations = Self {
            working_directory,
            own,
            selected: Selected::default(),
            no_ignores: false,
            fixed: None,
            found: FxHashMap::default(),
            loaded: FxHashMap::default(),
            nearest: FxHashMap::default(),
        };
        if let Some(file) = file {
            configurations.fixed = Some(configurations.load(Some(&file))?);
        } else if arguments.isolated {
            configurations.fixed = Some(configurations.load(None)?);
        }
        Ok(configurations)
    }

    /// What `check` has flags for.
    pub(super) fn for_check(arguments: &Check) -> Result<Self, String> {
        for name in arguments.select.iter().chain(&arguments.extend_select).chain(&arguments.ignore) {
            if !settings::is_selector(name) {
                return Err(super::explain::unknown("rule or category", name, settings::selectors()));
            }
        }
        let mut configurations = Self::new(&arguments.configuration)?;
        configurations.own.min_severity = arguments.min_severity.map(Into::into).or(configurations.own.min_severity);
        configurations.own.fail_on = arguments.fail_on.map(Into::into).or(configurations.own.fail_on);
        configurations.own.workflow_type = arguments.workflow_type.map(Into::into).or(configurations.own.workflow_type);
        configurations.no_ignores = arguments.no_ignores;
        configurations.selected = Selected {
            select: arguments.select.clone(),
            extend: arguments.extend_select.clone(),
            ignore: arguments.ignore.clone(),
        };
        // What was loaded by now lacks the flags.
        if let Some(fixed) = configurations.fixed.take() {
            configurations.loaded.clear();
            configurations.fixed = Some(configurations.load(fixed.file.as_deref())?);
        }
        Ok(configurations)
    }

    /// Reads what is in force for some files, so that it can be asked for from many threads.
    pub(super) fn prepare(&mut self, files: &[File]) -> Result<(), String> {
        if self.fixed.is_some() {
            return Ok(());
        }
        let mut last: Option<&Path> = None;
        for file in files {
            let directory = directory_of(file);
            if last == Some(directory) || self.found.contains_key(directory) {
                continue;
            }
            // Directories without anything to check are not looked at.
            if file.origin == Origin::Walked && !FilePath(file.name.clone()).is_candidate() {
                continue;
            }
            last = Some(directory);
            let path = self.nearest_file(&clean(&self.working_directory.join(directory)));
            let in_force = self.load(path.as_deref())?;
            self.found.insert(directory.to_owned(), in_force);
        }
        Ok(())
    }

    /// What is in force for a file, once it was prepared.
    pub(super) fn of(&self, file: &File) -> Option<&Arc<InForce>> {
        self.fixed.as_ref().or_else(|| self.found.get(directory_of(file)))
    }

    /// The absolute path by which patterns know a file.
    pub(super) fn absolute(&self, file: &File) -> PathBuf {
        self.absolute_path(file.path.as_deref().unwrap_or(Path::new(&file.name)))
    }

    pub(super) fn absolute_path(&self, path: &Path) -> PathBuf {
        clean(&self.working_directory.join(path))
    }

    /// The configuration file that counts for a directory.
    fn nearest_file(&mut self, directory: &Path) -> Option<PathBuf> {
        let mut passed = Vec::new();
        let mut result = None;
        for ancestor in directory.ancestors() {
            if let Some(known) = self.nearest.get(ancestor) {
                result.clone_from(known);
                break;
            }
            passed.push(ancestor.to_owned());
            let is_own = |path: &PathBuf| path.is_file() && (!path.ends_with("pyproject.toml") || has_table(path));
            result = NAMES.iter().map(|name| ancestor.join(name)).find(is_own);
            if result.is_some() {
                break;
            }
        }
        for ancestor in passed {
            self.nearest.insert(ancestor, result.clone());
        }
        result
    }

    fn load(&mut self, file: Option<&Path>) -> Result<Arc<InForce>, String> {
        if let Some(known) = self.loaded.get(&file.map(Path::to_owned)) {
            return Ok(Arc::clone(known));
        }
        let read = match file {
            Some(file) => self.read(file, &mut Vec::new())?,
            None => Settings::default(),
        };
        let mut settings = self.own.clone().over(read);
        self.selected.apply(&mut settings);
        let in_force =
            InForce::new(settings, file.map(Path::to_owned), self.no_ignores).map_err(|message| match file {
                Some(file) => format!("{}: {message}", self.shown(file)),
                None => message,
            })?;
        let in_force = Arc::new(in_force);
        self.loaded.insert(file.map(Path::to_owned), Arc::clone(&in_force));
        Ok(in_force)
    }

    /// A file and those that it extends.
    fn read(&self, file: &Path, readers: &mut Vec<PathBuf>) -> Result<Settings, String> {
        let shown = self.shown(file);
        if readers.iter().any(|reader| reader == file) || EXTENDS < readers.len() {
            return Err(format!("{shown}: extends itself"));
        }
        readers.push(file.to_owned());
        let text = fs::read_to_string(file).map_err(|error| format!("{shown}: {}", reason(&error)))?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
        let base = base_of(file);
        let parsed = if file.ends_with("pyproject.toml") {
            settings::parse_pyproject(text, &base).unwrap_or_else(|| Ok(Settings::default()))
        } else {
            settings::parse(text, &base)
        };
        let settings = parsed.map_err(|faults| listed(&shown, &faults))?;
        match &settings.extend {
            Some(extended) => {
                let extended = clean(&base.join(extended));
                Ok(settings.over(self.read(&extended, readers)?))
            }
            None => Ok(settings),
        }
    }

    /// A path as a user would write it.
    fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.working_directory).unwrap_or(path).display().to_string()
    }
}

/// Faults of a file as the lines of one complaint.
fn listed(shown: &str, faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("{shown}:{fault}")).collect::<Vec<_>>().join("\nasl-lint: ")
}

fn has_table(path: &Path) -> bool {
    fs::read_to_string(path).is_ok_and(|text| {
        settings::parse_pyproject(text.strip_prefix('\u{FEFF}').unwrap_or(&text), Path::new("")).is_some()
    })
}

/// The directory that a file is in, as it is written.
fn directory_of(file: &File) -> &Path {
    let path = file.path.as_deref().unwrap_or(Path::new(&file.name));
    path.parent().unwrap_or(Path::new(""))
}

/// A path without `.` and, as far as it can be told without looking at links, without `..`.
fn clean(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                result.pop();
            }
            other => result.push(other),
        }
    }
    result
}

/// `KEY=VALUE`, unless it is the name of a file.
fn key_and_value(given: &str) -> Option<(&str, &str)> {
    let (key, value) = given.split_once('=')?;
    let is_key = |key: &str| key.chars().all(|letter| letter.is_ascii_alphanumeric() || "-._\"' ".contains(letter));
    is_key(key).then_some((key, value))
}

/// What `--config KEY=VALUE` sets. A value that is no TOML is taken as text.
fn inline(key: &str, value: &str, base: &Path) -> Result<Settings, String> {
    let given = settings::parse(&format!("{key} = {value}"), base);
    let quoted = || settings::parse(&format!("{key} = {}", serde_json::Value::from(value)), base);
    let is_bare = value.chars().all(|letter| letter.is_ascii_alphabetic() || letter == '-');
    let read = if is_bare && !["true", "false"].contains(&value) { quoted() } else { given };
    let settings = read.map_err(|faults| {
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        format!("--config {key}={value}: {}", messages.join("; "))
    })?;
    if settings.extend.is_some() {
        return Err(format!("--config {key}={value}: give the file itself to --config"));
    }
    Ok(settings)
}

/// `config`: what is in force, what a file may say, a file to start with.
pub(super) fn run(command: &Config) -> Status {
    match command {
        Config::Show(arguments) => match shown(&arguments.path, &arguments.configuration) {
            Ok(text) => print(&text),
            Err(message) => {
                complain(&message);
                Status::Failure
            }
        },
        Config::Schema => print(&schema::text()),
        Config::Init => init(),
    }
}

fn shown(path: &Path, arguments: &Configuration) -> Result<String, String> {
    let mut configurations = Configurations::new(arguments)?;
    let absolute = clean(&configurations.working_directory.join(path));
    let directory = if absolute.is_dir() { absolute.clone() } else { base_of(&absolute) };
    let in_force = if let Some(fixed) = &configurations.fixed {
        Arc::clone(fixed)
    } else {
        let file = configurations.nearest_file(&directory);
        configurations.load(file.as_deref())?
    };
    let origin = match &in_force.file {
        Some(file) => format!("# {}\n", configurations.shown(file)),
        None => "# no configuration file\n".to_owned(),
    };
    let base = in_force.file.as_deref().map_or(configurations.working_directory.clone(), base_of);
    let settings = if absolute.is_dir() { in_force.settings.clone() } else { in_force.of(&absolute) };
    Ok(origin + &show::text(&settings, &base))
}

fn init() -> Status {
    let [name, ..] = NAMES;
    let written = fs::File::create_new(name).and_then(|mut file| {
        use std::io::Write as _;
        file.write_all(show::STARTER.as_bytes())
    });
    match written {
        Ok(()) => {
            complain(&format!("{name} is written"));
            Status::Success
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            complain(&format!("{name} is there already; it stays as it is"));
            Status::Failure
        }
        Err(error) => {
            complain(&format!("{name}: {}", reason(&error)));
            Status::Failure
        }
    }
}
