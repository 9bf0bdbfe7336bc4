//! Paths of the output → what stands there: [`Files`], a map that is made once and then read.
//!
//! In: pairs in any order, mostly in good order. Out: the same by path, each path once. It stands alone because both a site
//! and what the preview serves of it are such maps, of tens of thousands of files, made anew with every build and walked
//! beside each other: a sorted list is made, walked and let go in a fraction of the time that a tree takes. Absent on
//! purpose: any way to change it.

use crate::link::OutPath;

/// Values by path, in the order of the paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files<T>(Vec<(OutPath, T)>);

impl<T> Default for Files<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Files<T> {
    /// What stands at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&T> {
        let found = self.0.binary_search_by(|(other, _)| other.as_str().cmp(path));
        found.ok().map(|at| &self.0[at].1)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&OutPath, &T)> {
        self.0.iter().map(|(path, value)| (path, value))
    }

    /// The same with something else at a path.
    #[must_use]
    pub fn with(self, path: OutPath, value: T) -> Self {
        self.into_iter().chain([(path, value)]).collect()
    }

    /// All paths, in order.
    pub fn paths(&self) -> impl Iterator<Item = &OutPath> {
        self.0.iter().map(|(path, _)| path)
    }
}

/// Of two at one path the later stands.
impl<T> FromIterator<(OutPath, T)> for Files<T> {
    fn from_iter<I: IntoIterator<Item = (OutPath, T)>>(pairs: I) -> Self {
        let mut pairs: Vec<_> = pairs.into_iter().collect();
        // Runs that are in order already are found and merged.
        pairs.sort_by(|(one, _), (other, _)| one.cmp(other));
        pairs.dedup_by(|later, earlier| {
            let is_same = later.0 == earlier.0;
            if is_same {
                std::mem::swap(later, earlier);
            }
            is_same
        });
        Self(pairs)
    }
}

impl<T> IntoIterator for Files<T> {
    type Item = (OutPath, T);
    type IntoIter = std::vec::IntoIter<(OutPath, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// Whatever comes in, it is what a tree would hold.
        #[test]
        fn it_is_a_map(pairs in proptest::collection::vec(("[a-c]{0,2}(/[ab])?", 0..9_u8), 0..40)) {
            let pairs = pairs.into_iter().map(|(path, value)| (OutPath::new(path), value));
            let tree: BTreeMap<OutPath, u8> = pairs.clone().collect();
            let files: Files<u8> = pairs.collect();
            prop_assert!(files.iter().eq(tree.iter()));
            prop_assert!(files.paths().eq(tree.keys()));
            prop_assert_eq!((files.len(), files.is_empty()), (tree.len(), tree.is_empty()));
            for path in ["", "a", "ab", "b/a", "zz"] {
                prop_assert_eq!(files.get(path), tree.get(&OutPath::new(path)));
            }
            prop_assert!(files.into_iter().eq(tree));
        }
    }
}
