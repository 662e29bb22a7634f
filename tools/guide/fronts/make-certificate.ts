import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Paths of a certificate for `localhost`, of its key, and of a file with both. */
export interface Certificate {
  crt: string;
  key: string;
  pem: string;
}

/**
 * Makes a self-signed certificate for `localhost`, which is valid for a day.
 * @throws Error if OpenSSL is not installed
 */
export function makeCertificate(folder: string): Certificate {
  const file = (extension: string) => join(folder, `sync.${extension}`);
  const certificate = { crt: file("crt"), key: file("key"), pem: file("pem") };
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  const files = ["-keyout", certificate.key, "-out", certificate.crt];
  try {
    execFileSync("openssl", ["req", "-x509", ...kind, ...names, ...files], { stdio: "pipe" });
  } catch (error) {
    throw new Error(
      `openssl makes no certificate: install it, as .ci/run does (${(error as Error).message})`,
    );
  }
  writeFileSync(
    certificate.pem,
    readFileSync(certificate.crt, "utf8") + readFileSync(certificate.key, "utf8"),
    { mode: 0o600 },
  );
  return certificate;
}
