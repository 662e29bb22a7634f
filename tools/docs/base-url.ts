// Parses `--base`, the URL under which the documentation will be published.
import { UsageError } from "../run-command.ts";

/** A wrong `--base`; the message is for the user. */
export class BaseUrlError extends UsageError {}

/**
 * Parses the URL under which the site will be published.
 * @returns a URL that ends in a slash, so that paths of the site can be resolved against it
 * @throws BaseUrlError if it is not an http or https URL without user, query and fragment
 */
export function parseBaseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash) {
    throw new BaseUrlError(`--base "${text}" is not a URL such as https://docs.example/1.0.0/.`);
  }
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}
