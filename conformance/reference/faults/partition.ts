import type { FaultsOf } from "./fault.ts";

export const partition = {} as FaultsOf<"partition">;
