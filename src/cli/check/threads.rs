//! Work on many files at once, with its results in the order of the files. What the work is, is another's concern.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::cli::files::File;

/// How many bytes are read before threads are thought of, unless they are asked for: a tenth of a second's work. Threads
/// take a tenth more time of processors, and nobody sees the difference in so little.
const ALONE: usize = 10 << 20;

/// A thread has to have this many files to be worth starting.
const FILES_PER_THREAD: usize = 16;

/// How many files are worked on before their output is written.
const BATCH: usize = 1024;

/// How many files a thread takes at a time.
const CHUNK: usize = 16;

/// The stack of a thread: that of a main thread, so that nesting is met alike on both.
const STACK: usize = 8 << 20;

/// Works on files and hands on what came of them, until the receiver has enough. `jobs` is how many threads are asked for,
/// `read` how many bytes the work has read.
pub(super) fn for_each<T: Send>(
    files: &[File],
    jobs: Option<u16>,
    read: &AtomicUsize,
    work: impl Fn(&File) -> T + Sync,
    receive: &mut dyn FnMut(T) -> bool,
) {
    let alone = if jobs.is_none() { ALONE } else { 0 };
    let mut rest = files.iter();
    while read.load(Ordering::Relaxed) < alone {
        let Some(file) = rest.next() else { return };
        if !receive(work(file)) {
            return;
        }
    }
    let files = rest.as_slice();
    let Some(pool) = pool(files.len(), jobs) else {
        for file in files {
            if !receive(work(file)) {
                return;
            }
        }
        return;
    };
    for batch in files.chunks(BATCH) {
        let results: Vec<Vec<T>> =
            pool.install(|| batch.par_chunks(CHUNK).map(|chunk| chunk.iter().map(&work).collect()).collect());
        for result in results.into_iter().flatten() {
            if !receive(result) {
                return;
            }
        }
    }
}

/// Threads for a number of files, if that is worth more than one.
fn pool(files: usize, jobs: Option<u16>) -> Option<ThreadPool> {
    let worthwhile = files / FILES_PER_THREAD;
    if worthwhile < 2 {
        return None;
    }
    let available = match jobs {
        Some(jobs) => usize::from(jobs),
        None => std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
    };
    let threads = available.min(worthwhile);
    if threads < 2 {
        return None;
    }
    ThreadPoolBuilder::new().num_threads(threads).use_current_thread().stack_size(STACK).build().ok()
}
