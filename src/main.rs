//! The `specfolio` program: the arguments go to [`specfolio::cli::run`], its exit code goes to the system.

use std::process::ExitCode;

fn main() -> ExitCode {
    specfolio::cli::run(std::env::args_os())
}
