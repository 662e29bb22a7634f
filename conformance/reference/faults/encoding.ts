import type { FaultsOf } from "./fault.ts";

export const encoding = {} as FaultsOf<"encoding">;
