import type { Fault } from "../../../conformance/reference/faults/fault.ts";
import { type Running, startReference } from "../../../conformance/reference/server.ts";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { startProxy } from "../latency-proxy.ts";
import { doJob } from "./do-job.ts";

/** Child process: a reference server, with a slow line, an old clock or a fault if the job asks for it. */
export interface ServerJob {
  /** 0 by default: any free port. */
  port?: number;
  /** Milliseconds to add to each round trip; without it, clients connect directly. */
  roundTripMs?: number;
  /** Milliseconds by which its clock is behind that of the machine. */
  behindMs?: number;
  /** The rule whose planted fault the server has. */
  fault?: TestableRuleId;
}

doJob(async ({ port = 0, roundTripMs, behindMs = 0, fault }: ServerJob) => {
  const broken: Fault | null = fault
    ? (await import("../../../conformance/reference/faults/index.ts")).faults[fault]
    : null;
  const { endpoint, scenarios, hawk } = await startReference({
    port,
    ...(behindMs !== 0 && { clock: () => Date.now() - behindMs }),
    ...(broken?.handler && { wrap: broken.handler }),
    ...(broken?.store && { wrapStore: broken.store }),
  });
  const address = { endpoint, scenarios, hawk };
  return roundTripMs === undefined ? address : withLatency(address, roundTripMs);
});

type ServerAddress = Pick<Running, "endpoint" | "scenarios" | "hawk">;

/** The same server, reached through a slow line. */
async function withLatency(server: ServerAddress, roundTripMs: number): Promise<ServerAddress> {
  const { port } = new URL(server.endpoint);
  const proxy = await startProxy(Number(port), roundTripMs);
  // No other text in the address looks like host and port.
  return JSON.parse(JSON.stringify(server).replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${proxy.port}`));
}
