//! Code in, coloured code out; and what holds for any code.

use super::*;
use crate::parse::html::{Piece, pieces};
use proptest::prelude::*;

fn html(info: &str, code: &str) -> String {
    let mut out = String::new();
    write(&mut out, info, code, &mut Blocks::new(&Shared::forgetful()));
    out
}

fn check(info: &str, code: &str, expected: &str) {
    let html = html(info, code);
    assert_eq!(html.trim_end(), format!("<pre tabindex=\"0\"><code{expected}</code></pre>"));
}

/// What is wrong with a written block, whatever its code.
fn complaint(code: &str, html: &str) -> Option<String> {
    let inner = html.split_once("<code").and_then(|(_, rest)| rest.split_once('>'));
    let inner = inner.expect("a block has code in it").1;
    let inner = inner.strip_suffix("</code></pre>\n").expect("a block ends");
    let mut text = String::new();
    let mut classes = 0;
    let mut after = "";
    let mut open = "";
    for piece in pieces(inner, 0) {
        match piece {
            Piece::Text(range) => {
                text.push_str(&crate::parse::html::decode(&inner[range]));
                after = "";
            }
            Piece::Tag(tag) if tag.name == "i" && tag.closing => (after, open) = (open, ""),
            Piece::Tag(tag) if tag.name == "i" && open.is_empty() => {
                classes += 1;
                open = tag.attributes.first()?.value;
                if open.len() != 1 || tag.attributes.len() != 1 || open == after {
                    return Some(format!("`{open}` after `{after}`"));
                }
            }
            other => return Some(format!("{other:?}")),
        }
    }
    let mut expected = String::new();
    super::super::escape::push(&mut expected, code);
    if text != crate::parse::html::decode(&expected) {
        return Some("the code is not what it was".to_owned());
    }
    let limit = code.len() * MAX_GROWTH + SLACK;
    (classes > 0 && inner.len() > limit).then(|| format!("{} of {}", inner.len(), code.len()))
}

/// What is known is used, under a name that holds language and code.
#[test]
fn a_block_is_coloured_once() {
    let known: Shared<str> = Shared::default();
    let write = |info: &str, code: &str| {
        let mut blocks = Blocks::new(&known);
        let mut out = String::new();
        write(&mut out, info, code, &mut blocks);
        (out, blocks.held)
    };
    let (first, held) = write("rust", "fn a() {}\n");
    assert_eq!(first, html("rust", "fn a() {}\n"));
    assert_eq!(held.len(), 1);
    let wrong = Arc::from("planted");
    known.plant(&wrong);
    assert!(write("rs", "fn a() {}\n").0.contains(">planted<"));
    for (info, code) in [("rust", "fn b() {}\n"), ("go", "fn a() {}\n")] {
        assert_eq!(write(info, code).0, html(info, code));
    }
    let (plain, held) = write("text", "fn a() {}\n");
    assert!(plain.contains("fn a() {}") && held.is_empty());
}

#[test]
fn info_strings_name_languages() {
    let check = |info: &str, expected: &str| assert_eq!(language(info), expected, "{info}");
    check("rust,ignore", "rust");
    check("rust, no_run", "rust");
    check("Rust", "rust");
    check("js {data-x=1}", "js");
    check("js{1,3}", "js");
    check("{.c .numberLines}", "c");
    check("{.rust .numberLines startFrom=\"10\"}", "rust");
    check("{#id .c}", "c");
    check("{c}", "c");
    check("{#id}", "");
    check("=shell", "shell");
    check("{=html}", "html");
    check("python title=\"a.js\"", "python");
    check("language-go", "go");
    check("C++", "c++");
    check("ts:src/a.ts", "ts");
    check("src/main.rs", "main.rs");
    check("Dockerfile", "dockerfile");
    check("\"><script>", "");
    check("<b>", "");
    check("", "");
}

#[test]
fn languages_lead_to_grammars() {
    let check = |info: &str, expected: Option<&str>| {
        let found = syntax(&language(info)).map(|syntax| syntax.name.as_str());
        assert_eq!(found, expected, "{info}");
    };
    for shell in ["sh", "bash", "zsh", "shell", "console", "shell-session", "Shell"] {
        check(shell, Some("Bourne Again Shell (bash)"));
    }
    check("jsonc", Some("JSON"));
    check("yml", Some("YAML"));
    check("proto", Some("Protocol Buffer"));
    check("protobuf", Some("Protocol Buffer"));
    check("tsx", Some("TypeScriptReact"));
    check("typescript", Some("TypeScript"));
    check("Dockerfile", Some("Dockerfile"));
    check("Makefile", Some("Makefile"));
    check("src/main.rs", Some("Rust"));
    check("config.toml", Some("TOML"));
    check("golang", Some("Go"));
    check("mermaid", None);
    check("text", None);
    check("notes.txt", None);
}

/// With the engine that has them all: there are fewer for the one in Rust.
#[cfg(feature = "onig")]
#[test]
fn every_alias_leads_to_a_grammar() {
    for (alias, _) in ALIASES {
        assert!(syntax(alias).is_some(), "{alias}");
    }
    for name in SLOW.iter().chain(EXPLOSIVE) {
        assert!(SYNTAXES.find_syntax_by_name(name).is_some(), "{name}");
    }
}

