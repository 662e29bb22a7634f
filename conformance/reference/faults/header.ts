import type { FaultsOf } from "./fault.ts";

export const header = {} as FaultsOf<"header">;
