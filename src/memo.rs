//! Values kept from one build to the next, each under a key of everything that made it.
//!
//! In: a key and a way to make the value. Out: the value, made or remembered. A [`Fingerprint`] is the blake3 hash of what
//! `Hash` says of the inputs, so a value whose type derives `Hash` can leave none of its fields out of a key; equal key
//! means equal value, and no dependency is ever recorded or forgotten. It stands alone because every stage before writing
//! keeps values by the same rule. Absent on purpose: any knowledge of what is kept, and any way to change a value.
//!
//! A [`Table`] finds a value by its key, whoever asks. A [`Series`] knows values that are asked for all at once and in an order:
//! what stood at a place before is mostly what stands there now. [`Shared`] knows parts of values as long as those live. What a
//! build did not ask for is forgotten after it, so none holds more than one site needs.

mod series;
mod shared;

pub use series::Series;
pub use shared::Shared;

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The name of a value: the hash of everything that made it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of these inputs.
    pub fn of(inputs: &impl Hash) -> Self {
        let mut recipe = Recipe(Vec::with_capacity(256));
        inputs.hash(&mut recipe);
        Self(*blake3::hash(&recipe.0).as_bytes())
    }

    /// The fingerprint of these two, in this order.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut both = [0; 64];
        both[..32].copy_from_slice(&self.0);
        both[32..].copy_from_slice(&other.0);
        Self(*blake3::hash(&both).as_bytes())
    }

    /// The first half of it, where many are held at once: still more than inputs will ever share by chance.
    #[must_use]
    pub fn short(self) -> u128 {
        self.0.iter().take(16).fold(0, |number, byte| number << 8 | u128::from(*byte))
    }
}

/// As a part of other keys, and in tables.
impl Hash for Fingerprint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.0);
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&blake3::Hash::from(self.0).to_hex()[..16])
    }
}

/// Takes what `Hash` says of a value, to be hashed at once: most of it comes a few bytes at a time.
struct Recipe(Vec<u8>);

impl Hasher for Recipe {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        first_eight(blake3::hash(&self.0).as_bytes())
    }
}

