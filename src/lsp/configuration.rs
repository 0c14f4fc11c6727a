//! What is set for a document: by configuration files, and by the editor where no file says otherwise.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower_lsp::lsp_types::{InitializeParams, Url, WorkspaceFolder};

use crate::asl::WorkflowType;
use crate::config::Options;
use crate::diagnostic::Severity;
use crate::ide::inlay_hints::InlayOptions;
use crate::settings::{self, Profile, Settings};
use crate::workspace::{Choice, Loader, NAMES};

/// The section of the editor's settings that is ours.
pub(super) const SECTION: &str = "aslLint";

/// What an editor sets. What it does not set, or sets to something else than is known, is as if it were not there.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct EditorSettings {
    profile: Option<String>,
    select: Option<Vec<String>>,
    ignore: Option<Vec<String>>,
    min_severity: Option<String>,
    workflow_type: Option<String>,
    /// A configuration file instead of the nearest one, relative to the workspace folder.
    configuration: Option<PathBuf>,
    diagnostics: DiagnosticsSettings,
    inlay_hints: InlayOptions,
    format: Toggle,
    code_lens: Toggle,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct DiagnosticsSettings {
    scope: Option<String>,
}

/// On, unless it is switched off.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Toggle {
    enable: Option<bool>,
}

impl EditorSettings {
    /// The settings in a value of any shape.
    pub(super) fn read(value: &Value) -> Self {
        Self {
            profile: part(value, "profile"),
            select: part(value, "select"),
            ignore: part(value, "ignore"),
            min_severity: part(value, "minSeverity"),
            workflow_type: part(value, "workflowType"),
            configuration: part(value, "configuration"),
            diagnostics: part(value, "diagnostics"),
            inlay_hints: part(value, "inlayHints"),
            format: part(value, "format"),
            code_lens: part(value, "codeLens"),
        }
    }

    /// As a configuration file would say it.
    fn settings(&self) -> Settings {
        let known = |names: &[String]| names.iter().filter(|name| settings::is_selector(name)).cloned().collect();
        Settings {
            profile: self.profile.as_deref().and_then(Profile::from_name),
            select: self.select.as_deref().map(known),
            ignore: self.ignore.as_deref().map(known).unwrap_or_default(),
            min_severity: self.min_severity.as_deref().and_then(Severity::from_name),
            workflow_type: self.workflow_type.as_deref().and_then(WorkflowType::from_name),
            ..Settings::default()
        }
    }
}

/// A member of a value, or what stands for one that is absent or not understood.
fn part<T: DeserializeOwned + Default>(value: &Value, name: &str) -> T {
    value.get(name).and_then(|part| T::deserialize(part).ok()).unwrap_or_default()
}

/// What holds for one document.
#[derive(Clone, Debug, Default)]
pub(super) struct InForce {
    pub(super) options: Arc<Options>,
    /// What is less severe is not shown; `None` = all is.
    pub(super) min_severity: Option<Severity>,
    /// Whether the configuration excludes the document: nothing is reported of it.
    pub(super) is_excluded: bool,
}

/// The folders that the editor has open, and what is set in them.
#[derive(Debug, Default)]
pub(super) struct Configuration {
    state: Mutex<State>,
    /// Counts the changes.
    generation: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    folders: Vec<Folder>,
    /// For documents outside of all folders.
    outside: Option<Folder>,
    editor: EditorSettings,
}

/// A folder and the configuration files in it.
#[derive(Clone, Debug)]
struct Folder {
    path: PathBuf,
    loader: Arc<Loader>,
}

impl Folder {
    fn new(path: PathBuf, editor: &EditorSettings) -> Self {
        let mut loader = Loader::new(path.clone());
        loader.base = editor.settings();
        if let Some(file) = &editor.configuration {
            loader.choice = Choice::Fixed(Some(loader.absolute(file)));
        }
        Self { path, loader: Arc::new(loader) }
    }
}

