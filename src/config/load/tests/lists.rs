//! Columns and views: what a list may show, and what is said of a slip.

use super::{check_error, check_problems};

#[test]
fn columns_are_those_that_exist() {
    check_problems("[portfolio]\ncolumns = ['title', 'next-review']\n", &[]);
    check_problems("[portfolio]\ncolumns = []\n", &[]);
    check_error(
        "[portfolio]\ncolumns = ['title', 'reviewer']\n",
        "2:21",
        "`portfolio.columns` cannot be `reviewer`",
        "did you mean `reviewers`",
    );
    check_error(
        "[portfolio]\ncolumns = ['id', 'status']\n",
        "2:1",
        "`portfolio.columns` has no `title`, which is the link to the document",
        "add `\"title\"` to the list",
    );
}

#[test]
fn views_are_held_to_their_words() {
    check_error(
        "[[portfolio.view]]\nstatus = 'Draft'\n",
        "1:1",
        "this view has no `name`",
        "a view is a `name` and what its documents have in common",
    );
    check_error(
        "[[portfolio.view]]\nname = 'A'\nstanding = ['open', 'close']\n",
        "3:21",
        "`portfolio.view.standing` cannot be `close`",
        "did you mean `closed`",
    );
    check_error(
        "[[portfolio.view]]\nname = 'A'\ngroup = 'label'\n",
        "3:9",
        "`portfolio.view.group` cannot be `label`",
        "it is one of `status`, `area`, `epic`, `reviewer`, `folder`, `none`",
    );
    check_error(
        "[[portfolio.view]]\nname = 'A'\nsort = '-upated'\n",
        "3:8",
        "`portfolio.view.sort` cannot be `upated`",
        "did you mean `updated`",
    );
    check_error(
        "[[portfolio.view]]\nname = 'A'\nkind = 3\n",
        "3:8",
        "`portfolio.view.kind` must be a list of texts, not a number",
        "",
    );
    check_problems(
        "[[portfolio.view]]\nname = 'A'\nreviewers = 'bo'\n",
        &[
            "../book.toml:3:1 warning there is no key `portfolio.view.reviewers` (did you mean `reviewer`)",
        ],
    );
}
