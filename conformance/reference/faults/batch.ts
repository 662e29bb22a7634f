import type { FaultsOf } from "./fault.ts";

export const batch = {} as FaultsOf<"batch">;
