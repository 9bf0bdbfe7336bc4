//! One text → its [`Leaf`]: all that the search knows of it, ready to be bound with others.
//!
//! In: the body of a page. Out: its words by shard, each with how much it says of the text and where, and the text in
//! pieces. It depends on the body and the number of shards alone, so it is made once and remembered. Titles and metadata are
//! not in it: those stand in the manifest, and an edit of them touches no shard. Absent on purpose: other documents.

use super::reading::{Section, sections};
use super::script;
use super::words::{is_dense, words};
use crate::memo::Fingerprint;
use std::ops::Range;
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

/// Reads the body of a page.
pub(super) fn leaf(html: &str, shards: usize) -> Leaf {
    let pieces = pieces(sections(html));
    let mut tokens = Tokens::default();
    for (number, piece) in pieces.iter().enumerate() {
        for section in piece {
            tokens.take(&section.heading, number, true);
            tokens.take(&section.text, number, false);
        }
    }
    let pieces: Vec<_> = pieces.iter().map(|piece| written(piece)).collect();
    let (length, several) = (tokens.tokens.len(), pieces.len() > 1);
    let sorted = tokens.sorted(shards);
    let words: String = sorted.iter().map(|(_, word, _)| *word).collect();
    let places = sorted.iter().filter(|_| several).map(|(.., posting)| posting.pieces);
    Leaf {
        length,
        pieces,
        words: words.into(),
        marks: sorted.iter().map(|(_, word, posting)| mark(word, *posting)).collect(),
        places: places.collect(),
        shares: shares(&sorted),
        names: OnceLock::new(),
    }
}

fn mark(word: &str, posting: Posting) -> Mark {
    let length = u8::try_from(word.len()).expect("words are short");
    Mark { weight: posting.weight, length }
}

/// A word with its shard and what is known of it.
type Sorted<'a> = (usize, &'a str, Posting);

fn shares(sorted: &[Sorted<'_>]) -> Box<[Share]> {
    let number = |number: usize| u32::try_from(number).expect("a text is shorter than 4 GiB");
    let (mut words, mut marks) = (0, 0);
    let share = |same: &[Sorted<'_>]| {
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

/// The words of a text as they come, one after the other: a text has hundreds, and each is let go soon.
#[derive(Default)]
struct Tokens {
    words: String,
    tokens: Vec<Token>,
}

/// A word, and where it stands.
struct Token {
    word: Range<usize>,
    piece: usize,
    in_heading: bool,
}

impl Tokens {
    fn take(&mut self, text: &str, piece: usize, in_heading: bool) {
        words(text, |word| {
            if EMPTY.binary_search(&word).is_err() {
                let start = self.words.len();
                self.words.push_str(word);
                self.tokens.push(Token { word: start..self.words.len(), piece, in_heading });
            }
        });
    }

    /// The different words by shard.
    fn sorted(&mut self, shards: usize) -> Vec<Sorted<'_>> {
        let words = &self.words;
        let word = |token: &Token| &words[token.word.clone()];
        self.tokens.sort_unstable_by(|one, other| word(one).cmp(word(other)));
        let equal = self.tokens.chunk_by(|one, other| word(one) == word(other));
        let mut sorted: Vec<_> = equal
            .map(|same| (shard(word(&same[0]), shards), word(&same[0]), posting(same)))
            .collect();
        // Within a shard they are in order already.
        sorted.sort_by_key(|(shard, ..)| *shard);
        sorted
    }
}

/// What is known of a word that stands in these places.
fn posting(same: &[Token]) -> Posting {
    let often = u8::try_from(same.len().ilog2().min(7)).expect("at most 7");
    let in_heading = same.iter().any(|token| token.in_heading);
    let pieces = same.iter().fold(0, |bits, token| bits | 1 << token.piece);
    Posting { pieces, weight: often + 8 * u8::from(in_heading) }
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
