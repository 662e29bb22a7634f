import type { HeaderList } from "../../../conformance/results/report-model.ts";
import type { Learnt, Step } from "./recording.ts";

/** A shorter text may stand in a request by chance. */
const SHORTEST = 8;
/** Larger bodies hold nothing but records. */
const LARGEST_BODY = 64 * 1024;
const VERSION = "x-last-modified-version";
const HEADERS = ["location", "x-weave-next-offset", "x-weave-store"];
/** Where a request repeats a version. */
const VERSION_FIELDS = /^x-if-(un)?modified-since-version$/i;
const VERSION_PARAMETERS = /([?&](?:newer|older)=)(\d+)/g;

/** What a server said, as far as something may be learnt from it. */
export interface Said {
  headers: HeaderList;
  body: Uint8Array;
}

/**
 * Finds what later requests repeat of the answers to earlier ones, and writes it into the steps.
 * @param steps of one check, in the order of their beginnings
 * @param said what answered each of them; null: nothing
 */
export function findLearnt(steps: readonly Step[], said: readonly (Said | null)[]): void {
  const known = new Set<string>();
  const byEnd = [...steps.keys()].sort((a, b) => (steps[a] as Step).ended - (steps[b] as Step).ended);
  for (const index of byEnd) {
    const [step, answer] = [steps[index] as Step, said[index]];
    if (!answer) continue;
    const later = steps.filter(({ began }) => began >= step.ended);
    const earlier = steps.filter(({ began }) => began < step.ended);
    for (const learnt of candidates(answer)) {
      const key = `${learnt.isVersion} ${learnt.was}`;
      // What a request brought up is no invention of the server.
      if (known.has(key) || (!learnt.isVersion && earlier.some((other) => repeats(other, learnt)))) continue;
      const uses = later.filter((other) => repeats(other, learnt));
      if (uses.length === 0) continue;
      known.add(key);
      step.learns.push(learnt);
      for (const use of uses) use.isFilledIn = true;
    }
  }
}

function candidates({ headers, body }: Said): Learnt[] {
  const found: Learnt[] = [];
  for (const [name, value] of headers) {
    const header = name.toLowerCase();
    if (header === VERSION) found.push({ was: value, at: { header }, isVersion: true });
    if (HEADERS.includes(header)) found.push({ was: token(value), at: { header }, isVersion: false });
  }
  if (body.length <= LARGEST_BODY) walk(parse(body), [], found);
  return found.filter(({ was, isVersion }) => isVersion || was.length >= SHORTEST);
}

function walk(value: unknown, members: (string | number)[], found: Learnt[]): void {
  if (typeof value === "string") found.push({ was: value, at: { members }, isVersion: false });
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    walk(member, [...members, Array.isArray(value) ? Number(name) : name], found);
  }
}

function repeats({ target, headers }: Step, { was, isVersion }: Learnt): boolean {
  if (!isVersion) return target.includes(was) || headers.some(([, value]) => value.includes(was));
  if (headers.some(([name, value]) => VERSION_FIELDS.test(name) && value === was)) return true;
  return [...target.matchAll(VERSION_PARAMETERS)].some(([, , value]) => value === was);
}

/** What an answer to a step has in place of something learnt; undefined where it has nothing. */
export function valueAt({ headers, body }: Said, { at }: Learnt): string | undefined {
  if ("header" in at) {
    const found = headers.find(([name]) => name.toLowerCase() === at.header)?.[1];
    return found === undefined ? undefined : at.header === VERSION ? found : token(found);
  }
  const value = at.members.reduce<unknown>(
    (inner, member) => (Object(inner) as Record<string, unknown>)[member],
    parse(body),
  );
  return typeof value === "string" ? value : undefined;
}

/** A `Location` by its last segment, since requests repeat no more of it; anything else as it is. */
function token(value: string): string {
  return value.slice(value.lastIndexOf("/") + 1);
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString());
  } catch {
    return undefined;
  }
}

/** Puts what is known by now into a request that repeats what was learnt. */
export function fillIn(
  { target, headers }: Pick<Step, "target" | "headers">,
  tokens: ReadonlyMap<string, string>,
  versions: ReadonlyMap<string, string>,
): Pick<Step, "target" | "headers"> {
  const filled = (text: string) => {
    let result = text;
    for (const [was, now] of tokens) if (was !== now) result = result.replaceAll(was, () => now);
    return result;
  };
  const version = (value: string) => versions.get(value) ?? value;
  return {
    target: filled(target).replaceAll(VERSION_PARAMETERS, (_, name, value) => name + version(value)),
    headers: headers.map(([name, value]) => [
      name,
      VERSION_FIELDS.test(name) ? version(value) : filled(value),
    ]),
  };
}
