/** Judges the recorded traffic in a HAR file or a report. */
import { readFileSync } from "node:fs";
import { validateEndpoint } from "../config/validate-target.ts";
import { Redactor, type Secret } from "../exchange/redactor.ts";
import { type EndpointPaths, findPaths, pathsBelow } from "../recorded/find-endpoints.ts";
import { fromHar, HarError, HarLimit, harEntries } from "../recorded/har-file.ts";
import { harSecrets } from "../recorded/har-secrets.ts";
import { type Judgement, judgeRecorded } from "../recorded/judge-recording.ts";
import type { RecordedExchange } from "../recorded/recorded-exchange.ts";
import { fromReport } from "../recorded/report-exchanges.ts";
import { type EndpointSource, leftWords, renderJudgement } from "../report/terminal/recorded-judgement.ts";
import { UsageError } from "../results/errors.ts";
import { visible } from "../results/format-text.ts";
import { readReport } from "../results/read-report.ts";
import { isBinding } from "../results/verdict.ts";
import { print } from "./ci-log.ts";
import { EXIT } from "./exit-codes.ts";
import { quietly } from "./github-actions.ts";
import { SENTENCES } from "./rule-sentences.ts";
import type { Shell } from "./shell.ts";

export interface JudgeOptions {
  /** Endpoint URLs, which may contain `{account}`; by default the traffic tells them. */
  endpoint?: string[];
  json?: boolean;
  color: boolean;
}

/**
 * `sync2 judge`: compares recorded traffic with the document, and prints the violations.
 * @returns the exit code
 * @throws UsageError when the file holds nothing that can be judged
 */
export async function judgeFile(
  file: string,
  options: JudgeOptions,
  { env, stdout }: Pick<Shell, "env" | "stdout">,
): Promise<number> {
  const { endpoint = [], json = false, color } = options;
  for (const each of endpoint) validateEndpoint(each);
  const { recorded, paths, secrets, source } = await open(file, endpoint);
  const judgement = judgeRecorded(recorded, paths, new Redactor(secrets));
  if (judgement.judged === 0) throw new UsageError(`${file}: ${nothing(judgement, endpoint.length > 0)}`);
  if (json) print({ stdout, env }, `${JSON.stringify({ file, ...judgement }, null, 2)}\n`, "json");
  else {
    const columns = stdout.columns ?? 110;
    const text = renderJudgement(judgement, SENTENCES, { file, source, color, columns });
    stdout.write(quietly(text, env));
  }
  return judgement.broken.some(({ level }) => isBinding(level)) ? EXIT.violated : EXIT.pass;
}

interface Opened {
  recorded: RecordedExchange[];
  paths: EndpointPaths;
  secrets: Secret[];
  /** How the endpoints were found. */
  source: EndpointSource;
}

async function open(file: string, endpoints: readonly string[]): Promise<Opened> {
  const value = parse(file);
  if (isHar(value)) {
    const entries = within(file, () => harEntries(value));
    const recorded = fromHar(entries);
    const named = endpoints.length > 0;
    const paths = named ? pathsBelow(endpoints) : findPaths(recorded);
    return { recorded, paths, secrets: harSecrets(entries), source: named ? "named" : "found" };
  }
  if (typeof (value as { $schema?: unknown } | null)?.$schema !== "string") {
    throw new UsageError(`${file}: is neither a HAR file nor a report.json of this suite.`);
  }
  const report = await readReport(file);
  const recorded = fromReport(report);
  // A report keeps no credentials.
  if (endpoints.length > 0) {
    const withoutPaths = recorded.map(({ path: _, ...rest }) => rest);
    return { recorded: withoutPaths, paths: pathsBelow(endpoints), secrets: [], source: "named" };
  }
  const pathOf = ({ path = null }: RecordedExchange) => path;
  const paths = { endpoints: [report.target.endpoint], pathOf };
  return { recorded, paths, secrets: [], source: "report" };
}

function isHar(value: unknown): boolean {
  return typeof value === "object" && value !== null && "log" in value;
}

function parse(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file}: cannot be read: ${(error as Error).message}`);
  }
  try {
    // Some tools put a byte order mark first.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    const what = text.trim() === "" ? "is empty" : "is not JSON, or is cut off";
    throw new UsageError(`${file}: ${what}. Name a HAR file, or a report.json of this suite.`);
  }
}

function within<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HarError)) throw error;
    if (error instanceof HarLimit)
      throw new UsageError(`${file}: ${error.message}. Take that entry out of the file.`);
    throw new UsageError(`${file}: is not a HAR file: ${visible(error.message)}.`);
  }
}

function nothing({ exchanges, left }: Judgement, named: boolean): string {
  if (exchanges === 0) return "holds no exchanges, so there is nothing to judge.";
  const hint = named
    ? "Is the endpoint right?"
    : "If it holds traffic of this protocol, name the endpoint with --endpoint.";
  return `holds nothing to judge: ${leftWords(left).join("; ")}. ${hint}`;
}
