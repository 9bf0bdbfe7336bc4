//! What is a name, what a handle, and what neither.
//!
//! Judgements over words: whether they name somebody, are a role or a team, or belong to a sentence; whether a bare word in
//! brackets is a handle or an employer. They are guesses by shape, and where a guess could go either way they say no.

use crate::parse::inline::{is_among, single_spaced};
use crate::parse::{dates, references};
use std::path::Path;

/// Words that make a text a role or a team rather than a person's own name.
const ROLE_WORDS: &str = "\
    admin, administrator, advisor, advocate, agent, agents, analyst, api, approver, approvers, architect, architects, \
    architecture, area, author, authors, backend, board, chair, chief, co-author, coauthor, committee, \
    community, consultant, contact, coordinator, core, council, cto, ceo, cio, ciso, cpo, data, department, design, \
    designer, designers, dev, developer, developers, devops, director, docs, documentation, dri, editor, \
    engineer, engineering, engineers, executive, expert, facilitator, frontend, group, head, implementer, infra, \
    infrastructure, lead, leaders, leadership, leads, legal, maintainer, maintainers, management, manager, \
    managers, marketing, member, members, office, officer, operations, operator, ops, owner, owners, pm, po, platform, \
    principal, product, project, qa, quality, representative, research, reviewer, reviewers, sales, scrum, \
    security, sig, sme, sponsor, sre, staff, stakeholder, stakeholders, steward, storage, support, team, teams, tech, \
    technical, tester, testing, tl, tpm, ui, ux, vp, wg, working";

/// The words of these that speak of several people.
const GROUP_WORDS: &str = "board, committee, community, council, group, leads, maintainers, members, sig, team, teams, wg";

/// Words in brackets after a name that say what somebody is, and are no handle.
const REMARK_WORDS: &str = "\
    acting, active, backup, current, deceased, emeritus, external, former, formerly, guest, he, her, him, \
    inactive, independent, initial, interim, internal, main, me, none, optional, original, originally, \
    previous, previously, primary, required, retired, secondary, self, she, tba, tbc, tbd, them, they, todo, \
    unknown, founder, cofounder, co-founder, contributor, shepherd, champion, everyone, all, anyone, \
    everybody, users, company, network, networking, student, freelance, freelancer, volunteer, human, ai, agent, bot";

/// Words that no name has and a sentence does.
const SENTENCE_WORDS: &str = "\
    above, added, after, also, any, approve, approved, are, as, assigned, awaiting, be, been, before, below, \
    but, by, can, cannot, change, changes, could, decide, decided, determined, did, do, does, done, each, fill, \
    follows, get, gets, has, have, here, how, if, is, it, its, least, may, might, must, need, needed, needs, no, not, \
    now, once, our, pending, please, quorum, required, review, reviewed, same, see, shall, should, some, still, than, \
    that, their, then, there, these, this, those, through, under, unless, until, us, was, we, were, what, when, where, \
    which, while, who, whoever, will, within, without, would, yes, yet, you, your";

/// Small words inside names.
const PARTICLES: &str = "\
    af, al, and, av, ben, bin, da, das, de, del, della, den, der, di, dos, du, e, el, for, i, ibn, la, le, of, \
    san, st, ten, ter, the, to, und, van, von, y, zu, zum, zur, 't, d', af";

/// Words that a name ends before: `Ann Lee from Acme`. So does a year.
const NAME_ENDS: &str = "\
    at, from, for, on, via, as, with, representing, et, approved, reviewed, signed, accepted";

/// The longest name, in words.
pub(super) const LONGEST: usize = 6;

