import type { Fault } from "../../../conformance/reference/faults/fault.ts";
import { type Running, startReference } from "../../../conformance/reference/server.ts";
import type { TestableRuleId } from "../../../generated/rules.ts";
import { startProxy } from "../proxy.ts";
import { doJob } from "./job.ts";

export interface ServerJob {
  /** 0 or left out: any free one. */
  port?: number;
  /** Milliseconds that a round trip takes longer; left out: nothing stands between. */
  roundTripMs?: number;
  /** Milliseconds by which its clock is behind that of the machine. */
  behindMs?: number;
  /** Breaks it as `npm run faults` does. */
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
  const reached = { endpoint, scenarios, hawk };
  return roundTripMs === undefined ? reached : behind(reached, roundTripMs);
});

type Reached = Pick<Running, "endpoint" | "scenarios" | "hawk">;

/** The same server, reached through a line that takes its time. */
async function behind(server: Reached, roundTripMs: number): Promise<Reached> {
  const { port } = new URL(server.endpoint);
  const proxy = await startProxy(Number(port), roundTripMs);
  // Nothing else in it looks like this.
  return JSON.parse(JSON.stringify(server).replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${proxy.port}`));
}
