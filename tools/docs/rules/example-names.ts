// Replaces the names of a run by those of the example server in the document.
import type { Exchange } from "../../../conformance/results/report-model.ts";
import openapi from "../../../generated/openapi.json" with { type: "json" };

/** Account and path of a request. */
export interface RequestPlace {
  /** Number of the account in the order of first use; 0 is that of the check itself. */
  account: number;
  /** True if the target differs from that of the check's account: one is inside of a scenario, the other outside. */
  elsewhere: boolean;
  /** Path and query below the endpoint URL. */
  path: string;
}

/** Replaces host, path and accounts of a run by those of the example in the document. */
export interface ExampleNames {
  placeOf(exchange: Exchange): RequestPlace;
  /** Path and query of a request, as on the example server. */
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
 * Makes the replacements for the exchanges of a check.
 * @param endpoint endpoint URL in the report, with `{account}`
 * @param exchanges exchanges of one attempt, in their order
 */
export function exampleNames(endpoint: string, exchanges: readonly Exchange[]): ExampleNames {
  const [origin = "", before = ""] = partsOf(endpoint);
  const reach = ({ request }: Exchange): Reached => {
    const target = request.url.slice(origin.length);
    const at = target.indexOf(before);
    const [, account = "", path = ""] = /^([^/?#]*)(.*)$/.exec(target.slice(at + before.length)) ?? [];
    return { mount: target.slice(0, Math.max(0, at)), account, path };
  };
  const all = exchanges.map(reach);
  // In a scenario the account of the check is inside of the scenario, even if its first request is outside.
  const main = all.find(({ mount }) => mount !== "") ?? all[0];
  const names = [...new Set([main, ...all].flatMap((place) => place?.account || []))];
  const numbers = new Map(names.map((name, index) => [name, index]));
  const byLength = names.toSorted((a, b) => b.length - a.length);
  const mounts = [...new Set(all.map(({ mount }) => mount))].filter((mount) => mount !== "");

  return {
    placeOf(exchange) {
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
