import { UsageError } from "../run-command.ts";

/** What is wrong with the URL under which the site is to stand; for people to read. */
export class BaseError extends UsageError {}

/**
 * The URL under which the site will stand.
 * @returns it ends in a slash, so that the paths of the site can be resolved against it
 * @throws BaseError where it is no plain http or https URL
 */
export function baseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash) {
    throw new BaseError(`--base "${text}" is no URL such as https://docs.example/1.0.0/.`);
  }
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}
