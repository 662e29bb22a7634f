// Adapts the configuration of a front (a reverse proxy) in the guide to the ports and files of a test.
import type { Certificate } from "./make-certificate.ts";

/** Ports and files that a test uses instead of those of the chapter. */
export interface Substitutes {
  /** The port on which the front listens. */
  port: number;
  /** The port on which the server behind the front listens. */
  backend: number;
  certificate: Certificate;
}

const LISTENS = /(listen |bind |VirtualHost )[*:]*443\b/g;
const BACKEND = /\b127\.0\.0\.1:8000\b/g;
const CERTIFICATE = /\/etc\/ssl\/sync\.(crt|key|pem)\b/g;

/**
 * Replaces the ports and files in a front's configuration by those of a test, and changes nothing else.
 * @throws Error if the configuration does not name all of them
 */
export function adaptConfiguration(
  configuration: string,
  { port, backend, certificate }: Substitutes,
): string {
  for (const [pattern, name] of [
    [LISTENS, "port 443"],
    [BACKEND, "127.0.0.1:8000"],
    [CERTIFICATE, "/etc/ssl/sync.*"],
  ] as const) {
    if (configuration.search(pattern) < 0) throw new Error(`the configuration does not name ${name}`);
  }
  return configuration
    .replaceAll(LISTENS, (_, directive: string) => `${directive}127.0.0.1:${port}`)
    .replaceAll(BACKEND, `127.0.0.1:${backend}`)
    .replaceAll(CERTIFICATE, (_, extension: keyof Certificate) => certificate[extension]);
}
