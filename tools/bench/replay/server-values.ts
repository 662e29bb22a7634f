import type { HeaderList } from "../../../conformance/results/report-model.ts";
import type { ServerValue, Step } from "./recording.ts";

/** Finds values that the server made up, such as ids and versions, in recorded answers and in requests that repeat them. */

/** A shorter text may occur in a request by chance. */
const SHORTEST = 8;
/** Larger bodies contain only records. */
const LARGEST_BODY = 64 * 1024;
const VERSION = "x-last-modified-version";
const HEADERS = ["location", "x-weave-next-offset", "x-weave-store"];
/** The header fields and parameters in which a request repeats a version. */
const VERSION_FIELDS = /^x-if-(un)?modified-since-version$/i;
const VERSION_PARAMETERS = /([?&](?:newer|older)=)(\d+)/g;

/** The parts of an answer in which a value may occur. */
export interface ReceivedAnswer {
  headers: HeaderList;
  body: Uint8Array;
}

/**
 * Finds the values that later requests repeat from earlier answers, and writes them into the steps.
 * @param steps the requests of one check, in the order of their beginnings
 * @param answers the answer to each of them; null for none
 */
export function findServerValues(steps: readonly Step[], answers: readonly (ReceivedAnswer | null)[]): void {
  const known = new Set<string>();
  const byEnd = [...steps.keys()].sort((a, b) => (steps[a] as Step).ended - (steps[b] as Step).ended);
  for (const index of byEnd) {
    const [step, answer] = [steps[index] as Step, answers[index]];
    if (!answer) continue;
    const later = steps.filter(({ began }) => began >= step.ended);
    const earlier = steps.filter(({ began }) => began < step.ended);
    for (const learnt of candidates(answer)) {
      const key = `${learnt.isVersion} ${learnt.was}`;
      // A value that an earlier request contains comes from the client.
      if (known.has(key) || (!learnt.isVersion && earlier.some((other) => repeats(other, learnt)))) continue;
      const uses = later.filter((other) => repeats(other, learnt));
      if (uses.length === 0) continue;
      known.add(key);
      step.learns.push(learnt);
      for (const use of uses) use.isFilledIn = true;
    }
  }
}

function candidates({ headers, body }: ReceivedAnswer): ServerValue[] {
  const found: ServerValue[] = [];
  for (const [name, value] of headers) {
    const header = name.toLowerCase();
    if (header === VERSION) found.push({ was: value, at: { header }, isVersion: true });
    if (HEADERS.includes(header)) found.push({ was: token(value), at: { header }, isVersion: false });
  }
  if (body.length <= LARGEST_BODY) walk(parse(body), [], found);
  return found.filter(({ was, isVersion }) => isVersion || was.length >= SHORTEST);
}

function walk(value: unknown, members: (string | number)[], found: ServerValue[]): void {
  if (typeof value === "string") found.push({ was: value, at: { members }, isVersion: false });
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    walk(member, [...members, Array.isArray(value) ? Number(name) : name], found);
  }
}

function repeats({ target, headers }: Step, { was, isVersion }: ServerValue): boolean {
  if (!isVersion) return target.includes(was) || headers.some(([, value]) => value.includes(was));
  if (headers.some(([name, value]) => VERSION_FIELDS.test(name) && value === was)) return true;
  return [...target.matchAll(VERSION_PARAMETERS)].some(([, , value]) => value === was);
}

/** The value that an answer has in the place of a recorded one; undefined if it has none. */
export function valueAt({ headers, body }: ReceivedAnswer, { at }: ServerValue): string | undefined {
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

/** The last segment of a `Location`, because requests repeat no more of it; any other value unchanged. */
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

/** Replaces the recorded values in a request by those of the new server. */
export function fillInValues(
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
