//! A misspelt word → the word that was meant, for every "did you mean" of the program.
//!
//! In: a word and the words that are known. Out: the nearest of them, or none when all are too far to be a slip of the hand.
//! Configuration keys, statuses, ids and file names all ask here, so that the program has one notion of "nearly the same".
//! Absent on purpose: the sentence around it; whoever asks knows what the word is.

/// The known word that `word` most likely stands for: at most one slip in three characters away, letter case aside.
///
/// A slip is an inserted, missing or changed character, or two neighbours that changed places. Of equally near words the
/// first one wins. A word that is known as written has nothing to suggest.
#[must_use]
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known {
        if candidate == word {
            return None;
        }
        let limit = best.map_or(slips_allowed(&folded), |(distance, _)| distance.saturating_sub(1));
        if let Some(distance) = distance_within(&folded, &fold(candidate), limit)
            && best.is_none_or(|(nearest, _)| distance < nearest)
        {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How many slips lead from one text to the other: the optimal string alignment distance, over characters as they are.
#[must_use]
pub fn edit_distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    alignment(&left, &right)
}

/// The characters by which words are compared.
fn fold(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).collect()
}

/// One slip in three characters, and one in the shortest words.
fn slips_allowed(word: &[char]) -> usize {
    (word.len() / 3).max(1)
}

/// The distance where it is at most `limit`; the lengths alone rule most words out.
fn distance_within(left: &[char], right: &[char], limit: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    Some(alignment(left, right)).filter(|distance| *distance <= limit)
}

/// Optimal string alignment, three rows of the table at a time.
fn alignment(left: &[char], right: &[char]) -> usize {
    let mut two_back = vec![0; right.len() + 1];
    let mut back: Vec<usize> = (0..=right.len()).collect();
    let mut row = vec![0; right.len() + 1];
    for (i, a) in left.iter().enumerate() {
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let changed = back[j] + usize::from(a != b);
            row[j + 1] = changed.min(back[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                row[j + 1] = row[j + 1].min(two_back[j - 1] + 1);
            }
        }
        std::mem::swap(&mut two_back, &mut back);
        std::mem::swap(&mut back, &mut row);
    }
    back[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_suggested() {
        let known = ["title", "authors", "description", "language", "src"];
        let check = |word, expected| assert_eq!(did_you_mean(word, known), expected, "{word}");
        check("titel", Some("title"));
        check("Title", Some("title"));
        check("author", Some("authors"));
        check("descripton", Some("description"));
        check("scr", Some("src"));
        check("title", None);
        check("colour", None);
        check("", None);
    }

    #[test]
    fn of_equally_near_words_the_first_wins() {
        assert_eq!(did_you_mean("draf", ["drat", "draft"]), Some("drat"));
        assert_eq!(did_you_mean("drafd", ["drafa", "draft", "drafd"]), None);
    }

    #[test]
    fn distances() {
        let check = |left, right, expected| assert_eq!(edit_distance(left, right), expected);
        check("", "", 0);
        check("", "abc", 3);
        check("kitten", "sitting", 3);
        check("ab", "ba", 1);
        check("überprüft", "uberpruft", 2);
        check("implemented", "implmented", 1);
    }
}
