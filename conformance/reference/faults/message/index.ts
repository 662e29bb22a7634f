/** Servers with one fault each, for the rules of `checks/message/index.ts`. */
import { answering, type Call, type Fault, type FaultsOf, headersWith, replying } from "../fault.ts";
import { turnInto } from "../support/peek.ts";
import { messageAcknowledge } from "./acknowledge.ts";
import { messageAlert } from "./alert.ts";
import { messageLanguage } from "./language.ts";

// biome-ignore lint/suspicious/noExplicitAny: a fault knows what it breaks
type Item = any;

/** A fault that lists other messages than it should. */
function listing(does: string, change: (items: Item[], call: Call) => Item[]): Fault {
  return replying(does, (reply, call) => {
    const list = call.operation === "getMessages" && reply.ok ? reply.json : undefined;
    if (list?.items) reply.json = { items: change(list.items, call) };
  });
}

/** What every account has been shown, to tell what expires. */
const shown = new Map<string | null, Item[]>();

export const message = {
  ...messageAlert,
  ...messageAcknowledge,
  ...messageLanguage,
  "message.list.pending": listing("lists only the severest message", (items) => items.slice(0, 1)),

  "message.list.client": replying("has no list where nothing is left in it", (reply, { operation }) => {
    if (operation === "getMessages" && reply.ok && reply.json.items.length === 0)
      turnInto(reply, 404, "not-found");
  }),

  "message.list.expired": listing("forgets to look whether a message has expired", (items, { account }) => {
    const now = Date.now() / 1000;
    const before = shown.get(account) ?? [];
    const expired = before.filter(
      ({ id, expires }) => expires < now && items.every((item) => item.id !== id),
    );
    shown.set(account, [...items, ...expired]);
    return [...items, ...expired];
  }),

  "message.head": answering("looks at what is acceptable only where it sends a body", (call) => {
    if (call.operation !== "headMessages") return call.pass();
    return call.pass({ headers: headersWith(call.headers, { Accept: null }) });
  }),
} satisfies FaultsOf<"message">;
