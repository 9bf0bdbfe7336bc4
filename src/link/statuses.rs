//! The statuses of all documents → one workflow.
//!
//! In: every status as written. Out: [`Status`]es in the order of the workflow, each with all its spellings gathered, and
//! which one each text bears; and a problem for a status that is most likely a slip of the hand. Statuses are the
//! portfolio's, not a document's: only all of them together show which spelling is usual. Absent on purpose: what is detail
//! in a status value, which the parser knows.

use super::address::Slugs;
use super::portfolio::{EntryStatus, Standing, Status, Turn};
use super::vocabulary::{self, KNOWN, Known, UNDER_WAY};
use super::{Ground, Text};
use crate::config::StatusOptions;
use crate::diagnostic::suggest::edit_distance;
use crate::diagnostic::{Code, Problem};
use crate::parse::{Kind, status};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A status that is rarer than another by this factor may be a misspelling of it.
const RARER: usize = 3;

/// How many of the portfolio's own statuses a misspelling is compared with.
const MOST_COMPARED: usize = 100;

/// The statuses of the portfolio.
#[derive(Debug, Default)]
pub(super) struct Statuses {
    /// In workflow order.
    pub(super) all: Arc<Vec<Status>>,
    /// By text: the status it bears.
    pub(super) by_text: Vec<Option<EntryStatus>>,
    /// Those that look like a slip of the hand.
    pub(super) problems: Vec<Problem>,
}

/// A status without case, emphasis and the choice of separators: lower-case words between single spaces.
pub(super) fn key(name: &str) -> String {
    let lower = status::parted(name).to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '\u{301}');
    let key = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if key.is_empty() { lower.trim().to_owned() } else { key }
}

/// One status while it is being gathered.
#[derive(Debug, Default)]
struct Gathered {
    /// Spellings with their number, in order of appearance.
    spellings: Vec<(String, usize)>,
    /// The texts that bear it.
    texts: Vec<usize>,
    /// How many of them count: templates do not.
    count: usize,
}

/// Gathers the statuses of all texts that are seen.
pub(super) fn gather(ground: &Ground<'_>, kinds: &[Kind], options: &StatusOptions) -> Statuses {
    let aliases: BTreeMap<String, &String> =
        options.aliases.iter().map(|(spelling, status)| (key(spelling), status)).collect();
    let mut gathered: BTreeMap<String, Gathered> = BTreeMap::new();
    for (entry, unit) in ground.units.iter().enumerate() {
        for text in unit.texts() {
            let Some(name) = name(&ground.texts[text], &aliases) else { continue };
            let status = gathered.entry(key(&name)).or_default();
            let counts = text == unit.main && kinds[entry] != Kind::Template;
            status.count += usize::from(counts);
            status.texts.push(text);
            match status.spellings.iter_mut().find(|(spelling, _)| *spelling == name) {
                Some((_, number)) => *number += 1,
                None => status.spellings.push((name, 1)),
            }
        }
    }
    let suggestions = suggestions(&gathered, options);
    let order = order(&gathered, options);
    arrange(ground, kinds, options, &order, &gathered, &suggestions)
}

/// The status a text bears, an alias replaced by what it stands for.
fn name(text: &Text<'_>, aliases: &BTreeMap<String, &String>) -> Option<String> {
    let written = &text.document.fields.status.as_ref()?.value.name;
    Some(aliases.get(&key(written)).map_or_else(|| written.clone(), |status| (*status).clone()))
}

