//! Which configuration is in force for a file: the nearest one above it, or what the command line says.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use super::Status;
use super::args::{Check, Config, Configuration};
use super::files::{Entry, File, Origin, reason};
use super::output::{complain, print};
use super::patterns::Patterns;
use crate::config::Options;
use crate::host::FilePath;
use crate::settings::{self, Fault, Globs, LocalSettings, Settings, base_of, schema, show};

/// The names of a configuration file, the first one before the others.
pub(super) const NAMES: [&str; 3] = ["asl-lint.toml", ".asl-lint.toml", "pyproject.toml"];

/// Files that extend each other further than this do so in a circle, or as good as.
const EXTENDS: usize = 32;

/// The configuration of a directory, ready to be asked about files.
#[derive(Debug)]
pub(super) struct InForce {
    pub(super) settings: Settings,
    /// The file it was read from.
    pub(super) file: Option<PathBuf>,
    exclude: Vec<Patterns>,
    /// For each override the files it is about.
    files: Vec<Option<Patterns>>,
    options: Arc<Options>,
}

impl InForce {
    fn new(settings: Settings, file: Option<PathBuf>, no_ignores: bool) -> Result<Self, String> {
        if let Some(required) = &settings.required_version {
            let version = env!("CARGO_PKG_VERSION");
            if settings::satisfies(version, required) == Some(false) {
                return Err(format!("this is asl-lint {version}; the configuration requires {required}"));
            }
        }
        let patterns = |globs: &Globs| Patterns::new(globs.base.clone(), &globs.patterns);
        let exclude = settings.exclude.iter().map(patterns).collect::<Result<_, _>>()?;
        let of_override = |local: &LocalSettings| local.files.as_ref().map(patterns).transpose();
        let files = settings.overrides.iter().map(of_override).collect::<Result<_, _>>()?;
        let options = Arc::new(Options { no_ignores, ..settings.options(|local| local.files.is_none()) });
        Ok(Self { settings, file, exclude, files, options })
    }

    /// Whether a file that was not named is left out. The path is absolute.
    pub(super) fn excludes(&self, path: &Path) -> bool {
        self.exclude.iter().any(|exclude| exclude.match_file(path))
    }

    /// Whether a directory need not be entered. The path is absolute.
    fn prunes(&self, path: &Path) -> bool {
        self.exclude.iter().any(|exclude| exclude.match_met_directory(path))
    }

