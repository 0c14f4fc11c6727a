//! The files around a definition: which configuration is in force for it, and who deploys it.
//!
//! Command line and language server share it, so that they never disagree. It reads
//! configuration files, and what hosts refer to.

mod patterns;
pub mod references;
pub mod walk;

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use crate::config::{Level, Options};
use crate::settings::{self, Fault, Globs, LocalSettings, Settings, base_of};

pub use patterns::Patterns;

/// The names of a configuration file, the first one before the others.
pub const NAMES: [&str; 3] = ["asl-lint.toml", ".asl-lint.toml", "pyproject.toml"];

/// Files that extend each other further than this do so in a circle, or as good as.
const EXTENDS: usize = 32;

/// The configuration of a directory, ready to be asked about files.
#[derive(Debug)]
pub struct InForce {
    pub settings: Settings,
    /// The file it was read from.
    pub file: Option<PathBuf>,
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
    pub fn excludes(&self, path: &Path) -> bool {
        self.exclude.iter().any(|exclude| exclude.match_file(path))
    }

    /// Whether a directory need not be entered. The path is absolute.
    pub fn prunes(&self, path: &Path) -> bool {
        self.exclude.iter().any(|exclude| exclude.match_met_directory(path))
    }

    fn applies(&self, index: usize, path: &Path) -> bool {
        self.files.get(index).is_some_and(|files| files.as_ref().is_none_or(|files| files.match_file(path)))
    }

    /// The settings with the overrides that are about a file.
    pub fn of(&self, path: &Path) -> Settings {
        let mut index = 0;
        let mut settings = self.settings.clone();
        settings.overrides.retain(|_| {
            index += 1;
            self.applies(index - 1, path)
        });
        settings
    }

    /// The options for a file, whose path is absolute.
    pub fn options(&self, path: &Path) -> Arc<Options> {
        if self.files.iter().flatten().any(|files| files.match_file(path)) {
            let no_ignores = self.options.no_ignores;
            Arc::new(Options { no_ignores, ..self.of(path).options(|_| true) })
        } else {
            Arc::clone(&self.options)
        }
    }
}

/// Finds configuration files and reads them, each once.
#[derive(Debug)]
pub struct Loader {
    pub working_directory: PathBuf,
    /// What the command line sets, on top of every file.
    pub own: Settings,
    /// What holds where no file says otherwise.
    pub base: Settings,
    /// What the command line selects, which goes before what files ignore.
    pub selected: Selected,
    pub no_ignores: bool,
    /// Where the command line says which file counts: the answer to every question.
    pub choice: Choice,
    known: Mutex<Known>,
}

/// Which configuration file counts.
#[derive(Debug)]
pub enum Choice {
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
pub struct Selected {
    pub select: Vec<String>,
    pub extend: Vec<String>,
    pub ignore: Vec<String>,
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
                rule.severity = rule.severity.filter(|level| *level != Level::Off);
            }
        }
        settings.extend_select.extend_from_slice(&self.extend);
        settings.ignore.extend_from_slice(&self.ignore);
    }
}

impl Loader {
    /// Finds files for what is in or below any directory; paths are shown relative to the working directory.
    pub fn new(working_directory: PathBuf) -> Self {
        Self {
            working_directory,
            own: Settings::default(),
            base: Settings::default(),
            selected: Selected::default(),
            no_ignores: false,
            choice: Choice::Nearest,
            known: Mutex::default(),
        }
    }

    /// Forgets what was read, since files have changed.
    pub fn forget(&self) {
        *self.known() = Known::default();
    }

    pub fn absolute(&self, path: &Path) -> PathBuf {
        clean(&self.working_directory.join(path))
    }

    /// What is in force in a directory, whose path is absolute. `Err` says what is wrong with a file.
    pub fn in_force(&self, directory: &Path) -> Result<Arc<InForce>, String> {
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

    /// What a file says, or the defaults.
    pub fn load(&self, file: Option<&Path>) -> Result<Arc<InForce>, String> {
        let key = file.map(Path::to_owned);
        if let Some(in_force) = self.known().loaded.get(&key) {
            return Ok(Arc::clone(in_force));
        }
        let read = match file {
            Some(file) => self.read(file, &mut Vec::new())?,
            None => Settings::default(),
        };
        let mut settings = self.own.clone().over(read.over(self.base.clone()));
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
    pub fn shown(&self, path: &Path) -> String {
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

/// A path without `.` and, as far as it can be told without looking at links, without `..`.
pub fn clean(path: &Path) -> PathBuf {
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

/// The system's words for what went wrong, without its number.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}
