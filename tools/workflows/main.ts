import { main } from "./cli.ts";

/** Runs the workflows of spec/workflows against a server. */

process.exitCode = await main(process.argv.slice(2), process.env.SYNC2_TOKEN, console);
