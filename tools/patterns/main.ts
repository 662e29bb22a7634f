// The command `npm run lint:patterns`: checks that every regular expression of the suite takes linear time.
import { checkPatterns } from "./check-patterns.ts";

process.exitCode = await checkPatterns(console);
