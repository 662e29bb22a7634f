import type { FaultsOf } from "./fault.ts";

export const conditional = {} as FaultsOf<"conditional">;