fn first_eight(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// A fingerprint is a hash already: a table takes its beginning.
#[derive(Debug, Default)]
struct Beginning(u64);

impl Hasher for Beginning {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = first_eight(bytes);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// In how many parts a table lies, each under a lock of its own: threads that ask for different values rarely meet.
const PARTS: usize = 32;

/// Values by their fingerprints.
#[derive(Debug)]
pub struct Table<V> {
    parts: [Mutex<Part<V>>; PARTS],
    /// The number of the build that is under way.
    build: AtomicU64,
    /// How many values it has made so far.
    made: AtomicUsize,
    /// Whether there is a next build to keep values for.
    keeps: bool,
}

/// Values, each with the number of the build that asked for it last.
type Part<V> = HashMap<Fingerprint, (V, u64), BuildHasherDefault<Beginning>>;

impl<V> Default for Table<V> {
    fn default() -> Self {
        let parts = std::array::from_fn(|_| Mutex::default());
        Self { parts, build: AtomicU64::new(0), made: AtomicUsize::new(0), keeps: true }
    }
}

impl<V: Clone> Table<V> {
    /// A table for a builder that builds once: it counts, and keeps nothing.
    #[must_use]
    pub fn forgetful() -> Self {
        Self { keeps: false, ..Self::default() }
    }

    /// Whether it keeps values, so that their keys matter.
    pub fn keeps(&self) -> bool {
        self.keeps
    }

    /// The value of that key, made unless it is known.
    pub fn get_or_make(&self, key: Fingerprint, make: impl FnOnce() -> V) -> V {
        let value: Result<V, std::convert::Infallible> = self.get_or_try(key, || Ok(make()));
        value.unwrap_or_else(|never| match never {})
    }

    /// The same where making can fail; a failure is not kept.
    ///
    /// # Errors
    ///
    /// When making the value fails.
    pub fn get_or_try<E>(
        &self,
        key: Fingerprint,
        make: impl FnOnce() -> Result<V, E>,
    ) -> Result<V, E> {
        if let Some(value) = self.known(key) {
            return Ok(value);
        }
        // The lock is not held meanwhile: values are made side by side, and one that two threads make is the same twice.
        let value = make()?;
        self.made.fetch_add(1, Ordering::Relaxed);
        if self.keeps {
            self.part(key).insert(key, (value.clone(), self.build()));
        }
        Ok(value)
    }

    /// The value of that key, where it is known.
    pub fn known(&self, key: Fingerprint) -> Option<V> {
        let mut part = self.part(key);
        let (value, used) = part.get_mut(&key)?;
        *used = self.build();
        Some(value.clone())
    }

    /// Keeps the value of that key for another build, as though it had been asked for: what is made of it is known already.
    pub fn touch(&self, key: Fingerprint) {
        if let Some((_, used)) = self.part(key).get_mut(&key) {
            *used = self.build();
        }
    }

    /// The values that the build under way asked for.
    pub fn asked(&self) -> Vec<V> {
        let build = self.build();
        let asked = |part: &Mutex<Part<V>>| {
            let part = locked(part);
            part.values()
                .filter(|(_, used)| *used == build)
                .map(|(value, _)| value.clone())
                .collect()
        };
        self.parts.iter().flat_map(|part| -> Vec<V> { asked(part) }).collect()
    }

    /// How many values were made since this was asked last.
    pub fn made(&self) -> usize {
        self.made.swap(0, Ordering::Relaxed)
    }

    /// Ends a build: forgets what it did not ask for.
    pub fn forget(&self) {
        let build = self.build.fetch_add(1, Ordering::Relaxed);
        for part in &self.parts {
            locked(part).retain(|_, (_, used)| *used == build);
        }
    }

    /// Puts another value under every key, which no build would: whoever asks next is given it, if the table is used at all.
    #[cfg(test)]
    pub(crate) fn plant(&self, wrong: impl Fn(&V) -> V) {
        for part in &self.parts {
            locked(part).values_mut().for_each(|(value, _)| *value = wrong(value));
        }
    }

    /// The part in which a key lies; its last byte says which, since its first ones place it there.
    fn part(&self, key: Fingerprint) -> MutexGuard<'_, Part<V>> {
        locked(&self.parts[usize::from(key.0[31]) % PARTS])
    }

    fn build(&self) -> u64 {
        self.build.load(Ordering::Relaxed)
    }
}

/// A panic while the lock was held leaves whole values behind: they are only ever put in and taken out.
fn locked<T>(part: &Mutex<T>) -> MutexGuard<'_, T> {
    part.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_not_made_again() {
        let table = Table::default();
        let key = Fingerprint::of(&("a", 1));
        assert_eq!(table.get_or_make(key, || "first"), "first");
        assert_eq!(table.get_or_make(key, || "second"), "first");
        table.forget();
        assert_eq!(table.made(), 1);
        assert_eq!(table.get_or_make(key, || "third"), "first");
        assert_eq!(table.made(), 0);
    }

    #[test]
    fn what_a_build_did_not_ask_for_is_forgotten() {
        let table = Table::default();
        let (kept, dropped) = (Fingerprint::of(&1), Fingerprint::of(&2));
        table.get_or_make(kept, || 1);
        table.get_or_make(dropped, || 2);
        table.forget();
        table.get_or_make(kept, || 0);
        table.forget();
        assert_eq!(table.get_or_make(dropped, || 3), 3);
        assert_eq!(table.get_or_make(kept, || 4), 1);
    }

    #[test]
    fn a_forgetful_table_makes_everything_anew() {
        let table = Table::forgetful();
        let key = Fingerprint::of(&1);
        assert_eq!((table.get_or_make(key, || 1), table.get_or_make(key, || 2)), (1, 2));
        assert_eq!(table.made(), 2);
    }

    #[test]
    fn a_failure_is_not_kept() {
        let table: Table<u8> = Table::default();
        let key = Fingerprint::of(&"x");
        assert_eq!(table.get_or_try(key, || Err("no")), Err("no"));
        assert_eq!(table.get_or_try(key, || Ok::<_, &str>(7)), Ok(7));
    }

    #[test]
    fn neighbours_do_not_run_into_each_other() {
        assert_ne!(Fingerprint::of(&("ab", "c")), Fingerprint::of(&("a", "bc")));
        assert_ne!(
            Fingerprint::of(&(vec![1, 2], vec![3])),
            Fingerprint::of(&(vec![1], vec![2, 3]))
        );
        assert_ne!(Fingerprint::of(&None::<u8>), Fingerprint::of(&Some(0_u8)));
    }
}
