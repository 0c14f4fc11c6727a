//! Times as RFC 3339 writes them, in the profile of the language: `T` and `Z` in upper case.

/// Whether a text is such a time; else what is wrong with it, in a few words.
pub fn check(text: &str) -> Result<(), &'static str> {
    let Some((date, time)) = text.split_once('T') else {
        let starts_with_date = text.get(..10).is_some_and(|start| check_date(start).is_ok());
        return Err(match text.get(10..) {
            _ if !starts_with_date => "it starts with no date",
            Some("") | None => "`T` and a time are missing behind the date",
            Some(_) => "`T` is missing between the date and the time",
        });
    };
    check_date(date)?;
    let (clock, offset) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => return Err("`Z` or an offset such as `+02:00` is missing at the end"),
    };
    check_clock(clock)?;
    if offset == "Z" {
        return Ok(());
    }
    let (hours, minutes) =
        offset.get(1..).and_then(|rest| rest.split_once(':')).ok_or("the offset is not `Z` or `±hh:mm`")?;
    match (digits(hours, 2), digits(minutes, 2)) {
        (Some(0..=23), Some(0..=59)) => Ok(()),
        _ => Err("the offset is not `Z` or `±hh:mm`"),
    }
}

fn check_date(date: &str) -> Result<(), &'static str> {
    const FAULT: &str = "the date is not `yyyy-mm-dd`";
    let mut parts = date.split('-');
    let mut part = |length| parts.next().and_then(|part| digits(part, length)).ok_or(FAULT);
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    if parts.next().is_some() {
        return Err(FAULT);
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return Err("there is no such month"),
    };
    if (1..=days).contains(&day) { Ok(()) } else { Err("there is no such day") }
}

fn check_clock(clock: &str) -> Result<(), &'static str> {
    const FAULT: &str = "the time is not `hh:mm:ss`";
    let (whole, fraction) = match clock.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (clock, None),
    };
    if fraction.is_some_and(|digits| digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err("the fraction of the seconds has no digits");
    }
    let mut parts = whole.split(':');
    let mut part = || parts.next().and_then(|part| digits(part, 2)).ok_or(FAULT);
    let (hour, minute, second) = (part()?, part()?, part()?);
    if parts.next().is_some() {
        return Err(FAULT);
    }
    // Second 60 is a leap second.
    if hour <= 23 && minute <= 59 && second <= 60 { Ok(()) } else { Err("there is no such time of day") }
}

fn digits(text: &str, length: usize) -> Option<u32> {
    if text.len() != length || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn times_of_rfc_3339() {
        for text in [
            "2016-03-14T01:59:00Z",
            "2030-06-01T09:00:00.123456789Z",
            "2030-06-01T09:00:00+02:00",
            "2030-06-01T09:00:00-11:30",
            "2016-12-31T23:59:60Z",
            "2024-02-29T00:00:00Z",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            "tomorrow",
            "Today",
            "2016-12-05 21:29:29Z",
            "2016-12-05T21:29:29",
            "2016-12-05t21:29:29Z",
            "2016-12-05T21:29:29z",
            "2016-13-05T21:29:29Z",
            "2016-12-05T25:29:29Z",
            "05-12-2016T21:29:29Z",
            "2023-02-29T00:00:00Z",
            "2016-12-05T21:29Z",
            "2016-12-05T21:29:29+0200",
            "2016-12-05T21:29:29.Z",
            "2016-12-05T21:29:29+24:00",
            "2016-12-05T21:29:29é",
            "２016-12-05T21:29:29Z",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }
}
