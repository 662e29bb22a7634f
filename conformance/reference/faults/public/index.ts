/** Bugs that public servers, frameworks and libraries had, by name. */
import { conditions } from "./conditions.ts";
import { expiring } from "./expiring.ts";
import type { PublicFaults } from "./fault.ts";
import { http } from "./http.ts";
import { listings } from "./listings.ts";
import { pages } from "./pages.ts";
import { sessions } from "./sessions.ts";
import { usages } from "./usages.ts";
import { versions } from "./versions.ts";
import { writes } from "./writes.ts";

export const publicFaults: PublicFaults = {
  ...versions,
  ...conditions,
  ...listings,
  ...pages,
  ...writes,
  ...sessions,
  ...expiring,
  ...usages,
  ...http,
};
