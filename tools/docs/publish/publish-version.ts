// Publishes a version of the documentation.
import { existsSync } from "node:fs";
import { cp, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compare, valid } from "semver";

/** The folder for builds that are not released; each build replaces the last one. */
export const NEXT = "next";
/** The folder with a copy of the newest release. */
export const LATEST = "latest";

/** A wrong argument; the message is for the user. */
export class PublishError extends Error {}

/**
 * Adds a build of the documentation to the folder of all published versions. Each version keeps its path, and a
 * published release is never overwritten.
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
  const target = join(site, as);
  if (as !== NEXT && existsSync(target)) {
    throw new PublishError(`${as} is published already, and a published version stays as it is.`);
  }
  await replace(target, docs);
  const releases = await releasesIn(site);
  const newest = releases[0];
  if (newest === as) await replace(join(site, LATEST), docs);
  await writeFile(join(site, "versions.json"), `${JSON.stringify({ releases, newest: newest ?? null })}\n`);
  await writeFile(join(site, "index.html"), redirect(newest === undefined ? NEXT : LATEST));
  // This file makes GitHub Pages serve the files as they are.
  await writeFile(join(site, ".nojekyll"), "");
}

async function replace(target: string, docs: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await cp(docs, target, { recursive: true });
}

/** Published releases, the newest first. Pre-releases such as `1.0.0-rc.1` follow all other releases. */
async function releasesIn(site: string): Promise<string[]> {
  const names = (await readdir(site)).filter((name) => valid(name) === name);
  const isPrerelease = (version: string) => Number(version.includes("-"));
  return names.toSorted((a, b) => isPrerelease(a) - isPrerelease(b) || compare(b, a));
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
