//! What the commands say → standard output and standard error.
//!
//! Everything is printed here, because both streams can be closed, full or a pipe that nobody reads, and none of that may
//! end in a panic. What a command is asked for goes to standard output, where a failing write is an error of the machine;
//! all else goes to standard error, where it is nothing. Absent on purpose: the words.

use crate::diagnostic::{Error, write_error};
use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};

/// Writes what the command was asked for. A reader that stopped reading has had enough, which is no error.
pub(super) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::io("write", "standard output", error))
        }
        _ => Ok(()),
    }
}

/// Writes what is said besides; where it cannot be written, nobody can be told.
pub(super) fn tell(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let mut out = BufWriter::new(io::stderr().lock());
    let _ = write(&mut out).and_then(|()| out.flush());
}

/// Tells what kept a command from its work.
pub(super) fn tell_error(error: &Error) {
    let colour = shows_colour(&io::stderr());
    tell(|out| write_error(error, colour, out));
}

/// Whether a stream is a terminal that shows colours and whose user wants them (<https://no-color.org>).
pub(super) fn shows_colour(stream: &impl IsTerminal) -> bool {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    stream.is_terminal() && !refused && !dumb
}
