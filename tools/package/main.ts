import { join } from "node:path";
import { build } from "./build.ts";
import { packDocs } from "./docs.ts";

const ROOT = join(import.meta.dirname, "../..");
const OUT = join(ROOT, "generated/package");

build(ROOT, OUT);
packDocs(join(ROOT, "generated/docs"), join(OUT, "docs.json.br"));