/// The keys in workflow order: as declared, else the known ones under way, then this portfolio's own by frequency, then the
/// known ones that are decided and those that are over.
fn order(gathered: &BTreeMap<String, Gathered>, options: &StatusOptions) -> Vec<String> {
    let declared: HashMap<String, usize> =
        options.order.iter().enumerate().map(|(at, name)| (key(name), at)).collect();
    let mut keys: Vec<String> = gathered.keys().cloned().collect();
    keys.sort_by_cached_key(|status| {
        let rarity = usize::MAX - gathered[status].count;
        let (stage, place, rarity) = match (declared.get(status), vocabulary::position(status)) {
            (Some(at), _) => (0, *at, 0),
            (None, Some(at)) if at < UNDER_WAY => (1, at, rarity),
            (None, None) => (2, 0, rarity),
            (None, Some(at)) => (3, at, rarity),
        };
        (stage, place, rarity, status.clone())
    });
    keys
}

/// Builds the statuses and says which text bears which.
fn arrange(
    ground: &Ground<'_>,
    kinds: &[Kind],
    options: &StatusOptions,
    order: &[String],
    gathered: &BTreeMap<String, Gathered>,
    suggestions: &BTreeMap<String, String>,
) -> Statuses {
    let mut statuses = Statuses { by_text: vec![None; ground.texts.len()], ..Statuses::default() };
    let (mut slugs, mut all) = (Slugs::default(), Vec::new());
    for (index, status) in order.iter().enumerate() {
        let found = &gathered[status];
        let meant = suggestions.get(status).map_or_else(|| status.clone(), |meant| key(meant));
        let entries = found.texts.iter().filter_map(|text| {
            let entry = ground.owner[*text]?;
            (ground.units[entry].main == *text && kinds[entry] != Kind::Template).then_some(entry)
        });
        let name = commonest(&found.spellings);
        all.push(Status {
            slug: slugs.take(&name),
            standing: standing(&meant, options),
            turn: turn(status, &meant, options),
            meaning: configured(&options.meaning, status)
                .or_else(|| known(&meant).map(|k| k.meaning.into())),
            colour: configured(&options.colours, status)
                .or_else(|| known(&meant).map(|known| known.colour.into()))
                .unwrap_or_else(|| "grey".into()),
            entries: entries.collect(),
            name,
        });
        for text in &found.texts {
            let stated = ground.texts[*text].document.fields.status.as_ref();
            let detail = stated.and_then(|stated| stated.value.detail.clone());
            statuses.by_text[*text] = Some(EntryStatus { status: index, detail });
        }
        if let Some(meant) = suggestions.get(status) {
            statuses.problems.extend(misspelt(ground, found, meant));
        }
    }
    Statuses { all: Arc::new(all), ..statuses }
}

/// The commonest spelling; of equally common ones the first.
fn commonest(spellings: &[(String, usize)]) -> String {
    let most = spellings.iter().map(|(_, number)| *number).max();
    let first = spellings.iter().find(|(_, number)| Some(*number) == most);
    first.map_or_else(String::new, |(spelling, _)| spelling.clone())
}

/// The value that the configuration gives for a status, however it spells it.
fn configured(table: &BTreeMap<String, String>, status: &str) -> Option<String> {
    table.iter().find(|(name, _)| key(name) == status).map(|(_, value)| value.clone())
}

fn known(status: &str) -> Option<&'static Known> {
    vocabulary::position(status).map(|at| &KNOWN[at])
}

/// How a document of this status stands. What is declared terminal is no longer open.
fn standing(status: &str, options: &StatusOptions) -> Standing {
    let known = known(status).map_or(Standing::Open, |known| known.standing);
    let terminal = options.terminal.iter().any(|name| key(name) == status);
    if terminal && known == Standing::Open { Standing::InForce } else { known }
}

/// Whose turn a status makes it: as configured, else nobody's where it is declared terminal, else as the common word says.
fn turn(status: &str, meant: &str, options: &StatusOptions) -> Option<Turn> {
    if let Some(name) = configured(&options.turn, status) {
        return Turn::ALL.into_iter().find(|turn| turn.name() == name);
    }
    let terminal = options.terminal.iter().any(|name| key(name) == meant);
    if terminal { Some(Turn::Nobody) } else { known(meant)?.turn }
}

