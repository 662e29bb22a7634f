import { OPERATIONS, type Operation } from "../contract/document.ts";
import { answer } from "./answer.ts";
import { authenticate, type Credentials } from "./authenticate.ts";
import { Body, isOversized, parseBody } from "./body.ts";
import type { Handler } from "./boundary.ts";
import type { Services } from "./mounts.ts";
import { negotiate } from "./negotiate.ts";
import type { Outcome } from "./outcome.ts";
import { standingHeaders } from "./policy-headers.ts";
import { precondition } from "./precondition.ts";
import { Refusal, refuse } from "./problem.ts";
import type { Acting, Call, Versioned } from "./resource.ts";
import { implementation } from "./resources/index.ts";
import { route } from "./route.ts";
import { clientOf, namesClient, type Service } from "./service.ts";
import { enterSession } from "./session.ts";
import type { Store } from "./store.ts";
import { readTarget, storeName, type Target } from "./target.ts";
import { readInput } from "./validate.ts";
import { performWrite } from "./write.ts";

interface Parts {
  store: Store;
  credentials: Omit<Credentials, "expired">;
  services: Services;
}

/** A request that has been let in. */
interface Visit {
  store: Store;
  service: Service;
  /** As the store knows it. */
  account: string;
  /** As it names itself; empty for the nameless one. */
  client: string;
  request: Request;
  target: Target;
  body: Body;
}

/**
 * The protocol over a store. Each step of a request either hands over to the next or throws the Refusal that
 * answers it; the order of the steps is the order in which the protocol wants refusals (order.*).
 * @throws Error at once when the document has an operation that nothing performs
 */
export function createReference({ store, credentials, services }: Parts): Handler {
  OPERATIONS.forEach(implementation);
  return async (request, { incoming }) => {
    const target = readTarget(incoming.url ?? "");
    const service = services.get(target.mount) as Service;
    const headers = new Headers(standingHeaders(service.policy));
    const outcome = await refusalsAsOutcomes(async () => {
      service.admit(request.headers);
      const body = new Body(request, service.policy.limits.max_request_bytes);
      const name = await authenticate(
        { request, incoming, body, account: target.account },
        { ...credentials, expired: service.policy.credentialsExpired },
      );
      const account = storeName(target, name);
      headers.set("X-Weave-Store", store.history(account));
      headers.set("Cache-Control", "no-store");

      const client = clientOf(request.headers);
      const visit = { store, service, account, client, request, target, body };
      const result = await refusalsAsOutcomes(() =>
        service.waits.govern(account, client, () => perform(visit)),
      );
      const alert = namesClient(request.headers) ? service.alert(account, client, store.now()) : null;
      if (alert !== null) headers.set("X-Weave-Alert", alert);
      return result;
    });
    headers.set("X-Weave-Timestamp", String(outcome.modified ?? store.now()));
    return answer(request, outcome, headers);
  };
}

async function perform(visit: Visit): Promise<Outcome> {
  const { store, service, account, client, request, target, body: sent } = visit;
  const { limits, quota } = service.policy;
  const { operation, names } = route(request.method, target.path);
  const { resource, action } = implementation(operation);
  const findSession = enterSession(store, account, operation, names, request.headers);
  const received = await sent.receiveFor(operation);
  service.waits.refuse(account, client, () => isOversized(operation, request.headers, received, limits));
  const type = negotiate(operation, request.headers.get("accept"));
  const body = parseBody(operation, request.headers, received, limits);
  const { faults, ...input } = readInput(operation, target.query, request.headers, body);
  refuse(faults);

  // From here on nothing is awaited, so that nobody else's write comes between.
  const session = findSession();
  const call: Call = { store, service, account, client, names, body, session, limits, quota, ...input };
  refuse(action.faults?.(call) ?? []);

  // What is not versioned is there, or its action says that it is not.
  const found = resource.find ? resource.find(call) : { version: 0 };
  const outcome =
    "plan" in action
      ? performWrite(operation, call, action.plan(call), found?.version)
      : performAct(operation, call, action, found);
  return { type, ...(resource.find && { version: found?.version ?? 0 }), ...outcome };
}

function performAct(operation: Operation, call: Call, action: Acting, found: Versioned | undefined): Outcome {
  if (!found) throw new Refusal(404);
  return precondition(operation, call.conditions, found.version) ?? action.act(call, found);
}

async function refusalsAsOutcomes(attempt: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.outcome;
  }
}
