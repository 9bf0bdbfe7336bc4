//! What a network that is not trusted may send, and what it gets.

use crate::preview::{LONG, Preview, folder, program, wait, write};
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::time::Instant;

const SITE: &[(&str, &str)] = &[
    ("book.toml", "[book]\ntitle = \"T\"\n"),
    ("a.md", "# A\n\nText of A. ![](big.png)\n"),
    ("specs/b.md", "# B\n\nText of B.\n"),
    ("specs/README.md", "# Specs\n"),
    (".env", "SECRET"),
    (".git/config", "SECRET"),
    ("a.md~", "SECRET"),
    ("notes.txt", "SECRET"),
];

fn site() -> tempfile::TempDir {
    folder(SITE)
}

#[test]
fn nothing_but_the_site_is_reachable() {
    let folder = site();
    let mut preview = Preview::start(folder.path(), "");
    for target in [
        "/../book.toml",
        "/..%2fbook.toml",
        "/%2e%2e/book.toml",
        "/%252e%252e/book.toml",
        "/..;/book.toml",
        "/....//book.toml",
        "/%c0%ae%c0%ae/book.toml",
        "/specs/../../book.toml",
        "//x",
        "//etc/passwd",
        "http://evil.example/x",
        "*",
        "/#/../book.toml",
        "/a%00.html",
        "/%zz",
        "/a\\..\\book.toml",
        "/specs%5cb.html",
        "/.git/config",
        "/.env",
        "/book.toml",
        "/.specfolio-manifest",
        "/a.md~",
        "/notes.txt",
        "/.a.md.swp",
        "/\u{e9}\u{e9}",
        "/specs//b.html",
        "/_specfolio/",
        "/_specfolio/nothing",
    ] {
        let answer = preview.get(target);
        assert!(matches!(answer.status, 400 | 404), "{target}: {}", answer.head);
        assert!(
            !answer.text().contains("SECRET") && !answer.text().contains("title ="),
            "{target}"
        );
    }
    assert_eq!(preview.get("/specs/b.html?x=/../y&z").body, preview.get("/specs/b.html").body);
    assert_eq!(preview.get("/specs").header("Location"), Some("/specs/"));
    assert!(preview.get("/specs/b.html").text().contains("Text of B."));
    assert_eq!(preview.get("/nothing").status, 404);
    preview.is_well();
}

#[test]
#[cfg(unix)]
fn what_lies_outside_is_not_linked_in() {
    let (folder, outside) = (site(), folder(&[("secret.md", "SECRET"), ("secret.png", "SECRET")]));
    for (name, to) in [("l.md", "secret.md"), ("l.png", "secret.png"), ("l", "")] {
        let link = std::os::unix::fs::symlink(outside.path().join(to), folder.path().join(name));
        link.expect("links can be made");
    }
    write(folder.path(), "c.md", "# C\n\n![](l.png) [x](l.md) ![](l/secret.png) ![](real.png)\n");
    write(folder.path(), "real.png", "real");
    let preview = Preview::start(folder.path(), "");
    for target in ["/l.md", "/l.html", "/l.png", "/l/secret.png", "/l/secret.html"] {
        assert_eq!(preview.get(target).status, 404, "{target}");
    }
    assert_eq!(preview.get("/real.png").text(), "real");
    // A file that becomes a link after it was looked at is not followed either.
    fs::remove_file(folder.path().join("real.png")).expect("it can be removed");
    let link = std::os::unix::fs::symlink(
        outside.path().join("secret.png"),
        folder.path().join("real.png"),
    );
    link.expect("links can be made");
    assert_eq!(preview.get("/real.png").status, 404);
}

