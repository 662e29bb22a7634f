/** Servers with one fault each, for the rules of `checks/record/body.ts`. */
import { answering, type FaultsOf, replying } from "../fault.ts";
import { parse, sending, writesRecord } from "../support/request.ts";

/** The `modified` that each path was last written with. */
const claimed = new Map<string, number>();

export const recordBody = {
  "record.body.unexpected": sending(
    "overlooks a `collection` in a record",
    ({ collection: _, ...body }) => body,
  ),

  "record.body.id": sending("compares the `id` of a body without regard to case", (body, { path }) => {
    const id = path.split("/").at(-1);
    const same = typeof body.id === "string" && body.id.toLowerCase() === id?.toLowerCase();
    return same ? { ...body, id } : body;
  }),

  "record.body.same-id": sending(
    "compares the `id` of a body with the path as it is encoded",
    (body, call) => {
      const encoded = call.path.split("/").at(-1);
      const isOther = typeof body.id === "string" && body.id !== encoded;
      return isOther ? { ...body, id: "other" } : body;
    },
  ),

  "record.body.version": replying("keeps the `modified` of a client, if it is in the past", (reply, call) => {
    const place = `${call.account} ${call.path}`;
    if (writesRecord(call) && reply.ok) {
      const { modified } = Object(parse(call.text));
      if (Number.isInteger(modified) && modified > 1e9 && modified < Date.now() / 1000)
        claimed.set(place, modified);
      else claimed.delete(place);
    }
    const modified = claimed.get(place);
    if (call.operation === "getRecord" && reply.ok && modified) reply.json = { ...reply.json, modified };
  }),

  "record.body.object": answering("takes a list of one record for the record", (call) => {
    const body = writesRecord(call) ? parse(call.text) : undefined;
    return call.pass(Array.isArray(body) && body.length === 1 ? { text: JSON.stringify(body[0]) } : {});
  }),
} satisfies Partial<FaultsOf<"record">>;
