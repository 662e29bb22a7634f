import { credentialsLabel, tokenLabel } from "../results/secret-labels.ts";
import type { Secret } from "./redactor.ts";

/** The credentials of an account, by authentication scheme, and the secrets in them. */

/** Hawk credentials; the algorithm is SHA-256, as in Sync 1.5. */
export interface HawkCredentials {
  id: string;
  key: string;
}

export type Credentials =
  | { scheme: "bearer"; token: string }
  | ({ scheme: "hawk" } & HawkCredentials)
  | { scheme: "basic"; username: string; password: string }
  | { scheme: "none" };

export type Scheme = Credentials["scheme"];
export const SCHEMES: readonly Scheme[] = ["bearer", "hawk", "basic", "none"];

/** All credentials of an account, or a template for several accounts with `{account}` in its texts. */
export interface Keyring {
  /** For every request that sets no others. */
  main: Credentials;
  /** For the rules about `Bearer`; null if unknown. */
  token: string | null;
  /** For the rules about `Hawk`; null if unknown. */
  hawk: HawkCredentials | null;
}

/** @param beside credentials of the schemes that are not the main one */
export function keyring(main: Credentials, beside: Partial<Omit<Keyring, "main">> = {}): Keyring {
  return {
    main,
    token: main.scheme === "bearer" ? main.token : (beside.token ?? null),
    hawk: main.scheme === "hawk" ? { id: main.id, key: main.key } : (beside.hawk ?? null),
  };
}

/** Fills in the name of an account. */
export function fillInAccount(template: Keyring, account: string): Keyring {
  return JSON.parse(JSON.stringify(template), (_, value: unknown) =>
    typeof value === "string" ? value.replaceAll("{account}", () => account) : value,
  );
}

/** The value of `Authorization`, if it is the same for every request; null for Hawk and for no credentials. */
export function constantHeader(credentials: Credentials): string | null {
  if (credentials.scheme === "bearer") return `Bearer ${credentials.token}`;
  return credentials.scheme === "basic" ? `Basic ${base64(pairOf(credentials))}` : null;
}

/** The same credentials with one more character at the end of the secret, so that they are wrong. */
export function withWrongSecret(credentials: Credentials): Credentials {
  switch (credentials.scheme) {
    case "bearer":
      return { ...credentials, token: `${credentials.token}x` };
    case "hawk":
      return { ...credentials, key: `${credentials.key}x` };
    case "basic":
      return { ...credentials, password: `${credentials.password}x` };
    case "none":
      return { scheme: "bearer", token: "not-a-token" };
  }
}

/** A text with the case of each ASCII letter swapped. */
export function swapCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

/** The secrets of one account, which no output may show. */
export function secretsOf({ main, token, hawk }: Keyring, account: string): Secret[] {
  const secrets: Secret[] = [
    ...(token === null ? [] : hidden(token, "token", tokenLabel(account), account)),
    ...(hawk === null ? [] : hidden(hawk.key, "key", `[key of ${account}]`, account)),
  ];
  if (main.scheme !== "basic") return secrets;
  const whole = credentialsLabel(account);
  return [
    ...secrets,
    ...hidden(main.password, "password", `[password of ${account}]`, account),
    { text: pairOf(main), label: whole },
    ...hidden(base64(pairOf(main)), "credentials", whole, account),
  ];
}

/** The secret parts of a template, whatever account is filled in. */
export function fixedSecretsOf({ main, token, hawk }: Keyring): Secret[] {
  const texts = [token, hawk?.key, main.scheme === "basic" ? main.password : null];
  return texts
    .flatMap((text) => text?.split("{account}") ?? [])
    .map((text) => ({ text, label: "[redacted]" }));
}

function hidden(text: string, kind: string, label: string, account: string): Secret[] {
  // Does not hide a secret that is the account's name: that would garble every transcript.
  if (text === account) return [];
  // Checks also send a secret without its last character, or in another case; both reveal it.
  return [
    { text, label },
    { text: swapCase(text), label: `[${kind} of ${account} in another case]` },
    { text: text.slice(0, -1), label: `[cut ${kind} of ${account}]` },
  ];
}

function pairOf({ username, password }: { username: string; password: string }): string {
  return `${username}:${password}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
