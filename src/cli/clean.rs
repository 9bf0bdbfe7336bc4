//! `specfolio clean`: a site → nothing, and nothing else.

use super::Verdict;
use super::arguments::CleanArguments;
use super::project::Project;
use super::terminal;
use crate::diagnostic::Error;
use crate::emit;

/// Runs the command.
pub(super) fn run(arguments: &CleanArguments) -> Result<Verdict, Error> {
    let project = Project::open_place(&arguments.place)?;
    let removed = emit::clean(&project.config.output_dir(), &project.protected())?;
    let output = project.shown_output();
    terminal::tell(|out| match removed {
        0 => writeln!(out, "there is no site in `{output}`"),
        1 => writeln!(out, "removed 1 file from `{output}`"),
        _ => writeln!(out, "removed {removed} files from `{output}`"),
    });
    Ok(Verdict::Pass)
}
