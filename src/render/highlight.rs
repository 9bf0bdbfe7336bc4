//! Code → HTML with some twenty short classes.
//!
//! In: a code block and the info string of its fence. Out: `<pre>` with the code in it, coloured where its language is known.
//! syntect's own generator writes every scope as a nested span and makes code 9 to 30 times its size; a reader needs to tell
//! a string from a comment. So each scope is mapped to one [`Class`], the innermost that says something wins, and neighbours
//! of one class share an element. The element is `<i class=k>`, the shortest that is valid.
//!
//! Grammars are regular expressions with backtracking, and a hostile text can make some of them explode. Time cannot be the
//! limit, since equal input must give equal output; so blocks, lines and results have budgets in bytes ([`BUDGET`],
//! [`MAX_GROWTH`], first with fewer classes), grammars that are slow on some texts have smaller ones ([`SLOW`]), and beyond them code is plain text.
//!
//! A builder that builds again knows the blocks of the builds before ([`Blocks`]): to colour them is most of what a text with
//! code costs, and an edit touches one of them or none. Equal blocks are not shared within a single build: in real portfolios
//! less than one byte of code in a hundred stands in a block that was there before, which does not pay for the map.
//!
//! syntect stays behind this module. Absent on purpose: colours, which are the theme's.

use crate::memo::{Fingerprint, Shared};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use syntect::parsing::{
    BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet,
};
use syntect::util::LinesWithEndings;

/// How much code a grammar gets: bytes in a block, bytes in a line, and the sum of the squares of the lines, since what
/// matching costs grows with the square of a line.
struct Budget {
    block: usize,
    line: usize,
    squares: usize,
}

/// What most grammars get.
const BUDGET: Budget = Budget { block: 64 * 1024, line: 2 * 1024, squares: 6 << 20 };

/// What grammars get that some short texts keep busy for seconds.
const SMALL_BUDGET: Budget = Budget { block: 16 * 1024, line: 512, squares: 1 << 20 };

/// The grammars with the small budget, found by giving each of them lines of one repeated token.
const SLOW: &[&str] = &[
    "CFML Script",
    "CFML Script (Tags)",
    "D",
    "INI",
    "MATLAB",
    "Makefile",
    "Markdown",
    "MultiMarkdown",
    "Typst",
    "gnuplot",
];

/// The grammars that are not used at all: a page of brackets takes minutes.
const EXPLOSIVE: &[&str] = &["SystemVerilog"];

/// How many times its own size coloured code may take; beyond, it is plain.
const MAX_GROWTH: usize = 3;

/// What a block may take beyond that: a line of few short words is all elements.
const SLACK: usize = 512;

/// Every grammar of two-face. Loading is a table of contents; a grammar is decoded when it is first used.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// The coloured blocks of a text: those known already, and those that it holds from now on.
#[derive(Debug)]
pub(super) struct Blocks<'a> {
    known: &'a Shared<str>,
    /// What was asked for, to be held as long as the text that it is part of.
    pub(super) held: Vec<Arc<str>>,
}

impl<'a> Blocks<'a> {
    /// Nothing was asked for yet.
    pub(super) fn new(known: &'a Shared<str>) -> Self {
        Self { known, held: Vec::new() }
    }

    /// Writes what a code block holds.
    fn write(&mut self, out: &mut String, syntax: &SyntaxReference, code: &str) {
        if !self.known.keeps() {
            return paint(out, syntax, code);
        }
        let make = || {
            let mut block = String::with_capacity(code.len() * 2);
            paint(&mut block, syntax, code);
            block.into()
        };
        let block = self.known.get_or_make(Fingerprint::of(&(&syntax.name, code)), make);
        out.push_str(&block);
        self.held.push(block);
    }
}

/// Writes a code block; `info` is what follows the fence.
pub(super) fn write(out: &mut String, info: &str, code: &str, blocks: &mut Blocks<'_>) {
    let language = language(info);
    out.push_str("<pre tabindex=\"0\"><code");
    if !language.is_empty() && language.len() <= 40 {
        super::raw_html::push_attribute(out, "class", &format!("language-{language}"));
    }
    out.push('>');
    match syntax(&language).filter(|syntax| is_within_budget(syntax, code)) {
        Some(syntax) => blocks.write(out, syntax, code),
        None => push_code(out, code),
    }
    out.push_str("</code></pre>\n");
}

