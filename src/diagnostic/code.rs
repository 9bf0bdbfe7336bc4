//! The table of problem codes: name, severity, meaning, remedy.
//!
//! One row is one problem that `check` can report; each has a golden case and a line in the manual. The table is the only
//! place where a code's name is written: reports, SARIF rules, `[portfolio.check]` and the manual's page are read off it.

use serde::Serialize;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is lost or wrong for the reader: `check` fails.
    Error,
    /// Something is doubtful: `--strict` fails.
    Warning,
    /// Worth knowing; never fails.
    Note,
}

impl Severity {
    /// The word for it, as in configuration and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $meaning:literal $remedy:literal)*) => {
        /// Which problem it is. [`Code::name`] is what reports print and `[portfolio.check]` takes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in reports and configuration.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The severity unless the configuration changes it.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What it means, in one sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }

            /// What an author does about it, in a sentence or two.
            #[must_use]
            pub fn remedy(self) -> &'static str {
                match self { $(Self::$variant => $remedy,)* }
            }
        }
    };
}

codes! {
    UnreadableFile "unreadable-file" Error "A source cannot be read, is not a regular file, is too large or is not UTF-8."
        "Save the file as UTF-8 text, make it readable, or leave it out with `[portfolio] ignore`."
    OutsideLink "outside-link" Warning "A symbolic link leads out of the portfolio or in a circle; it is not followed."
        "Move what the link leads to into the portfolio, or remove the link."
    BadFrontMatter "bad-front-matter" Warning "Front matter or a sidecar is not YAML; it was read line by line."
        "Quote the value that the message names: `@name`, and text with `: ` or ` #` in it, need quotes in YAML."
    ConflictingField "conflicting-field" Warning "One field is stated twice with different values."
        "Keep one of the two. Until then front matter wins, then the first that is stated."
    BadDate "bad-date" Warning "A date is impossible, or can be read in two ways."
        "Write the date as `2026-01-31`."
    MissingTitle "missing-title" Note "A document has no title but its file name."
        "Begin the document with a `# Title`, or state `title` in its metadata."
    Placeholder "placeholder" Note "A field still holds the template's filler and counts as absent."
        "Fill the field in, or delete its line."
    UnclosedFence "unclosed-fence" Warning "A code fence never closes: the rest of the document is code."
        "Close the fence with as many backticks or tildes as opened it, on a line of their own."
    DiagramNotDrawn "diagram-not-drawn" Warning "A diagram cannot be drawn and stays a block of code."
        "Correct the line that the message names, or make the diagram smaller; readers see its source until then."
    UnsafeUrl "unsafe-url" Error "A URL has a scheme that is not allowed, and is left out."
        "Use a URL that begins with `https:`, `http:` or `mailto:`, or a relative path."
    SuspiciousText "suspicious-text" Warning "A title or name holds invisible or direction-changing characters."
        "Delete the character that the message names and type the text again."
    BadSlug "bad-slug" Error "A slug or alias cannot be an address."
        "Use a short relative path of letters, digits and hyphens, without `..`."
    DuplicateId "duplicate-id" Error "Two documents of one kind hold the same id."
        "Give one of them another id. References to the shared id lead to neither."
    AmbiguousId "ambiguous-id" Warning "A reference names an id that several documents hold."
        "Link to the file that is meant, or give the documents ids of their own."
    UnknownId "unknown-id" Warning "A reference names an id that no document holds."
        "Correct the id, or remove the reference when the document is gone."
    UnknownStatus "unknown-status" Warning "A status differs by a typo from one that is known."
        "Correct the spelling, or add the status to `[portfolio.status]` when it is meant."
    BrokenLink "broken-link" Error "A link names a file that is not there."
        "Correct the path; it is relative to the file that holds the link."
    BrokenAnchor "broken-anchor" Warning "A link names a heading that is not there."
        "Correct the part after `#`; a heading's anchor is its text in lower case with hyphens."
    MissingAsset "missing-asset" Error "An image or file that a document shows is not there or may not go out."
        "Add the file, or correct the path; it is relative to the document."
    MismatchedLink "mismatched-link" Warning "A link's text is one id, its target another."
        "Make the text and the target name the same document."
    WithheldLink "withheld-link" Note "A link leads to a document that is not published."
        "Nothing, if that is meant: readers see the link's text. Otherwise publish the target."
    AsymmetricRelation "asymmetric-relation" Warning "Two documents disagree about which replaces which."
        "State the same on both sides, and give the replaced document the status that says so."
    Cycle "cycle" Warning "Documents require each other in a circle."
        "Remove one of the relations that the message lists."
    AheadOfRequirement "ahead-of-requirement" Warning "A document is accepted while one it requires is not."
        "Bring the required document forward first, or drop the requirement."
    UrlCollision "url-collision" Error "Two documents ask for one address; one was given another."
        "Rename one of the files, or give one a slug of its own."
    BadRedirect "bad-redirect" Error "A redirect of the configuration stands where something else does, or leads nowhere."
        "Correct the address that the message names, or remove the redirect: it is not written."
    UnmetView "unmet-view" Note "A view of the configuration asks for a value that no document has."
        "Correct the value that the message names; nothing, if documents are to have it one day."
    PartStatus "part-status" Note "A part's status differs from its spec's."
        "Nothing, if that is meant: the index shows the main part's status."
    TemplateDocument "template-document" Note "A template is not counted as a document of its kind."
        "Nothing, if it is one. Otherwise replace the placeholder in its title or id, or rename the file."
    UnknownKey "unknown-key" Warning "The configuration has a key of ours that does not exist."
        "Correct the key; the manual's page on configuration lists all of them."
    InternalFault "internal-fault" Error "The program failed on this document; the rest was built."
        "Please report it, with the document if you can. It is no fault of yours."
}

impl Code {
    /// The code of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
