#!/usr/bin/env node
// Node 20 does not run TypeScript, so tsx is put before the first import of it.
import { register } from "tsx/esm/api";

register();
await import("./main.ts");
