//! Edits of a portfolio, drawn from a seed.

use crate::folder::Folder;

/// A source of edits. Equal seeds give equal edits.
pub(crate) struct Edits {
    state: u64,
    /// Texts that stood before an edit, to go back to.
    before: Vec<(String, String)>,
}

impl Edits {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(2).wrapping_add(1), before: vec![] }
    }

    /// A number below `bound`, by the generator of Knuth's MMIX.
    fn below(&mut self, bound: usize) -> usize {
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 33).expect("31 bits") % bound
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    /// Makes one edit, and says which.
    pub(crate) fn next(&mut self, folder: &Folder) -> String {
        let documents = folder.documents();
        let path = documents[self.below(documents.len())].clone();
        let number = self.below(20);
        match self.below(16) {
            0 => {
                let link = documents[self.below(documents.len())].clone();
                let new = format!("docs/specs/SPEC-{number:03}-new.md");
                let text = format!("# New {number}\n\nStatus: draft\n\n[it](/{})\n", &link[5..]);
                self.write(folder, &new, &text)
            }
            1 if documents.len() > 3 => {
                self.keep(folder, &path);
                folder.remove(&path);
                format!("remove {path}")
            }
            2 => {
                let new = format!("docs/moved/{number}-x.md");
                folder.rename(&path, &new);
                format!("rename {path} to {new}")
            }
            3 => self.line(folder, &path, &format!("# Title {number}")),
            4 => {
                let status =
                    self.pick(&["Draft", "review", "Accepted", "Superseded by SPEC-002", "drfat"]);
                self.line(folder, &path, &format!("**Status:** {status}"))
            }
            5 => {
                let label = self.pick(&["storage", "Storage", "core", "日本"]);
                self.line(folder, &path, &format!("**Labels:** {label}"))
            }
            6 => {
                let text = format!(
                    "{}\n\nSPEC-{number:03} and #{number}, [a](x{number}.md).\n",
                    folder.read(&path)
                );
                self.write(folder, &path, &text)
            }
            7 => {
                let name =
                    self.pick(&["templates/404.html", "assets/style.css", "assets/more.css"]);
                folder.theme(name, &format!("/* {number} */"));
                format!("theme {name} {number}")
            }
            8 => {
                let options = [
                    "",
                    "[portfolio]\ntheme = \"theme\"\nid-prefix = [\"SPEC\"]\n",
                    "[portfolio.status]\norder = [\"Draft\"]\n",
                    "[portfolio.status]\nturn = { Draft = \"reviewers\" }\n\
                     [portfolio.status.colours]\nDraft = \"red\"\n",
                    "[portfolio]\ntheme = \"theme\"\npublish = [\"specs/**\"]\n",
                ];
                let text = format!(
                    "[book]\ntitle = \"T{number}\"\nsrc = \"docs\"\n{}",
                    self.pick(&options)
                );
                self.write(folder, "book.toml", &text)
            }
            9 => self.write(folder, "docs/specs/i.png", &format!("{number}")),
            10 => {
                let sidecar = path.replace(".md", ".yaml");
                self.write(
                    folder,
                    &sidecar,
                    &format!("reviewers: [\"@p{number}\"]\nstatus: draft\n"),
                )
            }
            11 => {
                let role = self.pick(&["Authors", "Reviewers", "Approvers"]);
                let who = self.pick(&["@ann", "Ann Lee (@ann)", "Bo Berg", "@bo, Ann Lee"]);
                self.line(folder, &path, &format!("**{role}:** {who}"))
            }
            12 => {
                let how = self.pick(&["Requires", "Supersedes", "Superseded by", "Epic", "Story"]);
                let line = format!("**{how}:** SPEC-{:03}", number % 5);
                self.line(folder, &path, &line)
            }
            13 => {
                let what = self.pick(&["- [x] Done", "- [ ] To do", "## Part", "See [it](#part)"]);
                let text = format!("{}\n\n{what} {number}\n", folder.read(&path));
                self.write(folder, &path, &text)
            }
            14 => {
                let field = self.pick(&["Id: SPEC-0", "Next Review: 2026-01-0", "Issue: #"]);
                self.line(
                    folder,
                    &path,
                    &format!("**{}{}", field.replace(':', ":**"), number % 9 + 1),
                )
            }
            _ => match self.before.pop() {
                Some((path, text)) => {
                    folder.write(&path, &text);
                    format!("revert {path}")
                }
                None => "nothing".into(),
            },
        }
    }

    /// Puts a line at the head of a document.
    fn line(&mut self, folder: &Folder, path: &str, line: &str) -> String {
        let text = format!("{line}\n\n{}", folder.read(path));
        self.write(folder, path, &text)
    }

    fn write(&mut self, folder: &Folder, path: &str, text: &str) -> String {
        if folder.documents().iter().any(|known| known == path) {
            self.keep(folder, path);
        }
        folder.write(path, text);
        format!("write {path}: {text:?}")
    }

    fn keep(&mut self, folder: &Folder, path: &str) {
        self.before.push((path.to_owned(), folder.read(path)));
    }
}
