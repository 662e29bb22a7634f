import { type FoundEntry, makeFinder } from "../search/search-finder.ts";

/** Where this script lies is below the root of the site; it is only known while the script begins to run. */
const ROOT = new URL("..", (document.currentScript as HTMLScriptElement | null)?.src ?? location.href);

let loading: Promise<(query: string) => FoundEntry[]> | undefined;

/** URL of a path below the root of the site. */
export function fromRoot(path: string): string {
  return new URL(path, ROOT).href;
}

/**
 * Loads the index, once: by a script element, since pages from disk may fetch nothing.
 * @throws Error when there is none
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