/// Writes code in as many colours as its size allows.
fn paint(out: &mut String, syntax: &SyntaxReference, code: &str) {
    let start = out.len();
    let coloured = [Palette::Full, Palette::Sparse].into_iter().any(|palette| {
        out.truncate(start);
        colour(out, syntax, code, palette).is_some()
    });
    if !coloured {
        out.truncate(start);
        push_code(out, code);
    }
}

/// Which classes are written. Dense code, where every other sign has one of its own, is told apart by the few that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Palette {
    Full,
    Sparse,
}

impl Palette {
    fn take(self, class: Class) -> Class {
        match class {
            Class::Keyword | Class::String | Class::Comment | Class::Inserted | Class::Deleted => {
                class
            }
            _ if self == Self::Full => class,
            _ => Class::Plain,
        }
    }
}

/// The language that an info string names, in lower case: `rust,ignore`, `js {data-x=1}`, `{.c .numberLines}`, `=shell`,
/// `language-go`, `C++` and `src/a.ts` name `rust`, `js`, `c`, `shell`, `go`, `c++` and `a.ts`.
fn language(info: &str) -> String {
    let info = info.trim();
    let info = match info.strip_prefix('{') {
        Some(attributes) => attributes
            .split([' ', '}', ','])
            .find_map(|attribute| attribute.strip_prefix('.'))
            .or_else(|| {
                attributes.split(['}', ' ', ',']).next().filter(|name| !name.starts_with('#'))
            })
            .map_or("", |name| name.trim_start_matches('=')),
        None => info.trim_start_matches('='),
    };
    let token = info
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | ':' | ';' | '(' | '['))
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let token =
        token.strip_prefix("language-").or_else(|| token.strip_prefix("lang-")).unwrap_or(&token);
    // Of a path, what counts is the file.
    let token = token.rsplit('/').next().unwrap_or_default();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#' | '-' | '_' | '.');
    if token.chars().all(is_name) { token.to_owned() } else { String::new() }
}

/// The grammar for a language, or for a file by its name or extension.
fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let named = |name: &str| {
        let token = ALIASES.iter().find(|(from, _)| *from == name).map_or(name, |(_, to)| to);
        let plain = PLAIN.contains(&token) || token.is_empty();
        SYNTAXES.find_syntax_by_token(token).filter(|_| !plain)
    };
    named(language).or_else(|| named(language.rsplit_once('.')?.1))
}

/// What names no language, though some of it is a file's extension.
const PLAIN: &[&str] = &["text", "txt", "plain", "plaintext", "none", "output", "ascii"];

