// Finds dead links of the site.
import type { Asset } from "../site-model.ts";
import { externalProblem } from "./allowed-hosts.ts";
import { type FileLinks, readLinks } from "./read-links.ts";
import { routeProblem } from "./redoc-route.ts";

/** The page whose fragments are routes of Redoc instead of ids. */
const ROUTED = "reference.html";

/** The page whose fragments are ids, or views of the results: `outcome=violated`. */
const FILTERED = "results.html";

/** A placeholder for the URL of the site. */
const ANY_BASE = new URL("https://site.invalid/docs/");

const MOST_PAGES = 3;

/**
 * Finds dead links of the site, and ids that several elements have, each with its pages. Uses no network.
 * @param base URL of the site, with a slash at its end; links may begin with it
 */
export function deadLinks(files: readonly Asset[], base?: URL): string[] {
  const site = new Map(files.map(({ path, content }) => [path, readLinks(path, content)]));
  const pages = new Map<string, string[]>();
  for (const [path, linked] of site) {
    for (const problem of linked === null ? [] : problemsOf(path, linked, site, base)) {
      pages.set(problem, [...(pages.get(problem) ?? []), path]);
    }
  }
  return [...pages].map(([problem, on]) => `${problem}: ${listed(on)}`).toSorted();
}

function listed(pages: string[]): string {
  const more = pages.length > MOST_PAGES ? ` and ${pages.length - MOST_PAGES} more` : "";
  return `${pages.slice(0, MOST_PAGES).join(", ")}${more}`;
}

function problemsOf(
  path: string,
  linked: FileLinks,
  site: Map<string, FileLinks | null>,
  base?: URL,
): string[] {
  const problems = [...linked.targets].map((target) => targetProblem(path, target, site, base));
  return [
    ...problems.filter((problem) => problem !== null),
    ...[...linked.duplicateIds].map((id) => `the id ${id} is there twice`),
  ];
}

function targetProblem(
  from: string,
  target: string,
  site: Map<string, FileLinks | null>,
  base?: URL,
): string | null {
  if (target.startsWith("data:")) return null;
  const root = base ?? ANY_BASE;
  if (!URL.canParse(target, root.href)) return `${target} is not a URL`;
  const url = new URL(target, new URL(from, root));
  if (!url.href.startsWith(root.href)) {
    const problem = URL.canParse(target) ? externalProblem(target) : "leads out of the site";
    return problem && `${target} ${problem}`;
  }
  const path = decodeURIComponent(url.pathname.slice(root.pathname.length));
  const isFolder = path === "" || path.endsWith("/");
  // A browser that reads from disk lists the files of a folder.
  if (isFolder && !URL.canParse(target)) return `${target} is a folder: name its index.html`;
  return fileProblem(isFolder ? `${path}index.html` : path, url, site);
}

function fileProblem(
  file: string,
  { search, hash }: URL,
  site: Map<string, FileLinks | null>,
): string | null {
  const links = site.get(file);
  if (links === undefined) return `${file} is not in the site`;
  // Browsers compare the decoded fragment.
  const fragment = decodeURIComponent(hash.slice(1));
  const ids = links?.ids ?? new Set();
  const isView = file === FILTERED && /^[a-z]+=/.test(fragment);
  if (fragment === "" || ids.has(fragment) || isView) return null;
  const isRoute = file === ROUTED && fragment.startsWith("/");
  const problem = isRoute ? routeProblem(fragment, search, ids) : "there is no such id";
  return problem && `${file}${search}#${fragment} is dead, ${problem}`;
}
