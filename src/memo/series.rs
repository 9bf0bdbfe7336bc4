//! Values that are asked for all at once, in an order that mostly stays: [`Series`].
//!
//! In: how many there are, the key of each, and a way to make it. Out: all of them. Where tens of thousands of values are
//! remembered, what a build costs is to find them: a table looks anywhere in memory for each, while this walks two lists beside
//! each other. The keys hold all that made the values, as everywhere; that a value stood at the same place before is only
//! where it is looked for first. Absent on purpose: single values.

use super::{Beginning, Fingerprint, locked};
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

/// How many values go to a thread together.
const TOGETHER: usize = 256;

/// How many values are looked for by walking through all; whoever misses more makes a map.
const WALKS: usize = 4;

/// Values in a row, each under its key.
#[derive(Debug)]
pub struct Series<V> {
    row: Mutex<Arc<Row<V>>>,
    /// The rows before it, until nobody waits.
    past: Mutex<Vec<Arc<Row<V>>>>,
    made: AtomicUsize,
    keeps: bool,
}

/// What one build asked for.
#[derive(Debug)]
struct Row<V> {
    /// What all keys have in common.
    under: Option<Fingerprint>,
    keys: Vec<Fingerprint>,
    values: Arc<Vec<V>>,
}

impl<V> Default for Row<V> {
    fn default() -> Self {
        Self { under: None, keys: Vec::new(), values: Arc::default() }
    }
}

impl<V> Default for Series<V> {
    fn default() -> Self {
        Self {
            row: Mutex::default(),
            past: Mutex::default(),
            made: AtomicUsize::new(0),
            keeps: true,
        }
    }
}

impl<V: Clone + Send + Sync> Series<V> {
    /// For a builder that builds once: it counts, and keeps nothing.
    #[must_use]
    pub fn forgetful() -> Self {
        Self { keeps: false, ..Self::default() }
    }

    /// Whether it keeps values, so that their keys matter.
    pub fn keeps(&self) -> bool {
        self.keeps
    }

    /// The values of all keys, those made that are not known. A key is what `key` says and what all have in common, `under`.
    pub fn get_or_make(
        &self,
        under: Fingerprint,
        count: usize,
        key: impl Fn(usize) -> Fingerprint + Sync,
        make: impl Fn(usize) -> V + Sync,
    ) -> Arc<Vec<V>> {
        let make = |place| Ok::<_, std::convert::Infallible>(make(place));
        self.get_or_try(under, count, key, make).unwrap_or_else(|never| match never {})
    }

    /// The same where making can fail; then nothing is kept.
    ///
    /// # Errors
    ///
    /// When making a value fails.
    pub fn get_or_try<E: Send>(
        &self,
        under: Fingerprint,
        count: usize,
        key: impl Fn(usize) -> Fingerprint + Sync,
        make: impl Fn(usize) -> Result<V, E> + Sync,
    ) -> Result<Arc<Vec<V>>, E> {
        if !self.keeps {
            self.made.fetch_add(count, Ordering::Relaxed);
            return (0..count).into_par_iter().map(&make).collect::<Result<_, E>>().map(Arc::new);
        }
        let before = locked(&self.row).clone();
        let keys: Vec<Fingerprint> =
            (0..count).into_par_iter().with_min_len(TOGETHER).map(&key).collect();
        let is_alike = before.under == Some(under);
        if is_alike && before.keys == keys {
            return Ok(before.values.clone());
        }
        let found = if is_alike { Search::over(&before) } else { Search::over_nothing() };
        let value = |(place, key): (usize, &Fingerprint)| {
            if let Some(value) = found.value(place, key) {
                return Ok(value.clone());
            }
            let value = make(place)?;
            self.made.fetch_add(1, Ordering::Relaxed);
            Ok(value)
        };
        let values = keys.par_iter().enumerate().map(value).collect::<Result<Vec<V>, E>>()?;
        let values = Arc::new(values);
        let row = Arc::new(Row { under: Some(under), keys, values: values.clone() });
        let past = std::mem::replace(&mut *locked(&self.row), row);
        locked(&self.past).push(past);
        Ok(values)
    }

    /// The values of the last build.
    pub fn values(&self) -> Arc<Vec<V>> {
        locked(&self.row).values.clone()
    }

