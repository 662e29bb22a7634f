import { access } from "./access.ts";
import { accounting } from "./accounting.ts";
import type { SubtleFault } from "./fault.ts";
import { fields } from "./fields.ts";
import { leases } from "./leases.ts";
import { races } from "./races.ts";
import { sequences } from "./sequences.ts";
import { sizes } from "./sizes.ts";
import { versions } from "./versions.ts";

/** The faults that hide, by name. */
export const subtleFaults: Record<string, SubtleFault> = {
  ...sequences,
  ...races,
  ...accounting,
  ...access,
  ...leases,
  ...fields,
  ...versions,
  ...sizes,
};
