//! What a retrier comes to: how often, after which waits, how long in all.
//!
//! <https://states-language.net/#retrying-after-error>

use super::duration::in_words;
use crate::syntax::{NodeId, Tree};

/// The policy of a retrier, with the defaults of the language where it says nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Policy {
    /// How many retries there are at most.
    pub attempts: f64,
    /// Seconds before the first retry.
    pub interval: f64,
    /// By what the wait is multiplied each time.
    pub rate: f64,
    pub longest: Option<f64>,
    /// Each wait is random, up to what it would be.
    pub jitter: bool,
}

/// How many waits are spelled out.
const SHOWN: u8 = 6;

/// An execution lasts a year at most.
const YEAR: f64 = 366.0 * 86_400.0;

impl Policy {
    /// `None` where a part of it is not known or cannot be.
    pub fn of(tree: &Tree, retrier: NodeId) -> Option<Self> {
        if tree.is_opaque(retrier) || !tree.is_object(retrier) {
            return None;
        }
        let number = |name: &str, least: f64| match tree.get(retrier, name) {
            None => Some(None),
            Some(node) => tree.number(node).filter(|&number| least <= number && number.is_finite()).map(Some),
        };
        let jitter = match tree.get(retrier, "JitterStrategy") {
            None => false,
            Some(node) => tree.known(node)? == "FULL",
        };
        Some(Self {
            attempts: number("MaxAttempts", 0.0)?.unwrap_or(3.0),
            interval: number("IntervalSeconds", 1.0)?.unwrap_or(1.0),
            rate: number("BackoffRate", 1.0)?.unwrap_or(2.0),
            longest: number("MaxDelaySeconds", 1.0)?,
            jitter,
        })
    }

    /// The waits in their order, without end.
    pub fn waits(self) -> impl Iterator<Item = f64> {
        let longest = self.longest.unwrap_or(f64::INFINITY);
        std::iter::successors(Some(self.interval), move |wait| Some((wait * self.rate).min(f64::MAX)))
            .map(move |wait| wait.min(longest))
    }

    /// Seconds of all waits together; infinite where the number is beyond counting.
    pub fn total(self) -> f64 {
        let longest = self.longest.unwrap_or(f64::INFINITY);
        if longest <= self.interval {
            return self.attempts * longest;
        }
        if self.rate <= 1.0 {
            return self.attempts * self.interval;
        }
        // Waits grow until they meet the longest: a geometric series, and from there on all are alike.
        let growing = ((longest / self.interval).ln() / self.rate.ln()).ceil().min(self.attempts);
        let grown = self.interval * (self.rate.powf(growing) - 1.0) / (self.rate - 1.0);
        if growing < self.attempts { grown + (self.attempts - growing) * longest } else { grown }
    }

    /// All waits together in words; `None` where no execution lasts that long.
    pub fn total_in_words(self) -> Option<String> {
        let total = self.total();
        let most = if self.jitter { "at most " } else { "" };
        (total <= YEAR).then(|| format!("{most}{}", in_words(total)))
    }

    /// The whole policy in a few sentences.
    pub fn in_words(self) -> String {
        if self.attempts < 1.0 {
            return "Never retries these errors.".to_owned();
        }
        let numbered = self.waits().zip(1..=SHOWN).take_while(|&(_, number)| f64::from(number) <= self.attempts);
        let waits: Vec<String> = numbered.map(|(wait, _)| in_words(wait)).collect();
        let times = if self.attempts < 2.0 { "once".to_owned() } else { format!("up to {} times", self.attempts) };
        let dots = if f64::from(SHOWN) < self.attempts { ", …" } else { "" };
        let total = match self.total_in_words() {
            Some(total) => format!("{total} in all"),
            None => "in all longer than an execution may last".to_owned(),
        };
        let mut text = format!("Retries {times}, after {}{dots}: {total}.", waits.join(", "));
        if let Some(longest) = self.longest {
            text.push_str(&format!(" No wait is longer than {} (`MaxDelaySeconds`).", in_words(longest)));
        }
        if self.jitter {
            text.push_str(" Each wait is random, from 0 up to that (`JitterStrategy`).");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, parse};

    fn policy(text: &str) -> Option<Policy> {
        let (tree, _) = parse(text.into(), Language::Json, None);
        Policy::of(&tree, tree.root())
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(policy(text).expect("a policy").in_words(), expected);
    }

    #[test]
    fn policies_in_words() {
        check("{}", "Retries up to 3 times, after 1 s, 2 s, 4 s: 7 s in all.");
        check(r#"{"MaxAttempts": 0}"#, "Never retries these errors.");
        check(r#"{"MaxAttempts": 1, "IntervalSeconds": 90}"#, "Retries once, after 1 min 30 s: 1 min 30 s in all.");
        check(
            r#"{"MaxAttempts": 8, "MaxDelaySeconds": 10, "JitterStrategy": "FULL"}"#,
            "Retries up to 8 times, after 1 s, 2 s, 4 s, 8 s, 10 s, 10 s, …: at most 55 s in all. \
             No wait is longer than 10 s (`MaxDelaySeconds`). Each wait is random, from 0 up to that (`JitterStrategy`).",
        );
        check(
            r#"{"MaxAttempts": 99999999, "BackoffRate": 10}"#,
            "Retries up to 99999999 times, after 1 s, 10 s, 1 min 40 s, 16 min 40 s, 2 h 46 min 40 s, \
             1 d 3 h 46 min 40 s, …: in all longer than an execution may last.",
        );
    }

    #[test]
    fn the_sum_is_that_of_the_waits() {
        for text in [
            r#"{"MaxAttempts": 20, "IntervalSeconds": 3, "BackoffRate": 1.5, "MaxDelaySeconds": 60}"#,
            r#"{"MaxAttempts": 5, "IntervalSeconds": 3, "BackoffRate": 1}"#,
            r#"{"MaxAttempts": 7, "IntervalSeconds": 30, "MaxDelaySeconds": 20}"#,
            r#"{"MaxAttempts": 4, "BackoffRate": 4, "MaxDelaySeconds": 16}"#,
        ] {
            let policy = policy(text).expect("a policy");
            let sum: f64 = policy
                .waits()
                .zip(1_u8..)
                .take_while(|&(_, n)| f64::from(n) <= policy.attempts)
                .map(|(wait, _)| wait)
                .sum();
            assert!((sum - policy.total()).abs() < 1e-6, "{text}: {sum} {}", policy.total());
        }
    }

    #[test]
    fn what_is_not_known_has_no_policy() {
        assert_eq!(policy(r#"{"MaxAttempts": "${N}"}"#), None);
        assert_eq!(policy(r#"{"JitterStrategy": "${J}"}"#), None);
        assert_eq!(policy("[]"), None);
    }
}
