//! A text that was read, with its name.
//!
//! In: a text. Out: the same, shared by all that hold it, and the hash by which keys name it. It is hashed once, when it is
//! read, however many builds ask for it. Absent on purpose: what the text says.

use crate::memo::Fingerprint;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// A text and its name.
#[derive(Clone, Debug)]
pub struct Text {
    shared: Arc<str>,
    name: Fingerprint,
}

impl Text {
    /// The text itself, to be held beside this one.
    #[must_use]
    pub fn shared(&self) -> Arc<str> {
        self.shared.clone()
    }
}

impl<T: Into<Arc<str>>> From<T> for Text {
    fn from(text: T) -> Self {
        let shared: Arc<str> = text.into();
        let name = Fingerprint::of(&shared);
        Self { shared, name }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.shared
    }
}

/// The name stands for the text.
impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Text {}