impl Configuration {
    /// Takes the folders and the settings with which the client introduces itself.
    pub(super) fn start(&self, params: &InitializeParams) {
        let mut state = self.state();
        state.editor = params.initialization_options.as_ref().map(EditorSettings::read).unwrap_or_default();
        let named = params.workspace_folders.iter().flatten().filter_map(path_of);
        #[allow(deprecated, reason = "older clients know nothing else")]
        let root = params.root_uri.as_ref().and_then(|uri| uri.to_file_path().ok());
        let mut paths: Vec<PathBuf> = named.collect();
        if paths.is_empty() {
            paths.extend(root);
        }
        state.set_folders(paths);
    }

    pub(super) fn change_folders(&self, added: &[WorkspaceFolder], removed: &[WorkspaceFolder]) {
        self.changed();
        let mut state = self.state();
        let removed: Vec<PathBuf> = removed.iter().filter_map(path_of).collect();
        let kept = state.folders.iter().map(|folder| folder.path.clone()).filter(|path| !removed.contains(path));
        let paths: Vec<PathBuf> = kept.chain(added.iter().filter_map(path_of)).collect();
        state.set_folders(paths);
    }

    /// Takes the editor's settings anew.
    pub(super) fn change_settings(&self, editor: EditorSettings) {
        self.changed();
        let mut state = self.state();
        state.editor = editor;
        let paths = state.folders.iter().map(|folder| folder.path.clone()).collect();
        state.set_folders(paths);
    }

    /// Forgets what was read, since configuration files have changed.
    pub(super) fn reread(&self) {
        self.changed();
        let state = self.state();
        state.folders.iter().chain(&state.outside).for_each(|folder| folder.loader.forget());
    }

    pub(super) fn inlay_hints(&self) -> InlayOptions {
        self.state().editor.inlay_hints
    }

    pub(super) fn formats(&self) -> bool {
        self.state().editor.format.enable != Some(false)
    }

    pub(super) fn shows_lenses(&self) -> bool {
        self.state().editor.code_lens.enable != Some(false)
    }

    /// Whether findings of all files are wanted, not only of those that are open.
    pub(super) fn covers_workspace(&self) -> bool {
        self.state().editor.diagnostics.scope.as_deref() == Some("workspace")
    }

    pub(super) fn folders(&self) -> Vec<PathBuf> {
        self.state().folders.iter().map(|folder| folder.path.clone()).collect()
    }

    /// What holds for a document. A configuration file with a fault counts for nothing; `Err` says what is wrong with it.
    pub(super) fn of(&self, uri: &Url) -> Result<InForce, String> {
        let path = uri.to_file_path().ok();
        let (loader, path) = self.state().folder_of(path.as_deref());
        let in_force = loader.in_force(path.parent().unwrap_or(&path))?;
        Ok(InForce {
            options: in_force.options(&path),
            min_severity: in_force.settings.min_severity,
            is_excluded: in_force.excludes(&path),
        })
    }

    /// As [`Configuration::of`]; where a file has a fault, what the editor sets, and the fault.
    pub(super) fn of_open(&self, uri: &Url) -> (InForce, Option<String>) {
        match self.of(uri) {
            Ok(in_force) => (in_force, None),
            Err(fault) => (self.without_files(), Some(fault)),
        }
    }

    /// Whether a configuration excludes a file; one with a fault does not.
    pub(super) fn excludes(&self, path: &Path) -> bool {
        Url::from_file_path(path).is_ok_and(|uri| self.of(&uri).is_ok_and(|in_force| in_force.is_excluded))
    }

    /// What holds where a configuration file has a fault: what the editor sets.
    pub(super) fn without_files(&self) -> InForce {
        let settings = self.state().editor.settings();
        InForce {
            options: Arc::new(settings.options(|_| true)),
            min_severity: settings.min_severity,
            is_excluded: false,
        }
    }

