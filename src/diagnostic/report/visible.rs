//! Text of strangers → text that a terminal or a log may be given.
//!
//! A document can hold escape sequences that repaint the screen, and characters that turn the direction of what follows. A
//! report quotes documents, so it shows such characters and never sends them. It stands alone because every format that a
//! person may read on a screen needs it. Absent on purpose: tabs, which the excerpt expands, and all of ordinary Unicode.

use std::borrow::Cow;

/// The same text with every control, direction-changing or invisible character replaced by one visible character, so that
/// columns stay true: C0 controls by their control picture (`␛`), all others by `�`.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(|character| stand_in(character).is_some()) {
        let shown = text.chars().map(|character| stand_in(character).unwrap_or(character));
        Cow::Owned(shown.collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// What stands for a character that may not be sent; `None` for one that may.
pub(super) fn stand_in(character: char) -> Option<char> {
    match character {
        '\t' => None,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)),
        '\u{7f}' => Some('\u{2421}'),
        // C1 controls: some terminals take U+009B for ESC `[`.
        '\u{80}'..='\u{9f}'
        // Marks, embeddings, overrides and isolates of direction.
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        // Line and paragraph separators, zero-width space, word joiner and its invisible neighbours, byte order mark.
        | '\u{2028}' | '\u{2029}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{feff}'
        // Interlinear annotation, and the tags that spell invisible text.
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_gets_through() {
        let check = |input, expected| assert_eq!(visible(input), expected);
        check("plain, ünïcode, 漢字 and 🙂 ‍", "plain, ünïcode, 漢字 and 🙂 ‍");
        check("a\tb", "a\tb");
        check("\x1b[31mred\x07", "␛[31mred␇");
        check("\u{9b}31m", "\u{fffd}31m");
        check("two\nlines\r", "two␊lines␍");
        check("admin\u{202e}gpj.exe\u{2066}", "admin\u{fffd}gpj.exe\u{fffd}");
        check("zero\u{200b}width", "zero\u{fffd}width");
    }

    #[test]
    fn columns_stay_true() {
        let text = "a\x1b\u{202e}\u{7f}\u{e0041}b";
        assert_eq!(visible(text).chars().count(), text.chars().count());
    }
}
