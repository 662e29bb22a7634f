/** Servers with one fault each, for the rules of `checks/order/limit.ts`. */
import { bodyFaults } from "../../validate.ts";
import { type FaultsOf, replying } from "../fault.ts";
import { turnInto } from "../support/peek.ts";
import { parse } from "../support/request.ts";

export const orderLimit = {
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
} satisfies Partial<FaultsOf<"order">>;
