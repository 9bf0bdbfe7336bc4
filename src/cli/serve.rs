//! `specfolio serve`: the documents → a site in the browser that follows them.
//!
//! The site stays in memory: nothing is written, so there is no `--dest-dir`. The loop runs on a thread of its own while this
//! one waits for the user to end it, so that ending never waits for a build.

use super::Verdict;
use super::arguments::ServeArguments;
use super::project::{self, Project};
use super::terminal;
use crate::diagnostic::Error;
use crate::serve::{self, Made, Notice, Tell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Runs the command.
pub(super) fn run(arguments: &ServeArguments) -> Result<Verdict, Error> {
    let root = Project::root(arguments.directory.as_deref())?;
    // The folder that it was started in may go, and come back as another.
    let root = std::path::absolute(&root).map_err(|error| Error::io("find", &root, error))?;
    let bound = serve::bind(arguments.hostname.as_deref(), arguments.port)?;
    warn_of(&bound);
    let (ends, ended) = mpsc::channel();
    let asked = ends.clone();
    let handled = ctrlc::set_handler(move || drop(asked.send(Ok(Verdict::Pass))));
    handled.map_err(|error| Error::io("handle", "signals", std::io::Error::other(error)))?;
    let (opens, polls) = (arguments.open, arguments.poll);
    let loops = thread::Builder::new().name("serve".into()).spawn(move || {
        let serve = || serve::run(bound, &root.clone(), polls, load(root), &tell(opens));
        // A thread that has panicked has said so. Who waits for signals would wait on.
        let outcome = catch_unwind(AssertUnwindSafe(serve)).unwrap_or_else(|_| Err(unexpected()));
        drop(ends.send(outcome.map(|()| Verdict::Pass)));
    });
    drop(loops.map_err(|error| Error::io("start", "a thread", error))?);
    ended.recv().unwrap_or_else(|_| Err(unexpected()))
}

fn unexpected() -> Error {
    Error::Refused { message: "the preview ended unexpectedly".into(), help: None }
}

fn load(root: PathBuf) -> serve::Load {
    Box::new(move || project::configuration(&root))
}

/// Says what the user may not expect of the address.
fn warn_of(bound: &serve::Bound) {
    if bound.is_moved {
        terminal::tell(|out| writeln!(out, "note: port 3000 is in use; taking {}", bound.port));
    }
    if bound.is_open() {
        let url = bound.url();
        terminal::tell(|out| {
            writeln!(
                out,
                "warning: everybody who can reach `{url}` can read this portfolio, drafts and withheld documents included"
            )
        });
    }
}

/// What is printed of each notice. Nobody may be reading, which is no reason to stop.
fn tell(opens: bool) -> Tell {
    Box::new(move |notice| match notice {
        Notice::Serving(url) => {
            say(&format!("serving {url}"));
            if opens {
                open(url);
            }
        }
        Notice::Polling(why) => {
            terminal::tell(|out| writeln!(out, "warning: polling the disk for changes: {why}"));
        }
        Notice::Made(made, took) => say(&line(made, took)),
        Notice::Failed(error) => terminal::tell_error(error),
    })
}

fn say(line: &str) {
    drop(terminal::print(|out| writeln!(out, "{line}")));
}

/// `rebuilt 1 page in 12 ms (specs/a.md)`; of the first build, which had no cause, what there is.
fn line(made: &Made, took: Duration) -> String {
    let took = took.as_millis();
    let quantity =
        |count: usize, of: &str| format!("{count} {of}{}", if count == 1 { "" } else { "s" });
    let Some((cause, others)) = made.causes.split_first() else {
        let (documents, pages) = made.totals.unwrap_or_default();
        return format!(
            "built {}, {} in {took} ms",
            quantity(documents, "document"),
            quantity(pages, "page")
        );
    };
    let more =
        if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
    format!("rebuilt {} in {took} ms ({cause}{more})", quantity(made.pages, "page"))
}

/// Shows the site in the user's browser; a machine without one serves it all the same.
fn open(url: &str) {
    if let Err(error) = open::that_detached(url) {
        terminal::tell(|out| writeln!(out, "warning: cannot open `{url}` in a browser: {error}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_was_made_and_why() {
        let check = |pages, causes: &[&str], totals, expected: &str| {
            let causes = causes.iter().map(|cause| (*cause).to_owned()).collect();
            let made = Made { pages, causes, totals };
            assert_eq!(line(&made, Duration::from_micros(12_345)), expected);
        };
        check(1, &["specs/a.md"], Some((9, 30)), "rebuilt 1 page in 12 ms (specs/a.md)");
        check(4, &["a.md", "b.md", "c.md"], None, "rebuilt 4 pages in 12 ms (a.md and 2 more)");
        check(30, &[], Some((1, 30)), "built 1 document, 30 pages in 12 ms");
    }
}
