/** Finds the rules that the contract layer checks on every exchange. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ANYWHERE_HEADERS, EXCLUSIVE_HEADERS, OPERATIONS } from "../../../conformance/contract/document.ts";
import { rules } from "../../../generated/rules.ts";

const CONTRACT = join(import.meta.dirname, "../../../conformance/contract");

/** Finds the rules that the contract layer judges in every exchange of every check. */
export function contractRules(): ReadonlySet<string> {
  const responses = OPERATIONS.flatMap((operation) => [...operation.responses.values()]);
  const headers = [
    ...ANYWHERE_HEADERS,
    ...EXCLUSIVE_HEADERS,
    ...responses.flatMap((response) => response.headers),
  ];
  return new Set<string>([
    // The first rule of a header field is about its presence and form.
    ...headers.flatMap((header) => header.rules.slice(0, 1)),
    ...EXCLUSIVE_HEADERS.map(({ exclusive }) => exclusive),
    ...responses.flatMap(({ absent }) => absent?.rule ?? []),
    ...idsInSources(),
  ]);
}

/** Ids of rules in the sources of the contract layer. */
function idsInSources(): string[] {
  const sources = readdirSync(CONTRACT).map((file) => readFileSync(join(CONTRACT, file), "utf8"));
  return sources
    .flatMap((source) => [...source.matchAll(/"([a-z0-9-]+(?:\.[a-z0-9-]+)+)"/g)])
    .map(([, id = ""]) => id)
    .filter((id) => Object.hasOwn(rules, id));
}