    /// How many values were made since this was asked last.
    pub fn made(&self) -> usize {
        self.made.swap(0, Ordering::Relaxed)
    }

    /// Ends a build: forgets what it did not ask for.
    pub fn forget(&self) {
        let past = std::mem::take(&mut *locked(&self.past));
        drop(past);
    }

    /// Puts another value under every key, which no build would.
    #[cfg(test)]
    pub(crate) fn plant(&self, wrong: impl Fn(&V) -> V) {
        let mut row = locked(&self.row);
        let values = Arc::new(row.values.iter().map(wrong).collect());
        *row = Arc::new(Row { under: row.under, keys: row.keys.clone(), values });
    }
}

/// A row in which values are looked for.
struct Search<'a, V> {
    row: Option<&'a Row<V>>,
    misses: AtomicUsize,
    places: OnceLock<HashMap<Fingerprint, usize, BuildHasherDefault<Beginning>>>,
}

impl<'a, V> Search<'a, V> {
    fn over(row: &'a Row<V>) -> Self {
        Self { row: Some(row), ..Self::over_nothing() }
    }

    fn over_nothing() -> Self {
        Self { row: None, misses: AtomicUsize::new(0), places: OnceLock::new() }
    }

    /// The value of that key: where it stood before, or wherever it stands.
    fn value(&self, place: usize, key: &Fingerprint) -> Option<&'a V> {
        let row = self.row?;
        if row.keys.get(place) == Some(key) {
            return Some(&row.values[place]);
        }
        let place = if self.misses.fetch_add(1, Ordering::Relaxed) < WALKS {
            row.keys.iter().position(|other| other == key)
        } else {
            let places = || row.keys.iter().enumerate().map(|(place, key)| (*key, place)).collect();
            self.places.get_or_init(places).get(key).copied()
        };
        place.map(|place| &row.values[place])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ask(series: &Series<String>, under: u8, keys: &[u8]) -> Vec<String> {
        let key = |place: usize| Fingerprint::of(&keys[place]);
        let make = |place: usize| format!("{under}/{}", keys[place]);
        series.get_or_make(Fingerprint::of(&under), keys.len(), key, make).to_vec()
    }

    #[test]
    fn what_is_known_is_not_made_again() {
        let series = Series::default();
        let made = |under, keys: &[u8]| {
            ask(&series, under, keys);
            series.forget();
            series.made()
        };
        assert_eq!(made(1, &[1, 2, 3]), 3);
        assert_eq!(made(1, &[1, 2, 3]), 0);
        assert_eq!(made(1, &[1, 4, 3]), 1);
        assert_eq!(made(1, &[4, 3]), 0, "one came out");
        assert_eq!(made(1, &[0, 4, 3, 1]), 2, "what was not asked for is forgotten");
        assert_eq!(made(2, &[0, 4]), 2, "all keys are others");
        let forgetful = Series::forgetful();
        ask(&forgetful, 1, &[1, 2]);
        ask(&forgetful, 1, &[1, 2]);
        assert_eq!(forgetful.made(), 4);
    }

    #[test]
    fn what_is_known_is_used() {
        let series = Series::default();
        ask(&series, 1, &[1, 2]);
        series.plant(|value| format!("planted {value}"));
        assert_eq!(ask(&series, 1, &[2, 3]), ["planted 1/2", "1/3"]);
    }

    #[test]
    fn a_failure_keeps_what_was_known() {
        let series = Series::default();
        ask(&series, 1, &[1]);
        let key = |_| Fingerprint::of(&2_u8);
        let failed = series.get_or_try(Fingerprint::of(&1_u8), 1, key, |_| Err("no"));
        assert_eq!(failed, Err("no"));
        ask(&series, 1, &[1]);
        assert_eq!(series.made(), 1);
    }

    proptest! {
        /// Whatever was asked for before, the answer is what making all of it gives.
        #[test]
        fn it_gives_what_is_made(rounds in proptest::collection::vec(
            (0..2_u8, proptest::collection::vec(0..12_u8, 0..20)), 1..8,
        )) {
            let series = Series::default();
            for (under, keys) in rounds {
                let expected = ask(&Series::forgetful(), under, &keys);
                prop_assert_eq!(ask(&series, under, &keys), expected);
                series.forget();
            }
        }
    }
}
