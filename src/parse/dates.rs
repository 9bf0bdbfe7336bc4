//! Dates as people write them → [`Reading`].
//!
//! In: the text of one value, with or without markup. Out: the day it begins with, or why there is none. A date that two
//! calendars' habits read differently (`01/02/2020`) is never guessed at, because a wrong day is worse than none. It is a
//! module of its own because fields, statuses and file names all read dates, and must read them alike. Absent on purpose:
//! times, zones, and dates without a day (`May 2023`), which name no day.
//!
//! Forms: ISO 8601 (also with one digit, slashes or dots, or as `20260102`), `2018-Oct-05`, `2 January 2026`,
//! `30th of May 2025`, `19-April-2023`, `Jan 2, 2026`, `Sep 5th, 2023`, `Thu Jan 2 10:00:00 2026`, `21.01.2020`,
//! `01/21/2020`, `2026年1月2日`; of a range (`Jan 2 - 9, 2026`) the first day.

use super::inline;
use jiff::civil::Date;

/// What a text says of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// One day, without doubt.
    Day(Date),
    /// It looks like a date, and no calendar has it.
    Impossible,
    /// Two days fit: `01/02/2020`; or the century is not said: `14-Aug-01`.
    Ambiguous,
    /// It is no date, or names no day: `May 2023`.
    NoDate,
}

/// The years that a document's date may have. What lies outside is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// Reads the leading date of a value: `2023-01-02 (accepted)` is the second of January.
#[must_use]
pub fn read(value: &str) -> Reading {
    leading(&inline::plain(value)).map_or(Reading::NoDate, |(reading, _)| reading)
}

/// The date that a plain text begins with, words such as `on` before it passed over, and where it ends.
#[must_use]
pub fn leading(text: &str) -> Option<(Reading, usize)> {
    let mut words = Words { text, position: 0 };
    pass_introduction(&mut words);
    let forms = [year_first, compact, numbers, day_first, month_first];
    forms.into_iter().find_map(|form| {
        let mut attempt = Words { text, position: words.position };
        let reading = form(&mut attempt)?;
        attempt.at_boundary().then_some((reading, attempt.position))
    })
}

/// What may stand before a date: quotes, brackets, a weekday, `on`.
fn pass_introduction(words: &mut Words<'_>) {
    const WORDS: &str = "on, since, from, as, of, at, by, until, the, date";
    for _ in 0..4 {
        words.skip(|c| c.is_whitespace() || "\"'“”‘’([{*_~`,.:$".contains(c));
        let start = words.position;
        let Some(word) = words.letters() else { return };
        if !inline::is_among(&word.to_lowercase(), WORDS) && !is_weekday(word) {
            words.position = start;
            return;
        }
    }
}

/// `2026-01-02`, `2026/1/2`, `2026.1.2`, `2018-Oct-05`, `2026 Jan 2`, `2026年1月2日`.
fn year_first(words: &mut Words<'_>) -> Option<Reading> {
    let year = words.digits(4..=4)?;
    let separator = words.separator()?;
    let month = match words.digits(1..=2) {
        Some(month) if separator != ' ' => month,
        Some(_) => return None,
        None => words.month()?,
    };
    let second = words.separator()?;
    let numeric = matches!((separator, second), ('年', '月')) || separator == second;
    let day = words.digits(1..=2).filter(|_| numeric || separator == ' ')?;
    words.skip(|c| c == '日');
    Some(day_of(year, month, day))
}

/// `20260102`.
fn compact(words: &mut Words<'_>) -> Option<Reading> {
    let digits = words.digits(8..=8)?;
    let reading = day_of(digits / 10_000, digits / 100 % 100, digits % 100);
    // Eight digits that are no day are a number, not a slip.
    matches!(reading, Reading::Day(_)).then_some(reading)
}

/// `01/21/2020`, `21.01.2020`, `1-2-20`: day and month in either order, and so often in doubt.
fn numbers(words: &mut Words<'_>) -> Option<Reading> {
    let first = words.digits(1..=2)?;
    let separator = words.separator().filter(|c| matches!(c, '/' | '.' | '-'))?;
    let second = words.digits(1..=2)?;
    words.separator().filter(|c| *c == separator)?;
    if let Some(year) = words.digits(4..=4) {
        return Some(either_order(year, first, second));
    }
    words.digits(2..=2)?;
    // `1.2.20` is a version as well as a day.
    (separator == '/').then_some(Reading::Ambiguous)
}

fn either_order(year: u32, first: u32, second: u32) -> Reading {
    match (day_of(year, first, second), day_of(year, second, first)) {
        (Reading::Day(one), Reading::Day(other)) if one != other => Reading::Ambiguous,
        (reading @ Reading::Day(_), _) | (_, reading) => reading,
    }
}

