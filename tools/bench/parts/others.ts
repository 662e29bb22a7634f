import { join } from "node:path";
import { faults } from "../../../conformance/reference/faults/index.ts";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { withServer } from "../children.ts";
import { type Context, SEED } from "../context.ts";
import type { Figure, Findings } from "../figures.ts";
import { dredd } from "../others/dredd.ts";
import { install } from "../others/install.ts";
import { notices } from "../others/notice.ts";
import { ours } from "../others/ours.ts";
import { portman } from "../others/portman.ts";
import { prism } from "../others/prism.ts";
import { respect } from "../others/respect.ts";
import type { Ready, Tool } from "../others/tool.ts";
import { sample } from "../sample.ts";

const TOOLS: Tool[] = [ours, prism, respect, dredd, portman];
/** Each takes every tool some seconds. */
const FAULTS = 16;
/** What differs between two looks at a sound server is no complaint about another one. */
const SOUND_LOOKS = 2;

/** Which of the planted faults other tools notice that read the same document, and how fast they are. */
export async function others(context: Context): Promise<Findings> {
  const all = Object.keys(faults) as TestableRuleId[];
  const rules = sample(all, context.quick ? 2 : FAULTS);
  const figures: Figure[] = [];
  const notes = [
    `Faults: ${rules.length} of ${all.length}, drawn at random with the seed ${SEED}; each breaks one rule of the reference server.`,
    `Noticed: what a tool says differs from all that it said in ${SOUND_LOOKS} looks at the unbroken server.`,
  ];
  const details: object[] = [];
  for (const tool of TOOLS) {
    const folder = join(context.folder, tool.name.replaceAll(/\W+/g, "-"));
    try {
      await install(folder, tool.packages);
      const ready = await tool.prepare(folder);
      const seen = await examine(tool, ready, rules, context).finally(() => ready.close?.());
      figures.push(...figuresOf(tool, seen, rules.length));
      notes.push(`${tool.name}: ${tool.use}${inBrackets(tool.packages)}.`);
      details.push({ tool: tool.name, ...seen });
    } catch (error) {
      context.say(`${tool.name}: ${(error as Error).message}`);
      const [why] = (error as Error).message.split("\n");
      notes.push(`${tool.name} could not be used: ${why?.replaceAll(context.folder, "…")}.`);
    }
  }
  return { figures, notes, details };
}

interface Seen {
  noticed: TestableRuleId[];
  missed: TestableRuleId[];
  /** Complaints about the unbroken server, by look; of one that looks at a rule at a time, all of them together. */
  complaintsOfSound: number[];
  perSecond: number[];
  secondsALook: number[];
}

async function examine(
  tool: Tool,
  ready: Ready,
  rules: readonly TestableRuleId[],
  { say }: Context,
): Promise<Seen> {
  const perSecond: number[] = [];
  const secondsALook: number[] = [];
  const look = async (rule: TestableRuleId, fault: boolean) => {
    const { complaints, exchanges, wallMs } = await withServer(fault ? { fault: rule } : {}, (server) =>
      ready.look(server, rule),
    );
    perSecond.push((exchanges * 1000) / wallMs);
    secondsALook.push(wallMs / 1000);
    return complaints;
  };
  const sound = async (rule: TestableRuleId) => {
    const looks: string[][] = [];
    for (let count = 0; count < SOUND_LOOKS; count++) looks.push(await look(rule, false));
    return looks;
  };
  const always = tool.isByRule || !rules[0] ? null : await sound(rules[0]);
  const noticed: TestableRuleId[] = [];
  const complaintsOfSound: number[] = [];
  for (const rule of rules) {
    const looks = always ?? (await sound(rule));
    complaintsOfSound.push(looks[0]?.length ?? 0);
    if (notices({ looks }, await look(rule, true))) noticed.push(rule);
  }
  say(`${tool.name}: ${noticed.length} of ${rules.length} faults noticed`);
  const missed = rules.filter((rule) => !noticed.includes(rule));
  return { noticed, missed, complaintsOfSound, perSecond, secondsALook };
}

function figuresOf({ name }: Tool, seen: Seen, count: number): Figure[] {
  return [
    { name: `${name}: faults noticed`, unit: "%", values: [(100 * seen.noticed.length) / count] },
    { name: `${name}: complaints about the unbroken server`, unit: "", values: seen.complaintsOfSound },
    { name: `${name}: exchanges a second, its start included`, unit: "1/s", values: seen.perSecond },
    { name: `${name}: one look`, unit: "s", values: seen.secondsALook },
  ];
}

function inBrackets(packages: readonly string[]): string {
  return packages.length === 0 ? "" : ` (${packages.join(", ")})`;
}
