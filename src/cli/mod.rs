//! argv → exit code: the arguments, and one file per command.
//!
//! In: the arguments as typed. Out: what the user sees, and how the process ends. This is the only place that prints, looks
//! at clocks, or knows the environment; the commands hand the rest of the program what it needs of them. Absent on purpose:
//! any work on documents, which is the pipeline's.
//!
//! Exit codes: 0 is done, 1 is done but the documents have what the command fails on, 2 is a wrong usage, configuration or
//! a fault of the machine. A reader that stops listening (`| head`) is no fault.

mod arguments;
mod build;
mod check;
mod clean;
mod project;
mod serve;
mod stages;
mod terminal;
mod texts;

use arguments::{Arguments, Command};
use clap::Parser;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(answer) => return usage(&answer),
    };
    let outcome = match &arguments.command {
        Command::Build(arguments) => build::run(arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Check(arguments) => check::run(arguments),
        Command::Clean(arguments) => clean::run(arguments),
    };
    match outcome {
        Ok(Verdict::Pass) => ExitCode::SUCCESS,
        Ok(Verdict::Fail) => ExitCode::FAILURE,
        Err(error) => {
            terminal::tell_error(&error);
            ExitCode::from(2)
        }
    }
}

/// What a command that did its work says of the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// They are as the command wants them.
    Pass,
    /// They are not.
    Fail,
}

/// Prints clap's answer: help and version are what was asked for, all else is a wrong usage.
fn usage(answer: &clap::Error) -> ExitCode {
    // Nobody may be listening, which changes nothing about the answer.
    let _ = answer.print();
    if answer.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}
