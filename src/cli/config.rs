//! Which configuration is in force for a file: the nearest one above it, or what the command line says.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Status;
use super::args::{Check, Config, Configuration};
use super::files::{Entry, File, Origin};
use super::output::{complain, print};
use crate::host::FilePath;
use crate::settings::{self, Settings, base_of, schema, show};
use crate::workspace::{Choice, InForce, Loader, NAMES, Patterns, Selected, clean, reason};

/// The configurations of a run.
#[derive(Debug)]
pub(super) struct Configurations {
    loader: Arc<Loader>,
    /// By directory, as it is written.
    found: FxHashMap<PathBuf, Arc<InForce>>,
}

impl Configurations {
    /// What `check` has flags for. `Err` is a fault in the arguments or in a file that they name.
    pub(super) fn for_check(arguments: &Check) -> Result<Self, String> {
        for name in arguments.select.iter().chain(&arguments.extend_select).chain(&arguments.ignore) {
            if !settings::is_selector(name) {
                return Err(super::explain::unknown("rule or category", name, settings::selectors()));
            }
        }
        let mut loader = loader(&arguments.configuration)?;
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

    /// What every command has flags for. `Err` is a fault in the arguments.
    pub(super) fn new(arguments: &Configuration) -> Result<Self, String> {
        Ok(Self { loader: Arc::new(loader(arguments)?), found: FxHashMap::default() })
    }

    /// Says what a walk leaves out: what the patterns of the command line match, which are relative to the working
    /// directory, and the directories that configurations exclude. Which files they exclude is asked file by file.
    pub(super) fn excluder(
        &self,
        globs: &[String],
    ) -> Result<impl Fn(&Path, Entry) -> bool + Clone + Send + Sync + use<>, String> {
        let loader = Arc::clone(&self.loader);
        let own = Patterns::new(PathBuf::new(), globs)?;
        let is_pruned = self.pruner();
        Ok(move |path: &Path, entry| {
            let relative =
                path.strip_prefix(&loader.working_directory).or_else(|_| path.strip_prefix("/")).unwrap_or(path);
            let relative = relative.strip_prefix(".").unwrap_or(relative);
            match entry {
                Entry::Handed => own.match_file(relative),
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

/// What the arguments that every command has say. `Err` is a fault in them.
fn loader(arguments: &Configuration) -> Result<Loader, String> {
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
    let mut loader = Loader::new(working_directory);
    loader.own = own;
    if file.is_some() || arguments.isolated {
        loader.choice = Choice::Fixed(file);
    }
    Ok(loader)
}

/// The directory that a file is in, as it is written.
fn directory_of(file: &File) -> &Path {
    let path = file.path.as_deref().unwrap_or(Path::new(&file.name));
    path.parent().unwrap_or(Path::new(""))
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
    let loader = loader(arguments)?;
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
