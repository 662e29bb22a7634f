import type { FaultsOf } from "./fault.ts";

export const query = {} as FaultsOf<"query">;
