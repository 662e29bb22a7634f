/** Builds the check that PUT and POST of a record refuse some bodies. */
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { CheckContext } from "../../runner/define-check.ts";
import { control, expectProblem } from "./expect.ts";

/** Builds the check that PUT and POST of one record refuse these bodies, but accept a valid one. */
export function refusesBodies(...bodies: unknown[]) {
  return async ({ account, partition }: CheckContext) => {
    control(await account.put(`/${partition}/c/a`, { payload: "valid", sortindex: 1, ttl: 1000 }), 201);
    control(await account.post(`/${partition}/c/a`, { payload: "valid", sortindex: 1, ttl: 1000 }), 204);
    for (const body of bodies) {
      const raw = typeof body === "string" ? new RawBody(body) : RawBody.json(body);
      expectProblem(await account.put(`/${partition}/c/a`, raw), 422, "invalid-request");
      expectProblem(await account.post(`/${partition}/c/a`, raw), 422, "invalid-request");
    }
  };
}
