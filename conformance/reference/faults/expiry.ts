import type { FaultsOf } from "./fault.ts";

export const expiry = {} as FaultsOf<"expiry">;
