/** Servers with one fault each, for the rules of `checks/message/alert.ts`. */
import { type FaultsOf, replying } from "../fault.ts";
import { CLIENT } from "../support/message.ts";
import { peek } from "../support/peek.ts";

const ALERT = "X-Weave-Alert";

export const messageAlert = {
  "message.alert.form": replying("gives each severity as a string", ({ headers }) => {
    const value = headers.get(ALERT);
    if (value) headers.set(ALERT, value.replace(/severity=(\w+)/g, 'severity="$1"'));
  }),

  "message.alert.present": replying("announces nothing on a 304", ({ status, headers }) => {
    if (status === 304) headers.delete(ALERT);
  }),

  "message.alert.pending": replying("announces all messages as warnings", ({ headers }) => {
    const value = headers.get(ALERT);
    if (value) headers.set(ALERT, value.replace(/severity=\w+/g, "severity=warning"));
  }),

  "message.alert.order": replying("announces the mildest messages first", ({ headers }) => {
    const value = headers.get(ALERT);
    if (value) headers.set(ALERT, value.split(", ").reverse().join(", "));
  }),

  "message.alert.malformed": replying(
    "takes a client with a malformed name for the nameless one",
    async (reply, call) => {
      const name = call.headers.get(CLIENT);
      if (name === null || /^[\w-]{1,64}$/.test(name) || reply.status === 401) return;
      const value = (await peek(call, "/info/collections")).headers.get(ALERT);
      if (value !== null) reply.headers.set(ALERT, value);
    },
  ),

  "message.alert.none": replying("announces that there is nothing", ({ status, headers }) => {
    if (status !== 401 && !headers.has(ALERT)) headers.set(ALERT, '"none";severity=info');
  }),
} satisfies Partial<FaultsOf<"message">>;
