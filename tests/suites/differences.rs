//! The examples in which we mean to differ, and the rule behind each.

/// A rule, and the numbers of the examples that it changes.
pub(crate) struct Difference {
    /// The rule.
    pub(crate) reason: &'static str,
    /// The examples.
    pub(crate) examples: &'static [usize],
}

const TEXT: &str = "tags beyond the allow-list, instructions and declarations are text";
const BALANCE: &str =
    "raw tags are balanced, stand where HTML lets them, and end with what they stand in";
const NAMES: &str = "a link has words, or nobody could follow it who does not see";
const ATTRIBUTES: &str = "attributes beyond the allow-list go, and an `a` that neither leads anywhere nor is an anchor goes with them";
const COMMENTS: &str = "comments are for those who edit the text";
const EMPTY: &str = "a heading without words is none, as screen readers would announce it";
const INFO: &str = "an info string that names no language is no class";
const URLS: &str =
    "only http, https and mailto are linked, to hosts that can be, and a scheme is in lower case";
const BARE: &str = "bare URLs and addresses are links, which is GFM beyond CommonMark";

/// Of CommonMark 0.31.2.
pub(crate) const COMMONMARK: &[Difference] = &[
    Difference {
        reason: TEXT,
        examples: &[
            150, 163, 170, 171, 172, 173, 176, 178, 180, 181, 182, 201, 491, 524, 536, 613, 614,
            615, 617, 623, 627, 628, 629,
        ],
    },
    Difference {
        reason: BALANCE,
        examples: &[148, 151, 155, 165, 167, 174, 175, 184, 187, 191, 344, 494],
    },
    Difference { reason: NAMES, examples: &[21, 31, 476, 477, 484, 487, 630, 631, 642, 643] },
    Difference { reason: ATTRIBUTES, examples: &[152, 153, 154, 164, 169, 616] },
    Difference { reason: COMMENTS, examples: &[177, 179, 183, 308, 309, 625, 626] },
    Difference { reason: EMPTY, examples: &[79] },
    Difference { reason: INFO, examples: &[144] },
    Difference { reason: URLS, examples: &[346, 596, 597, 598, 599, 600, 601] },
    Difference { reason: BARE, examples: &[602, 608, 611, 612] },
];

/// Of GFM's tables, as pulldown-cmark has them.
pub(crate) const TABLES: &[Difference] = &[Difference {
    reason: "a table without rows has no body, as in GFM's own text",
    examples: &[8],
}];

/// Of GFM's `spec.txt`, 0.29.
pub(crate) const GFM: &[Difference] = &[
    Difference {
        reason: TEXT,
        examples: &[
            120, 133, 140, 141, 142, 145, 147, 149, 150, 151, 170, 500, 532, 544, 632, 633, 634,
            636, 642, 647, 648, 649,
        ],
    },
    Difference {
        reason: BALANCE,
        examples: &[118, 121, 125, 135, 137, 143, 144, 153, 156, 160, 354, 503, 653],
    },
    Difference { reason: NAMES, examples: &[317, 327, 485, 486, 650, 651, 663, 664] },
    Difference { reason: ATTRIBUTES, examples: &[122, 123, 124, 134, 139, 635] },
    Difference { reason: COMMENTS, examples: &[146, 148, 152, 288, 289, 644, 645, 646] },
    Difference { reason: EMPTY, examples: &[49] },
    Difference { reason: INFO, examples: &[114] },
    Difference { reason: URLS, examples: &[356, 604, 605, 606, 607, 608, 609, 628] },
    Difference { reason: BARE, examples: &[610, 616, 619, 620] },
];
