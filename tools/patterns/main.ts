import { prove } from "./report.ts";

process.exitCode = await prove(console);
