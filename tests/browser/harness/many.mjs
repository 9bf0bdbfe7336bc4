// A portfolio of as many specs as asked for, the same each time: as the index of a large organisation would be.

import * as fs from "node:fs";
import * as path from "node:path";

const STATUSES = ["Draft", "Draft", "In Review", "In Review", "Accepted", "Implemented", "Implemented", "Superseded", "Rejected"];
const FIRST = ["Ann", "Bo", "Cleo", "Dinah", "Émile", "Fatima", "Goran", "Hana", "Ines", "Jonas"];
const LAST = ["Lee", "Marsh", "Nowak", "Okafor", "Pereira", "Quist", "Rossi", "Sato", "Tran", "Ueda"];
const AREAS = ["billing", "search", "storage", "identity", "mobile", "reporting", "network", "tooling"];
const VERBS = ["Move", "Replace", "Measure", "Simplify", "Protect", "Document", "Split", "Cache"];
const THINGS = ["the session store", "login", "invoices", "the index", "uploads", "retries", "audit logs", "roles", "exports"];
const REASONS = ["for guests", "across regions", "without downtime", "under load", "by default", "on phones", "in two steps"];

/** Writes `count` specs into `folder`. */
export function layMany(folder, count) {
  fs.mkdirSync(path.join(folder, "specs"), { recursive: true });
  for (let number = 1; number <= count; number += 1) {
    const id = String(number).padStart(4, "0");
    fs.writeFileSync(path.join(folder, "specs", `${id}-spec.md`), spec(number, id));
  }
}

function spec(number, id) {
  const dice = rolls(number);
  const pick = (list) => list[dice(list.length)];
  const person = () => `${pick(FIRST)} ${pick(LAST)}`;
  const people = (most) => Array.from({ length: 1 + dice(most) }, person).map((name) => `"${name}"`).join(", ");
  const date = (year) => `${year}-${String(1 + dice(12)).padStart(2, "0")}-${String(1 + dice(28)).padStart(2, "0")}`;
  return `---
id: SPEC-${id}
title: "${pick(VERBS)} ${pick(THINGS)} ${pick(REASONS)}"
status: ${pick(STATUSES)}
authors: [${people(2)}]
reviewers: [${people(4)}]
labels: [${pick(AREAS)}]
updated: ${date(2024 + dice(2))}
next-review: ${date(2025 + dice(3))}
issue: "#${1 + dice(900)}"
---

A spec of many, which goes on from SPEC-${String((number >> 1) || 2).padStart(4, "0")}.

- [${dice(2) ? "x" : " "}] one
- [ ] two
`;
}

/** Numbers that look like chance and are the same each time. */
function rolls(seed) {
  let state = (seed * 2654435761) >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % sides;
  };
}
