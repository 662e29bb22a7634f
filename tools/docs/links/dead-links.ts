import type { Asset } from "../site-model.ts";
import { externalProblem } from "./allowed-hosts.ts";
import { type FileLinks, readLinks } from "./read-links.ts";
import { routeProblem } from "./redoc-route.ts";

/** The page whose fragments are routes of Redoc, and not ids. */
const ROUTED = "reference.html";

/** The page whose fragments name an element, or else a view of the results: `outcome=violated`. */
const FILTERED = "results.html";

/** Stands for wherever the site will be. */
const ANY_BASE = new URL("https://site.invalid/docs/");

const SHOWN = 3;

/**
 * Links of the site that lead nowhere, and ids that stand for several things, each with the pages on which it is.
 * No network is asked.
 * @param base URL under which the site will stand, with a slash at its end; links may begin with it
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
  const more = pages.length > SHOWN ? ` and ${pages.length - SHOWN} more` : "";
  return `${pages.slice(0, SHOWN).join(", ")}${more}`;
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
    ...[...linked.twice].map((id) => `the id ${id} is there twice`),
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
  if (!URL.canParse(target, root.href)) return `${target} is no URL`;
  const url = new URL(target, new URL(from, root));
  if (!url.href.startsWith(root.href)) {
    const problem = URL.canParse(target) ? externalProblem(target) : "leads out of the site";
    return problem && `${target} ${problem}`;
  }
  const path = decodeURIComponent(url.pathname.slice(root.pathname.length));
  const isFolder = path === "" || path.endsWith("/");
  // From disk a folder shows the list of its files.
  if (isFolder && !URL.canParse(target)) return `${target} is a folder: name its index.html`;
  return fileProblem(isFolder ? `${path}index.html` : path, url, site);
}

function fileProblem(
  file: string,
  { search, hash }: URL,
  site: Map<string, FileLinks | null>,
): string | null {
  const there = site.get(file);
  if (there === undefined) return `${file} is not in the site`;
  // As browsers compare it.
  const fragment = decodeURIComponent(hash.slice(1));
  const ids = there?.ids ?? new Set();
  const isView = file === FILTERED && /^[a-z]+=/.test(fragment);
  if (fragment === "" || ids.has(fragment) || isView) return null;
  const isRoute = file === ROUTED && fragment.startsWith("/");
  const problem = isRoute ? routeProblem(fragment, search, ids) : "there is no such id";
  return problem && `${file}${search}#${fragment} is dead, ${problem}`;
}
