import { readFileSync } from "node:fs";
import { check, rules, Unusable, UsageError } from "sync2-protocol";
import { rules as same } from "sync2-protocol/rules";

const name = (error) =>
  error instanceof UsageError ? "UsageError" : error instanceof Unusable ? "Unusable" : error;
const [, , endpoint] = process.argv;
const told = [];
const report = await check({
  endpoint,
  token: "reference-{account}",
  only: ["record.created"],
  onResult: ({ rule }) => told.push(rule),
});
const resolved = new URL(import.meta.resolve("sync2-protocol/openapi.json"));
process.stdout.write(
  JSON.stringify({
    verdict: report.verdict,
    outcomes: report.results.map(({ outcome }) => outcome),
    told,
    same: rules === same,
    sentence: rules["record.created"].text,
    openapi: JSON.parse(readFileSync(resolved, "utf8")).openapi,
    nothing: await check({}).catch(name),
    dead: await check({ endpoint: "http://127.0.0.1:9/", token: "secret" }).catch(name),
  }),
);
