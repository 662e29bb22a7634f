import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files of a certificate for `localhost`, of its key, and of both in one. */
export interface Certificate {
  crt: string;
  key: string;
  pem: string;
}

/**
 * Makes a certificate that is good for a day.
 * @throws Error where OpenSSL is not installed
 */
export function makeCertificate(folder: string): Certificate {
  const file = (end: string) => join(folder, `sync.${end}`);
  const made = { crt: file("crt"), key: file("key"), pem: file("pem") };
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  const files = ["-keyout", made.key, "-out", made.crt];
  try {
    execFileSync("openssl", ["req", "-x509", ...kind, ...names, ...files], { stdio: "pipe" });
  } catch (error) {
    throw new Error(
      `openssl makes no certificate: install it, as .ci/run does (${(error as Error).message})`,
    );
  }
  writeFileSync(made.pem, readFileSync(made.crt, "utf8") + readFileSync(made.key, "utf8"), { mode: 0o600 });
  return made;
}
