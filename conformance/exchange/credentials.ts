import { credentialsLabel, tokenLabel } from "../results/secret-labels.ts";
import type { Secret } from "./redact.ts";

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

/** All that an account can be reached with. A template for several accounts has `{account}` in its texts. */
export interface Keyring {
  /** For every request that does not say otherwise. */
  main: Credentials;
  /** For the rules about `Bearer`; null where none is known. */
  token: string | null;
  /** For the rules about `Hawk`; null where none are known. */
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
export function fillIn(template: Keyring, account: string): Keyring {
  return JSON.parse(JSON.stringify(template), (_, value: unknown) =>
    typeof value === "string" ? value.replaceAll("{account}", () => account) : value,
  );
}

/** The value of `Authorization` where it is the same for every request; null for Hawk and for none. */
export function constantHeader(credentials: Credentials): string | null {
  if (credentials.scheme === "bearer") return `Bearer ${credentials.token}`;
  return credentials.scheme === "basic" ? `Basic ${base64(pairOf(credentials))}` : null;
}

/** The same credentials with a character too much where the secret is. */
export function spoilt(credentials: Credentials): Credentials {
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

/** A text with its small letters large and its large letters small, which no secret is in any other case. */
export function swappedCase(text: string): string {
  return text.replace(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

/** What must not be shown of the credentials of one account. */
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

/** What must not be shown of a template, whatever account is filled in. */
export function fixedSecretsOf({ main, token, hawk }: Keyring): Secret[] {
  const texts = [token, hawk?.key, main.scheme === "basic" ? main.password : null];
  return texts
    .flatMap((text) => text?.split("{account}") ?? [])
    .map((text) => ({ text, label: "[redacted]" }));
}

function hidden(text: string, kind: string, label: string, account: string): Secret[] {
  // To hide the name of an account would garble every transcript.
  if (text === account) return [];
  // A check sends secrets that are cut short, and all but one character is as good as the whole; so is another case.
  return [
    { text, label },
    { text: swappedCase(text), label: `[${kind} of ${account} in another case]` },
    { text: text.slice(0, -1), label: `[cut ${kind} of ${account}]` },
  ];
}

function pairOf({ username, password }: { username: string; password: string }): string {
  return `${username}:${password}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
