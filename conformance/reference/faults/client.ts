/** Servers with one fault each, for the rules of `checks/client.ts`. */
import { answering, type FaultsOf, headersWith } from "./fault.ts";

const CLIENT = "X-Weave-Client";
const LONGEST = 64;

export const client = {
  "client.name.syntax": answering("cuts the names of clients where they become too long", (call) => {
    const name = call.headers.get(CLIENT)?.slice(0, LONGEST);
    return call.pass(name === undefined ? {} : { headers: headersWith(call.headers, { [CLIENT]: name }) });
  }),
} satisfies FaultsOf<"client">;