    /// Another number after each change.
    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Relaxed)
    }

    fn changed(&self) {
        self.generation.fetch_add(1, Ordering::Relaxed);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn set_folders(&mut self, paths: Vec<PathBuf>) {
        self.folders = paths.into_iter().map(|path| Folder::new(path, &self.editor)).collect();
        self.outside = None;
    }

    /// The loader of the innermost folder around a path, and the path to ask it about: a document that is no file counts as
    /// one in the first folder.
    fn folder_of(&mut self, path: Option<&Path>) -> (Arc<Loader>, PathBuf) {
        let around = |folder: &&Folder| path.is_some_and(|path| path.starts_with(&folder.path));
        let innermost = self.folders.iter().filter(around).max_by_key(|folder| folder.path.as_os_str().len());
        let unnamed = |folder: &Folder| folder.path.join("untitled");
        if let Some(folder) = innermost.or_else(|| self.folders.first().filter(|_| path.is_none())) {
            return (Arc::clone(&folder.loader), path.map_or_else(|| unnamed(folder), Path::to_owned));
        }
        let editor = &self.editor;
        let outside = self.outside.get_or_insert_with(|| Folder::new(PathBuf::from("/"), editor));
        (Arc::clone(&outside.loader), path.map_or_else(|| unnamed(outside), Path::to_owned))
    }
}

fn path_of(folder: &WorkspaceFolder) -> Option<PathBuf> {
    folder.uri.to_file_path().ok()
}

/// Whether a file is one that may change what is set for others.
pub(super) fn is_configuration_file(uri: &Url) -> bool {
    let name = uri.path_segments().and_then(|mut segments| segments.next_back().map(str::to_owned));
    name.is_some_and(|name| NAMES.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_of_an_editor_are_read_with_patience() {
        let read = |value: &Value| EditorSettings::read(value).settings();
        let settings =
            read(&json!({"profile": "strict", "select": null, "ignore": ["limits", "nonsense"], "other": 1}));
        assert_eq!(
            (settings.profile, settings.ignore.as_slice()),
            (Some(Profile::Strict), ["limits".to_owned()].as_slice())
        );
        assert_eq!(read(&json!({"minSeverity": "warning"})).min_severity, Some(Severity::Warning));
        assert_eq!(read(&json!({"workflowType": "express"})).workflow_type, Some(WorkflowType::Express));
        for nothing in
            [json!(null), json!([]), json!({"profile": 1, "diagnostics": null, "inlayHints": 3, "select": "x"})]
        {
            assert_eq!(read(&nothing), Settings::default(), "{nothing}");
        }
    }

    #[test]
    fn the_innermost_folder_counts() {
        let directory = tempfile::tempdir().unwrap();
        let inner = directory.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        std::fs::write(directory.path().join("asl-lint.toml"), "ignore = ['self-transition']\n").unwrap();
        std::fs::write(inner.join("asl-lint.toml"), "exclude = ['old/**']\nmin-severity = 'error'\n").unwrap();
        let configuration = Configuration::default();
        let folder = |path: &Path| WorkspaceFolder { uri: Url::from_file_path(path).unwrap(), name: String::new() };
        configuration.change_folders(&[folder(directory.path()), folder(&inner)], &[]);
        let of = |path: &str| configuration.of(&Url::from_file_path(directory.path().join(path)).unwrap()).unwrap();
        assert_eq!(of("a.asl.json").options.selection.ignore, ["self-transition"]);
        assert_eq!((of("inner/a.asl.json").min_severity, of("a.asl.json").min_severity), (Some(Severity::Error), None));
        assert!(of("inner/old/a.asl.json").is_excluded && !of("inner/a.asl.json").is_excluded);

        std::fs::write(inner.join("asl-lint.toml"), "exclude = 1\n").unwrap();
        assert!(!of("inner/a.asl.json").is_excluded || of("inner/a.asl.json").min_severity.is_some());
        configuration.reread();
        let faulty = configuration.of(&Url::from_file_path(inner.join("a.asl.json")).unwrap());
        assert!(faulty.unwrap_err().contains("exclude"));
    }
}
