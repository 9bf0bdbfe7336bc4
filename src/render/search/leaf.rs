//! One text → its [`Leaf`]: all that the search knows of it, ready to be bound with others.
//!
//! In: the body of a page. Out: its words by shard, each with how much it says of the text and where, and the text in
//! pieces. It depends on the body and the number of shards alone, so it is made once and remembered. Titles and metadata are
//! not in it: those stand in the manifest, and an edit of them touches no shard. Absent on purpose: other documents.

use super::reading::{Section, sections};
use super::script;
use super::words::{is_dense, words};
use crate::memo::Fingerprint;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, OnceLock};

/// How long a piece of text is at least, in bytes; a reader of results loads the pieces that hold them.
const PIECE: usize = 8 * 1024;

/// In how many pieces a text comes at most: as many as a number in the browser has bits.
const MOST_PIECES: usize = 30;

/// Words that stand in every English text and say nothing about any. They are found in phrases, which are looked up in the
/// text itself.
const EMPTY: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "if", "in",
    "is", "it", "its", "not", "of", "on", "or", "that", "the", "this", "to", "was", "which",
    "will", "with",
];

/// What the search knows of one text. There are hundreds of words a text and many texts, so they stand close together.
#[derive(Debug, Default)]
pub(in crate::render) struct Leaf {
    /// How many words the text has.
    pub(super) length: usize,
    /// The text, as the scripts that hand it over.
    pub(super) pieces: Vec<Arc<[u8]>>,
    /// The different words without anything between them, by shard and then in order.
    words: Box<str>,
    /// What is known of each.
    marks: Box<[Mark]>,
    /// The pieces that each stands in, as bits; none where there is one piece only.
    places: Box<[u32]>,
    /// Which of them each shard holds.
    shares: Box<[Share]>,
    /// The names of what each shard holds; taken when first asked for, which a builder that builds once never does.
    names: OnceLock<Box<[u128]>>,
}

/// What is known of one word of one text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    /// The pieces that it stands in, as bits.
    pub(super) pieces: u32,
    /// How often it stands there (1, 2–3, 4–7 … 128 and more), and 8 where it stands in a heading.
    pub(super) weight: u8,
}

/// A posting as it is kept: its weight, and how long its word is.
#[derive(Clone, Copy, Debug)]
struct Mark {
    weight: u8,
    length: u8,
}

/// The words of one text that one shard holds.
#[derive(Debug)]
struct Share {
    shard: u32,
    /// Where they begin.
    words: u32,
    marks: u32,
}

impl Leaf {
    /// The shards that hold words of this text, each with the place of its share here.
    pub(super) fn shares(&self) -> impl Iterator<Item = (usize, usize)> {
        self.shares.iter().enumerate().map(|(at, share)| (share.shard as usize, at))
    }

    /// The name of the words of a share, and of all that is known of them.
    pub(super) fn name(&self, share: usize) -> u128 {
        let name = |share| {
            let known =
                self.words(share).map(|(word, posting)| (word, posting.weight, posting.pieces));
            Fingerprint::of(&known.collect::<Vec<_>>()).short()
        };
        self.names.get_or_init(|| (0..self.shares.len()).map(name).collect())[share]
    }

    /// What the list of documents says of the text: in how many pieces it comes, and the binary logarithm of its length.
    pub(super) fn sizes(&self) -> (usize, u32) {
        (self.pieces.len(), self.length.max(1).ilog2())
    }

    /// Where the leaf has what that shard holds of it.
    pub(super) fn share(&self, shard: usize) -> Option<usize> {
        self.shares.binary_search_by_key(&shard, |share| share.shard as usize).ok()
    }

    /// The words of a share.
    pub(super) fn words(&self, share: usize) -> impl Iterator<Item = (&str, Posting)> {
        let (from, to) = (&self.shares[share], self.shares.get(share + 1));
        let end = to.map_or(self.marks.len(), |next| next.marks as usize);
        let marks = from.marks as usize..end;
        marks.scan(from.words as usize, |at, number| {
            let (start, mark) = (*at, self.marks[number]);
            *at += usize::from(mark.length);
            let pieces = self.places.get(number).copied().unwrap_or(1);
            Some((&self.words[start..*at], Posting { pieces, weight: mark.weight }))
        })
    }
}

