import { LIMITS } from "../../service-limits.ts";
import {
  answering,
  type Call,
  credentials,
  type FaultsOf,
  headersWith,
  type Reply,
  replying,
} from "../fault.ts";
import { currentVersion, peek, turnInto, UNMODIFIED, VERSION } from "../support/peek.ts";
import { parse, refused, writesRecord } from "../support/request.ts";
import { asked, finding, SESSION, seeing } from "../support/session-leasing.ts";

/** The elements of a list that goes to a partition, each as a request of its own. */
async function passOneByOne(call: Call): Promise<void> {
  const list = (parse(call.text) ?? []) as { collection: string; id: string }[];
  for (const { collection, ...record } of list) {
    const path = `${call.path}/${collection}/${record.id}`;
    await call.pass({ path, text: JSON.stringify(record) });
  }
}

function isStaged({ headers }: Call, reply: Reply): boolean {
  return headers.has(SESSION) && reply.status === 202;
}

const owning = {
  "session.lease.refused": seeing("wipes an account whoever owns any of it", (live, call) =>
    call?.operation === "deleteAccount" ? [] : live,
  ),

  "session.lease.whole": replying(
    "stores of a list to a partition what no session owns",
    async (reply, call) => {
      if (call.operation === "postPartition" && reply.status === 409) await passOneByOne(call);
    },
  ),

  "session.lease.outside": seeing("lets a session own the partitions of its collections", (live, call) =>
    call?.operation === "postSessions"
      ? live
      : live.map((session) => ({
          ...session,
          scope: session.scope.map((path) => path.replace(/\/.*/, "")),
        })),
  ),

  "session.lease.reads": answering(
    "answers 409 to a read of a collection that a session owns",
    async (call) => {
      const reads = call.operation === "getCollection" || call.operation === "headCollection";
      if (!reads || call.headers.has(SESSION)) return call.pass();
      const write = { method: "DELETE", query: "ids=never-there", headers: credentials(call.headers) };
      const reply = await call.pass(write);
      if (reply.status !== 409) return call.pass();
      if (call.method === "HEAD") reply.text = "";
      return reply;
    },
  ),

  "session.lease.retry-after": replying("has everybody wait for as long as a session can live", (reply) => {
    if (reply.status === 409) reply.headers.set("Retry-After", String(LIMITS.max_session_ttl));
  }),

  "session.scope.outside": finding("deletes a partition in a session that owns any of it", (session) =>
    asked()?.operation === "deletePartition"
      ? { ...session, scope: session.scope.map((path) => path.replace(/\/.*/, "")) }
      : session,
  ),

  "session.scope.reads": answering("answers 403 to a read outside the scope of its session", async (call) => {
    const id = call.headers.get(SESSION);
    const reads = call.operation === "getCollection" || call.operation === "getRecord";
    if (!reads || id === null) return call.pass();
    const { scope = [] } = Object((await peek(call, `/sessions/${id}`)).json) as { scope?: string[] };
    const within = scope.some((path) => `${call.path}/`.startsWith(`/${path}/`));
    const reply = await call.pass();
    if (!within && reply.status !== 410) turnInto(reply, 403, "session-scope");
    return reply;
  }),

  "session.scope.whole": replying(
    "stages of a list to a partition what is within the scope",
    async (reply, call) => {
      const crosses = call.operation === "postPartition" && call.headers.has(SESSION);
      if (crosses && reply.status === 403) await passOneByOne(call);
    },
  ),
} satisfies Partial<FaultsOf<"session">>;

/** Payloads that were staged by PUT, by session and path. */
const staged = new Map<string, string>();

const staging = {
  "session.staged.accepted": replying("answers 204 to a deletion that it stages", (reply, call) => {
    if (call.method === "DELETE" && isStaged(call, reply)) reply.status = 204;
  }),

  "session.staged.list": replying("does not say which records of a list it did not stage", (reply, call) => {
    if (isStaged(call, reply) && reply.json?.failed) reply.json = { ...reply.json, failed: {} };
  }),

  "session.staged.version": replying(
    "reports the account's version for a record that is staged",
    async (reply, call) => {
      if (writesRecord(call) && isStaged(call, reply)) {
        reply.headers.set(VERSION, String(await currentVersion(call)));
      }
    },
  ),

  "session.staged.invisible": replying("shows a session the payloads that it has staged", (reply, call) => {
    const key = `${call.headers.get(SESSION)} ${call.path}`;
    const { payload } = Object(parse(call.text)) as { payload?: string };
    if (call.operation === "putRecord" && isStaged(call, reply)) staged.set(key, payload ?? "");
    const own = staged.get(key);
    if (call.operation === "getRecord" && reply.ok && own !== undefined) {
      reply.json = { ...reply.json, payload: own };
    }
  }),

  "session.staged.missing": answering(
    "answers 404 to a deletion in a session of what is missing",
    async (call) => {
      const deletes = call.operation === "deleteRecord" || call.operation === "deleteCollection";
      if (!deletes || !call.headers.has(SESSION)) return call.pass();
      return (await peek(call)).status === 404 ? refused(call, 404) : call.pass();
    },
  ),

  "session.staged.precondition": answering(
    "heeds no precondition in a session, which owns its scope",
    (call) =>
      call.headers.has(SESSION)
        ? call.pass({ headers: headersWith(call.headers, { [UNMODIFIED]: null }) })
        : call.pass(),
  ),

  "session.staged.form": replying("looks at a record that is staged when it is committed", (reply, call) => {
    if (!writesRecord(call) || !call.headers.has(SESSION) || reply.status !== 422) return;
    reply.status = 202;
    reply.headers.delete("Content-Type");
    reply.headers.set(VERSION, "0");
    reply.text = "";
  }),

  "session.staged.keep": answering("looks for what `keep` names when a wipe is staged", async (call) => {
    if (call.operation !== "deleteAccount" || !call.headers.has(SESSION)) return call.pass();
    for (const path of call.query.get("keep")?.split(",") ?? []) {
      if ((await peek(call, `/${path}`)).status === 404) return refused(call, 404);
    }
    return call.pass();
  }),

  "session.staged.wipe": answering("has no `keep` in a session", (call) =>
    call.operation === "deleteAccount" && call.headers.has(SESSION) && call.query.has("keep")
      ? refused(call, 422)
      : call.pass(),
  ),
} satisfies Partial<FaultsOf<"session">>;

export const sessionStaged = { ...owning, ...staging } satisfies Partial<FaultsOf<"session">>;
