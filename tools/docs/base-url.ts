import { UsageError } from "../usage.ts";

/** What is wrong with the URL under which the site is to stand; for people to read. */
export class BaseUrlError extends UsageError {}

/**
 * The URL under which the site will stand.
 * @returns it ends in a slash, so that the paths of the site can be resolved against it
 * @throws BaseUrlError where it is no plain http or https URL
 */
export function parseBaseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash) {
    throw new BaseUrlError(`--base "${text}" is no URL such as https://docs.example/1.0.0/.`);
  }
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}
