//! Leaves → shards: every word with the documents that it stands in.
//!
//! In: the leaves in the order of the manifest. Out: the script of each shard. A shard is named by the shares that it is
//! bound of, so an edit binds only those shards anew whose words it changed; no other posting is read. A list of documents is
//! written as source maps write numbers: six bits a character, which need no escaping and compress well. Absent on purpose:
//! positions; a phrase is looked up in the text, which is loaded for its excerpt anyway.

use super::leaf::{Leaf, Posting};
use super::script;
use crate::memo::Fingerprint;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// How many documents there are for each shard, about. Then most shards are one to three kilobytes, compressed.
const DOCUMENTS_A_SHARD: usize = 2;

/// The most shards there are.
const MOST: usize = 1024;

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How many shards so many documents have: a power of two or one and a half times that, so that a document more rarely
/// changes it.
pub(super) fn count(documents: usize) -> usize {
    let enough = documents.div_ceil(DOCUMENTS_A_SHARD).max(1);
    let power = enough.next_power_of_two();
    let fewer = power / 4 * 3;
    if fewer >= enough { fewer } else { power }.min(MOST)
}

/// How many leaves are surveyed together.
const TOGETHER: usize = 128;

/// Which shards some leaves that follow each other have shares of, and the name of what each has of them. Of many leaves it
/// says quickly which shards are as they were.
#[derive(Debug)]
pub(in crate::render) struct Survey(Vec<(usize, u128)>);

impl Survey {
    /// Surveys leaves; without names where nothing is remembered by them.
    fn of(leaves: &[&Leaf], named: bool) -> Self {
        let mut shares: BTreeMap<usize, Vec<(usize, u128)>> = BTreeMap::new();
        for (place, leaf) in leaves.iter().enumerate() {
            for (shard, share) in leaf.shares() {
                let name = if named { leaf.name(share) } else { 0 };
                shares.entry(shard).or_default().push((place, name));
            }
        }
        let name = |shares: &Vec<_>| if named { Fingerprint::of(shares).short() } else { 0 };
        Self(shares.into_iter().map(|(shard, shares)| (shard, name(&shares))).collect())
    }
}

/// Binds the leaves, each of which has its name at the same place. `stamp` names the list of documents, by whose places the
/// shards name them.
pub(super) fn bind(
    (names, leaves): (&[Fingerprint], &[&Leaf]),
    (stamp, shards): (&str, usize),
    memory: &super::Memory,
) -> Vec<Arc<[u8]>> {
    let survey = |(names, leaves): (&[Fingerprint], &[&Leaf])| {
        let key = Fingerprint::of(&(shards, names));
        memory.surveys.get_or_make(key, || Arc::new(Survey::of(leaves, memory.shards.keeps())))
    };
    let surveys: Vec<Arc<Survey>> =
        names.par_chunks(TOGETHER).zip(leaves.par_chunks(TOGETHER)).map(survey).collect();
    let mut by_shard: Vec<Vec<(usize, u128)>> = vec![Vec::new(); shards];
    for (block, survey) in surveys.iter().enumerate() {
        for (shard, made_of) in &survey.0 {
            by_shard[*shard].push((block, *made_of));
        }
    }
    let shard = |(shard, blocks): (usize, &Vec<(usize, u128)>)| {
        // Where there is nothing, nothing is saved.
        if blocks.is_empty() {
            return written(stamp, &[]);
        }
        let key = Fingerprint::of(&(stamp, blocks));
        memory
            .shards
            .get_or_make(key, || written(stamp, &lists(&shares(shard, blocks, leaves), leaves)))
    };
    by_shard.par_iter().enumerate().map(shard).collect()
}

/// What a shard holds of a document: its number, and where its leaf has it.
type Share = (usize, usize);

/// The shares of one shard, in the order of the documents.
fn shares(shard: usize, blocks: &[(usize, u128)], leaves: &[&Leaf]) -> Vec<Share> {
    let of_block = |(block, _): &(usize, u128)| {
        let first = block * TOGETHER;
        first..(first + TOGETHER).min(leaves.len())
    };
    let documents = blocks.iter().flat_map(of_block);
    documents.filter_map(|document| Some((document, leaves[document].share(shard)?))).collect()
}

/// The words of a shard in order, each with its documents.
fn lists<'a>(shares: &[Share], leaves: &[&'a Leaf]) -> Vec<(&'a str, String)> {
    let mut by_word: HashMap<&str, usize> = HashMap::new();
    let mut lists: Vec<(&str, String, usize)> = Vec::new();
    for (document, share) in shares {
        let leaf = leaves[*document];
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
    use super::super::Memory;
    use super::super::leaf::leaf;
    use super::*;

    fn bound(texts: &[&str], memory: &Memory, shards: usize) -> Vec<String> {
        let names: Vec<_> = texts.iter().map(Fingerprint::of).collect();
        let leaves: Vec<_> =
            texts.iter().map(|text| leaf(&format!("<p>{text}</p>"), shards)).collect();
        let leaves: Vec<&Leaf> = leaves.iter().collect();
        let bound = bind((&names, &leaves), ("x", shards), memory);
        bound.iter().map(|shard| String::from_utf8_lossy(shard).into_owned()).collect()
    }

    #[test]
    fn a_shard_lists_the_documents_of_its_words() {
        let bound = bound(&["b a", "b b", "a b"], &Memory::default(), 1);
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
        let memory = Memory::default();
        bound(&["alpha beta gamma", "alpha delta"], &memory, 64);
        assert_eq!(memory.shards.made(), 4);
        bound(&["alpha beta gamma", "alpha epsilon"], &memory, 64);
        assert_eq!(memory.shards.made(), 1, "that of `epsilon`; that of `delta` is empty");
    }

    #[test]
    fn shards_grow_with_the_documents() {
        let check = |documents, expected| assert_eq!(count(documents), expected, "{documents}");
        check(0, 1);
        check(2, 1);
        check(3, 2);
        check(250, 128);
        check(1000, 512);
        check(100_000, MOST);
    }
}
