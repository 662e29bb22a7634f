import { join } from "node:path";
import { faults } from "../../../conformance/reference/faults/index.ts";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { type BenchContext, SEED } from "../bench-context.ts";
import { withServer } from "../child-processes.ts";
import type { ComparedTool, PreparedTool } from "../compared-tools/compared-tool.ts";
import { detectsFault } from "../compared-tools/detects-fault.ts";
import { dredd } from "../compared-tools/dredd.ts";
import { install } from "../compared-tools/install-packages.ts";
import { portman } from "../compared-tools/portman.ts";
import { prism } from "../compared-tools/prism.ts";
import { respect } from "../compared-tools/respect.ts";
import { sync2 } from "../compared-tools/sync2.ts";
import type { Figure, Findings } from "../figures.ts";
import { randomSample } from "../random-sample.ts";

/** Part of the benchmark: which planted faults other tools notice. */

const TOOLS: ComparedTool[] = [sync2, prism, respect, dredd, portman];
/** Number of faults. Each tool needs some seconds for one. */
const FAULTS = 16;
/** How often a tool checks the unbroken server. A complaint that differs between two checks proves nothing. */
const UNBROKEN_CHECKS = 2;

/** Measures which planted faults other tools notice that read the same document, and how fast they are. */
export async function others(context: BenchContext): Promise<Findings> {
  const all = Object.keys(faults) as TestableRuleId[];
  const rules = randomSample(all, context.quick ? 2 : FAULTS);
  const figures: Figure[] = [];
  const notes = [
    `Faults: ${rules.length} of ${all.length}, drawn at random with the seed ${SEED}; each breaks one rule of the reference server.`,
    `Noticed: what a tool says differs from all that it said in ${UNBROKEN_CHECKS} looks at the unbroken server.`,
  ];
  const details: object[] = [];
  for (const tool of TOOLS) {
    const folder = join(context.folder, tool.name.replaceAll(/\W+/g, "-"));
    try {
      await install(folder, tool.packages);
      const ready = await tool.prepare(folder);
      const findings = await examine(tool, ready, rules, context).finally(() => ready.close?.());
      figures.push(...figuresOf(tool, findings, rules.length));
      notes.push(`${tool.name}: ${tool.use}${inBrackets(tool.packages)}.`);
      details.push({ tool: tool.name, ...findings });
    } catch (error) {
      context.say(`${tool.name}: ${(error as Error).message}`);
      const [reason] = (error as Error).message.split("\n");
      notes.push(`${tool.name} could not be used: ${reason?.replaceAll(context.folder, "…")}.`);
    }
  }
  return { figures, notes, details };
}

interface ToolFindings {
  noticed: TestableRuleId[];
  missed: TestableRuleId[];
  /** Number of complaints about the unbroken server: for each check of it, or for each rule. */
  complaintsOfSound: number[];
  perSecond: number[];
  secondsALook: number[];
}

async function examine(
  tool: ComparedTool,
  ready: PreparedTool,
  rules: readonly TestableRuleId[],
  { say }: BenchContext,
): Promise<ToolFindings> {
  const perSecond: number[] = [];
  const secondsALook: number[] = [];
  const check = async (rule: TestableRuleId, fault: boolean) => {
    const { complaints, exchanges, wallMs } = await withServer(fault ? { fault: rule } : {}, (server) =>
      ready.check(server, rule),
    );
    perSecond.push((exchanges * 1000) / wallMs);
    secondsALook.push(wallMs / 1000);
    return complaints;
  };
  const checkUnbroken = async (rule: TestableRuleId) => {
    const complaints: string[][] = [];
    for (let count = 0; count < UNBROKEN_CHECKS; count++) complaints.push(await check(rule, false));
    return complaints;
  };
  const forAllRules = tool.isByRule || !rules[0] ? null : await checkUnbroken(rules[0]);
  const noticed: TestableRuleId[] = [];
  const complaintsOfSound: number[] = [];
  for (const rule of rules) {
    const unbroken = forAllRules ?? (await checkUnbroken(rule));
    complaintsOfSound.push(unbroken[0]?.length ?? 0);
    if (detectsFault(unbroken, await check(rule, true))) noticed.push(rule);
  }
  say(`${tool.name}: ${noticed.length} of ${rules.length} faults noticed`);
  const missed = rules.filter((rule) => !noticed.includes(rule));
  return { noticed, missed, complaintsOfSound, perSecond, secondsALook };
}

function figuresOf({ name }: ComparedTool, findings: ToolFindings, count: number): Figure[] {
  const { noticed, complaintsOfSound, perSecond, secondsALook } = findings;
  return [
    { name: `${name}: faults noticed`, unit: "%", values: [(100 * noticed.length) / count] },
    { name: `${name}: complaints about the unbroken server`, unit: "", values: complaintsOfSound },
    { name: `${name}: exchanges a second, its start included`, unit: "1/s", values: perSecond },
    { name: `${name}: one look`, unit: "s", values: secondsALook },
  ];
}

function inBrackets(packages: readonly string[]): string {
  return packages.length === 0 ? "" : ` (${packages.join(", ")})`;
}