/// The name in a run of words, without quotes, stray punctuation and what is no part of it; `None` when nothing is left.
pub(super) fn tidy_name(words: &str) -> Option<String> {
    let outside_brackets = without_brackets(words);
    let mut words: Vec<&str> = outside_brackets.split_whitespace().collect();
    if is_opening(&words) {
        return None;
    }
    if words.len() > 2 && words[1] == "by" {
        words.drain(..2);
    }
    let introduces =
        |word: &&str| is_among(&word.to_lowercase(), "by, the, with, including, from, cc");
    while words.len() > 1 && words.first().is_some_and(introduces) {
        words.remove(0);
    }
    let ends = |word: &&str| {
        is_among(word, NAME_ENDS) || word.bytes().take_while(u8::is_ascii_digit).count() >= 4
    };
    let end = words.iter().skip(1).position(ends).map_or(words.len(), |at| at + 1);
    let name = single_spaced(&words[..end].join(" "));
    let name = name.trim_matches(|c: char| is_stray(c) && !matches!(c, '.' | '\'' | '’'));
    let name = without_full_stop(unquoted(name).trim_start_matches('.').trim());
    (name.contains(char::is_alphanumeric)).then(|| name.to_owned())
}

/// Punctuation, white space and pictures, which begin and end no name.
fn is_stray(c: char) -> bool {
    c.is_ascii_punctuation()
        || c.is_whitespace()
        || matches!(c, '\u{2000}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..)
}

/// Apostrophes around the whole.
fn unquoted(name: &str) -> &str {
    let pairs = [('\'', '\''), ('‘', '’')];
    pairs
        .into_iter()
        .find_map(|(open, close)| name.strip_prefix(open)?.strip_suffix(close))
        .unwrap_or(name)
}

/// A full stop ends a sentence, unless it ends an initial or an abbreviation.
fn without_full_stop(name: &str) -> &str {
    let Some(bare) = name.strip_suffix('.') else { return name };
    let last = bare.rsplit([' ', '.']).next().unwrap_or_default();
    let abbreviates =
        last.chars().count() == 1 || is_among(last, "Jr, Sr, Dr, St, Inc, Ltd, Co, Esq");
    if abbreviates && bare.contains([' ', '.']) { name } else { bare }
}

/// The text outside of `()`: link texts may hold an affiliation.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            depth += usize::from(*c == '(');
            let outside = depth == 0;
            depth = depth.saturating_sub(usize::from(*c == ')'));
            outside
        })
        .collect()
}

/// Words that name nobody when they stand alone.
const NOBODY: &str = "\
    approved, blocked, others, many others, et al, more, several, various, todo, pending, everyone else, yes, no, optional, \
    required, not required, true, false, independently, jointly, respectively, together";

/// Whether a text can name somebody: a person, a team, a role; and is no sentence, date or number.
pub(super) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=LONGEST).contains(&words.len())
        && text.chars().count() <= 80
        && text.contains(char::is_alphabetic)
        && !text.contains(['?', '#', '=', '{', '}', '\\', '%', '$', '…', '@'])
        && !Path::new(text).extension().is_some_and(|found| found.eq_ignore_ascii_case("md"))
        && !words.iter().any(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
        && !is_sentence(&words)
        && !is_lower_phrase(text, &words)
        && !is_among(&text.to_lowercase(), NOBODY)
        && dates::leading(text).is_none()
        && references::mentions(text, 0).is_empty()
}

pub(super) fn is_sentence(words: &[&str]) -> bool {
    let says = |word: &&str| {
        is_among(&word.to_lowercase(), SENTENCE_WORDS)
            && (word.starts_with(char::is_lowercase) || words.len() > 3)
    };
    let plain = words.iter().filter(|word| {
        word.starts_with(char::is_lowercase)
            && !is_among(word, PARTICLES)
            && !is_among(word, ROLE_WORDS)
    });
    is_opening(words) || words.len() > 1 && words.iter().any(says) || plain.count() > 3
}

/// `standing classifier finding`: words that nobody bears and no team.
fn is_lower_phrase(text: &str, words: &[&str]) -> bool {
    let lower = |word: &&str| word.starts_with(char::is_lowercase);
    words.len() >= 2 && words.iter().all(lower) && !is_role(text)
}

