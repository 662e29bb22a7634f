/** Servers with one fault each, for the rules of `checks/version/concurrency.ts`. */
import { type Fault, type FaultsOf, replying, storing } from "../fault.ts";
import { wait } from "../support/pause.ts";
import { peek } from "../support/peek.ts";

/** Milliseconds between two things that ought to happen at one moment. */
const APART = 5;

/** The version of a write is there at once; listings show the records that it made a little later, before its answer. */
function appearingLate(): Fault {
  const { store } = storing("", (inner) => {
    const pending = new Set<string>();
    return {
      write(account, changes) {
        const written = inner.write(account, changes);
        for (const name of written.created) {
          pending.add(`${account}/${name}`);
          setTimeout(() => pending.delete(`${account}/${name}`), APART);
        }
        return written;
      },
      list(account, query) {
        const page = inner.list(account, query);
        const records = page.records.filter(
          ({ collection, id }) => !pending.has(`${account}/${collection}/${id}`),
        );
        return { ...page, records };
      },
    };
  });
  return {
    does: "shows the version of a write before what it wrote",
    ...(store && { store }),
    handler: (next) => async (request, env) => {
      const response = await next(request, env);
      if (request.method === "POST" || request.method === "PUT") await wait(APART * 2);
      return response;
    },
  };
}

export const versionConcurrency = {
  "version.snapshot": replying("reads a page half now and half a little later", async (reply, call) => {
    const items = reply.json?.items;
    if (call.operation !== "getPartition" || !call.query.has("full") || !items) return;
    await wait(APART);
    const later = (await peek(call, call.path, call.query.toString())).json?.items ?? [];
    const half = Math.floor(items.length / 2);
    reply.json = { items: [...items.slice(0, half), ...later.slice(half)] };
  }),

  "version.order": appearingLate(),
} satisfies Partial<FaultsOf<"version">>;
