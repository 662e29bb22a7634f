import { OPERATIONS } from "../contract/document.ts";
import { answer } from "./answer.ts";
import { authenticate, type Token } from "./authenticate.ts";
import { readBody } from "./body.ts";
import type { Handler } from "./boundary.ts";
import { negotiate } from "./negotiate.ts";
import type { Outcome } from "./outcome.ts";
import { precondition } from "./precondition.ts";
import { Refusal, refuse } from "./problem.ts";
import type { Call } from "./resource.ts";
import { implementation } from "./resources/index.ts";
import { route } from "./route.ts";
import type { Store } from "./store.ts";
import { readTarget, type Target } from "./target.ts";
import { readInput } from "./validate.ts";

/**
 * The protocol over a store. Each step of a request either hands over to the next or throws the Refusal that
 * answers it; the order of the steps is the order in which the protocol wants refusals (order.*).
 * @param token the bearer token of an account
 * @throws Error at once when the document has an operation that nothing performs
 */
export function createReference({ store, token }: { store: Store; token: Token }): Handler {
  OPERATIONS.forEach(implementation);
  return async (request, { incoming }) => {
    const target = readTarget(incoming.url ?? "");
    const headers = new Headers();
    const outcome = await refusalsAsOutcomes(async () => {
      const account = authenticate(request.headers.get("authorization"), target.account, token);
      headers.set("X-Weave-Store", store.history(account));
      headers.set("Cache-Control", "no-store");
      return perform(store, account, request, target);
    });
    headers.set("X-Weave-Timestamp", String(outcome.modified ?? store.now()));
    return answer(request, outcome, headers);
  };
}

async function perform(store: Store, account: string, request: Request, target: Target): Promise<Outcome> {
  const { operation, names } = route(request.method, target.path);
  const { resource, action } = implementation(operation);
  const type = negotiate(operation, request.headers.get("accept"));
  const body = await readBody(operation, request);
  const { faults, ...input } = readInput(operation, target.query, request.headers, body);
  refuse(faults);

  const call: Call = { store, account, names, body, ...input };
  refuse(action.faults?.(call) ?? []);

  const version = resource.version(call);
  const outcome = precondition(operation, call.conditions, version) ?? action.act(call);
  return { type, version: version ?? 0, ...outcome };
}

async function refusalsAsOutcomes(attempt: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.outcome;
  }
}