/// Misspelt status → what is most likely meant.
fn suggestions(
    gathered: &BTreeMap<String, Gathered>,
    options: &StatusOptions,
) -> BTreeMap<String, String> {
    let declared = declared(options);
    let everywhere: Vec<&str> = KNOWN.iter().flat_map(Known::words).collect();
    let mut common: Vec<(&String, &Gathered)> = gathered.iter().collect();
    common.sort_by_key(|(_, status)| std::cmp::Reverse(status.texts.len()));
    common.truncate(MOST_COMPARED);
    let unknown = gathered.iter().filter(|(status, _)| {
        vocabulary::position(status).is_none() && !declared.contains(*status)
    });
    let meant = unknown.filter_map(|(status, found)| {
        let own = common.iter().filter(|(_, other)| other.texts.len() >= RARER * found.texts.len());
        let own = own.map(|(other, _)| other.as_str()).filter(|other| *other != status);
        let words =
            own.chain(declared.iter().map(String::as_str)).chain(everywhere.iter().copied());
        let nearest = nearest(status, words)?;
        let name = gathered.get(nearest).map(|found| commonest(&found.spellings));
        Some((status.clone(), name.unwrap_or_else(|| nearest.to_owned())))
    });
    meant.collect()
}

/// Every status that the configuration speaks of, and so means.
fn declared(options: &StatusOptions) -> BTreeSet<String> {
    let listed = options.order.iter().chain(&options.terminal).chain(options.aliases.values());
    let tables = [&options.colours, &options.turn, &options.meaning];
    listed.chain(tables.into_iter().flat_map(|table| table.keys())).map(|name| key(name)).collect()
}

/// The word that a status most likely misspells: one slip away, two in long words that begin alike. Short words two slips
/// apart are other words (`approval`, `approved`).
fn nearest<'a>(status: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    for word in words {
        let shorter = status.chars().count().min(word.chars().count());
        let limit = match shorter {
            0..=3 => continue,
            4..=9 => 1,
            _ if status.chars().next() == word.chars().next() => 2,
            _ => 1,
        };
        if status.len().abs_diff(word.len()) > 2 * limit {
            continue;
        }
        let distance = edit_distance(status, word);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, word));
        }
    }
    best.map(|(_, word)| word)
}

