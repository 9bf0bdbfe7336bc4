//! A preview that runs, and a client that writes what it likes.
//!
//! The client speaks over plain sockets, because what matters most is what no proper client would send.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Ten times what anything here may take: a test that waits so long has failed.
pub(crate) const LONG: Duration = Duration::from_secs(100);

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

/// Writes a file, with its folders.
pub(crate) fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
    fs::write(path, text).expect("it can be written");
}

/// The program, in a folder, without settings from outside.
pub(crate) fn program(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_specfolio"));
    command.current_dir(folder).args(arguments.split_whitespace()).stdin(Stdio::null());
    command.env_remove("NO_COLOR").env("GIT_CEILING_DIRECTORIES", "/");
    command
}

/// A preview that answers; it ends with this value.
pub(crate) struct Preview {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
    pub(crate) port: u16,
}

impl Preview {
    /// Starts one over a folder, at any port.
    pub(crate) fn start(folder: &Path, arguments: &str) -> Self {
        let mut child = program(folder, &format!("serve -p 0 {arguments}"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let lines = Arc::new(Mutex::new(Vec::new()));
        gather(child.stdout.take().expect("it is piped"), &lines);
        gather(child.stderr.take().expect("it is piped"), &lines);
        let mut preview = Self { child, lines, port: 0 };
        let serving = preview.wait_for_line("serving http://");
        let port =
            serving.trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
        preview.port = port.expect("the address has a port");
        preview
    }

    /// What was printed so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.lines.lock().expect("nobody panics with it").clone()
    }

    /// The first line that holds these words, once it is there.
    pub(crate) fn wait_for_line(&self, words: &str) -> String {
        let mut found = None;
        wait(words, || {
            found = self.lines().into_iter().find(|line| line.contains(words));
            found.is_some()
        });
        found.expect("it was found")
    }

    /// How many lines say that pages were made anew.
    pub(crate) fn rebuilds(&self) -> usize {
        self.lines().iter().filter(|line| line.starts_with("rebuilt")).count()
    }

    /// A client that listens to events, and has heard the present state.
    pub(crate) fn listener(&self) -> Client {
        let mut client = self.connect();
        client.send("GET /_specfolio/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        client.head();
        client.line_with("data: ");
        client
    }

    /// Waits until a page says something.
    pub(crate) fn wait_for(&self, path: &str, words: &str) {
        wait(&format!("{words} in {path}"), || self.get(path).text().contains(words));
    }

    /// A connection.
    pub(crate) fn connect(&self) -> Client {
        let socket = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        socket.set_read_timeout(Some(LONG)).expect("there can be a limit");
        Client { socket: BufReader::new(socket) }
    }

    /// The answer to these bytes, on a connection of their own.
    pub(crate) fn send(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut client = self.connect();
        client.send(bytes);
        client.answer()
    }

    /// The answer to a GET with these headers.
    pub(crate) fn get_with(&self, target: &str, headers: &str) -> Answer {
        self.send(format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"))
    }

    /// The answer to a GET.
    pub(crate) fn get(&self, target: &str) -> Answer {
        self.get_with(target, "")
    }

    /// How many entries a folder of the process's own has: `fd` or `task`.
    pub(crate) fn count(&self, what: &str) -> usize {
        let folder = format!("/proc/{}/{what}", self.child.id());
        fs::read_dir(folder).expect("Linux has it").count()
    }

    /// How many MiB of memory the process has had at most.
    pub(crate) fn memory(&self) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("Linux has it");
        let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("it says so");
        most.trim().trim_end_matches(" kB").parse::<usize>().expect("a number") / 1024
    }

    /// Sends a signal, and gives how the process ended.
    pub(crate) fn end(mut self, signal: &str) -> ExitStatus {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().expect("there is kill");
        assert!(sent.success());
        let mut status = None;
        wait("its end", || {
            status = self.child.try_wait().expect("it can be asked");
            status.is_some()
        });
        status.expect("it has ended")
    }

    /// Asks that the process has neither died nor complained.
    pub(crate) fn is_well(&mut self) {
        assert_eq!(self.child.try_wait().expect("it can be asked"), None, "{:?}", self.lines());
        assert_eq!(self.get("/").status, 200);
        let lines = self.lines();
        assert!(!lines.iter().any(|line| line.contains("panicked")), "{lines:?}");
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn gather(stream: impl Read + Send + 'static, lines: &Arc<Mutex<Vec<String>>>) {
    let lines = lines.clone();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            lines.lock().expect("nobody panics with it").push(line);
        }
    });
}

/// Waits until something holds.
#[track_caller]
pub(crate) fn wait(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < LONG, "waited too long for {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// A client that sends any bytes.
pub(crate) struct Client {
    socket: BufReader<TcpStream>,
}

impl Client {
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        // Who refuses to read on may have closed its side already; what it answered is what counts.
        drop(self.socket.get_mut().write_all(bytes.as_ref()));
    }

    /// Reads an answer whole.
    pub(crate) fn answer(&mut self) -> Answer {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            let read = self.socket.read_line(&mut head).expect("a head is text and comes in time");
            assert_ne!(read, 0, "the connection ended after {head:?}");
        }
        let mut answer = Answer { status: 0, head, body: Vec::new() };
        let status = answer.head.split(' ').nth(1).and_then(|status| status.parse().ok());
        answer.status = status.expect("there is a status");
        let length = answer.header("Content-Length").and_then(|length| length.parse().ok());
        if answer.status != 304 {
            answer.body.resize(length.unwrap_or(0), 0);
            self.socket.read_exact(&mut answer.body).expect("the body comes whole");
        }
        answer
    }

    /// Reads an answer's head alone.
    pub(crate) fn head(&mut self) -> String {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(self.socket.read_line(&mut head).expect("a head is text"), 0, "{head}");
        }
        head
    }

    /// Reads up to a line that holds these words.
    pub(crate) fn line_with(&mut self, words: &str) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.socket.read_line(&mut line).expect("events are text"), 0, "it ended");
            if line.contains(words) {
                return line;
            }
        }
    }

    /// All that comes until the server ends the connection, in whatever way.
    pub(crate) fn rest(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        match self.socket.read_to_end(&mut rest) {
            Err(error) if error.kind() != std::io::ErrorKind::ConnectionReset => {
                panic!("the server says neither more nor that it is over: {error}")
            }
            _ => rest,
        }
    }

    /// Whether the server has nothing more to say: it ended the connection, in whatever way.
    pub(crate) fn is_ended(&mut self) -> bool {
        let mut rest = Vec::new();
        match self.socket.read_to_end(&mut rest) {
            Ok(_) => rest.is_empty(),
            Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
        }
    }

    /// Ends the client's side.
    pub(crate) fn leave(&mut self) {
        drop(self.socket.get_mut().shutdown(Shutdown::Write));
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (own, value) = line.split_once(':')?;
            own.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
