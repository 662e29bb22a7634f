import { main } from "./cli.ts";

/** Generates generated/ from spec/: `npm run generate`. */

process.exitCode = await main(process.argv.slice(2), console);
