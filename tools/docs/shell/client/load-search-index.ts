// Loads the search index in the browser.
import { type FoundEntry, makeFinder } from "../search/search-finder.ts";

/** The root of the site, above the folder of this script. The path of the script is only known while it starts. */
const ROOT = new URL("..", (document.currentScript as HTMLScriptElement | null)?.src ?? location.href);

let loading: Promise<(query: string) => FoundEntry[]> | undefined;

/** URL of a path below the root of the site. */
export function fromRoot(path: string): string {
  return new URL(path, ROOT).href;
}

/**
 * Loads the search index once, by a script element, since pages on disk may not use `fetch`.
 * @throws Error if the index cannot be loaded
 */
export function loadFinder(): Promise<(query: string) => FoundEntry[]> {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = fromRoot("assets/search-index.js");
    script.onload = () => resolve(makeFinder((globalThis as unknown as { sync2Search: string }).sync2Search));
    script.onerror = () => {
      loading = undefined;
      script.remove();
      reject(new Error("The search index could not be loaded."));
    };
    document.head.append(script);
  });
  return loading;
}
