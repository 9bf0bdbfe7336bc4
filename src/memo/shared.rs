//! Parts of remembered values: [`Shared`].
//!
//! In: a key and a way to make the value. Out: the value, made or still held by somebody. It stands beside tables because what
//! is a part of something else is never asked for where the whole is known: it lives as long as that, and nobody has to say so.
//! Absent on purpose: any hold on a value.

use super::{Beginning, Fingerprint, locked};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::{Arc, Mutex, Weak};

/// Values that are parts of others, and live as long as one of those: whoever asks for one holds it.
#[derive(Debug)]
pub struct Shared<V: ?Sized> {
    known: Mutex<HashMap<Fingerprint, Weak<V>, BuildHasherDefault<Beginning>>>,
    keeps: bool,
}

impl<V: ?Sized> Default for Shared<V> {
    fn default() -> Self {
        Self { known: Mutex::default(), keeps: true }
    }
}

impl<V: ?Sized> Shared<V> {
    /// For a builder that builds once.
    #[must_use]
    pub fn forgetful() -> Self {
        Self { keeps: false, ..Self::default() }
    }

    /// Whether it knows values again, so that their keys matter.
    pub fn keeps(&self) -> bool {
        self.keeps
    }

    /// The value of that key, made unless somebody holds it.
    pub fn get_or_make(&self, key: Fingerprint, make: impl FnOnce() -> Arc<V>) -> Arc<V> {
        if let Some(value) = locked(&self.known).get(&key).and_then(Weak::upgrade) {
            return value;
        }
        let value = make();
        if self.keeps {
            locked(&self.known).insert(key, Arc::downgrade(&value));
        }
        value
    }

    /// Ends a build: forgets what nobody holds.
    pub fn forget(&self) {
        locked(&self.known).retain(|_, value| value.strong_count() > 0);
    }

    /// Puts another value under every key; whoever is given one has to hold it.
    #[cfg(test)]
    pub(crate) fn plant(&self, wrong: &Arc<V>) {
        locked(&self.known).values_mut().for_each(|value| *value = Arc::downgrade(wrong));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_known_while_it_is_held() {
        let shared: Shared<str> = Shared::default();
        let key = Fingerprint::of(&1);
        let held = shared.get_or_make(key, || "first".into());
        assert_eq!(&*shared.get_or_make(key, || "second".into()), "first");
        shared.forget();
        assert_eq!(&*shared.get_or_make(key, || "third".into()), "first");
        drop(held);
        shared.forget();
        assert_eq!(&*shared.get_or_make(key, || "fourth".into()), "fourth");
    }
}
