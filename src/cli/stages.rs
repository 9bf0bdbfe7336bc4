//! The pipeline's events → `--timings`, and a sign of life on a terminal.
//!
//! In: the begin and end of each stage. Out: how long each took, and, when the whole takes longer than [`PATIENCE`], a
//! spinner that says which stage is at work. It stands alone because it alone holds a clock. Absent on purpose: any
//! influence on the pipeline.

use crate::{Event, Stage};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How long work may take before a sign of life is due.
const PATIENCE: Duration = Duration::from_millis(500);

/// Listens to one run of the pipeline.
pub(super) struct Stages {
    began: Instant,
    stage_began: RefCell<Instant>,
    done: RefCell<Vec<(Stage, Duration, usize)>>,
    spinner: Option<Spinner>,
}

impl Stages {
    /// Begins to listen.
    pub(super) fn new() -> Self {
        let now = Instant::now();
        Self {
            began: now,
            stage_began: RefCell::new(now),
            done: RefCell::default(),
            spinner: io::stderr().is_terminal().then(Spinner::new),
        }
    }

    /// Takes note of an event.
    pub(super) fn hear(&self, event: Event) {
        match event {
            Event::Begun(stage) => {
                self.stage_began.replace(Instant::now());
                if let Some(spinner) = &self.spinner {
                    spinner.bar.set_message(stage.name());
                }
            }
            Event::Done(stage, count) => {
                let took = self.stage_began.borrow().elapsed();
                self.done.borrow_mut().push((stage, took, count));
            }
        }
    }

    /// Takes the spinner away: what is printed next must not run into it.
    pub(super) fn quieten(&mut self) {
        self.spinner = None;
    }

    /// How long it all has taken so far.
    pub(super) fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Writes one line per stage: its name, how long it took, how much it dealt with.
    pub(super) fn write_timings(&self, out: &mut dyn Write) -> io::Result<()> {
        for (stage, took, count) in self.done.borrow().iter() {
            let (name, seconds, unit) = (stage.name(), took.as_secs_f64(), stage.unit());
            writeln!(out, "{name:<7} {seconds:>8.3} s {count:>8} {unit}")?;
        }
        Ok(())
    }
}

/// A spinner that shows itself after a while, and goes when it is dropped.
struct Spinner {
    bar: ProgressBar,
    /// Dropped with the spinner, which wakes the thread that waits for the moment to show it.
    stop: Option<mpsc::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Spinner {
    fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let (stop, stopped) = mpsc::channel::<()>();
        let shown = bar.clone();
        let thread = thread::spawn(move || {
            if stopped.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}");
                shown.set_style(style.expect("the template is written here"));
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(100));
            }
        });
        Self { bar, stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that failed to show a spinner leaves nothing to clear.
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stage_has_a_line() {
        let stages = Stages::new();
        for (stage, count) in [(Stage::Scan, 12), (Stage::Parse, 12), (Stage::Link, 40)] {
            stages.hear(Event::Begun(stage));
            stages.hear(Event::Done(stage, count));
        }
        let mut out = Vec::new();
        stages.write_timings(&mut out).expect("a vector takes all bytes");
        let text = String::from_utf8(out).expect("timings are text");
        let lines: Vec<_> =
            text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(
            (lines[0][0], lines[0][2], &lines[0][3..]),
            ("scan", "s", &["12", "sources"][..])
        );
        assert_eq!((lines[2][0], &lines[2][3..]), ("link", &["40", "relations"][..]));
        assert!(lines[0][1].parse::<f64>().is_ok_and(|seconds| seconds < 5.0));
    }

    #[test]
    fn a_spinner_that_is_not_due_goes_at_once() {
        let began = Instant::now();
        drop(Spinner::new());
        assert!(began.elapsed() < PATIENCE);
    }
}
