import type { FaultsOf } from "./fault.ts";

export const version = {} as FaultsOf<"version">;
