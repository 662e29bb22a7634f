/** Makes faults that change the records of a write before the server sees them, in some forms of the write. */
import type { Change } from "../../stored-changes.ts";
import type { Call, Fault } from "../fault.ts";
import { answering } from "../fault.ts";
import { committing, SESSION } from "../support/session-leasing.ts";

/** A record as a client sends it. */
export type Sent = Record<string, unknown>;

/** The forms in which a client writes. */
export interface Way {
  /** Whether it is a list, to a collection or to a partition. */
  list: boolean;
  /** Whether the list comes as lines. */
  lines: boolean;
  /** Whether it is to be staged. */
  staged: boolean;
  /** Whether it is the PUT of a record. */
  put: boolean;
}

/** A fault that takes the records of a PUT or POST for others than they are; undefined leaves one out. */
export function taking(does: string, take: (record: Sent, way: Way, call: Call) => Sent | undefined): Fault {
  return answering(does, (call) => {
    const { operation, text, headers } = call;
    const list = operation === "postCollection" || operation === "postPartition";
    const put = operation === "putRecord";
    if (!list && !put && operation !== "postRecord") return call.pass();
    const lines = headers.get("Content-Type") === "application/newlines";
    const way: Way = { list, lines, put, staged: headers.get(SESSION) !== null };
    let isChanged = false;
    const read = (one: unknown) => {
      const isRecord = Object(one) === one && !Array.isArray(one);
      const taken = isRecord ? take(one as Sent, way, call) : one;
      if (taken !== one) isChanged = true;
      return taken;
    };
    // What is taken as it is goes on as it came: not every number survives a parser.
    const passing = (changed: string) => call.pass(isChanged ? { text: changed } : {});
    try {
      if (lines) {
        const taken = text
          .split("\n")
          .map((line) => (line === "" ? "" : JSON.stringify(read(JSON.parse(line)))));
        return passing(taken.join("\n"));
      }
      const body = JSON.parse(text);
      const taken = Array.isArray(body) ? body.map(read).filter((one) => one !== undefined) : read(body);
      return passing(JSON.stringify(taken));
    } catch {
      return call.pass();
    }
  });
}

/** A fault that commits other changes than were staged. */
export function committingEach(does: string, change: (one: Change) => Change | null): Fault {
  return committing(does, (staged) =>
    staged.map(({ change: one }) => change(one)).filter((one): one is Change => one !== null),
  );
}

/** Of an object all but some members. */
export function without<T extends object>(whole: T, ...names: string[]): T {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name))) as T;
}
