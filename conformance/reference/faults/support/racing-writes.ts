/** Makes faults that show only while several writes overlap. */
import { answering, type Call, type Fault, headersWith, type Reply } from "../fault.ts";
import { wait } from "./pause.ts";
import { currentVersion, peek, UNMODIFIED, VERSION, versionIn, versionOf } from "./peek.ts";
import { APART, isWrite, ownerOf, UnderWay } from "./racing.ts";

/** A fault that looks at the precondition of some requests at once, and performs them a little later. */
export function checkingEarly(does: string, isOne: (call: Call) => boolean): Fault {
  return answering(does, async (call) => {
    const condition = versionIn(call, UNMODIFIED);
    if (condition === null || !isWrite(call) || !isOne(call)) return call.pass();
    const target = call.path === "/" ? await currentVersion(call) : await versionAt(call);
    if (target > condition || (target === 0 && condition > 0)) return call.pass();
    await wait(APART);
    return call.pass({ headers: headersWith(call.headers, { [UNMODIFIED]: null }) });
  });
}

async function versionAt(call: Call): Promise<number> {
  const target = await peek(call);
  return target.ok ? versionOf(target) : 0;
}

/** A fault that gives one version to writes of an account that it performs together. */
export function sharingVersions(does: string, isOne: (call: Call) => boolean): Fault {
  const underWay = new UnderWay();
  const shared = new Map<string, number>();
  return answering(does, async (call) => {
    const name = ownerOf(call);
    if (!isWrite(call) || !isOne(call)) return call.pass();
    if (underWay.count(name) === 0) shared.delete(name);
    return underWay.during(name, async () => {
      await wait(APART);
      const reply = await call.pass();
      if (!reply.ok) return reply;
      const version = shared.get(name) ?? versionOf(reply);
      shared.set(name, version);
      reply.headers.set(VERSION, String(version));
      return reply;
    });
  });
}

/** A fault that stores some lists in two halves where another one is under way. */
export function storingHalves(does: string, isOne: (call: Call) => boolean): Fault {
  const underWay = new UnderWay();
  return answering(does, async (call) => {
    const name = ownerOf(call);
    if (call.method !== "POST" || !isWrite(call) || !isOne(call)) return call.pass();
    return underWay.during(name, async () => {
      await wait(APART);
      const records = listIn(call);
      if (records.length < 2 || underWay.count(name) < 2) return call.pass();
      const half = Math.ceil(records.length / 2);
      await call.pass({ text: JSON.stringify(records.slice(0, half)) });
      await wait(APART);
      return call.pass({ text: JSON.stringify(records.slice(half)) });
    });
  });
}

function listIn({ text }: Call): unknown[] {
  try {
    const list = JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/** A fault that looks for what a request is about at once, and answers by that what it comes to a little later. */
export function lookingEarly(
  does: string,
  isOne: (call: Call) => boolean,
  { at, belated }: { at?: (call: Call) => string; belated: (reply: Reply, found: Reply) => void },
): Fault {
  return answering(does, async (call) => {
    if (!isOne(call)) return call.pass();
    const found = await peek(call, at?.(call));
    await wait(APART);
    const reply = await call.pass();
    belated(reply, found);
    return reply;
  });
}
