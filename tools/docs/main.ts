// Starts the command `npm run docs`.
import { main } from "./cli.ts";

process.exitCode = await main(process.argv.slice(2), console);
