import { existsSync } from "node:fs";
import { cp, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compare, valid } from "semver";

/** Where what is not released yet is published; it is replaced each time. */
export const NEXT = "next";
/** Where the newest release is published beside the path of its version. */
export const LATEST = "latest";

/** What is wrong with what was asked for; for people to read. */
export class PublishError extends Error {}

/**
 * Puts a build of the documentation into a folder that holds all published versions, each at a path of its own that it
 * keeps: a release that is there is never written again.
 * @param site folder of all versions
 * @param docs folder of the build
 * @param as version of a release, e.g. `1.2.0`, or `next`
 * @throws PublishError
 */
export async function publish(site: string, docs: string, as: string): Promise<void> {
  if (!existsSync(join(docs, "index.html"))) {
    throw new PublishError(`${docs} has no index.html. Build the documentation first: npm run docs.`);
  }
  if (as !== NEXT && valid(as) !== as) {
    throw new PublishError(`"${as}" is neither a version such as 1.2.0 nor "${NEXT}".`);
  }
  const place = join(site, as);
  if (as !== NEXT && existsSync(place)) {
    throw new PublishError(`${as} is published already, and a published version stays as it is.`);
  }
  await replace(place, docs);
  const releases = await releasesIn(site);
  const newest = releases[0];
  if (newest === as) await replace(join(site, LATEST), docs);
  await writeFile(join(site, "versions.json"), `${JSON.stringify({ releases, newest: newest ?? null })}\n`);
  await writeFile(join(site, "index.html"), redirect(newest === undefined ? NEXT : LATEST));
  // The host is to serve the files as they are.
  await writeFile(join(site, ".nojekyll"), "");
}

async function replace(place: string, docs: string): Promise<void> {
  await rm(place, { recursive: true, force: true });
  await cp(docs, place, { recursive: true });
}

/** The newest first; what precedes a release, such as `1.0.0-rc.1`, never is the newest while there is a release. */
async function releasesIn(site: string): Promise<string[]> {
  const names = (await readdir(site)).filter((name) => valid(name) === name);
  const early = (version: string) => Number(version.includes("-"));
  return names.toSorted((a, b) => early(a) - early(b) || compare(b, a));
}

function redirect(to: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sync 2.0</title>
<meta http-equiv="refresh" content="0; url=${to}/">
<p>The documentation is at <a href="${to}/">${to}/</a>.</p>
</html>
`;
}
