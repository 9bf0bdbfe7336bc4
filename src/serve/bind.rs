//! A name and a port → sockets that listen there.
//!
//! In: what the user asked for. Out: [`Bound`], before anything is built, so that a busy port is known at once. Nobody but
//! this machine is listened to unless the user names another address. Absent on purpose: answering.

use crate::diagnostic::Error;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs};

/// The port where none is asked for; mdBook's.
const PORT: u16 = 3000;

/// How many ports are tried from there.
const PORTS_TRIED: u16 = 100;

/// The name of this machine to itself.
const LOCALHOST: &str = "localhost";

/// Sockets that listen.
#[derive(Debug)]
pub struct Bound {
    pub(super) listeners: Vec<TcpListener>,
    /// The name they were bound by.
    pub(super) hostname: String,
    /// Their port.
    pub port: u16,
    /// Whether the port everybody expects was taken.
    pub is_moved: bool,
}

impl Bound {
    /// The address to open in a browser.
    #[must_use]
    pub fn url(&self) -> String {
        let name = &self.hostname;
        match name.parse::<Ipv6Addr>() {
            Ok(_) => format!("http://[{name}]:{}/", self.port),
            Err(_) => format!("http://{name}:{}/", self.port),
        }
    }

    /// Whether others than this machine can ask.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let address = |listener: &TcpListener| listener.local_addr().ok();
        !self.listeners.iter().filter_map(address).all(|address| address.ip().is_loopback())
    }
}

/// Listens at a port of a name; without a port at the first free one from the usual on, without a name on this machine alone.
///
/// # Errors
///
/// When the name is unknown, or the port that was asked for is in use or not to be had.
pub fn bind(hostname: Option<&str>, port: Option<u16>) -> Result<Bound, Error> {
    let hostname = hostname.unwrap_or(LOCALHOST);
    let addresses = addresses(hostname)?;
    let ports = port.map_or(PORT..=PORT + PORTS_TRIED, |port| port..=port);
    let mut busy = PORT;
    for port in ports {
        match listen(&addresses, port) {
            Ok(listeners) => return Ok(bound(hostname, listeners, busy != PORT)),
            Err(error) if error.kind() == ErrorKind::AddrInUse => busy = port + 1,
            Err(error) => return Err(Error::io("listen on", format!("{hostname}:{port}"), error)),
        }
    }
    Err(match port {
        Some(port) => Error::refused(
            format!("port {port} is in use"),
            "choose another, or leave `--port` out to take the next free one",
        ),
        None => Error::refused(
            format!("the ports from {PORT} to {} are in use", PORT + PORTS_TRIED),
            "choose one with `--port`",
        ),
    })
}

fn bound(hostname: &str, listeners: Vec<TcpListener>, is_moved: bool) -> Bound {
    let port = listeners.first().and_then(|listener| listener.local_addr().ok());
    let port = port.map_or(0, |address| address.port());
    Bound { listeners, hostname: hostname.to_owned(), port, is_moved }
}

/// The addresses of a name. Browsers take either of this machine's two for `localhost`.
fn addresses(hostname: &str) -> Result<Vec<IpAddr>, Error> {
    if hostname == LOCALHOST {
        return Ok(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
    }
    let bare = hostname.trim_start_matches('[').trim_end_matches(']');
    let found = (bare, 0).to_socket_addrs().map_err(|error| Error::io("find", hostname, error))?;
    Ok(found.map(|address| address.ip()).collect())
}

/// Listens at a port of every address that this machine has; 0 is any port, the same for all.
fn listen(addresses: &[IpAddr], port: u16) -> io::Result<Vec<TcpListener>> {
    let (mut listeners, mut taken, mut last) =
        (Vec::new(), port, ErrorKind::AddrNotAvailable.into());
    for address in addresses {
        match TcpListener::bind(SocketAddr::new(*address, taken)) {
            Ok(listener) => {
                taken = listener.local_addr()?.port();
                listeners.push(listener);
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse && port != 0 => return Err(error),
            Err(error) => last = error,
        }
    }
    if listeners.is_empty() { Err(last) } else { Ok(listeners) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_port_is_an_error_when_it_was_asked_for() {
        let first = bind(None, Some(0)).expect("there is a free port");
        assert!(!first.is_open() && first.port > 0);
        assert_eq!(first.url(), format!("http://localhost:{}/", first.port));
        let error = bind(None, Some(first.port)).expect_err("it is in use");
        assert_eq!(error.to_string(), format!("port {} is in use", first.port));
        let error = bind(Some("127.0.0.1"), Some(first.port)).expect_err("it is in use");
        assert_eq!(error.to_string(), format!("port {} is in use", first.port));
    }

    #[test]
    fn the_usual_port_yields_to_the_next() {
        let (first, second) = (bind(None, None), bind(None, None));
        let (first, second) = (first.expect("it is free"), second.expect("another is"));
        assert!(second.port > first.port && second.is_moved);
    }

    #[test]
    fn an_open_address_is_known() {
        assert!(bind(Some("0.0.0.0"), Some(0)).expect("it can be bound").is_open());
        assert!(bind(Some("nowhere.invalid"), Some(0)).is_err());
    }
}