#[test]
fn neighbours_are_merged() {
    check("rust", "// a \"b\"\n// c", " class=\"language-rust\"><i class=c>// a \"b\"\n// c</i>");
    check(
        "json",
        "{\"a\": 1}",
        " class=\"language-json\">{<i class=p>\"a\"</i>: <i class=n>1</i>}",
    );
}

#[test]
fn unknown_languages_are_plain() {
    check("", "a < b", ">a &lt; b");
    check("text", "a", " class=\"language-text\">a");
    check("klingon", "a", " class=\"language-klingon\">a");
    check("\"><b>", "a", ">a");
    check(&"x".repeat(1000), "a", ">a");
}

#[test]
fn hostile_code_stays_small_and_plain() {
    let plain = |info: &str, code: &str| {
        let html = html(info, code);
        assert_eq!(complaint(code, &html), None, "{info}");
        !html.contains("<i ")
    };
    assert!(plain("js", &"let a = 1;".repeat(160_000)));
    assert!(plain("make", &format!("a = {}", "$(b ".repeat(3000))));
    assert!(plain("json", &"[1,".repeat(600)));
    assert!(plain("json", &"[".repeat(1 << 16)));
    assert!(plain("systemverilog", "[a][a]"));
    assert!(plain("rust", &"let a = 1;\n".repeat(6000)));
    assert!(!plain("rust", &"let a = 1;\n".repeat(5000)));
}

#[test]
fn dense_code_has_fewer_colours() {
    let dense = html("rust", &"let a = 1 + 2;\n".repeat(100));
    assert!(dense.contains("<i class=k>let</i> a = 1 + 2;"), "{dense}");
    let single = html("rust", "let a = 1 + 2;\n");
    assert!(single.contains("<i class=n>1"), "{single}");
}

/// Beyond each budget code is plain, and each is a count, so that equal code is coloured alike on every machine.
#[test]
fn budgets_are_counts() {
    let check = |info: &str, code: &str, expected: bool| {
        let syntax = syntax(info).expect("it has a grammar");
        assert_eq!(is_within_budget(syntax, code), expected, "{info}");
    };
    check("rust", &"a".repeat(2048), true);
    check("rust", &"a".repeat(2049), false);
    check("rust", &"a\n".repeat(32 * 1024), true);
    check("rust", &"a\n".repeat(32 * 1024 + 1), false);
    check("rust", &format!("{}\n", "a".repeat(2000)), true);
    check("rust", &format!("{}\n", "a".repeat(2000)).repeat(2), false);
    check("make", &"a".repeat(513), false);
}

proptest! {
    #[test]
    fn code_is_what_it_was(
        language in prop::sample::select(&["rust", "js", "json", "yaml", "sh", "py", "html", "sql", "make", "diff", "md"][..]),
        tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..60),
    ) {
        let code = tokens.concat();
        prop_assert_eq!(complaint(&code, &html(language, &code)), None, "{}", code);
    }

    #[test]
    fn any_text_is_survived(info in "\\PC{0,30}", code in "\\PC{0,100}") {
        prop_assert_eq!(complaint(&code, &html(&info, &code)), None);
    }
}

/// What grammars react to.
const TOKENS: &[&str] = &[
    "a", "b1", "fn ", "let ", "if", "for ", "class ", "def ", "0x1f", "1.5", "\"", "'", "`", "\\",
    "\\n", "{", "}", "(", ")", "[", "]", "<", ">", "</", "&", "&amp;", "/", "//", "/*", "*/", "#",
    "# ", "<!--", "-->", "${", "$(", "$", "=", "==", "=>", ":", ": ", "- ", ";", ",", ".", "@",
    "!", "|", "\n", "\n\n", "  ", "\t", "+", "-", "%", "é", "\0", "\r\n",
];

/// The code of real portfolios, when `SPECFOLIO_CORPORA` names a folder of them.
#[test]
fn real_code_is_what_it_was() {
    let Some(root) = std::env::var_os("SPECFOLIO_CORPORA") else { return };
    let files = walkdir::WalkDir::new(root).into_iter().flatten();
    let files = files.filter(|file| file.path().extension().is_some_and(|end| end == "md"));
    let (mut code, mut coloured, mut plain) = (0, 0, 0);
    for file in files {
        let Ok(text) = std::fs::read_to_string(file.path()) else { continue };
        for (info, block) in blocks(&text) {
            let html = html(&info, &block);
            assert_eq!(complaint(&block, &html), None, "{}: {info}", file.path().display());
            (code, coloured) = (code + block.len(), coloured + html.len());
            if syntax(&language(&info)).is_some() && !html.contains("<i ") {
                plain += block.len();
            }
        }
    }
    assert!(coloured <= code * MAX_GROWTH, "{coloured} of {code}");
    assert!(plain * 20 <= code, "{plain} of {code} stay plain though their language is known");
}

/// The code blocks of a text, with their info strings.
fn blocks(text: &str) -> Vec<(String, String)> {
    use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
    let mut blocks: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                blocks.push((info.to_string(), String::new()));
                open = true;
            }
            Event::End(TagEnd::CodeBlock) => open = false,
            Event::Text(text) if open => {
                blocks.last_mut().expect("a block is open").1.push_str(&text);
            }
            _ => {}
        }
    }
    blocks
}
