//! argv → [`Arguments`]: the command line as typed, checked for form only.
//!
//! The comments here are what `--help` prints. Flags follow mdBook where mdBook has them. Absent on purpose: looking at the
//! disk; [`project`](super::project) turns what was typed into what is meant.

use crate::diagnostic::Format;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turns a folder of specifications into a site that a team steers by.
#[derive(Debug, Parser)]
#[command(name = "specfolio", version, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write the site
    Build(BuildArguments),
    /// Show the site in a browser, and keep it up with the documents
    Serve(ServeArguments),
    /// Report what is wrong with the documents
    Check(CheckArguments),
    /// Remove the site
    Clean(CleanArguments),
}

#[derive(Debug, Args)]
pub(super) struct BuildArguments {
    #[command(flatten)]
    pub(super) place: PlaceArguments,
    /// Fail on warnings; the site is written all the same
    #[arg(long)]
    pub(super) strict: bool,
    /// Print how long each stage took
    #[arg(long)]
    pub(super) timings: bool,
    /// Open the site in a browser when it is written
    #[arg(short, long)]
    pub(super) open: bool,
}

#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    /// The portfolio: a folder of Markdown files, with a book.toml or without [default: the current folder]
    #[arg(value_name = "DIR")]
    pub(super) directory: Option<PathBuf>,
    /// The port to listen on [default: 3000, or the next that is free]
    #[arg(short, long)]
    pub(super) port: Option<u16>,
    /// The name or address to listen on; any but localhost lets others read along [default: localhost]
    #[arg(short = 'n', long, value_name = "NAME")]
    pub(super) hostname: Option<String>,
    /// Open the site in a browser
    #[arg(short, long)]
    pub(super) open: bool,
    /// Look for changes every now and then, where the system tells of none (network folders, containers)
    #[arg(long)]
    pub(super) poll: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// The portfolio: a folder of Markdown files, with a book.toml or without [default: the current folder]
    #[arg(value_name = "DIR")]
    pub(super) directory: Option<PathBuf>,
    /// How to write the report
    #[arg(long, value_enum, default_value_t = FormatArgument::Human, value_name = "FORMAT")]
    pub(super) format: FormatArgument,
    /// Fail on warnings
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Debug, Args)]
pub(super) struct CleanArguments {
    #[command(flatten)]
    pub(super) place: PlaceArguments,
}

/// A portfolio and where its site goes.
#[derive(Debug, Args)]
pub(super) struct PlaceArguments {
    /// The portfolio: a folder of Markdown files, with a book.toml or without [default: the current folder]
    #[arg(value_name = "DIR")]
    pub(super) directory: Option<PathBuf>,
    /// The folder of the site, relative to the current folder [default: build.build-dir of book.toml, else DIR/site]
    #[arg(short, long, value_name = "DIR")]
    pub(super) dest_dir: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FormatArgument {
    /// With excerpts, for people
    Human,
    /// One array of problems
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations in a GitHub workflow
    Github,
}

impl From<FormatArgument> for Format {
    fn from(format: FormatArgument) -> Self {
        match format {
            FormatArgument::Human => Self::Human,
            FormatArgument::Json => Self::Json,
            FormatArgument::Sarif => Self::Sarif,
            FormatArgument::Github => Self::Github,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn what_is_typed_is_told_apart() {
        let check = |typed: &str, expected: bool| {
            let result = Arguments::try_parse_from(typed.split(' '));
            assert_eq!(result.is_ok(), expected, "{typed}: {result:?}");
        };
        check("specfolio build", true);
        check("specfolio build docs -d out --strict --timings -o", true);
        check("specfolio build docs --dest-dir out --open", true);
        check("specfolio serve docs -p 8000 -n 0.0.0.0 -o --poll", true);
        check("specfolio check docs --format sarif --strict", true);
        check("specfolio clean -d out", true);
        check("specfolio", false);
        check("specfolio biuld", false);
        check("specfolio build a b", false);
        check("specfolio serve -p 65536", false);
        check("specfolio serve -d out", false);
        check("specfolio check --format xml", false);
        check("specfolio check -d out", false);
    }
}