/// What is known of a word while the text is read.
struct Count {
    times: usize,
    in_heading: bool,
    pieces: u32,
}

/// Reads the body of a page.
pub(super) fn leaf(html: &str, shards: usize) -> Leaf {
    let pieces = pieces(sections(html));
    let mut counts = Counts::default();
    for (number, piece) in pieces.iter().enumerate() {
        for section in piece {
            counts.take(&section.heading, number, true);
            counts.take(&section.text, number, false);
        }
    }
    let pieces: Vec<_> = pieces.iter().map(|piece| written(piece)).collect();
    let (length, several) = (counts.length, pieces.len() > 1);
    let sorted = counts.sorted(shards);
    let words: String = sorted.iter().map(|(_, word, _)| &**word).collect();
    Leaf {
        length,
        pieces,
        words: words.into(),
        marks: sorted.iter().map(|(_, word, posting)| mark(word, *posting)).collect(),
        places: if several {
            sorted.iter().map(|(.., it)| it.pieces).collect()
        } else {
            Box::default()
        },
        shares: shares(&sorted),
        names: OnceLock::new(),
    }
}

fn mark(word: &str, posting: Posting) -> Mark {
    let length = u8::try_from(word.len()).expect("words are short");
    Mark { weight: posting.weight, length }
}

/// A word with its shard and what is known of it.
type Sorted = (usize, Box<str>, Posting);

fn shares(sorted: &[Sorted]) -> Box<[Share]> {
    let number = |number: usize| u32::try_from(number).expect("a text is shorter than 4 GiB");
    let (mut words, mut marks) = (0, 0);
    let share = |same: &[Sorted]| {
        let share = Share { shard: number(same[0].0), words: number(words), marks: number(marks) };
        marks += same.len();
        words += same.iter().map(|(_, word, _)| word.len()).sum::<usize>();
        share
    };
    sorted.chunk_by(|(one, ..), (two, ..)| one == two).map(share).collect()
}

/// The shard of a word: by its first letters, so that all that begins like it, and all of its stem, is in one. Of a dense
/// script one character is as much.
fn shard(word: &str, shards: usize) -> usize {
    let letters = if word.starts_with(is_dense) { 1 } else { 3 };
    let mix = |hash: u32, letter: char| (hash ^ u32::from(letter)).wrapping_mul(0x0100_0193);
    let hash = word.chars().take(letters).fold(0x811C_9DC5, mix);
    (hash ^ (hash >> 15)) as usize % shards
}

impl Count {
    fn add(&mut self, other: &Self) {
        self.times += other.times;
        self.in_heading |= other.in_heading;
        self.pieces |= other.pieces;
    }
}

/// A hash for the words of one text: fast, and nothing depends on it. (A text that makes words collide is slow to itself.)
#[derive(Default)]
struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            let mixed = (self.0.rotate_left(5) ^ u64::from_le_bytes(word))
                .wrapping_mul(0x517C_C1B7_2722_0A95);
            self.0 = mixed ^ (mixed >> 29);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[derive(Default)]
struct Counts {
    by_word: HashMap<Box<str>, Count, BuildHasherDefault<Quick>>,
    length: usize,
}

impl Counts {
    fn take(&mut self, text: &str, piece: usize, in_heading: bool) {
        words(text, |word| {
            if EMPTY.binary_search(&word).is_ok() {
                return;
            }
            self.length += 1;
            let seen = Count { times: 1, in_heading, pieces: 1 << piece };
            match self.by_word.get_mut(word) {
                Some(count) => count.add(&seen),
                None => drop(self.by_word.insert(word.into(), seen)),
            }
        });
    }

    fn sorted(self, shards: usize) -> Vec<Sorted> {
        let posting = |(word, count): (Box<str>, Count)| {
            let often = u8::try_from(count.times.ilog2().min(7)).expect("at most 7");
            let weight = often + 8 * u8::from(count.in_heading);
            (shard(&word, shards), word, Posting { pieces: count.pieces, weight })
        };
        let mut sorted: Vec<Sorted> = self.by_word.into_iter().map(posting).collect();
        sorted.sort_unstable_by(|(a, left, _), (b, right, _)| (a, left).cmp(&(b, right)));
        sorted
    }
}

