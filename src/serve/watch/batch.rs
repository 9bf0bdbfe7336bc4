//! When to look again: the times of events → the time at which they are one change.
//!
//! In: times at which something happened. Out: when it is due. Editors save in several steps (a backup, a rename, a write),
//! and version control in thousands; all of them are one change, and a look in the middle would show a site that nobody
//! wrote. Absent on purpose: a clock; times are handed in, counted from any moment.

use std::time::Duration;

/// How long nothing must happen.
const QUIET: Duration = Duration::from_millis(10);

/// How long a change may go on before it is looked at all the same.
const LONGEST: Duration = Duration::from_millis(200);

/// The same while git is at work on the files, which it says by a lock.
const LONGEST_OF_GIT: Duration = Duration::from_secs(2);

/// Events that are one change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::serve) struct Batch {
    /// The times of the first and the last event.
    span: Option<(Duration, Duration)>,
}

impl Batch {
    /// Something happened.
    pub(in crate::serve) fn note(&mut self, now: Duration) {
        let first = self.span.map_or(now, |(first, _)| first);
        self.span = Some((first, now));
    }

    /// When to look, if anything happened.
    pub(in crate::serve) fn due(&self) -> Option<Duration> {
        self.span.map(|(first, last)| (last + QUIET).min(first + LONGEST))
    }

    /// Whether a look that is due now should wait for git.
    pub(in crate::serve) fn waits_for_git(&self, now: Duration) -> bool {
        self.span.is_some_and(|(first, _)| now < first + LONGEST_OF_GIT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(times: &[u64]) -> Batch {
        let mut batch = Batch::default();
        for time in times {
            batch.note(Duration::from_millis(*time));
        }
        batch
    }

    #[test]
    fn a_change_is_due_when_it_is_quiet_or_has_lasted() {
        let check = |times: &[u64], due: Option<u64>| {
            assert_eq!(batch(times).due(), due.map(Duration::from_millis), "{times:?}");
        };
        check(&[], None);
        check(&[1000], Some(1010));
        check(&[1000, 1003, 1010], Some(1020));
        check(&(1000..1500).step_by(10).collect::<Vec<_>>(), Some(1200));
        check(&[0, 14, 28, 190], Some(200));
    }

    #[test]
    fn git_may_take_longer_but_not_for_ever() {
        let batch = batch(&[1000, 1100]);
        assert!(batch.waits_for_git(Duration::from_millis(2999)));
        assert!(!batch.waits_for_git(Duration::from_secs(3)));
        assert!(!Batch::default().waits_for_git(Duration::ZERO));
    }
}
