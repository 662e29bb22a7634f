/** The resources `/messages` and `/messages/{message}`. */
import { shownMessage } from "../messages.ts";
import { Refusal } from "../problem.ts";
import type { Resource } from "../resource.ts";

/** The pending messages of the client. */
export const messages: Resource = {
  get: {
    act({ store, service, account, client, conditions }) {
      const pending = service.board.pending(account, client, store.now());
      const items = pending.map((message) => shownMessage(message, conditions["Accept-Language"]));
      return { status: 200, content: { items } };
    },
  },
};

/** One message. A DELETE acknowledges it for this client only. */
export const message: Resource = {
  delete: {
    act({ store, service, account, client, names }) {
      if (service.board.acknowledge(account, client, names.message, store.now())) return { status: 204 };
      throw new Refusal(404);
    },
  },
};