/// A problem at every place of a misspelt status.
fn misspelt<'a>(
    ground: &'a Ground<'_>,
    found: &'a Gathered,
    meant: &'a str,
) -> impl Iterator<Item = Problem> + 'a {
    let stated =
        found.texts.iter().filter_map(|text| ground.texts[*text].document.fields.status.as_ref());
    stated.map(move |stated| {
        let message = format!("the status `{}` is not one that is known", stated.value.name);
        Problem::new(Code::UnknownStatus, stated.place.clone(), message)
            .help(format!("did you mean `{meant}`?"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::testing::{Draft, Setting, doc, portfolio, portfolio_in, problems};

    fn documents(statuses: &[(&str, usize)]) -> Vec<Draft> {
        let each =
            statuses.iter().flat_map(|(status, number)| (0..*number).map(move |n| (status, n)));
        each.map(|(status, n)| doc(&format!("specs/{status} {n}.md")).status(status)).collect()
    }

    fn names(setting: &Setting, statuses: &[(&str, usize)]) -> Vec<String> {
        let portfolio = portfolio_in(setting, documents(statuses));
        portfolio.statuses.iter().map(|status| status.name.clone()).collect()
    }

    #[test]
    fn spellings_are_one_status_under_the_commonest() {
        let portfolio =
            portfolio(documents(&[("In Review", 2), ("in_review", 1), ("IN-REVIEW", 1)]));
        assert_eq!(portfolio.statuses.len(), 1);
        assert_eq!(portfolio.statuses[0].name, "In Review");
        assert_eq!(portfolio.statuses[0].slug, "in-review");
        assert_eq!(portfolio.statuses[0].entries, [0, 1, 2, 3]);
    }

    #[test]
    fn the_workflow_is_known_or_by_frequency() {
        let statuses = [
            ("Final", 1),
            ("Moved", 9),
            ("Baking", 1),
            ("Cooling", 2),
            ("Draft", 1),
            ("Last Call", 1),
            ("Stagnant", 1),
        ];
        let expected = ["Draft", "Last Call", "Cooling", "Baking", "Final", "Stagnant", "Moved"];
        assert_eq!(names(&Setting::default(), &statuses), expected);
    }

    #[test]
    fn a_declared_order_is_followed() {
        let mut setting = Setting::default();
        setting.config.portfolio.status.order = ["baking", "Draft"].map(Into::into).into();
        assert_eq!(
            names(&setting, &[("Draft", 1), ("Idea", 1), ("Baking", 1)]),
            ["Baking", "Draft", "Idea"]
        );
    }

    #[test]
    fn aliases_and_meanings_are_the_configurations() {
        let mut setting = Setting::default();
        let options = &mut setting.config.portfolio.status;
        options.aliases.insert("WIP!".into(), "Draft".into());
        options.meaning.insert("draft".into(), "on the desk".into());
        options.colours.insert("DRAFT".into(), "red".into());
        options.terminal = vec!["Shelfed".into()];
        let portfolio = portfolio_in(&setting, documents(&[("wip", 1), ("Shelfed", 1)]));
        let draft = &portfolio.statuses[0];
        assert_eq!((draft.name.as_str(), draft.colour.as_str()), ("Draft", "red"));
        assert_eq!(draft.meaning.as_deref(), Some("on the desk"));
        assert_eq!(portfolio.statuses[1].standing, Standing::InForce);
    }

    #[test]
    fn a_turn_is_the_configurations_and_else_that_of_the_word() {
        let mut setting = Setting::default();
        let options = &mut setting.config.portfolio.status;
        options.turn.insert("last call".into(), "approvers".into());
        options.terminal = vec!["Shelfed".into()];
        let all = ["Draft", "Last Call", "Accepted", "Shelfed", "Baking"];
        let portfolio = portfolio_in(&setting, documents(&all.map(|status| (status, 1))));
        let turn = |status: &str| {
            portfolio.statuses.iter().find(|it| it.name == status).and_then(|status| status.turn)
        };
        let (author, approvers, nobody) =
            (Some(Turn::Author), Some(Turn::Approvers), Some(Turn::Nobody));
        assert_eq!(all.map(turn), [author, approvers, nobody, nobody, None]);
    }

    #[test]
    fn a_misspelt_status_stays_and_is_reported() {
        let check = |statuses: &[(&str, usize)], expected: &[&str]| {
            let portfolio = portfolio(documents(statuses));
            let helps = portfolio.problems.iter().filter(|p| p.code == Code::UnknownStatus);
            let helps: Vec<_> = helps.filter_map(|problem| problem.help.as_deref()).collect();
            assert_eq!(helps, expected, "{statuses:?}");
        };
        check(&[("imlpemented", 1), ("implemented", 5)], &["did you mean `implemented`?"]);
        check(&[("Aproved", 1)], &["did you mean `approved`?"]);
        check(&[("Baknig", 1), ("Baking", 3)], &["did you mean `Baking`?"]);
        check(&[("Baknig", 1), ("Baking", 2)], &[]);
        check(&[("Moved", 9), ("Living", 1), ("Removed", 1), ("Final", 3), ("Bananas", 1)], &[]);
        check(&[("Done", 1), ("Gone", 1)], &["did you mean `Done`?"]);
    }

    #[test]
    fn templates_do_not_count() {
        let portfolio =
            portfolio([doc("a.md").status("Draft"), doc("template.md").status("Draft").template()]);
        assert_eq!(portfolio.statuses[0].entries, [0]);
        assert!(portfolio.entries[1].status.is_some());
        assert!(problems(&portfolio, "unknown-status").is_empty());
    }
}
