import type { FaultsOf } from "./fault.ts";

export const record = {} as FaultsOf<"record">;
