//! `specfolio check`: the documents → a report of what is wrong with them.

use super::Verdict;
use super::arguments::CheckArguments;
use super::project::Project;
use super::stages::Stages;
use super::terminal;
use super::texts::TextsByPath;
use crate::diagnostic::{Error, Format, Problem, Severity, write_report};
use crate::link::Audience;
use std::io;

/// Runs the command.
pub(super) fn run(arguments: &CheckArguments) -> Result<Verdict, Error> {
    let project = Project::open(arguments.directory.as_deref())?;
    let mut stages = Stages::new();
    // What is withheld from the world is checked all the same: it is the author who reads this.
    let (tree, portfolio) =
        crate::Builder::default()
            .understand(&project.config, Audience::Author, &|event| stages.hear(event))?;
    stages.quieten();
    let texts = TextsByPath::of(&tree, &project);
    let format = Format::from(arguments.format);
    let colour = format == Format::Human && terminal::shows_colour(&io::stdout());
    let options = project.report(format, colour);
    terminal::print(|out| write_report(&portfolio.problems, &texts, &options, out))?;
    Ok(verdict(&portfolio.problems, arguments.strict))
}

/// Errors fail, and warnings where the user is strict.
fn verdict(problems: &[Problem], strict: bool) -> Verdict {
    let fails = |problem: &Problem| match problem.severity {
        Severity::Error => true,
        Severity::Warning => strict,
        Severity::Note => false,
    };
    if problems.iter().any(fails) { Verdict::Fail } else { Verdict::Pass }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Place, SourcePath};

    #[test]
    fn errors_fail_and_warnings_when_strict() {
        let check = |codes: &[Code], strict, expected| {
            let place = Place::file(&SourcePath::new("a.md"));
            let problems: Vec<_> =
                codes.iter().map(|code| Problem::new(*code, place.clone(), "x")).collect();
            assert_eq!(verdict(&problems, strict), expected, "{codes:?}");
        };
        check(&[], true, Verdict::Pass);
        check(&[Code::Placeholder], true, Verdict::Pass);
        check(&[Code::BadDate], false, Verdict::Pass);
        check(&[Code::BadDate], true, Verdict::Fail);
        check(&[Code::Placeholder, Code::BrokenLink], false, Verdict::Fail);
    }
}
