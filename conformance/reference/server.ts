/** Starts the reference server. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { publicKey, publicToken } from "./authenticate.ts";
import { Hawk } from "./hawk.ts";
import type { Handler } from "./http-handler.ts";
import { serveHttp } from "./http-server.ts";
import type { Scenario } from "./policy-scenarios.ts";
import { createReference } from "./reference-handler.ts";
import { endpointAt, openServices, type ScenarioTarget, scenarioTargets } from "./scenario-mounts.ts";
import { openStore } from "./sqlite/open.ts";
import type { Store } from "./store.ts";
import type { SecretOf } from "./unauthenticated-request.ts";

/** Options of the reference server. */
export interface StartOptions {
  /** 0: any free port. */
  port?: number;
  host?: string;
  /** File for the data; by default the data is in memory. */
  data?: string | undefined;
  /** The bearer token of an account; by default the public development value `reference-<account>`. */
  token?: SecretOf;
  /**
   * The Hawk key of an account, whose name is the Hawk id. By default the token if one is given, so that no public key
   * undermines a secret token, and otherwise the public development value `reference-key-<account>`.
   */
  hawkKey?: SecretOf;
  /** Milliseconds since the epoch; by default the clock of the machine. */
  clock?: () => number;
  /** Wraps the handler between HTTP and the protocol. */
  wrap?: (handler: Handler) => Handler;
  /** Wraps the store between the protocol and its data. */
  wrapStore?: (store: Store) => Store;
}

/** A reference server that is running. */
export interface Running {
  /** `http://127.0.0.1:PORT/2.0/{account}`, literally with `{account}`; any name in its place is an account. */
  endpoint: string;
  scenarios: Record<Scenario, ScenarioTarget>;
  /** The Hawk credentials of an account, also with `{account}` in them. */
  hawk: { id: string; key: string; algorithm: "sha256" };
  close(): Promise<void>;
}

const unchanged = <T>(value: T): T => value;

/**
 * Starts the reference server: the ordinary service, and a service for each scenario below its own prefix. Accounts
 * need no creation: every name of 1 to 64 characters of `A-Za-z0-9_-` is an account, a separate one in each service.
 * @throws Error if the data file cannot be used or the port is taken
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
