/** Servers with one fault each, for the rules of `checks/status.ts`. */
import { type FaultsOf, replying } from "./fault.ts";

export const status = {
  "status.declared": replying(
    "answers 204 to a HEAD of its configuration, which has no body after all",
    (reply, { operation }) => {
      if (operation === "headInfoConfiguration" && reply.status === 200) reply.status = 204;
    },
  ),
} satisfies FaultsOf<"status">;
