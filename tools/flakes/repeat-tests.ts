import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs the tests of this project several times on a busy machine. */

/** The rings of tests, each with the Vitest configurations that run it. */
export const RINGS = { inner: ["vitest.config.ts"], all: ["vitest.config.ts", "vitest.outer.config.ts"] };
export type Ring = keyof typeof RINGS;

/** The result of one run of a ring. */
export interface TestRun {
  passed: number;
  failed: number;
  skipped: number;
  /** Wall time. */
  seconds: number;
  /** Tests and files that failed, each with the first line of the reason. */
  failures: string[];
}

/** The part of Vitest's JSON report that is read here. */
interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] | null }[];
  }[];
}

/**
 * Runs a ring of tests several times in a row, while other processes keep the processors busy.
 * @param busy the number of busy processes
 * @param onRun called after each run
 */
export async function runTests(
  ring: Ring,
  { runs, busy }: { runs: number; busy: number },
  onRun: (run: TestRun, number: number) => void,
): Promise<TestRun[]> {
  const loops = Array.from({ length: busy }, busyLoop);
  const all: TestRun[] = [];
  try {
    for (let number = 1; number <= runs; number++) {
      const run = await runRing(ring);
      all.push(run);
      onRun(run, number);
    }
  } finally {
    for (const loop of loops) loop.kill("SIGKILL");
  }
  return all;
}

/** Whether every test ran and passed. */
export function isGreen({ passed, failed, skipped, failures }: TestRun): boolean {
  return passed > 0 && failed === 0 && skipped === 0 && failures.length === 0;
}

function busyLoop(): ChildProcess {
  // Its standard input closes when this process ends, and then it ends too.
  const code =
    'process.stdin.on("end", () => process.exit()).resume(); (function spin() { const end = Date.now() + 200; while (Date.now() < end); setImmediate(spin); })()';
  return spawn(process.execPath, ["-e", code], { stdio: ["pipe", "ignore", "ignore"] });
}

async function runRing(ring: Ring): Promise<TestRun> {
  const run: TestRun = { passed: 0, failed: 0, skipped: 0, seconds: 0, failures: [] };
  const began = performance.now();
  for (const config of RINGS[ring]) add(run, await runConfig(config));
  run.seconds = Math.round((performance.now() - began) / 100) / 10;
  return run;
}

async function runConfig(config: string): Promise<VitestReport | null> {
  const folder = await mkdtemp(join(tmpdir(), "sync2-test-run-"));
  const file = join(folder, "tests.json");
  try {
    const args = ["vitest", "run", "--config", config, "--reporter", "json", "--outputFile.json", file];
    const child = spawn("npx", args, { stdio: "ignore" });
    await once(child, "close");
    return JSON.parse(await readFile(file, "utf8")) as VitestReport;
  } catch {
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function add(run: TestRun, report: VitestReport | null): void {
  if (report === null) {
    run.failures.push("vitest wrote no report");
    return;
  }
  run.passed += report.numPassedTests;
  run.failed += report.numFailedTests;
  run.skipped += report.numPendingTests;
  for (const { name, status, message, assertionResults } of report.testResults) {
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (status === "failed" && failed.length === 0) run.failures.push(`${name}: ${firstLine(message)}`);
    for (const { fullName, failureMessages } of failed) {
      run.failures.push(`${fullName}: ${firstLine(failureMessages?.[0] ?? "")}`);
    }
  }
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
