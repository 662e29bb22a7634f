/**
 * Fuzzes every parser of foreign text: `npm run fuzz -- --minutes 10`. No parser may crash, take more than linear time,
 * show a secret, or leave markup or hidden characters in its output.
 */
import { parseArgs } from "node:util";
import { fuzz, noFigures } from "./fuzz-parser.ts";
import { PARSERS } from "./parsers.ts";

const { values, positionals } = parseArgs({
  options: { minutes: { type: "string", default: "1" }, seed: { type: "string" } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !PARSERS.some((parser) => parser.name === name));
if (unknown.length > 0 || !(Number(values.minutes) > 0)) {
  console.error(`There are ${PARSERS.map(({ name }) => name).join(", ")}; --minutes takes a number above 0.`);
  process.exit(2);
}

const all = PARSERS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const figures = all.map(noFigures);
let seed = Number(values.seed ?? Date.now() % 2 ** 31);
console.log(`From seed ${seed} on, for ${values.minutes} min.`);
const end = performance.now() + Number(values.minutes) * 60_000;
while (performance.now() < end && figures.every(({ failure }) => failure === null)) {
  for (const [index, parser] of all.entries()) {
    await fuzz(parser, figures[index] as (typeof figures)[0], seed, { inputs: 100, pumps: 4 });
  }
  seed += 1;
}
console.table(
  figures.map(({ failure, slowestMs, ...rest }) => ({ ...rest, slowestMs: Math.round(slowestMs) })),
);
for (const { name, failure } of figures) if (failure !== null) console.error(`${name}: ${failure}`);
process.exitCode = figures.some(({ failure }) => failure !== null) ? 1 : 0;