/// Names in use on fences that the grammars do not list.
const ALIASES: &[(&str, &str)] = &[
    ("avro", "json"),
    ("avsc", "json"),
    ("apache", "apache conf"),
    ("batch", "bat"),
    ("cfg", "ini"),
    ("conf", "ini"),
    ("console", "sh"),
    ("csharp", "cs"),
    ("cuda", "cpp"),
    ("docker", "dockerfile"),
    ("fortran", "f90"),
    ("fs", "f#"),
    ("fsharp", "f#"),
    ("golang", "go"),
    ("graphviz", "dot"),
    ("handlebars", "html"),
    ("hbs", "html"),
    ("helm", "yaml"),
    ("hlsl", "glsl"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("jsonl", "json"),
    ("mdx", "md"),
    ("mysql", "sql"),
    ("ndjson", "json"),
    ("objc", "m"),
    ("objectivec", "m"),
    ("openapi", "yaml"),
    ("opencl", "c"),
    ("plsql", "sql"),
    ("postgresql", "sql"),
    ("proto3", "proto"),
    ("psql", "sql"),
    ("pwsh", "ps1"),
    ("pycon", "py"),
    ("python3", "py"),
    ("regex", "re"),
    ("regexp", "re"),
    ("ron", "rs"),
    ("scheme", "rkt"),
    ("shell", "sh"),
    ("shell-session", "sh"),
    ("shellscript", "sh"),
    ("ssh-config", "ssh_config"),
    ("swagger", "yaml"),
    ("systemd", "ini"),
];

/// Whether a block may be handed to its grammar.
fn is_within_budget(syntax: &SyntaxReference, code: &str) -> bool {
    let budget = if SLOW.contains(&syntax.name.as_str()) { SMALL_BUDGET } else { BUDGET };
    let squares = || code.lines().map(|line| line.len() * line.len()).sum::<usize>();
    !EXPLOSIVE.contains(&syntax.name.as_str())
        && code.len() <= budget.block
        && code.lines().all(|line| line.len() <= budget.line)
        && squares() <= budget.squares
}

/// Writes coloured code; `None` when the grammar fails or the result grows too large, and the output is then incomplete.
fn colour(out: &mut String, syntax: &SyntaxReference, code: &str, palette: Palette) -> Option<()> {
    let limit = out.len() + code.len() * MAX_GROWTH + SLACK;
    let mut state = ParseState::new(syntax);
    let mut painter = Painter { out, open: Class::Plain };
    let mut scopes = ScopeStack::new();
    let mut classes = vec![Class::Plain];
    for line in LinesWithEndings::from(code) {
        let mut from = 0;
        for (at, operation) in state.parse_line(line, &SYNTAXES).ok()? {
            painter.push(line.get(from..at)?, palette.take(*classes.last()?));
            from = at;
            scopes.apply_with_hook(&operation, |basic, _| follow(&mut classes, &basic)).ok()?;
        }
        painter.push(line.get(from..)?, palette.take(*classes.last()?));
        if painter.out.len() > limit {
            return None;
        }
    }
    painter.switch(Class::Plain);
    (painter.out.len() <= limit).then_some(())
}

/// Keeps the classes in step with the scopes: each scope has the class it stands for, or that of the scope around it.
fn follow(classes: &mut Vec<Class>, operation: &BasicScopeStackOp) {
    match *operation {
        BasicScopeStackOp::Push(scope) => {
            let around = classes.last().copied().unwrap_or_default();
            classes.push(match class_of(scope) {
                // A key is a string in its grammar, and a key to its reader.
                None | Some(Class::String) if around == Class::Property => around,
                class => class.unwrap_or(around),
            });
        }
        BasicScopeStackOp::Pop => {
            if classes.len() > 1 {
                classes.pop();
            }
        }
    }
}

/// Writes text in elements of one class each.
struct Painter<'a> {
    out: &'a mut String,
    open: Class,
}

impl Painter<'_> {
    /// Writes text of a class. White space takes the class that is open, since it shows none.
    fn push(&mut self, text: &str, class: Class) {
        if !text.is_empty() {
            if class != self.open && !text.bytes().all(|byte| byte.is_ascii_whitespace()) {
                self.switch(class);
            }
            push_code(self.out, text);
        }
    }

    fn switch(&mut self, class: Class) {
        if self.open != Class::Plain {
            self.out.push_str("</i>");
        }
        if class != Class::Plain {
            self.out.push_str("<i class=");
            self.out.push(class.letter());
            self.out.push('>');
        }
        self.open = class;
    }
}

/// Code as text: quotes need no escape there, and code is full of them.
fn push_code(out: &mut String, code: &str) {
    for (index, part) in code.split('"').enumerate() {
        if index > 0 {
            out.push('"');
        }
        super::escape::push(out, part);
    }
}

/// What a piece of code is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Class {
    #[default]
    Plain,
    Attribute,
    Bold,
    Comment,
    Decorator,
    Escape,
    Function,
    Tag,
    Heading,
    Inserted,
    Keyword,
    Literal,
    Emphasis,
    Number,
    Operator,
    Property,
    Regexp,
    String,
    Type,
    Link,
    Variable,
    Invalid,
    Deleted,
    Namespace,
}

