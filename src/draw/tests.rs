//! What is drawn and what is not, through the whole of drawing: hostile texts, large ones, every kind of diagram.

use super::{Memory, draw};

fn refused(source: &str) -> String {
    match draw(source) {
        Err(reason) => reason.0,
        Ok(picture) => panic!("{source} was drawn: {}", picture.svg),
    }
}

#[test]
fn a_diagram_is_a_picture_with_words_and_a_size() {
    let picture = draw("graph TD\n  accTitle: Two\n  a[One] --> b[Other]\n").expect("it is drawn");
    assert_eq!(picture.words, "Two");
    assert!(picture.width > 40 && picture.height > 100, "{picture:?}");
    assert!(picture.svg.contains("One") && picture.svg.contains("Other"), "{}", picture.svg);
}

#[test]
fn equal_texts_give_equal_pictures() {
    let source = "sequenceDiagram\n  A->>B: x\n  Note over A: y\n";
    assert_eq!(draw(source), draw(source));
    let memory = Memory::default();
    let pictures = memory.pictures([source, "hello", source].into_iter());
    assert_eq!(pictures.drawn().count(), 1);
    assert_eq!(memory.made(), 2);
    memory.pictures(std::iter::once(source));
    assert_eq!(memory.made(), 0, "what was drawn once is known");
    assert_eq!(pictures.get(source), draw(source).ok().as_ref());
    assert!(pictures.get("hello").is_none() && pictures.refusal("pie").is_none());
}

#[test]
fn what_is_no_diagram_has_a_reason() {
    assert!(refused("hello\n").contains("kind of diagram"), "{}", refused("hello\n"));
    assert!(refused("graph TD\n  a --> b\n  c --[> d\n").contains("line 3"));
    assert!(refused("").len() > 10);
}

#[test]
fn large_texts_are_not_drawn() {
    assert!(refused(&format!("graph TD\n{}", "%% x\n".repeat(400))).contains("400 lines"));
    assert!(refused(&format!("graph TD\n a[{}]\n", "x".repeat(21_000))).contains("20 KiB"));
    let all =
        |letter: char| (0..60).map(|n| format!("{letter}{n}")).collect::<Vec<_>>().join(" & ");
    assert!(draw(&format!("graph TD\n {} --> {}\n", all('a'), all('b'))).is_err());
}

/// Whatever a text holds, nothing in its picture acts or asks for anything.
#[test]
fn pictures_do_nothing() {
    let hostile = [
        "graph TD\n  a[\"<img src=x onerror=alert(1)>\"] --> b[\"<script>alert(1)</script>\"]\n",
        "graph TD\n  a-->b\n  click a \"javascript:alert(1)\" \"tip\"\n  click b call f()\n",
        "graph TD\n  a-->b\n  click b href \"https://example.org\" _blank\n",
        "%%{init: {\"themeCSS\": \"*{background:url(//example.org)}\"}}%%\ngraph TD\n  a-->b\n",
        "%%{init: {\"securityLevel\": \"loose\", \"htmlLabels\": true}}%%\ngraph TD\n  a[<b>x</b>]-->b\n",
        "%%{init: {\"themeVariables\": {\"primaryColor\": \"red}</style><script>x()</script>\"}}}%%\ngraph TD\n  a-->b\n",
        "%%{init: {\"fontFamily\": \"x;background:url(//example.org)\"}}%%\nsequenceDiagram\n  a->>b: x\n",
        "graph TD\n  a-->b\n  style a fill:url(https://example.org/a.svg)\n",
        "graph TD\n  a@{ img: \"https://example.org/a.png\", label: \"x\" }\n",
        "sequenceDiagram\n  participant a\n  link a: b @ https://example.org\n  a->>b: <iframe src=x>\n",
        "---\ntitle: <svg onload=alert(1)>\n---\npie\n \"<script>x</script>\": 3\n",
    ];
    for source in hostile {
        let Ok(picture) = draw(source) else { continue };
        // Outside of text, where `<` is written `&lt;`.
        for tag in picture.svg.split('<').skip(1).filter_map(|tag| tag.split('>').next()) {
            let tag = tag.to_lowercase();
            let name = tag.split(' ').next().unwrap_or_default().trim_start_matches('/');
            let acts = ["a", "script", "foreignobject", "image", "iframe", "animate", "set"];
            assert!(!acts.contains(&name), "{source}\n<{tag}>");
            for word in [" on", "example.org", "javascript:"] {
                assert!(!tag.contains(word), "{source}\n<{tag}>");
            }
        }
        assert!(!picture.svg.contains("url(//") && !picture.svg.contains("url(http"), "{source}");
    }
}

/// Nested as deep as the budget allows, no text ends the process.
#[test]
fn deep_texts_are_answered() {
    let nested = |head: &str, open: &str, middle: &str, close: &str, depth: usize| {
        // The answer does not matter, only that there is one.
        let _ = draw(&format!("{head}\n{}{middle}{}", open.repeat(depth), close.repeat(depth)));
    };
    nested("graph TD", "subgraph a\n", "x-->y\n", "end\n", 199);
    nested("graph TD\n a", "(", "x", ")", 9000);
    nested("sequenceDiagram", "loop a\n", "A->>B: x\n", "end\n", 199);
    nested("stateDiagram-v2", "state a {\n", "x --> y\n", "}\n", 199);
    nested("block-beta", "block\n", "x\n", "end\n", 199);
    nested("zenuml\n ", "if(x) {", "A.b", "}", 2000);
    nested("zenuml\n ", "a(", "", ")", 6000);
    nested("mindmap", " a\n", "", "", 199);
}