/// `2 January 2026`, `30th of May 2025`, `19-April-2023`.
fn day_first(words: &mut Words<'_>) -> Option<Reading> {
    let day = words.digits(1..=2)?;
    words.ordinal();
    pass_range(words);
    words.separators();
    words.word("of");
    let month = words.month()?;
    let year = words.year_after_separators()?;
    Some(in_year(year, month, day))
}

/// `Jan 2, 2026`, `September 5th 2023`, `Jan 2 10:00:00 2026`, `Jan 2 - Feb 9, 2026`.
fn month_first(words: &mut Words<'_>) -> Option<Reading> {
    let month = words.month()?;
    words.separators();
    words.word("the");
    let day = words.digits(1..=2)?;
    words.ordinal();
    pass_range(words);
    words.time();
    let year = words.year_after_separators()?;
    Some(in_year(year, month, day))
}

/// The rest of a range that shares its year with the first day: `…15`, `- February 9th`.
fn pass_range(words: &mut Words<'_>) {
    let start = words.position;
    words.skip(char::is_whitespace);
    let marked = words.skip(|c| "-–—‑….~".contains(c)) || words.word("to") || words.word("through");
    words.skip(char::is_whitespace);
    words.month();
    words.skip(char::is_whitespace);
    if !marked || words.digits(1..=2).is_none() {
        words.position = start;
        return;
    }
    words.ordinal();
}

/// A year as written: with its century, or without.
#[derive(Clone, Copy)]
enum Year {
    Full(u32),
    Short,
}

fn in_year(year: Year, month: u32, day: u32) -> Reading {
    match year {
        Year::Full(year) => day_of(year, month, day),
        Year::Short => Reading::Ambiguous,
    }
}

fn day_of(year: u32, month: u32, day: u32) -> Reading {
    let date = i16::try_from(year)
        .ok()
        .filter(|year| YEARS.contains(year))
        .and_then(|year| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok());
    date.map_or(Reading::Impossible, Reading::Day)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of a month's name, whole or cut to three letters and more (`Sept`).
fn month_of(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(&word))?;
    u32::try_from(at + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = word.to_ascii_lowercase();
    word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&word))
}

/// A place in a text, and the steps that a date is read by. Each step moves only when it succeeds.
struct Words<'a> {
    text: &'a str,
    position: usize,
}

