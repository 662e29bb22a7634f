#!/usr/bin/env node
import { existsSync } from "node:fs";

try {
  process.cwd();
} catch {
  process.stderr.write("sync2: the working folder is not there any more. Change into another one.\n");
  process.exit(2);
}

// The package has no sources, so where there are any, nothing older can be run by mistake.
if (existsSync(new URL("./main.ts", import.meta.url))) {
  // Node 20 does not run TypeScript, so tsx is put before the first import of it.
  const { register } = await import("tsx/esm/api");
  register();
  await import("./main.ts");
} else {
  await import("../../generated/package/conformance/cli/main.js");
}
