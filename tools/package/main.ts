import { join } from "node:path";
import { build } from "./build.ts";

const ROOT = join(import.meta.dirname, "../..");

build(ROOT, join(ROOT, "generated/package"));