impl<'a> Words<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.position..]
    }

    /// The run of such characters at this place.
    fn run(&self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        &rest[..rest.find(|c| !wanted(c)).unwrap_or(rest.len())]
    }

    /// Passes over such characters; whether there were any.
    fn skip(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        let length = self.run(wanted).len();
        self.position += length;
        length > 0
    }

    /// A number with that many digits.
    fn digits(&mut self, lengths: std::ops::RangeInclusive<usize>) -> Option<u32> {
        let run = self.run(|c| c.is_ascii_digit());
        let number = run.parse().ok().filter(|_| lengths.contains(&run.len()))?;
        self.position += run.len();
        Some(number)
    }

    fn letters(&mut self) -> Option<&'a str> {
        let run = self.run(char::is_alphabetic);
        self.position += run.len();
        (!run.is_empty()).then_some(run)
    }

    /// That word, in any case, and the space after it.
    fn word(&mut self, word: &str) -> bool {
        let run = self.run(char::is_alphabetic);
        let found = run.eq_ignore_ascii_case(word);
        if found {
            self.position += run.len();
            self.skip(char::is_whitespace);
        }
        found
    }

    fn month(&mut self) -> Option<u32> {
        let run = self.run(char::is_alphabetic);
        let month = month_of(run)?;
        self.position += run.len();
        Some(month)
    }

    /// `st`, `nd`, `rd`, `th` after a day; `.` as in German.
    fn ordinal(&mut self) {
        let run = self.run(char::is_alphabetic);
        if ["st", "nd", "rd", "th"].iter().any(|suffix| run.eq_ignore_ascii_case(suffix)) {
            self.position += run.len();
        }
    }

    /// One separator of a numeric date; all hyphens and dashes count as `-`, white space as one space.
    fn separator(&mut self) -> Option<char> {
        let c = self.rest().chars().next()?;
        let separator = match c {
            '-' | '\u{2010}'..='\u{2014}' | '\u{2212}' => '-',
            '/' | '.' | '年' | '月' => c,
            c if c.is_whitespace() => ' ',
            _ => return None,
        };
        self.position += c.len_utf8();
        self.skip(char::is_whitespace);
        Some(separator)
    }

    /// What may stand between the parts of a date in words.
    fn separators(&mut self) {
        self.skip(|c| {
            c.is_whitespace() || ",.-/'’\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}".contains(c)
        });
    }

    fn year_after_separators(&mut self) -> Option<Year> {
        self.separators();
        self.word("of");
        match self.digits(4..=4) {
            Some(year) => Some(Year::Full(year)),
            None => self.digits(2..=2).map(|_| Year::Short),
        }
    }

    /// `10:00:00`, between day and year as `date` prints it.
    fn time(&mut self) {
        let start = self.position;
        self.skip(char::is_whitespace);
        let run = self.run(|c| c.is_ascii_digit() || c == ':');
        self.position = if run.contains(':') { self.position + run.len() } else { start };
    }

    /// Whether what was read ends here: `2020-01-021` is no date, `2020-01-02T10:00` and `2020-01-02_x` are.
    fn at_boundary(&self) -> bool {
        let mut rest = self.rest().chars();
        match rest.next() {
            None => true,
            Some('T' | 't') => rest.next().is_some_and(|c| c.is_ascii_digit()),
            Some('-' | '/' | '.') => !rest.next().is_some_and(|c| c.is_ascii_digit()),
            Some(c) => !c.is_alphanumeric(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn check(value: &str, expected: Reading) {
        assert_eq!(read(value), expected, "{value}");
    }

    fn day(value: &str, year: i16, month: i8, day: i8) {
        check(value, Reading::Day(date(year, month, day)));
    }

    #[test]
    fn year_comes_first() {
        for value in [
            "2026-01-02",
            "2026/1/2",
            "2026.1.2",
            "2026-Jan-02",
            "2026 January 2",
            "20260102",
            "2026–01–02",
            "2026年1月2日",
            "2026-01-02T10:00:00Z",
            "2026-01-02 10:00",
            "\"2026-01-02\"",
            "[2026-01-02](https://example.org)",
            "**2026-01-02**",
            "2026-01-02 (accepted)",
            "2026-01-02 - 2026-01-10",
            "2026-01-02, 2026-03-04",
            "2026-01-02.",
            "2026-01-02: begun",
            "on 2026-01-02",
            "(2026-01-02)",
        ] {
            day(value, 2026, 1, 2);
        }
    }

    #[test]
    fn months_have_names() {
        for value in [
            "Jan 2, 2026",
            "January 2 2026",
            "Jan. 2nd 2026",
            "January the 2nd, 2026",
            "2 January 2026",
            "2nd Jan, 2026",
            "2nd of January 2026",
            "2nd of January, 2026",
            "02-Jan-2026",
            "2-JANUARY-2026",
            "2. January 2026",
            "Fri, 2 Jan 2026",
            "Friday, January 2nd, 2026",
            "Fri Jan  2 10:00:00 2026 +0000",
            "Jan 2 - 9, 2026",
            "Jan 2...9, 2026",
            "Jan 2nd to February 9th, 2026",
            "2–9 January 2026",
            "Jan/2/2026",
        ] {
            day(value, 2026, 1, 2);
        }
        day("Sept 5th, 2023", 2023, 9, 5);
        day("30th of May 2025", 2025, 5, 30);
        day("May 1, 2025", 2025, 5, 1);
    }

    #[test]
    fn the_order_of_day_and_month_must_be_clear() {
        day("01/21/2020", 2020, 1, 21);
        day("21.01.2020", 2020, 1, 21);
        day("21-01-2020", 2020, 1, 21);
        day("02/02/2020", 2020, 2, 2);
        check("01/02/2020", Reading::Ambiguous);
        check("1.2.2020", Reading::Ambiguous);
        check("1/2/20", Reading::Ambiguous);
        check("14-Aug-01", Reading::Ambiguous);
        check("Aug 14, '01", Reading::Ambiguous);
    }

    #[test]
    fn no_calendar_has_them() {
        for value in
            ["2023-02-30", "2023-13-01", "31/02/2020", "Feb 30, 2023", "0023-01-01", "2023-00-10"]
        {
            check(value, Reading::Impossible);
        }
    }

    #[test]
    fn no_day_is_named() {
        for value in [
            "",
            "May 2023",
            "2023-05",
            "2023",
            "Q3 2023",
            "yyyy-mm-dd",
            "soon",
            "Draft 2023-01-02",
            "1.2.20",
            "2023-01-021",
            "12345678",
            "v1.2.3",
            "2023-05-XX",
            "May, 2026",
            "[Date]",
            "10.0.0.1",
            "1.10.2020.3",
            "2020-01-02-03",
            "Mark 1, 2020",
            "Second of May 2020",
        ] {
            check(value, Reading::NoDate);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(year in 1900_i16..2200, month in 1_i8..=12, number in 1_i8..=28) {
            let expected = Reading::Day(date(year, month, number));
            let name = MONTHS[usize::try_from(month - 1).unwrap()];
            let forms = [
                format!("{year:04}-{month:02}-{number:02}"),
                format!("{year}/{month}/{number}"),
                format!("{number} {name} {year}"),
                format!("{name} {number}, {year}"),
                format!("{number}-{}-{year}", &name[..3]),
            ];
            for form in forms {
                prop_assert_eq!(read(&form), expected, "{}", form);
            }
        }

        #[test]
        fn nothing_panics(value in "[0-9a-zA-Zé年月日 ,./…–:()-]{0,30}") {
            let _ = read(&value);
        }
    }
}
