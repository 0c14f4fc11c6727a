//! Where the time of an analysis goes: by rule, and by the steps around the rules.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::rule::Observer;

/// How long each rule or step took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Timings(BTreeMap<&'static str, Duration>);

impl Timings {
    pub(super) fn add(&mut self, other: &Self) {
        for (work, time) in &other.0 {
            *self.0.entry(work).or_default() += *time;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A line each, the slowest first.
    pub(super) fn table(&self) -> String {
        let mut rows: Vec<(Duration, &str)> = self.0.iter().map(|(work, time)| (*time, *work)).collect();
        rows.sort_by_key(|&(time, work)| (std::cmp::Reverse(time), work));
        let line = |&(time, work): &(Duration, &str)| format!("{:10.3} ms  {work}\n", time.as_secs_f64() * 1000.0);
        rows.iter().map(line).collect()
    }
}

/// Takes the times of one file on one thread.
#[derive(Debug, Default)]
pub(super) struct Stopwatch {
    running: Cell<Option<(&'static str, Instant)>>,
    timings: RefCell<Timings>,
}

impl Stopwatch {
    /// What was measured, up to now.
    pub(super) fn stop(self) -> Timings {
        self.record(Instant::now());
        self.timings.into_inner()
    }

    fn record(&self, now: Instant) {
        if let Some((work, since)) = self.running.take() {
            *self.timings.borrow_mut().0.entry(work).or_default() += now.duration_since(since);
        }
    }
}

impl Observer for Stopwatch {
    fn enter(&self, work: &'static str) {
        let now = Instant::now();
        self.record(now);
        self.running.set(Some((work, now)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_comes_first() {
        let of = |work, milliseconds| Timings(BTreeMap::from([(work, Duration::from_millis(milliseconds))]));
        let mut timings = of("parse", 3);
        for other in [of("schema", 12), of("parse", 1), of("bom", 4)] {
            timings.add(&other);
        }
        assert_eq!(timings.table(), "    12.000 ms  schema\n     4.000 ms  bom\n     4.000 ms  parse\n");
    }

    #[test]
    fn work_ends_where_other_work_begins() {
        let stopwatch = Stopwatch::default();
        for work in ["parse", "schema", "parse"] {
            stopwatch.enter(work);
        }
        let works: Vec<&str> = stopwatch.stop().0.into_keys().collect();
        assert_eq!(works, ["parse", "schema"]);
        assert!(Stopwatch::default().stop().is_empty());
    }
}
