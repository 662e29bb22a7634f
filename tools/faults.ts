/** Prints which fault of the reference server the check of each rule notices: `npm run faults [area or rule …]`. */

import { select, TESTABLE } from "../conformance/engine/select.ts";
import { faults } from "../conformance/reference/faults/index.ts";
import { matrix } from "../conformance/reference/faults/matrix.ts";

const selectors = process.argv.slice(2);
const { chosen, unknown } = selectors.length > 0 ? select(selectors) : { chosen: [...TESTABLE], unknown: [] };
if (unknown.length > 0) {
  console.error(`No rule matches ${unknown.join(", ")}. "npx sync2 rules" lists them.`);
  process.exit(2);
}
const results = await matrix(
  Object.fromEntries(chosen.flatMap((rule) => (faults[rule] ? [[rule, faults[rule]]] : []))),
);
for (const { rule, fault, result, caught } of results) {
  const seen = caught
    ? result.reason
    : `NOT CAUGHT (${result.outcome}${result.reason ? `: ${result.reason}` : ""})`;
  console.log(`${caught ? "ok  " : "FAIL"} ${rule}\n     a server that ${fault.does}\n     ${seen}`);
}
const caught = results.filter((result) => result.caught).length;
console.log(`faults: ${caught}/${chosen.length} rules caught`);
if (caught !== chosen.length) process.exitCode = 1;
