import type { FaultsOf } from "./fault.ts";

export const info = {} as FaultsOf<"info">;