/// Words that begin a sentence, not a name.
fn is_opening(words: &[&str]) -> bool {
    let first = words.first().map(|word| word.to_lowercase()).unwrap_or_default();
    words.len() > 1
        && is_among(
            &first,
            "a, an, any, each, every, one, some, two, three, need, needs, see, to, not, no, same, please, pending, awaiting, waiting, anyone, at, tbd, several, many, various, other, others",
        )
}

/// Whether a name is a role or a team: `Product Owner`, `Security team`.
pub(super) fn is_role(name: &str) -> bool {
    name.split([' ', '-', '/']).any(|word| is_among(&word.to_lowercase(), ROLE_WORDS))
}

/// Whether a name is that of a team.
pub(super) fn is_group(name: &str) -> bool {
    name.split([' ', '-']).any(|word| is_among(&word.to_lowercase(), GROUP_WORDS))
}

/// Whether one lower-case word is a role, a team or a remark, and no handle.
pub(super) fn is_group_word(word: &str) -> bool {
    is_among(word, ROLE_WORDS) || is_among(word, REMARK_WORDS)
}

/// Whether a link's text only says where it leads: `GitHub`, `profile`.
pub(super) fn is_service(text: &str) -> bool {
    is_among(
        &text.to_lowercase(),
        "github, gh, gitlab, codeberg, email, e-mail, mail, twitter, x, linkedin, mastodon, website, web, homepage, profile, link, site, blog",
    )
}

/// Whether a label says that the handle after it is one of a forge.
pub(super) fn is_forge(label: &str) -> bool {
    is_among(
        label.trim().to_lowercase().trim_start_matches('@'),
        "github, gh, gitlab, codeberg, handle, github handle, github id",
    )
}

/// Whether a label says that the handle after it is one of some other place.
pub(super) fn is_elsewhere(label: &str) -> bool {
    is_among(
        &label.trim().to_lowercase(),
        "twitter, x, mastodon, telegram, discord, slack, bluesky, linkedin, instagram, matrix, irc",
    )
}

/// Whether a word that stands alone is a handle: front matter says `ann` where it cannot say `@ann`.
pub(super) fn is_lone_handle(word: &str) -> bool {
    let begins_low = word.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let holds_digits = word.len() >= 5 && word.contains(|c: char| c.is_ascii_digit());
    word.len() >= 2
        && word.contains(|c: char| c.is_ascii_lowercase())
        && (begins_low || holds_digits)
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// Whether a word in brackets after a name is that person's handle (`markdroth`) and no employer, role or remark (`Google`,
/// `deep`): it is made of the name or of letters and digits, or the name is in a script that handles are not.
pub(super) fn is_bare_handle(word: &str, name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let is_word = word.len() >= 2
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && word.contains(is_letter);
    let tail = word.get(1..).unwrap_or_default();
    let capitalised = word.starts_with(|c: char| c.is_ascii_uppercase())
        && !tail.contains(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
    let low = word.starts_with(|c: char| c.is_ascii_lowercase());
    let numbered = low && word.contains(|c: char| c.is_ascii_digit());
    is_word
        && !capitalised
        && !is_role(name)
        && !is_group_word(&word.to_lowercase())
        && (numbered || resembles(word, name) || low && !name.contains(is_letter))
}

/// Whether a handle is made of a name: it has three letters or more of one of its words, or its initials.
pub(super) fn resembles(handle: &str, name: &str) -> bool {
    if handle.len() > 100 || name.len() > 200 {
        return false;
    }
    let letters = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let handle = letters(handle);
    let words: Vec<String> =
        name.split([' ', '-']).map(letters).filter(|word| !word.is_empty()).collect();
    let initials: String = words.iter().filter_map(|word| word.chars().next()).collect();
    let shares = |word: &String| {
        let start: String = word.chars().take(3).collect();
        start.chars().count() == 3 && handle.contains(&start) || word.len() >= 2 && handle == *word
    };
    words.iter().any(shares) || initials.len() >= 2 && handle.starts_with(&initials)
}
