import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Token } from "./applicant.ts";
import { publicKey, publicToken } from "./authenticate.ts";
import type { Handler } from "./boundary.ts";
import { Hawk } from "./hawk.ts";
import { serveHttp } from "./http.ts";
import { endpointAt, openServices, type ScenarioTarget, scenarioTargets } from "./mounts.ts";
import type { Scenario } from "./policy-scenarios.ts";
import { createReference } from "./reference.ts";
import { openStore } from "./sqlite/open.ts";
import type { Store } from "./store.ts";

export interface StartOptions {
  /** 0: any free port. */
  port?: number;
  host?: string;
  /** File that keeps the data; in memory where absent. */
  data?: string | undefined;
  /** The bearer token of an account; by default the public development value `reference-<account>`. */
  token?: Token;
  /**
   * Its Hawk key; the id beside it is its name. By default its token where one is given, so that a secret token is
   * not undone by a public key, and otherwise the public development value `reference-key-<account>`.
   */
  hawkKey?: Token;
  /** Milliseconds since the epoch; by default those of the machine. */
  clock?: () => number;
  /** Puts something between HTTP and the protocol. */
  wrap?: (handler: Handler) => Handler;
  /** Puts something between the protocol and its data. */
  wrapStore?: (store: Store) => Store;
}

export interface Running {
  /** `http://127.0.0.1:PORT/2.0/{account}`, literally with `{account}`: every name there is an account. */
  endpoint: string;
  scenarios: Record<Scenario, ScenarioTarget>;
  /** The Hawk credentials of an account, likewise with `{account}` in them. */
  hawk: { id: string; key: string; algorithm: "sha256" };
  close(): Promise<void>;
}

const unchanged = <T>(value: T): T => value;

/**
 * Starts the reference server: the ordinary service, and below a prefix of its own one for each scenario. Accounts
 * need no creation: names of 1 to 64 of `A-Za-z0-9_-`, each an account of its own in each service.
 * @throws Error when the data file cannot be used or the port is taken
 */
export async function startReference(options: StartOptions = {}): Promise<Running> {
  const { port = 0, host = "127.0.0.1", data, token = publicToken, clock = Date.now } = options;
  const { hawkKey = options.token ?? publicKey } = options;
  const { wrap = unchanged, wrapStore = unchanged } = options;
  const store = wrapStore(openStore(data, clock));
  const credentials = { token, hawk: new Hawk(hawkKey, clock) };
  const handler = wrap(createReference({ store, credentials, services: openServices() }));
  const server = serveHttp(handler, () => store.now());
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    store.close();
    throw error;
  }
  const { port: taken } = server.address() as AddressInfo;
  const origin = `http://${host.includes(":") ? `[${host}]` : host}:${taken}`;
  return {
    endpoint: endpointAt(origin, null),
    scenarios: scenarioTargets(origin),
    hawk: { id: "{account}", key: hawkKey("{account}"), algorithm: "sha256" },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      store.close();
    },
  };
}
