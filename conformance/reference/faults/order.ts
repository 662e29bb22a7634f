import { bodyFaults } from "../validate.ts";
import { answering, credentials, type FaultsOf, replying } from "./fault.ts";
import { peek, turnInto, UNMODIFIED } from "./peek.ts";
import { parse } from "./request.ts";

export const order = {
  "order.invalid-before-missing": answering(
    "looks for the target before it looks at the request",
    async (call) => {
      const target = await peek(call);
      return target.status === 404 && call.method !== "PUT" && call.method !== "POST" ? target : call.pass();
    },
  ),

  "order.invalid-before-condition": answering(
    "looks at the precondition before it looks at the request",
    async (call) => {
      const version = call.headers.get(UNMODIFIED);
      if (version === null) return call.pass();
      const headers = { ...credentials(call.headers), [UNMODIFIED]: version };
      const target = await call.pass({ method: "GET", query: "", headers });
      return target.status === 412 ? target : call.pass();
    },
  ),

  "order.limit-before-invalid": replying(
    "looks at the fields of a list before it counts the records",
    async (reply, call) => {
      const list = reply.status === 413 ? parse(call.text) : undefined;
      if (!Array.isArray(list)) return;
      const isValid = ({ collection: _, ...fields }: { collection?: unknown }) =>
        bodyFaults({ $ref: "#/components/schemas/RecordUpdate" }, fields).length === 0;
      if (!list.every(isValid)) turnInto(reply, 422, "invalid-request");
    },
  ),

  "order.size-before-parsing": replying("parses a body before it counts its octets", (reply, call) => {
    if (reply.status === 413 && parse(call.text) === undefined) turnInto(reply, 422, "invalid-request");
  }),
} satisfies FaultsOf<"order">;
