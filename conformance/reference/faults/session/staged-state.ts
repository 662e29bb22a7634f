/** Servers with one fault each, for the rules of `checks/session/staged-state.ts`. */
import { answering, type FaultsOf, headersWith, replying } from "../fault.ts";
import { currentVersion, UNMODIFIED, VERSION } from "../support/peek.ts";
import { parse, writesRecord } from "../support/request.ts";
import { isStaged } from "../support/session.ts";
import { SESSION } from "../support/session-leasing.ts";

/** Payloads that were staged by PUT, by session and path. */
const staged = new Map<string, string>();

export const sessionStagedState = {
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

  "session.staged.precondition": answering(
    "ignores preconditions in a session, which owns its scope",
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
} satisfies Partial<FaultsOf<"session">>;
