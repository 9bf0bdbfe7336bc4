//! HTML character references: `&amp;`, `&eacute;`, `&#8211;`.
//!
//! In: text that begins with `&`. Out: the character meant, and the length of the reference. The numeric ones are all known;
//! of the 2,231 names of HTML those that stand in names and values: punctuation and the letters of Latin-1.

/// Name and character, as HTML names them.
const NAMED: &[(&str, char)] = &[
    ("AElig", 'Æ'),
    ("Aacute", 'Á'),
    ("Acirc", 'Â'),
    ("Agrave", 'À'),
    ("Aring", 'Å'),
    ("Atilde", 'Ã'),
    ("Auml", 'Ä'),
    ("Ccedil", 'Ç'),
    ("Eacute", 'É'),
    ("Egrave", 'È'),
    ("Iacute", 'Í'),
    ("Ntilde", 'Ñ'),
    ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'),
    ("Oslash", 'Ø'),
    ("Ouml", 'Ö'),
    ("Scaron", 'Š'),
    ("Uacute", 'Ú'),
    ("Uuml", 'Ü'),
    ("Zcaron", 'Ž'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("aelig", 'æ'),
    ("agrave", 'à'),
    ("amp", '&'),
    ("apos", '\''),
    ("aring", 'å'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("bull", '•'),
    ("ccedil", 'ç'),
    ("copy", '©'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("egrave", 'è'),
    ("emsp", '\u{2003}'),
    ("ensp", '\u{2002}'),
    ("eth", 'ð'),
    ("euml", 'ë'),
    ("gt", '>'),
    ("hellip", '…'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("igrave", 'ì'),
    ("iuml", 'ï'),
    ("larr", '←'),
    ("ldquo", '“'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("ograve", 'ò'),
    ("oslash", 'ø'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("quot", '"'),
    ("rarr", '→'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsquo", '’'),
    ("scaron", 'š'),
    ("szlig", 'ß'),
    ("thorn", 'þ'),
    ("times", '×'),
    ("trade", '™'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("ugrave", 'ù'),
    ("uuml", 'ü'),
    ("yacute", 'ý'),
    ("yuml", 'ÿ'),
    ("zcaron", 'ž'),
];

/// The longest reference that is looked at, with `&` and `;`.
const LONGEST: usize = 10;

/// The character that the reference at the start means, and the reference's length; `None` when it is none.
pub(super) fn decode(text: &str) -> Option<(char, usize)> {
    let semicolon = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = text.get(1..semicolon)?;
    let character = match name.strip_prefix('#') {
        Some(number) => numeric(number)?,
        None => NAMED[NAMED.binary_search_by_key(&name, |(name, _)| name).ok()?].1,
    };
    Some((character, semicolon + 1))
}

fn numeric(number: &str) -> Option<char> {
    let (digits, radix) =
        number.strip_prefix(['x', 'X']).map_or((number, 10), |hexadecimal| (hexadecimal, 16));
    let code = u32::from_str_radix(digits, radix).ok()?;
    char::from_u32(code).filter(|character| !character.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded() {
        let check = |text: &str, expected: Option<(char, usize)>| {
            assert_eq!(decode(text), expected, "{text}");
        };
        check("&amp; more", Some(('&', 5)));
        check("&#x2013;", Some(('–', 8)));
        check("&#0;", None);
        check("&unknown;", None);
        check("& b;", None);
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(NAMED.is_sorted_by_key(|(name, _)| name));
    }
}
