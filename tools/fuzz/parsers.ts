import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import { judgeFile } from "../../conformance/cli/judge-file.ts";
import { SENTENCES } from "../../conformance/cli/rule-sentences.ts";
import type { Shell } from "../../conformance/cli/shell.ts";
import { parseBaseline } from "../../conformance/config/baseline-file.ts";
import { readConfig } from "../../conformance/config/read-config.ts";
import { type ObservedResponse, responseFindings } from "../../conformance/contract/response-findings.ts";
import { hawkParameter, schemesOf } from "../../conformance/exchange/authentication-challenge.ts";
import { Redactor } from "../../conformance/exchange/redactor.ts";
import { FORMAT_NAMES, fileFormats } from "../../conformance/report/formats/format-names.ts";
import { render } from "../../conformance/report/formats/render-format.ts";
import { renderSummary } from "../../conformance/report/render-summary.ts";
import { readReport } from "../../conformance/results/read-report.ts";
import type { HeaderList } from "../../conformance/results/report-model.ts";
import { mixed } from "../../conformance/test/support/hostile-text.ts";
import { CANARY, changed, changes, text } from "./arbitraries.ts";
import { answer, BASELINE, CONFIG, FIELDS, HAR, spliced, withSecret } from "./base-inputs.ts";

/** The parsers of foreign text that are fuzzed: answers, secrets, recordings, reports, configurations, baselines. */

/** The output of a parser, which must not deceive or harm its reader. */
export interface ParserOutput {
  /** Text that is escaped when it is shown. */
  kept?: string;
  /** Text that is printed or written as it is. */
  plain?: string;
  html?: string;
}

/** A parser of foreign text. */
export interface Parser {
  name: string;
  inputs: fc.Arbitrary<unknown>;
  /** @throws UsageError and no other error */
  parse(input: never): ParserOutput | Promise<ParserOutput>;
  /** Parses a long text, to measure how the time grows; null if the parser takes no text. */
  pump: ((text: string) => unknown) | null;
  /** True if the parser treats the canary as a secret. */
  hidesSecrets: boolean;
}

const folder = mkdtempSync(join(tmpdir(), "sync2-fuzz-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

interface Answered extends ObservedResponse {
  type: string;
}

function judgeAnswer({ type, headers, ...rest }: Answered): ParserOutput {
  const all: HeaderList = [...headers, ["Content-Type", type]];
  const challenge = { header: () => headers[0]?.[1] } as never;
  schemesOf(challenge);
  hawkParameter(challenge, "ts");
  const redactor = new Redactor([{ text: CANARY, label: "[token of one]" }]);
  return {
    kept: responseFindings({ ...rest, headers: all })
      .map(({ got }) => redactor.text(got))
      .join(""),
  };
}

async function judgeText(content: string): Promise<ParserOutput> {
  let plain = "";
  const output = () =>
    new PassThrough().on("data", (chunk) => {
      plain += chunk;
    });
  const shell = {
    env: {},
    stdin: new PassThrough(),
    stdout: output(),
    stderr: output(),
    color: false,
  } as Shell;
  await judgeFile(written("traffic.har", content), { color: false }, shell);
  return { plain };
}

function showReport(content: string): ParserOutput {
  const report = readReport(written("report.json", content));
  const made = fileFormats(FORMAT_NAMES).map((name) => [name, render(name, report, SENTENCES)] as const);
  const texts = made.filter(([name]) => name === "tap" || name === "junit").map(([, text]) => text);
  const summary = renderSummary(report, SENTENCES, { color: false, columns: 100 });
  const plain = [summary, ...texts].join("\n");
  return { plain, html: made.find(([name]) => name === "html")?.[1] ?? "" };
}

async function configure(content: string): Promise<ParserOutput> {
  await readConfig(written("sync2.config.yaml", content), { env: {} });
  return {};
}

/** All fuzzed parsers. */
export const PARSERS: readonly Parser[] = [
  {
    name: "answers",
    inputs: answer,
    parse: judgeAnswer,
    pump: (long) =>
      FIELDS.map((name) =>
        judgeAnswer({
          method: "GET",
          path: "/info/quota",
          status: 200,
          headers: [[name, long]],
          type: "application/json",
          body: Buffer.from("{}"),
        }),
      ),
    hidesSecrets: true,
  },
  {
    name: "bodies",
    inputs: answer,
    parse: judgeAnswer,
    pump: (long) =>
      ["application/json", "application/problem+json", "application/newlines"].map((type) =>
        judgeAnswer({
          method: "GET",
          path: "/storage/c",
          status: type === "application/problem+json" ? 404 : 200,
          headers: [],
          type,
          body: Buffer.from(long),
        }),
      ),
    hidesSecrets: true,
  },
  {
    name: "secrets",
    inputs: fc.record({ around: text, spell: fc.nat(4), upper: fc.boolean() }),
    parse: ({ around, spell, upper }: { around: string; spell: number; upper: boolean }): ParserOutput => {
      const spellings = [
        CANARY,
        encodeURIComponent(CANARY),
        JSON.stringify(CANARY),
        Buffer.from(CANARY).toString("hex"),
        Buffer.from(CANARY).toString("base64"),
      ];
      const spelt = spellings[spell] as string;
      const redactor = new Redactor([{ text: CANARY, label: "#" }]);
      const clean = redactor.text(around + (upper && spell < 4 ? spelt.toUpperCase() : spelt) + around);
      if (clean.toLowerCase().includes(spelt.toLowerCase()))
        throw new Error("a spelling of the secret is left");
      return { kept: clean };
    },
    pump: (long) =>
      new Redactor([
        { text: CANARY, label: "#" },
        { text: long.slice(0, 3000), label: "#" },
      ]).text(long),
    hidesSecrets: true,
  },
  {
    name: "recordings",
    inputs: changes.map((all) => JSON.stringify(withSecret(changed(HAR, all))) ?? ""),
    parse: judgeText,
    pump: (long) => {
      const made = structuredClone(HAR);
      const [first, second] = made.log.entries;
      first.request.url += long;
      second.response.headers.push(
        { name: "set-cookie", value: long },
        { name: "x-weave-alert", value: long },
      );
      return judgeText(JSON.stringify(made));
    },
    hidesSecrets: true,
  },
  {
    name: "reports",
    inputs: changes.map((all) => JSON.stringify(changed(mixed(), all)) ?? ""),
    parse: showReport,
    pump: (long) => {
      const made = mixed();
      for (const { violation } of made.results)
        if (violation) Object.assign(violation, { got: long, expected: long });
      return showReport(JSON.stringify(made));
    },
    hidesSecrets: false,
  },
  { name: "configurations", inputs: spliced(CONFIG), parse: configure, pump: configure, hidesSecrets: true },
  {
    name: "baselines",
    inputs: spliced(BASELINE),
    parse: (content: string): ParserOutput => {
      parseBaseline(content, "baseline.yaml");
      return {};
    },
    pump: (long) => parseBaseline(long, "baseline.yaml"),
    hidesSecrets: true,
  },
];
