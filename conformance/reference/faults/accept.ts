import type { FaultsOf } from "./fault.ts";

export const accept = {} as FaultsOf<"accept">;
