import { join } from "node:path";
import { buildPackage } from "./build-package.ts";
import { packDocs } from "./pack-docs.ts";

/** Builds the files of the npm package into generated/package; `prepack` calls it. */

const ROOT = join(import.meta.dirname, "../..");
const OUT = join(ROOT, "generated/package");

buildPackage(ROOT, OUT);
packDocs(join(ROOT, "generated/docs"), join(OUT, "docs.json.br"));
