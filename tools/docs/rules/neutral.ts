import type { Exchange } from "../../../conformance/results/report-model.ts";
import openapi from "../../../generated/openapi.json" with { type: "json" };

/** Where an exchange took place. */
export interface Aim {
  /** Of which account, in the order of first use: 0 is that of the check itself. */
  account: number;
  /** Whether it is another target than that of the account of the check: in a scenario, or out of it. */
  elsewhere: boolean;
  /** Path and query below the endpoint URL. */
  path: string;
}

/** Puts names of the document's example in the place of the names of one run. */
export interface Neutral {
  aim(exchange: Exchange): Aim;
  /** Path and query of a request, as an example server has them. */
  target(exchange: Exchange): string;
  text(text: string): string;
}

const [server] = openapi.servers;
const DEFAULT = Number(server?.variables.account.default);
const EXAMPLE = new URL(String(server?.url).replace("{account}", ""));
/** The host of the example. */
export const HOST = EXAMPLE.host;

interface Reached {
  mount: string;
  account: string;
  path: string;
}

/**
 * @param endpoint the endpoint URL of the run, as the report has it, with `{account}` in it
 * @param exchanges of one trial of a check, in their order
 */
export function neutral(endpoint: string, exchanges: readonly Exchange[]): Neutral {
  const [origin = "", before = ""] = partsOf(endpoint);
  const reach = ({ request }: Exchange): Reached => {
    const target = request.url.slice(origin.length);
    const at = target.indexOf(before);
    const [, account = "", path = ""] = /^([^/?#]*)(.*)$/.exec(target.slice(at + before.length)) ?? [];
    return { mount: target.slice(0, Math.max(0, at)), account, path };
  };
  const all = exchanges.map(reach);
  // In a scenario the check has an account there, whatever it did elsewhere before.
  const main = all.find(({ mount }) => mount !== "") ?? all[0];
  const names = [...new Set([main, ...all].flatMap((each) => each?.account || []))];
  const numbers = new Map(names.map((name, index) => [name, index]));
  const byLength = names.toSorted((a, b) => b.length - a.length);
  const mounts = [...new Set(all.map(({ mount }) => mount))].filter((mount) => mount !== "");

  return {
    aim(exchange) {
      const { mount, account, path } = reach(exchange);
      return { account: numbers.get(account) ?? 0, elsewhere: mount !== main?.mount, path };
    },
    target(exchange) {
      const { account, path } = reach(exchange);
      return `${EXAMPLE.pathname}${DEFAULT + (numbers.get(account) ?? 0)}${path}`;
    },
    text(text) {
      let clean = text.replaceAll(origin, EXAMPLE.origin);
      for (const mount of mounts) clean = clean.replaceAll(`${mount}${before}`, before);
      clean = clean.replaceAll(/\[([\w :]+?) of ([^\]]+)\]/g, (_, kind: string, name: string) =>
        numbers.get(name) === 0 ? `[${kind}]` : `[${kind} of another account]`,
      );
      for (const name of byLength) {
        clean = clean.replaceAll(name, String(DEFAULT + (numbers.get(name) ?? 0)));
      }
      return clean;
    },
  };
}

/** `http://host` and `/2.0/` of `http://host/2.0/{account}`. */
function partsOf(endpoint: string): [origin: string, before: string] {
  const [, origin = "", before = ""] = /^([a-z]+:\/\/[^/]+)([^{]*)/.exec(endpoint) ?? [];
  return [origin, before];
}
