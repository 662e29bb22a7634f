import type { FaultsOf } from "./fault.ts";

export const deletion = {} as FaultsOf<"delete">;
