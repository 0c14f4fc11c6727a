//! Links to files and pages.

use tower_lsp::lsp_types::{DocumentLink, Url};

use super::documents::Snapshot;
use crate::host::Base;
use crate::ide::document_links::{self as ide, LinkTarget};

pub(super) fn links(snapshot: &Snapshot) -> Vec<DocumentLink> {
    let link = |link: ide::DocumentLink| {
        let target = match &link.target {
            LinkTarget::File(path, base) => {
                let file = snapshot.file.as_deref().and_then(|host| snapshot.neighbours.file(host, (path, *base)));
                match file {
                    Some(file) => Url::from_file_path(file).ok()?,
                    // Editors offer to make a file that is not there yet.
                    None if *base == Base::Host => beside(&snapshot.uri, path)?,
                    None => return None,
                }
            }
            LinkTarget::Url(url) => url.parse().ok()?,
        };
        let range = snapshot.range(link.span);
        Some(DocumentLink { range, target: Some(target), tooltip: Some(link.tooltip.to_owned()), data: None })
    };
    ide::document_links(snapshot.reading()).into_iter().filter_map(link).collect()
}

/// The address of a file by its path from the directory of a document; `None` for documents that are in no directory.
fn beside(document: &Url, path: &str) -> Option<Url> {
    // A path has no query and no fragment, and its first part is no scheme.
    let escaped = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23").replace('\\', "/");
    document.join(&format!("./{escaped}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_from_the_directory_of_the_document() {
        let beside = |document: &str, path: &str| {
            beside(&document.parse().expect("an address"), path).map(|url| url.to_string())
        };
        let template = "file:///w/app/template.yaml";
        assert_eq!(beside(template, "flows/a b.asl.json").as_deref(), Some("file:///w/app/flows/a%20b.asl.json"));
        assert_eq!(beside(template, "../m.asl.json").as_deref(), Some("file:///w/m.asl.json"));
        assert_eq!(beside(template, "a:b#c?.json").as_deref(), Some("file:///w/app/a:b%23c%3F.json"));
        assert_eq!(beside("untitled:Untitled-1", "m.asl.json"), None);
    }
}
