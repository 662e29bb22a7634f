import type { FaultsOf } from "./fault.ts";

export const path = {} as FaultsOf<"path">;
