import type { FaultsOf } from "./fault.ts";

export const method = {} as FaultsOf<"method">;
