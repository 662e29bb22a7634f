/** Writes the files of `sync2 init`, and overwrites none. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { NAMES } from "../../config/read-config.ts";
import { validateEndpoint } from "../../config/validate-target.ts";
import type { Scheme } from "../../exchange/credentials.ts";
import { UsageError } from "../../results/errors.ts";
import {
  type Answers,
  likelyAccounts,
  readWhere,
  USUAL_ENDPOINT,
  validateAccounts,
  type Where,
  words,
} from "./answers.ts";
import { ask, type Known, type Terminal } from "./ask-questions.ts";
import { ciFiles, ciSteps, type File } from "./ci-files.ts";
import { configText } from "./config-sketch.ts";
import { allVariables } from "./secret-variables.ts";

export interface InitOptions {
  endpoint?: string;
  /** The command that starts the server. */
  server?: string;
  accounts?: Answers["accounts"];
  auth?: Scheme;
  ci?: Answers["ci"];
  /** Ask nothing. */
  yes?: boolean;
}

const CONFIG = "sync2.config.yaml";
const BASELINE = "sync2-baseline.yaml";

/**
 * `sync2 init`: asks for what the options leave open, and writes a configuration and the files of a CI system into the
 * current folder.
 * @param terminal null if nobody can be asked
 * @returns the text to print
 * @throws UsageError; nothing is written then
 */
export async function init(options: InitOptions, terminal: Terminal | null): Promise<string> {
  refuseConfig();
  const answers = await answersOf(options, terminal);
  const baseline = existsSync(BASELINE) ? BASELINE : null;
  const files: File[] = [{ path: CONFIG, text: configText(answers, baseline) }, ...ciFiles(answers)];
  refuseExisting(files);
  for (const file of files) write(file);
  return summary(answers, files);
}

async function answersOf(options: InitOptions, terminal: Terminal | null): Promise<Answers> {
  const { accounts = null, auth = null, ci = null, yes = false } = options;
  const where = whereOf(options);
  const known: Known = { where, accounts, scheme: auth, ci, likelyCi: likelyCi() };
  if (!yes && terminal !== null) return ask(known, terminal);
  const missing = [
    where === null && "--endpoint or --server",
    !yes && accounts === null && "--accounts",
    !yes && auth === null && "--auth",
    !yes && ci === null && "--ci",
  ].filter((option) => option !== false);
  if (where === null || missing.length > 0) {
    throw new UsageError(
      `${yes ? "" : "There is no terminal to ask questions on. "}Give ${missing.join(", ")}${yes ? "" : ", or --yes for the most likely answers"}.`,
    );
  }
  const likely = accounts ?? likelyAccounts(where.endpoint);
  validateAccounts(likely, where.endpoint);
  return { ...where, accounts: likely, scheme: auth ?? "bearer", ci: ci ?? known.likelyCi };
}

function whereOf({ endpoint, server }: InitOptions): Where | null {
  if (endpoint === undefined && server === undefined) return null;
  if (endpoint !== undefined) validateEndpoint(endpoint);
  const command = server === undefined ? null : words(server);
  if (command === null) return readWhere(endpoint as string);
  return { endpoint: endpoint ?? USUAL_ENDPOINT, server: command };
}

function likelyCi(): Answers["ci"] {
  if (existsSync(".gitlab-ci.yml")) return "gitlab";
  return existsSync(".github") ? "github" : "none";
}

/** Called before the questions, so that nobody answers them in vain. */
function refuseConfig(): void {
  const found = NAMES.find((name) => existsSync(name));
  if (found === undefined) return;
  throw new UsageError(
    `${found} already exists, and is not changed. "sync2 config" checks it; rename it to start again.`,
  );
}

function refuseExisting(files: readonly File[]): void {
  const found = files.filter(({ path }) => existsSync(path)).map(({ path }) => path);
  if (found.length === 0) return;
  throw new UsageError(
    `${found.join(" and ")} would be overwritten, so nothing was written. Rename the existing file, or choose another --ci: ` +
      "--ci none writes only the configuration.",
  );
}

function write({ path, text }: File): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    throw new UsageError(`${path}: cannot be written: ${(error as Error).message}.`);
  }
}

function summary(answers: Answers, files: readonly File[]): string {
  const names = allVariables(answers);
  const steps = [
    `Look through ${CONFIG}: complete endpoint, accounts and scenarios.`,
    ...(names.length === 0 ? [] : [`Set ${names.join(", ")} in the environment.`]),
    'Check the configuration with "npx sync2-protocol config", the server with "npx sync2-protocol check".',
    ...ciSteps(answers, files),
  ];
  return [
    ...files.map(({ path }) => `Wrote ${path}`),
    "",
    "Next:",
    ...steps.map((step) => `  - ${step}`),
  ].join("\n");
}
