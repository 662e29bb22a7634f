import type { FaultsOf } from "./fault.ts";

export const error = {} as FaultsOf<"error">;
