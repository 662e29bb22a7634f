/** The faults that hide, by name. */
import { access } from "./access.ts";
import { accounting } from "./accounting.ts";
import { accounts } from "./accounts.ts";
import { alike } from "./alike.ts";
import { answers } from "./answers.ts";
import { crossed } from "./crossed.ts";
import { expiry } from "./expiry.ts";
import type { SubtleFault } from "./fault.ts";
import { fields } from "./fields.ts";
import { gone } from "./gone.ts";
import { leases } from "./leases.ts";
import { listings } from "./listings.ts";
import { many } from "./many.ts";
import { once } from "./once.ts";
import { overlooked } from "./overlooked.ts";
import { races } from "./races.ts";
import { refusals } from "./refusals.ts";
import { remade } from "./remade.ts";
import { reviewed } from "./reviewed.ts";
import { sequences } from "./sequences.ts";
import { sizes } from "./sizes.ts";
import { spelling } from "./spelling.ts";
import { targets } from "./targets.ts";
import { unrenewed } from "./unrenewed.ts";
import { versions } from "./versions.ts";

export const subtleFaults: Record<string, SubtleFault> = {
  ...sequences,
  ...races,
  ...accounting,
  ...access,
  ...leases,
  ...accounts,
  ...expiry,
  ...many,
  ...fields,
  ...versions,
  ...sizes,
  ...remade,
  ...overlooked,
  ...spelling,
  ...reviewed,
  ...gone,
  ...alike,
  ...crossed,
  ...refusals,
  ...targets,
  ...answers,
  ...listings,
  ...unrenewed,
  ...once,
};