/// Sections in pieces of some length, the long ones cut between lines.
fn pieces(sections: Vec<Section>) -> Vec<Vec<Section>> {
    let all: usize = sections.iter().map(|section| section.text.len()).sum();
    let most = PIECE.max(2 * all / MOST_PIECES);
    let mut pieces: Vec<Vec<Section>> = Vec::new();
    let mut room = 0;
    for section in sections.into_iter().flat_map(|section| cut(section, most)) {
        if pieces.is_empty() || section.text.len() > room {
            pieces.push(Vec::new());
            room = most;
        }
        room = room.saturating_sub(section.text.len());
        pieces.last_mut().expect("it was begun").push(section);
    }
    // A text of nothing but headings has more sections than room was counted for, and still one piece.
    pieces
}

/// A section in stretches that are no longer than a piece, each under its heading.
fn cut(section: Section, most: usize) -> Vec<Section> {
    if section.text.len() <= most {
        return vec![section];
    }
    let mut stretches = Vec::new();
    let mut rest = section.text.as_str();
    while !rest.is_empty() {
        let end = if rest.len() <= most { rest.len() } else { rest.floor_char_boundary(most) };
        let end = match rest[..end].rfind(['\n', ' ']) {
            Some(space) if end < rest.len() && space > most / 2 => space + 1,
            _ => end,
        };
        let (text, after) = rest.split_at(end);
        stretches.push(Section { text: text.to_owned(), ..section.clone() });
        rest = after;
    }
    stretches
}

/// A piece as the script that hands it over.
fn written(piece: &[Section]) -> Arc<[u8]> {
    let sections: Vec<[&str; 3]> =
        piece.iter().map(|section| [&*section.anchor, &*section.heading, &*section.text]).collect();
    script(&sections).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_words_are_in_order() {
        assert!(EMPTY.is_sorted());
    }

    #[test]
    fn a_word_knows_how_often_and_where() {
        let leaf = leaf("<p>one two two the</p><h2 id=\"a\">Two</h2><p>Three</p>", 1);
        let words: Vec<_> = leaf.words(0).map(|(word, known)| (word, known.weight)).collect();
        assert_eq!(words, [("one", 0), ("three", 0), ("two", 9)]);
        assert_eq!(leaf.length, 5);
        assert_eq!(
            String::from_utf8_lossy(&leaf.pieces[0]),
            "specfolioSearch([[\"\",\"\",\"one two two the\"],[\"a\",\"Two\",\"Three\"]])\n"
        );
    }

    #[test]
    fn long_texts_come_in_pieces() {
        let words = "word ".repeat(PIECE);
        let html = format!("<h2 id=\"a\">A</h2><p>first {words}</p><h2 id=\"b\">B</h2><p>last</p>");
        let leaf = leaf(&html, 1);
        assert!((5..8).contains(&leaf.pieces.len()), "{}", leaf.pieces.len());
        let of = |word: &str| {
            let found = leaf.words(0).find(|(found, _)| *found == word);
            found.expect("it is there").1.pieces
        };
        assert_eq!((of("first"), of("last")), (1, 1 << (leaf.pieces.len() - 1)));
        assert!(leaf.pieces.iter().all(|piece| piece.len() < PIECE + 200));
    }

    #[test]
    fn a_huge_text_has_a_bit_for_every_piece() {
        let html = "<h2 id=\"a\">A</h2><p>".to_owned() + &"語".repeat(1_000_000) + "</p>";
        let count = leaf(&html, 8).pieces.len();
        assert!((10..=MOST_PIECES).contains(&count), "{count}");
    }

    #[test]
    fn what_begins_alike_is_in_one_shard() {
        assert_eq!(shard("require", 256), shard("requirement", 256));
        assert_eq!(shard("検", 256), shard("検索", 256));
        assert!((0..100).all(|n| shard(&format!("{n}"), 8) < 8));
    }
}
