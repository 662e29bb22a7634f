import type { FaultsOf } from "./fault.ts";

export const collection = {} as FaultsOf<"collection">;
