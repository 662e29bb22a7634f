// A command that adds a build of the documentation to the folder of all published versions.
import { resolve } from "node:path";
import manifest from "../../../package.json" with { type: "json" };
import { NEXT, PublishError, publish } from "./publish-version.ts";

const HELP = `Puts generated/docs into a folder that holds all published versions of the documentation.

Usage: npx tsx tools/docs/publish/main.ts <folder> <version or "next">`;

const [site, as, ...more] = process.argv.slice(2);
if (!site || !as || more.length > 0) {
  console.error(HELP);
  process.exitCode = 2;
} else {
  try {
    if (as !== NEXT && as !== manifest.version) {
      throw new PublishError(
        `This is version ${manifest.version}, not ${as}: a tag has to name the version of package.json.`,
      );
    }
    await publish(resolve(site), resolve(import.meta.dirname, "../../../generated/docs"), as);
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
