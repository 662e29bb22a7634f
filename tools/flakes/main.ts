import { main } from "./cli.ts";

/** Runs the search for flakes: `npm run flakes`. */

process.exitCode = await main(process.argv.slice(2), console);