impl Class {
    /// The class in the output; the theme's style sheet gives it a colour.
    fn letter(self) -> char {
        match self {
            Self::Plain => ' ',
            Self::Attribute => 'a',
            Self::Bold => 'b',
            Self::Comment => 'c',
            Self::Decorator => 'd',
            Self::Escape => 'e',
            Self::Function => 'f',
            Self::Tag => 'g',
            Self::Heading => 'h',
            Self::Inserted => 'i',
            Self::Keyword => 'k',
            Self::Literal => 'l',
            Self::Emphasis => 'm',
            Self::Number => 'n',
            Self::Operator => 'o',
            Self::Property => 'p',
            Self::Regexp => 'r',
            Self::String => 's',
            Self::Type => 't',
            Self::Link => 'u',
            Self::Variable => 'v',
            Self::Invalid => 'w',
            Self::Deleted => 'x',
            Self::Namespace => 'y',
        }
    }
}

/// Scopes, by Sublime Text's naming guide, and what they stand for. The longest prefix counts; a scope under none of them
/// (`meta.…`, `punctuation.…`) is what is around it.
const CLASSES: &[(&str, Class)] = &[
    ("comment", Class::Comment),
    ("constant", Class::Literal),
    ("constant.character.escape", Class::Escape),
    ("constant.numeric", Class::Number),
    ("constant.other.placeholder", Class::Escape),
    ("entity.name", Class::Type),
    ("entity.name.constant", Class::Literal),
    ("entity.name.function", Class::Function),
    ("entity.name.import", Class::Namespace),
    ("entity.name.label", Class::Variable),
    ("entity.name.namespace", Class::Namespace),
    ("entity.name.section", Class::Heading),
    ("entity.name.tag", Class::Tag),
    ("entity.other.attribute-name", Class::Attribute),
    ("entity.other.inherited-class", Class::Type),
    ("invalid", Class::Invalid),
    ("keyword", Class::Keyword),
    ("keyword.operator", Class::Operator),
    ("keyword.operator.word", Class::Keyword),
    ("keyword.operator.logical.python", Class::Keyword),
    ("markup.bold", Class::Bold),
    ("markup.deleted", Class::Deleted),
    ("markup.heading", Class::Heading),
    ("markup.inserted", Class::Inserted),
    ("markup.italic", Class::Emphasis),
    ("markup.underline.link", Class::Link),
    ("meta.annotation", Class::Decorator),
    ("meta.attribute", Class::Decorator),
    ("meta.diff.header", Class::Heading),
    ("meta.diff.range", Class::Heading),
    ("meta.interpolation", Class::Plain),
    ("meta.mapping.key", Class::Property),
    ("meta.preprocessor", Class::Decorator),
    ("meta.template.expression", Class::Plain),
    ("source", Class::Plain),
    ("storage", Class::Keyword),
    ("string", Class::String),
    ("string.regexp", Class::Regexp),
    ("support.class", Class::Type),
    ("support.constant", Class::Literal),
    ("support.function", Class::Function),
    ("support.macro", Class::Function),
    ("support.type", Class::Type),
    ("support.type.property-name", Class::Property),
    ("text", Class::Plain),
    ("variable.annotation", Class::Decorator),
    ("variable.function", Class::Function),
    ("variable.language", Class::Literal),
    ("variable.other.member", Class::Property),
    ("variable.parameter", Class::Variable),
];

/// [`CLASSES`] as syntect compares them, longest prefix first.
static PREFIXES: LazyLock<Vec<(Scope, Class)>> = LazyLock::new(|| {
    let parse = |(prefix, class): &(&str, Class)| {
        (Scope::new(prefix).expect("the table holds valid scopes"), *class)
    };
    let mut prefixes: Vec<_> = CLASSES.iter().map(parse).collect();
    prefixes.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
    prefixes
});

thread_local! {
    /// The class of each scope met so far: a few hundred, asked for millions of times.
    static KNOWN: RefCell<HashMap<Scope, Option<Class>>> = RefCell::new(HashMap::new());
}

/// What a scope stands for by itself.
fn class_of(scope: Scope) -> Option<Class> {
    let find =
        || PREFIXES.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, class)| *class);
    KNOWN.with_borrow_mut(|known| *known.entry(scope).or_insert_with(find))
}

#[cfg(test)]
mod tests;
