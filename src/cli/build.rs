//! `specfolio build`: the documents → the site on disk.
//!
//! The site is written whatever is wrong with the documents: a broken link is no reason to publish nothing. What is wrong is
//! told in short; `check` tells it all.

use super::Verdict;
use super::arguments::BuildArguments;
use super::project::Project;
use super::stages::Stages;
use super::terminal;
use super::texts::TextsByPath;
use crate::config::{additional_files, theme_files};
use crate::diagnostic::{Error, Format, Problem, Severity, summary, write_worst};
use crate::emit::{self, Emitted};
use crate::link::{Audience, Portfolio};
use crate::render::{self, Site, ThemeFiles};
use crate::{Builder, Built, Event, Stage, Work};
use std::io;
use std::time::Duration;

/// How many causes of problems are told before the summary.
const CAUSES_TOLD: usize = 3;

/// Runs the command.
pub(super) fn run(arguments: &BuildArguments) -> Result<Verdict, Error> {
    let project = Project::open_place(&arguments.place)?;
    let mut stages = Stages::new();
    let (built, emitted) = write_site(&project, &stages)?;
    stages.quieten();
    if arguments.timings {
        terminal::tell(|out| {
            stages.write_timings(out)?;
            writeln!(out, "{}", work(built.work))
        });
    }
    let verdict = verdict(&built.portfolio.problems, arguments.strict);
    tell_problems(&built, &project, verdict);
    tell_site(&project, &last_line(&built.portfolio, &built.site, emitted, stages.elapsed()));
    if arguments.open {
        open(&project);
    }
    Ok(verdict)
}

/// The whole pipeline, to the disk.
fn write_site(project: &Project, stages: &Stages) -> Result<(Built, Emitted), Error> {
    let config = &project.config;
    let theme =
        ThemeFiles { replaced: theme_files(config)?, additional: additional_files(config)? };
    let built =
        Builder::once().build(config, &theme, Audience::Public, &|event| stages.hear(event))?;
    stages.hear(Event::Begun(Stage::Emit));
    let emitted = emit::emit(&built.site, &config.output_dir(), &project.protected())?;
    stages.hear(Event::Done(Stage::Emit, emitted.written));
    Ok((built, emitted))
}

/// A written site is a success, unless the user is strict and there is more to say than notes.
fn verdict(problems: &[Problem], strict: bool) -> Verdict {
    if strict && problems.iter().any(is_doubtful) { Verdict::Fail } else { Verdict::Pass }
}

fn is_doubtful(problem: &Problem) -> bool {
    problem.severity != Severity::Note
}

/// Tells the worst few causes, how many problems there are, and how to see them.
fn tell_problems(built: &Built, project: &Project, verdict: Verdict) {
    let problems = &built.portfolio.problems;
    if problems.is_empty() {
        return;
    }
    let texts = TextsByPath::of(&built.tree, project);
    let options = project.report(Format::Human, terminal::shows_colour(&io::stderr()));
    let doubtful: Vec<Problem> =
        problems.iter().filter(|problem| is_doubtful(problem)).cloned().collect();
    terminal::tell(|out| {
        write_worst(&doubtful, CAUSES_TOLD, &texts, &options, out)?;
        writeln!(out, "{}: `{}` shows all", summary(problems), project.check_command())?;
        match verdict {
            Verdict::Pass => Ok(()),
            Verdict::Fail => writeln!(out, "failed: `--strict` allows no errors and no warnings"),
        }
    });
}

/// Tells where the site is, and in the last line what it took.
fn tell_site(project: &Project, last_line: &str) {
    let output = project.shown_output();
    let told = terminal::print(|out| writeln!(out, "the site is in `{output}`\n{last_line}"));
    // The site stands, whether or not anybody hears of it.
    if let Err(error) = told {
        terminal::tell_error(&error);
    }
}

/// `built 950 documents, 1204 pages in 0.42 s (3 changed)`.
fn last_line(portfolio: &Portfolio, site: &Site, emitted: Emitted, took: Duration) -> String {
    let documents: usize = portfolio.entries.iter().map(|entry| 1 + entry.parts.len()).sum();
    let changed = emitted.written + emitted.removed;
    format!(
        "built {}, {} in {:.2} s ({changed} changed)",
        quantity(documents, "document"),
        quantity(site.pages, "page"),
        took.as_secs_f64()
    )
}

/// What was made and not remembered, as the functions that make it count: `made: 1 read, 1 parsed, …`.
fn work(Work { read, parsed, resolved, drawn, rendered }: Work) -> String {
    let render::Work { views, bodies, rows, pages, leaves, shards } = rendered;
    format!(
        "made: {read} read, {parsed} parsed, {resolved} resolved, {drawn} drawn, {views} views, {bodies} bodies, \
         {rows} rows, {pages} pages, {leaves} leaves, {shards} shards"
    )
}

fn quantity(count: usize, of: &str) -> String {
    format!("{count} {of}{}", if count == 1 { "" } else { "s" })
}

/// Shows the site in the user's browser; a machine without one has built it all the same.
fn open(project: &Project) {
    let page = project.config.output_dir().join("index.html");
    if let Err(error) = open::that_detached(&page) {
        terminal::tell(|out| {
            writeln!(out, "warning: cannot open `{}` in a browser: {error}", page.display())
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Place, SourcePath};

    #[test]
    fn only_the_strict_fail() {
        let check = |code, strict, expected| {
            let problem = Problem::new(code, Place::file(&SourcePath::new("a.md")), "x");
            assert_eq!(verdict(&[problem], strict), expected, "{code:?}");
        };
        check(Code::BrokenLink, false, Verdict::Pass);
        check(Code::BrokenLink, true, Verdict::Fail);
        check(Code::BadDate, true, Verdict::Fail);
        check(Code::Placeholder, true, Verdict::Pass);
    }

    #[test]
    fn what_was_made_is_counted() {
        let rendered =
            render::Work { views: 10, bodies: 4, rows: 5, pages: 6, leaves: 7, shards: 8 };
        let told = work(Work { read: 1, parsed: 2, resolved: 9, drawn: 3, rendered });
        assert_eq!(
            told,
            "made: 1 read, 2 parsed, 9 resolved, 3 drawn, 10 views, 4 bodies, 5 rows, 6 pages, 7 leaves, 8 shards"
        );
    }

    #[test]
    fn the_last_line_counts() {
        let site = Site { pages: 1204, ..Site::default() };
        let emitted = Emitted { written: 2, unchanged: 1300, removed: 1 };
        let took = Duration::from_millis(424);
        assert_eq!(
            last_line(&Portfolio::default(), &site, emitted, took),
            "built 0 documents, 1204 pages in 0.42 s (3 changed)"
        );
        let site = Site { pages: 1, ..Site::default() };
        assert_eq!(
            last_line(&Portfolio::default(), &site, Emitted::default(), took),
            "built 0 documents, 1 page in 0.42 s (0 changed)"
        );
    }
}
