import type { FaultsOf } from "./fault.ts";

export const list = {} as FaultsOf<"list">;
