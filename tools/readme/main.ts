// Redraws .github/run.svg, the picture of a run in the README: `npx tsx tools/readme/main.ts`. The picture shows the
// output of `sync2 check` for the reference server with the fault of one rule.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { outputForFault } from "./run-against-fault.ts";
import { terminalSvg } from "./terminal-svg.ts";

const RULE = "record.created";
const FILE = join(import.meta.dirname, "../../.github/run.svg");

const command = `$ npx sync2-protocol check 'http://127.0.0.1:8000/2.0/{account}' --only record\n`;
const output = command + (await outputForFault(RULE, ["record"]));
const description = `The output of sync2 check, for a server that answers 204 where ${RULE} demands 201: the rule with its sentence, what was expected and what came, the exchange, and a command that repeats it.`;
await writeFile(FILE, await terminalSvg(output, "A run that finds a violation", description));
console.log(`Wrote ${FILE}.`);
