import type { FaultsOf } from "./fault.ts";

export const status = {} as FaultsOf<"status">;
