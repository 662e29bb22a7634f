import type { FaultsOf } from "./fault.ts";

export const body = {} as FaultsOf<"body">;
