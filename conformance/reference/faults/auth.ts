import type { FaultsOf } from "./fault.ts";

export const auth = {} as FaultsOf<"auth">;
