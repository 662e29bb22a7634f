import type { Certificate } from "./certificate.ts";

/** What takes the place of the ports and files of the chapter. */
export interface Substitutes {
  /** On which the front listens. */
  port: number;
  /** On which the server listens. */
  backend: number;
  certificate: Certificate;
}

const LISTENS = /(listen |bind |VirtualHost )[*:]*443\b/g;
const BACKEND = /\b127\.0\.0\.1:8000\b/g;
const CERTIFICATE = /\/etc\/ssl\/sync\.(crt|key|pem)\b/g;

/**
 * Puts the ports and files of a test in the place of those of the chapter, and changes nothing else.
 * @throws Error where the configuration does not name them as the others do
 */
export function adapt(configuration: string, { port, backend, certificate }: Substitutes): string {
  for (const [pattern, what] of [
    [LISTENS, "port 443"],
    [BACKEND, "127.0.0.1:8000"],
    [CERTIFICATE, "/etc/ssl/sync.*"],
  ] as const) {
    if (configuration.search(pattern) < 0) throw new Error(`the configuration does not name ${what}`);
  }
  return configuration
    .replaceAll(LISTENS, (_, directive: string) => `${directive}127.0.0.1:${port}`)
    .replaceAll(BACKEND, `127.0.0.1:${backend}`)
    .replaceAll(CERTIFICATE, (_, end: keyof Certificate) => certificate[end]);
}
