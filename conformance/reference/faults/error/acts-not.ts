/** Servers with one fault each, for the rules of `checks/error/acts-not.ts`. */
import { answering, type FaultsOf } from "../fault.ts";
import { parse } from "../support/request.ts";

export const errorActsNot = {
  "error.acts-not": answering(
    "stores the fields of a partial update up to the one that is bad",
    async (call) => {
      const reply = await call.pass();
      const body = call.operation === "postRecord" && reply.status === 422 ? parse(call.text) : null;
      const { payload } = Object(body) as { payload?: unknown };
      if (typeof payload === "string") await call.pass({ text: JSON.stringify({ payload }) });
      return reply;
    },
  ),
} satisfies Partial<FaultsOf<"error">>;
