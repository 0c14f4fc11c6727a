//! What a change of one file means for the open documents that have to do with it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tower_lsp::lsp_types::{MessageType, Url};

use super::Server;
use crate::lsp::configuration::Configuration;
use crate::lsp::documents::Documents;
use crate::lsp::tasks::off_thread;

/// Something to do with the files around the documents, in the order in which it is done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FileWork {
    /// Find the hosts in the folders, unless they are known.
    Look,
    /// Read a file that has changed on the disk, maybe that of a document that is closed by now.
    Reread(PathBuf),
}

impl Server {
    /// The documents beside a changed one that what is found in depends on it, as they are now.
    pub(super) fn touch_hosts_of(&self, uri: &Url) {
        let Ok(path) = uri.to_file_path() else { return };
        let hosts = self.documents.neighbours.hosts_of(&path);
        self.teller().affected(self.documents.touch(&hosts));
    }

    /// Reads files for as long as the server lives. Nobody waits for it: findings come at once, and once more if what is read
    /// changes them. However many files change, one thread reads them, and the others answer.
    pub(super) fn follow_files(&self) {
        let (teller, files) = (self.teller(), Arc::clone(&self.files));
        let (documents, configuration) = (Arc::clone(&self.documents), Arc::clone(&self.configuration));
        tokio::spawn(async move {
            loop {
                let work = files.take_all().await;
                let (documents, configuration) = (Arc::clone(&documents), Arc::clone(&configuration));
                let done = move || {
                    let changed = work.iter().flat_map(|work| read(work, &documents, &configuration));
                    let changed: Vec<PathBuf> = changed.collect();
                    documents.touch(&changed)
                };
                match off_thread(done).await {
                    Ok(affected) => teller.affected(affected),
                    Err(error) => teller.client.log_message(MessageType::ERROR, error.message).await,
                }
            }
        });
    }
}

/// The files whose findings what is read may change.
fn read(work: &FileWork, documents: &Documents, configuration: &Configuration) -> Vec<PathBuf> {
    let is_excluded = |path: &Path| configuration.excludes(path);
    match work {
        FileWork::Look => documents.neighbours.look_through(is_excluded),
        FileWork::Reread(path) => documents.neighbours.reread(path, is_excluded),
    }
}
