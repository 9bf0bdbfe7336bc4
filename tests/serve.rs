//! `specfolio serve` as a browser, an editor and an attacker meet it.
//!
//! Every figure is asserted as an order of events ("the honest client was answered while the slow ones hung") or against a
//! bound ten times as wide: a machine may be slow, and a test must not be.

#[path = "serve/http.rs"]
mod http;
#[path = "serve/mutated.rs"]
mod mutated;
#[path = "serve/preview.rs"]
mod preview;
#[path = "serve/watch.rs"]
mod watch;
