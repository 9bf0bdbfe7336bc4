// A list of faults → a failure that names them all, or nothing.

import assert from "node:assert/strict";

export function none(faults) {
  const shown = faults.slice(0, 40).map((fault) => `  ${fault}`);
  const more = faults.length > 40 ? `\n  and ${faults.length - 40} more` : "";
  assert.ok(faults.length === 0, `${faults.length} fault(s):\n${shown.join("\n")}${more}`);
}