#[test]
fn methods_origins_and_headers() {
    let folder = site();
    let mut preview = Preview::start(folder.path(), "");
    for method in ["OPTIONS", "POST", "PUT", "DELETE", "TRACE", "PROPFIND", "get"] {
        let request = format!(
            "{method} / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: GET\r\n\r\n"
        );
        let answer = preview.send(request);
        assert_eq!((answer.status, answer.header("Allow")), (405, Some("GET, HEAD")), "{method}");
        assert!(!answer.head.to_lowercase().contains("access-control"), "{}", answer.head);
    }
    for origin in ["http://evil.example", "null", "http://localhost:4000"] {
        let answer = preview.get_with("/", &format!("Origin: {origin}\r\n"));
        assert!(!answer.head.to_lowercase().contains("access-control"), "{}", answer.head);
    }
    let headers = |method: &str| {
        let mut client = preview.connect();
        client.send(format!("{method} /a.html HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        let head = client.head();
        head.lines().filter(|line| !line.starts_with("Date")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(headers("HEAD"), headers("GET"));
    let answer = preview.get("/a.html");
    for (name, value) in [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value));
    }
    let etag = answer.header("ETag").expect("it has a tag");
    let again = preview.get_with("/a.html", &format!("If-None-Match: {etag}\r\n"));
    assert_eq!((again.status, again.body.len()), (304, 0));
    preview.is_well();
}

#[test]
fn only_our_own_names_and_pages_are_answered() {
    let folder = site();
    let preview = Preview::start(folder.path(), "");
    let check = |target: &str, host: &str, headers: &str, expected| {
        let mut client = preview.connect();
        client.send(format!("GET {target} HTTP/1.1\r\n{host}{headers}\r\n"));
        let status: u16 = client
            .head()
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .expect("a status");
        assert_eq!(status, expected, "{target} {host} {headers}");
    };
    check("/", "Host: localhost:3000\r\n", "", 200);
    check("/", "Host: docs.localhost\r\n", "", 200);
    check("/", "Host: [::1]:9\r\n", "", 200);
    check("/", "Host: evil.example\r\n", "", 421);
    check("/", "Host: localhost.evil.example\r\n", "", 421);
    check("/", "Host: \r\n", "", 421);
    check("/", "", "", 400);
    check("/", "Host: localhost\r\nHost: evil.example\r\n", "", 400);
    let own = "Host: localhost\r\n";
    check(
        "/",
        own,
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n",
        200,
    );
    check(
        "/",
        own,
        "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n",
        403,
    );
    check("/_specfolio/events", own, "Origin: http://localhost\r\n", 200);
    check("/_specfolio/events", own, "Origin: http://evil.example\r\n", 403);
    check("/_specfolio/events", own, "Origin: http://localhost:81\r\n", 403);
    check("/_specfolio/state", own, "Sec-Fetch-Site: same-site\r\n", 403);
}

#[test]
fn a_connection_serves_many_requests_in_order_and_no_crooked_one() {
    let folder = site();
    let mut preview = Preview::start(folder.path(), "");
    let mut client = preview.connect();
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.send(
        (0..50)
            .map(|number| get(["/a.html", "/specs/b.html", "/none"][number % 3]))
            .collect::<String>(),
    );
    for number in 0..50 {
        let answer = client.answer();
        let expected = [(200, "Text of A."), (200, "Text of B."), (404, "not found")][number % 3];
        assert_eq!(answer.status, expected.0);
        assert!(answer.text().contains(expected.1), "{number}");
    }
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assert_eq!(client.answer().status, 200);
    assert!(client.is_ended());
    for (crooked, status) in [
        ("GET / HTTP/1.1\nHost: localhost\n\n", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000000000\r\n\r\n", 405),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000000000\r\n\r\n", 413),
        (
            "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
            400,
        ),
        ("GET / HTTP/3.0\r\nHost: localhost\r\n\r\n", 505),
        ("\r\n\r\n", 400),
        ("\x16\x03\x01\x02\r\n\r\n", 400),
    ] {
        let mut client = preview.connect();
        client.send(crooked);
        assert_eq!(client.answer().status, status, "{crooked:?}");
        client.leave();
        assert!(client.is_ended(), "{crooked:?}");
    }
    preview.is_well();
}

#[test]
fn a_head_has_limits_and_memory_stays_flat() {
    let folder = site();
    let mut preview = Preview::start(folder.path(), "");
    let check = |head: String, status| {
        let mut client = preview.connect();
        client.send(head);
        assert_eq!(client.answer().status, status);
    };
    check(format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(1 << 20)), 414);
    check(format!("GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "a: b\r\n".repeat(10_000)), 431);
    #[cfg(target_os = "linux")]
    let before = preview.memory();
    check(format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}", "a".repeat(64 << 20)), 431);
    #[cfg(target_os = "linux")]
    assert!(preview.memory() <= before + 10, "{before} MiB before, {} after", preview.memory());
    preview.is_well();
}

#[test]
#[cfg(target_os = "linux")]
fn slow_clients_hold_nobody_up_and_are_ended() {
    let folder = site();
    let large = fs::File::create(folder.path().join("big.png")).expect("it can be made");
    large.set_len(64 << 20).expect("it can be long");
    let mut preview = Preview::start(folder.path(), "");
    let threads = preview.count("task");
    let began = Instant::now();
    let mut slow: Vec<_> = (0..40).map(|_| preview.connect()).collect();
    for (number, client) in slow.iter_mut().enumerate() {
        match number % 4 {
            0 => {}
            1 => client.send("GET / HT"),
            2 => client.send("GET /big.png HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            _ => client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n"),
        }
    }
    // They hang, and an honest client is answered.
    assert_eq!(preview.get("/a.html").status, 200);
    assert_eq!(preview.count("task"), threads, "a client costs no thread");
    let reads = |number: usize| number % 4 == 2;
    for (number, client) in slow.iter_mut().enumerate().filter(|(number, _)| !reads(*number)) {
        assert!(client.is_ended(), "{number}");
    }
    assert!(began.elapsed() < LONG);
    wait("the slow readers' end", || preview.count("fd") < 30);
    preview.is_well();
}

#[test]
#[cfg(target_os = "linux")]
fn who_listens_is_counted_and_what_is_killed_is_forgotten() {
    let folder = site();
    let mut preview = Preview::start(folder.path(), "");
    let (descriptors, threads) = (preview.count("fd"), preview.count("task"));
    let mut refused = 0;
    let mut clients = Vec::new();
    for _ in 0..150 {
        let mut client = preview.connect();
        client.send("GET /_specfolio/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        refused += usize::from(client.head().starts_with("HTTP/1.1 503"));
        clients.push(client);
    }
    assert!((50..150).contains(&refused), "{refused}");
    assert_eq!(preview.get("/").status, 200);
    drop(clients);
    wait("descriptors to come back", || preview.count("fd") <= descriptors);
    assert_eq!(preview.count("task"), threads);
    preview.is_well();
}

#[test]
#[cfg(target_os = "linux")]
fn running_out_of_descriptors_is_survived() {
    let folder = site();
    let limited = format!("ulimit -n 40; exec {} serve -p 0", env!("CARGO_BIN_EXE_specfolio"));
    let mut child = std::process::Command::new("sh")
        .args(["-c", &limited])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("there is a shell");
    let mut line = String::new();
    let mut out = std::io::BufReader::new(child.stdout.take().expect("it is piped"));
    std::io::BufRead::read_line(&mut out, &mut line).expect("it prints its address");
    let port: u16 = line
        .trim()
        .trim_end_matches('/')
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok())
        .expect("a port");
    let connect = || TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let crowd: Vec<_> = (0..100).map(|_| connect()).collect();
    let ask = || {
        use std::io::{Read, Write};
        let mut client = connect();
        client.set_read_timeout(Some(LONG)).expect("there can be a limit");
        client
            .write_all(b"GET /a.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .expect("it listens");
        let mut answer = String::new();
        drop(client.read_to_string(&mut answer));
        answer.starts_with("HTTP/1.1 200 OK")
    };
    wait("an answer among a crowd", ask);
    drop(crowd);
    wait("an answer after it", ask);
    child.kill().expect("it runs");
    child.wait().expect("it ends");
}

#[test]
fn a_busy_port_is_said() {
    let folder = site();
    let taken = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let port = taken.local_addr().expect("it has an address").port();
    let output = program(folder.path(), &format!("serve -p {port}")).output().expect("it starts");
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{words}");
    assert!(
        words.contains(&format!("error: port {port} is in use")) && words.contains("help: "),
        "{words}"
    );
    let open = Preview::start(folder.path(), "-n 0.0.0.0");
    open.wait_for_line("warning: everybody who can reach");
    let closed = Preview::start(folder.path(), "");
    assert!(!closed.lines().iter().any(|line| line.contains("warning")), "{:?}", closed.lines());
}

#[test]
#[cfg(unix)]
fn a_signal_ends_it_with_streams_open_and_nothing_left() {
    for signal in ["-INT", "-TERM"] {
        let folder = site();
        let before = files(folder.path());
        let preview = Preview::start(folder.path(), "");
        let mut client = preview.connect();
        client.send("GET /_specfolio/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assert!(client.head().contains("text/event-stream"));
        let port = preview.port;
        let began = Instant::now();
        assert_eq!(preview.end(signal).code(), Some(0));
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
        // Meanwhile it may be the near end of another test's connection.
        let is_free = || TcpListener::bind(("127.0.0.1", port)).is_ok();
        while !is_free() {
            assert!(began.elapsed().as_secs() < 20, "the port is free again");
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        assert_eq!(files(folder.path()), before, "nothing is written");
    }
}

/// All files of a folder but a cache.
fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("it can be read").flatten() {
        match entry.path() {
            path if path.ends_with(".specfolio") => {}
            path if path.is_dir() => found.extend(files(&path)),
            path => found.push(path),
        }
    }
    found.sort();
    found
}

/// What is served is what is built, but for one tag in the pages.
#[test]
fn every_address_has_the_bytes_of_its_file() {
    let folder = site();
    write(folder.path(), "big.png", "\u{1}\u{2}");
    write(folder.path(), "specs/é & 100%25.md", "---\nstatus: Draft\nauthor: Ann Lee\n---\n# É\n");
    let preview = Preview::start(folder.path(), "");
    let output = program(folder.path(), "build -d out").output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let out = folder.path().join("out");
    let mut pages = 0;
    for path in files(&out) {
        let name =
            path.strip_prefix(&out).expect("it is in there").to_str().expect("it is Unicode");
        if name == ".specfolio-manifest" {
            continue;
        }
        let built = fs::read(&path).expect("it can be read");
        let encode = |byte: u8| match byte {
            b'/' | b'.' | b'-' | b'_' => (byte as char).to_string(),
            _ if byte.is_ascii_alphanumeric() => (byte as char).to_string(),
            _ => format!("%{byte:02X}"),
        };
        let answer = preview.get(&format!("/{}", name.bytes().map(encode).collect::<String>()));
        assert_eq!(answer.status, 200, "{name}");
        let text = String::from_utf8_lossy(&built);
        assert!(!text.contains("serve.js"), "{name}: what is built has no tag");
        if std::path::Path::new(&name).extension().is_some_and(|it| it == "html") {
            let served = answer.text();
            let tag = served.find("<script src=\"/_specfolio/serve.js\"").expect("it has the tag");
            let end = tag + served[tag..].find('\n').expect("it ends") + 1;
            assert_eq!(served[..tag].to_owned() + &served[end..], text, "{name}");
            pages += 1;
        } else {
            assert_eq!(answer.body, built, "{name}");
        }
    }
    assert!(pages > 5);
}
