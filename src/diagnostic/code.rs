//! The table of problem codes: name, severity, meaning.
//!
//! One row is one problem that `check` can report; each has a golden case and a line in the manual. The table is the only
//! place where a code's name is written.

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
    ($($variant:ident $name:literal $severity:ident $meaning:literal)*) => {
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
        }
    };
}

codes! {
    UnreadableFile "unreadable-file" Error "A source cannot be read, is not a regular file, is too large or is not UTF-8."
    OutsideLink "outside-link" Warning "A symbolic link leads out of the portfolio or in a circle; it is not followed."
    BadFrontMatter "bad-front-matter" Warning "Front matter or a sidecar is not YAML; it was read line by line."
    ConflictingField "conflicting-field" Warning "One field is stated twice with different values."
    BadDate "bad-date" Warning "A date is impossible, or can be read in two ways."
    MissingTitle "missing-title" Warning "A document has no title but its file name."
    Placeholder "placeholder" Note "A field still holds the template's filler and counts as absent."
    UnclosedFence "unclosed-fence" Warning "A code fence never closes: the rest of the document is code."
    UnsafeUrl "unsafe-url" Error "A URL has a scheme that is not allowed, and is left out."
    SuspiciousText "suspicious-text" Warning "A title or name holds invisible or direction-changing characters."
    BadSlug "bad-slug" Error "A slug or alias cannot be an address."
    DuplicateId "duplicate-id" Error "Two documents of one kind hold the same id."
    AmbiguousId "ambiguous-id" Warning "A reference names an id that several documents hold."
    UnknownId "unknown-id" Warning "A reference names an id that no document holds."
    UnknownStatus "unknown-status" Warning "A status differs by a typo from one that is known."
    BrokenLink "broken-link" Error "A link names a file that is not there."
    BrokenAnchor "broken-anchor" Warning "A link names a heading that is not there."
    MissingAsset "missing-asset" Error "An image or file that a document shows is not there or may not go out."
    MismatchedLink "mismatched-link" Warning "A link's text is one id, its target another."
    WithheldLink "withheld-link" Note "A link leads to a document that is not published."
    AsymmetricRelation "asymmetric-relation" Warning "Two documents disagree about which replaces which."
    Cycle "cycle" Warning "Documents require each other in a circle."
    AheadOfRequirement "ahead-of-requirement" Warning "A document is accepted while one it requires is not."
    UrlCollision "url-collision" Error "Two documents ask for one address; one was given another."
    PartStatus "part-status" Note "A part's status differs from its spec's."
    TemplateDocument "template-document" Note "A template is not counted as a document of its kind."
    UnknownKey "unknown-key" Warning "The configuration has a key of ours that does not exist."
    InternalFault "internal-fault" Error "The program failed on this document; the rest was built."
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