    fn applies(&self, index: usize, path: &Path) -> bool {
        self.files.get(index).is_some_and(|files| files.as_ref().is_none_or(|files| files.match_file(path)))
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
        if self.files.iter().flatten().any(|files| files.match_file(path)) {
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
    loader: Arc<Loader>,
    /// By directory, as it is written.
    found: FxHashMap<PathBuf, Arc<InForce>>,
}

/// Finds configuration files and reads them, each once.
#[derive(Debug)]
pub(super) struct Loader {
    working_directory: PathBuf,
    /// What the command line sets, on top of every file.
    own: Settings,
    /// What the command line selects, which goes before what files ignore.
    selected: Selected,
    no_ignores: bool,
    /// Where the command line says which file counts: the answer to every question.
    choice: Choice,
    known: Mutex<Known>,
}

/// Which configuration file counts.
#[derive(Debug)]
enum Choice {
    Nearest,
    /// This one, or none.
    Fixed(Option<PathBuf>),
}

/// What has been found out.
#[derive(Debug, Default)]
struct Known {
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
    /// What `check` has flags for. `Err` is a fault in the arguments or in a file that they name.
    pub(super) fn for_check(arguments: &Check) -> Result<Self, String> {
        for name in arguments.select.iter().chain(&arguments.extend_select).chain(&arguments.ignore) {
            if !settings::is_selector(name) {
                return Err(super::explain::unknown("rule or category", name, settings::selectors()));
            }
        }
        let mut loader = Loader::new(&arguments.configuration)?;
        loader.own.min_severity = arguments.min_severity.map(Into::into).or(loader.own.min_severity);
        loader.own.fail_on = arguments.fail_on.map(Into::into).or(loader.own.fail_on);
        loader.own.workflow_type = arguments.workflow_type.map(Into::into).or(loader.own.workflow_type);
        loader.no_ignores = arguments.no_ignores;
        loader.selected = Selected {
            select: arguments.select.clone(),
            extend: arguments.extend_select.clone(),
            ignore: arguments.ignore.clone(),
        };
        // A file that was named has to be right even if nothing is checked.
        if let Choice::Fixed(file) = &loader.choice {
            loader.load(file.as_deref())?;
        }
        Ok(Self { loader: Arc::new(loader), found: FxHashMap::default() })
    }

    /// What `fmt` has flags for.
    pub(super) fn for_format(arguments: &Configuration) -> Result<Self, String> {
        Ok(Self { loader: Arc::new(Loader::new(arguments)?), found: FxHashMap::default() })
    }

    /// Says what a walk leaves out: what the patterns of the command line match, which are relative to the working
    /// directory, and the directories that configurations exclude.
    pub(super) fn excluder(
        &self,
        globs: &[String],
    ) -> Result<impl Fn(&Path, Entry) -> bool + Clone + Send + Sync + use<>, String> {
        let directory = self.working_directory().to_owned();
        let own = Patterns::new(PathBuf::new(), globs)?;
        let is_pruned = self.pruner();
        Ok(move |path: &Path, entry| {
            let relative = path.strip_prefix(&directory).or_else(|_| path.strip_prefix("/")).unwrap_or(path);
            let relative = relative.strip_prefix(".").unwrap_or(relative);
            match entry {
                Entry::File => own.match_met_file(relative),
                Entry::Directory => own.match_met_directory(relative) || is_pruned(path),
            }
        })
    }

    /// Says of directories whether the walk need not enter them: the configuration of what is around them excludes them.
    fn pruner(&self) -> impl Fn(&Path) -> bool + Clone + Send + Sync + use<> {
        let loader = Arc::clone(&self.loader);
        move |directory| {
            let absolute = loader.absolute(directory);
            let Some(around) = absolute.parent() else { return false };
            // A faulty configuration is told when something is checked under it.
            loader.in_force(around).is_ok_and(|in_force| in_force.prunes(&absolute))
        }
    }

    /// Reads what is in force for some files, so that it can be asked for from many threads.
    pub(super) fn prepare(&mut self, files: &[File]) -> Result<(), String> {
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
            let in_force = self.loader.in_force(&self.loader.absolute(directory))?;
            self.found.insert(directory.to_owned(), in_force);
        }
        Ok(())
    }

    /// What is in force for a file, once it was prepared.
    pub(super) fn of(&self, file: &File) -> Option<&Arc<InForce>> {
        self.found.get(directory_of(file))
    }

    /// The absolute path by which patterns know a file.
    pub(super) fn absolute(&self, file: &File) -> PathBuf {
        self.absolute_path(file.path.as_deref().unwrap_or(Path::new(&file.name)))
    }

    pub(super) fn absolute_path(&self, path: &Path) -> PathBuf {
        self.loader.absolute(path)
    }

    /// A path as a user would write it.
    pub(super) fn shown(&self, path: &Path) -> String {
        self.loader.shown(path)
    }

    pub(super) fn working_directory(&self) -> &Path {
        &self.loader.working_directory
    }
}

impl Loader {
    /// `Err` is a fault in the arguments.
    fn new(arguments: &Configuration) -> Result<Self, String> {
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
        let choice = if file.is_some() || arguments.isolated { Choice::Fixed(file) } else { Choice::Nearest };
        let (selected, known) = (Selected::default(), Mutex::default());
        Ok(Self { working_directory, own, selected, no_ignores: false, choice, known })
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        clean(&self.working_directory.join(path))
    }

    /// What is in force in a directory, whose path is absolute.
    fn in_force(&self, directory: &Path) -> Result<Arc<InForce>, String> {
        match &self.choice {
            Choice::Fixed(file) => self.load(file.as_deref()),
            Choice::Nearest => self.load(self.nearest_file(directory).as_deref()),
        }
    }

    /// What is known so far. What a thread that failed has left there is still true.
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The configuration file that counts for a directory.
    fn nearest_file(&self, directory: &Path) -> Option<PathBuf> {
        let mut known = self.known();
        let mut passed = Vec::new();
        let mut result = None;
        for ancestor in directory.ancestors() {
            if let Some(nearest) = known.nearest.get(ancestor) {
                result.clone_from(nearest);
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
            known.nearest.insert(ancestor, result.clone());
        }
        result
    }

    fn load(&self, file: Option<&Path>) -> Result<Arc<InForce>, String> {
        let key = file.map(Path::to_owned);
        if let Some(in_force) = self.known().loaded.get(&key) {
            return Ok(Arc::clone(in_force));
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
        self.known().loaded.insert(key, Arc::clone(&in_force));
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
    let loader = Loader::new(arguments)?;
    let absolute = loader.absolute(path);
    let directory = if absolute.is_dir() { absolute.clone() } else { base_of(&absolute) };
    let in_force = loader.in_force(&directory)?;
    let origin = match &in_force.file {
        Some(file) => format!("# {}\n", loader.shown(file)),
        None => "# no configuration file\n".to_owned(),
    };
    let base = in_force.file.as_deref().map_or(loader.working_directory.clone(), base_of);
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
