//! What is set, and what follows when it changes.

use std::sync::PoisonError;

use serde_json::json;
use tower_lsp::lsp_types::{ConfigurationItem, MessageType, Registration, WatchKind};

use super::Server;
use super::neighbours::FileWork;
use crate::lsp::configuration::{EditorSettings, SECTION};
use crate::workspace::NAMES;

/// Files that may hold a definition or deploy one.
const NEIGHBOURS: &str = "**/*.{asl,json,jsonc,json5,yaml,yml,template,tf,tofu,tfvars,hcl,tftpl,tpl,tmpl}";

impl Server {
    /// Tells the client of a fault in a configuration file, the first time that it is met.
    pub(super) async fn tell_once(&self, message: String) {
        let is_new = self.told.lock().unwrap_or_else(PoisonError::into_inner).insert(message.clone());
        if is_new {
            self.client.show_message(MessageType::WARNING, message).await;
        }
    }

    /// Asks the client for its settings and to tell of changes, as far as it can.
    pub(super) async fn register(&self) {
        let support = self.agreed().settings;
        let mut registrations = Vec::new();
        if support.are_registered {
            registrations.push(Registration {
                id: "asl-lint-settings".to_owned(),
                method: "workspace/didChangeConfiguration".to_owned(),
                register_options: Some(json!({"section": SECTION})),
            });
        }
        if support.watches_files {
            let configuration = format!("**/{{{}}}", NAMES.join(","));
            // Of a directory that is gone, nothing is said of the files in it.
            let gone = json!({"globPattern": "**/*", "kind": WatchKind::Delete});
            let watchers = json!([{"globPattern": configuration}, {"globPattern": NEIGHBOURS}, gone]);
            registrations.push(Registration {
                id: "asl-lint-files".to_owned(),
                method: "workspace/didChangeWatchedFiles".to_owned(),
                register_options: Some(json!({"watchers": watchers})),
            });
        }
        if !registrations.is_empty()
            && let Err(error) = self.client.register_capability(registrations).await
        {
            self.client.log_message(MessageType::INFO, format!("not told of changes: {error}")).await;
        }
        if support.are_pulled {
            self.pull_settings().await;
        }
    }

    /// Asks the client for its settings, and follows them.
    pub(super) async fn pull_settings(&self) {
        let section = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
        let Ok(answer) = self.client.configuration(vec![section]).await else { return };
        // A client that knows of no such section answers null, and what it said at the start still holds.
        if let Some(value) = answer.first().filter(|value| value.is_object()) {
            self.configuration.change_settings(EditorSettings::read(value));
            self.reconfigure().await;
        }
    }

    /// Works on all documents anew, since what is set for them may have changed.
    pub(super) async fn reconfigure(&self) {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clear();
        if self.documents.neighbours.set_folders(self.configuration.folders()) {
            self.files.mark(FileWork::Look);
        }
        for uri in self.documents.uris() {
            let (in_force, fault) = self.configuration.of_open(&uri);
            self.documents.configure(&uri, in_force);
            self.teller().changed(uri);
            if let Some(message) = fault {
                self.tell_once(message).await;
            }
        }
        self.teller().refresh();
    }
}
