/** Implements the protocol: takes each request through its steps, from its target to its outcome. */
import { OPERATIONS, type Operation } from "../contract/document.ts";
import { authenticate, type Credentials } from "./authenticate.ts";
import { Body, isOversized, parseBody } from "./body.ts";
import type { Handler } from "./http-handler.ts";
import { makeResponse } from "./make-response.ts";
import { negotiate } from "./negotiate.ts";
import { performWrite } from "./perform-write.ts";
import { policyHeaders } from "./policy-headers.ts";
import { precondition } from "./precondition.ts";
import { Refusal, refuse } from "./problem.ts";
import type { Outcome } from "./request-outcome.ts";
import { readTarget, storeName, type Target } from "./request-target.ts";
import type { Acting, Call, Versioned } from "./resource.ts";
import { implementation } from "./resources/index.ts";
import { route } from "./route-request.ts";
import type { Services } from "./scenario-mounts.ts";
import { clientOf, namesClient, type Service } from "./service.ts";
import { enterSession } from "./session.ts";
import type { Store } from "./store.ts";
import { readInput } from "./validate.ts";

interface ReferenceParts {
  store: Store;
  credentials: Omit<Credentials, "expired">;
  services: Services;
}

/** A request with valid credentials. */
interface AuthenticatedRequest {
  store: Store;
  service: Service;
  /** The account's name in the store. */
  account: string;
  /** The client's name; empty for the client without a name. */
  client: string;
  request: Request;
  target: Target;
  body: Body;
}

/**
 * Makes the handler of the protocol over a store. Each step of a request returns to the next one or throws the Refusal
 * that answers the request, so the steps have the order that the protocol gives to refusals (order.*).
 * @throws Error if the document has an operation that nothing implements
 */
export function createReference({ store, credentials, services }: ReferenceParts): Handler {
  OPERATIONS.forEach(implementation);
  return async (request, { incoming }) => {
    const target = readTarget(incoming.url ?? "");
    const service = services.get(target.mount) as Service;
    const headers = new Headers(policyHeaders(service.policy));
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
    return makeResponse(request, outcome, headers);
  };
}

async function perform(visit: AuthenticatedRequest): Promise<Outcome> {
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

  // There is no await from here on, so no other write comes between.
  const session = findSession();
  const call: Call = { store, service, account, client, names, body, session, limits, quota, ...input };
  refuse(action.faults?.(call) ?? []);

  // A resource without a version exists, or else its action throws a 404.
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
