//! What a change of one file means for the open documents that have to do with it.

use std::path::PathBuf;
use std::sync::Arc;

use tower_lsp::lsp_types::{MessageType, Url};

use super::Server;
use crate::lsp::documents::{Documents, Snapshot};
use crate::lsp::tasks::off_thread;

impl Server {
    /// The documents beside a changed one that what is found in depends on it, as they are now.
    pub(super) fn touch_hosts_of(&self, uri: &Url) {
        let Ok(path) = uri.to_file_path() else { return };
        let hosts = self.documents.neighbours.hosts_of(&path);
        for uri in self.documents.touch(&hosts) {
            self.teller().changed(uri);
        }
    }

    /// Finds the hosts in the folders, unless they are known. Nobody waits for it: findings come at once, and once more if
    /// what is found changes them.
    pub(super) fn look_around(&self) {
        if self.documents.neighbours.begin_look() {
            let configuration = Arc::clone(&self.configuration);
            self.affect(move |documents| documents.neighbours.look_through(|path| configuration.excludes(path)));
        }
    }

    /// Files have changed on the disk, maybe those of documents that are closed by now.
    pub(super) fn reread(&self, paths: Vec<PathBuf>) {
        let configuration = Arc::clone(&self.configuration);
        self.affect(move |documents| {
            let is_excluded = |path: &std::path::Path| configuration.excludes(path);
            paths.iter().flat_map(|path| documents.neighbours.reread(path, is_excluded)).collect()
        });
    }

    /// Does something beside all else, and then works anew on the documents of the files that it affects.
    fn affect(&self, work: impl FnOnce(&Documents) -> Vec<PathBuf> + Send + 'static) {
        let (documents, teller) = (Arc::clone(&self.documents), self.teller());
        tokio::spawn(async move {
            match off_thread(move || documents.touch(&work(&documents))).await {
                Ok(touched) => teller.affected(touched).await,
                Err(error) => teller.client.log_message(MessageType::ERROR, error.message).await,
            }
        });
    }
}

/// Takes what an analyzed document says of other files, unless it says something else by now. Answers with the open ones
/// for which it is news.
pub(super) fn follow(documents: &Documents, snapshot: &Arc<Snapshot>) -> Vec<Url> {
    let Some(file) = snapshot.file.as_deref().filter(|_| documents.is_current(snapshot)) else { return Vec::new() };
    let references = if snapshot.in_force.is_excluded { &[] } else { snapshot.analysis().references.as_slice() };
    documents.touch(&documents.neighbours.follow(file, references))
}
