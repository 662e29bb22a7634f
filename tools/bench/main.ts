import { main } from "./cli.ts";

/** Runs the benchmark: `npm run bench`. */

process.exitCode = await main(process.argv.slice(2), console);
