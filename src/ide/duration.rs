//! Seconds and moments, as people say them.

use crate::schema::{Field, ValueKind};
use crate::semantics::timestamp;

/// From here on seconds are easier to read in larger units.
pub const LARGE: f64 = 120.0;

const UNITS: [(f64, &str); 3] = [(86_400.0, "d"), (3_600.0, "h"), (60.0, "min")];

/// Whether the numbers of a field are seconds.
pub fn is_seconds(field: &Field) -> bool {
    field.value == ValueKind::Seconds || field.name.ends_with("Seconds")
}

/// A number of seconds: `1 h 30 min`.
pub fn in_words(seconds: f64) -> String {
    if !seconds.is_finite() || seconds < 60.0 {
        return format!("{} s", rounded(seconds));
    }
    let mut words = Vec::new();
    let mut rest = seconds;
    for (size, unit) in UNITS {
        let count = (rest / size).floor();
        if 1.0 <= count {
            words.push(format!("{count} {unit}"));
            rest -= count * size;
        }
    }
    if 0.05 <= rest {
        words.push(format!("{} s", rounded(rest)));
    }
    words.join(" ")
}

/// A number with at most one decimal place.
fn rounded(number: f64) -> String {
    format!("{}", (number * 10.0).round() / 10.0)
}

/// A moment in RFC 3339 form, with the day of its week: `Thursday, 31 January 2030, 08:00:00 UTC`.
pub fn moment(text: &str) -> Option<String> {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    timestamp::check(text).ok()?;
    let (date, time) = text.split_once('T')?;
    let mut parts = date.split('-').map(str::parse::<usize>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let weekday = DAYS.get(weekday(year, month, day))?;
    let (clock, zone) = time.split_at(time.find(['Z', '+', '-'])?);
    let zone = if zone == "Z" { "UTC".to_owned() } else { format!("UTC{zone}") };
    Some(format!("{weekday}, {day} {} {year}, {clock} {zone}", MONTHS.get(month.checked_sub(1)?)?))
}

/// The day of the week of a date of the Gregorian calendar, from 0 for Monday, by the congruence of Sakamoto.
fn weekday(year: usize, month: usize, day: usize) -> usize {
    const SHIFTS: [usize; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    // Counted from a year that is far enough back for January of the year 0, and at the same place of the cycle.
    let year = year + 400 - usize::from(month < 3);
    let shift = month.checked_sub(1).and_then(|index| SHIFTS.get(index)).copied().unwrap_or(0);
    (year + year / 4 - year / 100 + year / 400 + shift + day + 6) % 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_in_larger_units() {
        for (seconds, words) in [
            (0.0, "0 s"),
            (1.5, "1.5 s"),
            (59.0, "59 s"),
            (60.0, "1 min"),
            (90.0, "1 min 30 s"),
            (3_600.0, "1 h"),
            (99_999.0, "1 d 3 h 46 min 39 s"),
            (99_999_999.0, "1157 d 9 h 46 min 39 s"),
        ] {
            assert_eq!(in_words(seconds), words);
        }
    }

    #[test]
    fn moments_have_days_of_the_week() {
        assert_eq!(moment("2030-01-31T08:00:00Z").as_deref(), Some("Thursday, 31 January 2030, 08:00:00 UTC"));
        assert_eq!(
            moment("2024-02-29T23:59:59.5+02:00").as_deref(),
            Some("Thursday, 29 February 2024, 23:59:59.5 UTC+02:00")
        );
        assert_eq!(moment("2000-03-01T00:00:00Z").as_deref(), Some("Wednesday, 1 March 2000, 00:00:00 UTC"));
        assert_eq!(moment("0000-01-01T00:00:00Z").as_deref(), Some("Saturday, 1 January 0, 00:00:00 UTC"));
        assert_eq!(moment("2030-02-30T08:00:00Z"), None);
        assert_eq!(moment("tomorrow"), None);
    }
}
