/**
 * Prints whether the check of each rule notices its planted fault: `npm run faults [area or rule …]`. With
 * `-- --subtle [name …]`, prints which rules notice each subtle fault, the first one first, which takes half a minute a
 * fault. With `-- --public [name …]`, prints the first rule that notices each bug of public servers.
 */

import { faults } from "../../conformance/reference/faults/index.ts";
import { matrix } from "../../conformance/reference/faults/matrix.ts";
import { subtleFaults } from "../../conformance/reference/faults/subtle/index.ts";
import { rulesMatching, TESTABLE } from "../../conformance/runner/select/rule-selectors.ts";
import { reportPublicFaults } from "./public-faults.ts";
import { isSubtle, runWithFault } from "./subtle-faults.ts";

const args = process.argv.slice(2);
if (args[0] === "--subtle") await reportSubtleFaults(args.slice(1));
else if (args[0] === "--public") process.exitCode = await reportPublicFaults(args.slice(1));
else await reportRuleFaults(args);

async function reportSubtleFaults(names: string[]): Promise<void> {
  const unknown = names.filter((name) => !(name in subtleFaults));
  if (unknown.length > 0)
    return refuse(
      `No subtle fault is called ${unknown.join(", ")}: ${Object.keys(subtleFaults).join(", ")}.`,
    );
  const chosen = Object.entries(subtleFaults).filter(([name]) => names.length === 0 || names.includes(name));
  let missed = 0;
  for (const [name, fault] of chosen) {
    const sighting = await runWithFault(name, fault);
    const [first, ...more] = sighting.caught;
    if (!first) missed += 1;
    console.log(`${first ? "ok  " : "FAIL"} ${name}: a server that ${fault.does}`);
    console.log(`     ${first ? `first ${first} after ${sighting.seconds} s` : "NOT CAUGHT"}`);
    if (more.length > 0) console.log(`     then  ${more.join(", ")}`);
    if (first && isSubtle(sighting)) console.log("     by no check that tries one thing at a time");
  }
  console.log(`subtle faults: ${chosen.length - missed}/${chosen.length} caught`);
  if (missed > 0) process.exitCode = 1;
}

function refuse(message: string): void {
  console.error(message);
  process.exitCode = 2;
}

async function reportRuleFaults(selectors: string[]): Promise<void> {
  const { chosen, unknown } =
    selectors.length > 0 ? rulesMatching(selectors) : { chosen: [...TESTABLE], unknown: [] };
  if (unknown.length > 0) {
    return refuse(`No rule matches ${unknown.join(", ")}. "npx sync2-protocol rules" lists them.`);
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
}
