//! Leaves → shards: every word with the documents that it stands in.
//!
//! In: the leaves in the order of the manifest. Out: the script of each shard. A shard is named by the shares that it is
//! bound of, so an edit binds only those shards anew whose words it changed; no other posting is read. A list of documents is
//! written as source maps write numbers: six bits a character, which need no escaping and compress well. Absent on purpose:
//! positions; a phrase is looked up in the text, which is loaded for its excerpt anyway.

use super::leaf::{Leaf, Posting};
use super::script;
use crate::memo::{Fingerprint, Table};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// How many documents there are for each shard, about. Then a shard is one to four kilobytes, compressed.
const DOCUMENTS_A_SHARD: usize = 3;

/// The most shards there are.
const MOST: usize = 1024;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How many shards so many documents have: a power of two, so that a document more rarely changes it.
pub(super) fn count(documents: usize) -> usize {
    documents.div_ceil(DOCUMENTS_A_SHARD).next_power_of_two().min(MOST)
}

/// Binds the leaves. `stamp` names the list of documents, by whose places the shards name them.
pub(super) fn bind(
    leaves: &[Arc<Leaf>],
    (stamp, shards): (&str, usize),
    memory: &Table<Arc<[u8]>>,
) -> Vec<Arc<[u8]>> {
    let mut by_shard: Vec<Vec<Share>> = vec![Vec::new(); shards];
    for (document, leaf) in leaves.iter().enumerate() {
        for (shard, made_of, share) in leaf.shares() {
            by_shard[shard].push((document, made_of, share));
        }
    }
    let shard = |shares: &Vec<Share>| {
        // Where there is nothing, nothing is saved.
        if shares.is_empty() {
            return written(stamp, &[]);
        }
        let key = Fingerprint::of(&(stamp, shares));
        memory.get_or_make(key, || written(stamp, &lists(shares, leaves)))
    };
    by_shard.par_iter().map(shard).collect()
}

/// What a shard holds of a document: its number, the name of that, and where its leaf has it.
type Share = (usize, u128, usize);

/// The words of a shard in order, each with its documents.
fn lists<'a>(shares: &[Share], leaves: &'a [Arc<Leaf>]) -> Vec<(&'a str, String)> {
    let mut by_word: HashMap<&str, usize> = HashMap::new();
    let mut lists: Vec<(&str, String, usize)> = Vec::new();
    for (document, _, share) in shares {
        let leaf = &leaves[*document];
        for (word, posting) in leaf.words(*share) {
            let index = *by_word.entry(word).or_insert_with(|| {
                lists.push((word, String::new(), 0));
                lists.len() - 1
            });
            let (_, list, next) = &mut lists[index];
            push_posting(list, posting, *document - *next, leaf.pieces.len() > 1);
            *next = *document + 1;
        }
    }
    lists.sort_unstable_by_key(|(word, ..)| *word);
    lists.into_iter().map(|(word, list, _)| (word, list)).collect()
}

/// A document of a list: how many stand between it and the one before, the word's weight, and, where its text comes in
/// pieces, which of them.
fn push_posting(list: &mut String, posting: Posting, gap: usize, in_pieces: bool) {
    push_number(list, gap);
    push_number(list, usize::from(posting.weight));
    if in_pieces {
        push_number(list, posting.pieces as usize);
    }
}

/// Five bits a digit, the lowest first; the sixth says that more follow.
fn push_number(list: &mut String, mut number: usize) {
    while number >= 32 {
        list.push(char::from(DIGITS[32 + number % 32]));
        number /= 32;
    }
    list.push(char::from(DIGITS[number]));
}

fn written(stamp: &str, lists: &[(&str, String)]) -> Arc<[u8]> {
    let words: Vec<&str> = lists.iter().map(|(word, _)| *word).collect();
    let documents: Vec<&str> = lists.iter().map(|(_, list)| list.as_str()).collect();
    script(&(stamp, words.join(" "), documents.join(" "))).into()
}

#[cfg(test)]
mod tests {
    use super::super::leaf::leaf;
    use super::*;

    fn bound(texts: &[&str], memory: &Table<Arc<[u8]>>, shards: usize) -> Vec<String> {
        let leaves: Vec<_> =
            texts.iter().map(|text| Arc::new(leaf(&format!("<p>{text}</p>"), shards))).collect();
        let bound = bind(&leaves, ("x", shards), memory);
        bound.iter().map(|shard| String::from_utf8_lossy(shard).into_owned()).collect()
    }

    #[test]
    fn a_shard_lists_the_documents_of_its_words() {
        let bound = bound(&["b a", "b b", "a b"], &Table::default(), 1);
        // `a` is an empty word of English.
        assert_eq!(bound, ["specfolioSearch([\"x\",\"b\",\"AAABAA\"])\n"]);
    }

    #[test]
    fn numbers_are_written_in_digits() {
        let check = |number, expected: &str| {
            let mut list = String::new();
            push_number(&mut list, number);
            assert_eq!(list, expected, "{number}");
        };
        check(0, "A");
        check(31, "f");
        check(32, "gB");
        check(1024, "ggB");
    }

    #[test]
    fn an_edit_binds_the_shards_of_its_words() {
        let memory = Table::default();
        bound(&["alpha beta gamma", "alpha delta"], &memory, 64);
        assert_eq!(memory.finish(), 4);
        bound(&["alpha beta gamma", "alpha epsilon"], &memory, 64);
        assert_eq!(memory.finish(), 1, "that of `epsilon`; that of `delta` is empty");
    }

    #[test]
    fn shards_grow_with_the_documents() {
        let check = |documents, expected| assert_eq!(count(documents), expected, "{documents}");
        check(0, 1);
        check(3, 1);
        check(4, 2);
        check(250, 128);
        check(1000, 512);
        check(100_000, MOST);
    }
}
