//! How far a long run has come, for a person in front of a terminal.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shorter runs show nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar on standard error, once there has been time enough to wonder.
pub(super) struct Progress {
    state: State,
    done: u64,
    total: u64,
}

enum State {
    Off,
    Waiting(Instant),
    Shown(ProgressBar),
}

impl Progress {
    /// Of a run over some files; nothing is shown unless a terminal is there.
    pub(super) fn new(files: usize, is_quiet: bool) -> Self {
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let is_off = is_quiet || is_dumb || !io::stderr().is_terminal();
        let state = if is_off { State::Off } else { State::Waiting(Instant::now()) };
        Self { state, done: 0, total: u64::try_from(files).unwrap_or(u64::MAX) }
    }

    /// One more file is done.
    pub(super) fn advance(&mut self) {
        self.done += 1;
        if let State::Waiting(since) = self.state
            && PATIENCE < since.elapsed()
        {
            self.state = State::Shown(bar(self.total));
        }
        if let State::Shown(bar) = &self.state {
            bar.set_position(self.done);
        }
    }

    /// Does what may write to the terminal, with the bar out of the way.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.state {
            State::Shown(bar) => bar.suspend(write),
            State::Off | State::Waiting(_) => write(),
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(self) {
        if let State::Shown(bar) = self.state {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    // Were the template wrong, the bar would look otherwise.
    match ProgressStyle::with_template("{wide_bar} {pos}/{len} files") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
