import type { Config } from "../../generated/config.ts";
import { type Credentials, type Keyring, keyring, type Scheme } from "../exchange/credentials.ts";
import { UsageError } from "../results/errors.ts";
import { type At, located, Mistake } from "./location.ts";
import { validateKeys } from "./validate-target.ts";

/** The fields of each scheme, and the environment variable of each field. */
export const FIELDS = {
  bearer: { token: "SYNC2_TOKEN" },
  hawk: { id: "SYNC2_HAWK_ID", key: "SYNC2_HAWK_KEY" },
  basic: { username: "SYNC2_USERNAME", password: "SYNC2_PASSWORD" },
  none: {},
} as const satisfies Record<Scheme, Record<string, string>>;

/** The order in which schemes are tried if the user names none. */
const GUESSED = ["bearer", "hawk", "basic"] as const;

/** Credentials in the configuration; not every combination is valid. */
export type Written = Pick<Config, (typeof KEYS)[number]>;

/** The keys that hold credentials. */
export const KEYS = ["token", "credentials", "hawk"] as const;

/** The sources of credentials; the environment wins over the file. */
export interface Sources {
  written: Written;
  /** Null if the credentials of the environment belong to another server. */
  env: NodeJS.ProcessEnv | null;
  /** The scheme if the file names none. */
  auth?: Scheme | undefined;
  at: At;
}

/**
 * Puts credentials together.
 * @returns null where none are given
 * @throws UsageError when they do not belong together
 */
export function readKeyring(sources: Sources): Keyring | null {
  const { written, at } = sources;
  const env = sources.env ?? {};
  refuseContradictions(sources);
  const scheme = schemeOf(sources);
  if (scheme === undefined) return null;
  const main = mainOf(scheme, sources);
  const token = env.SYNC2_TOKEN || written.token || null;
  const keys = keyring(main, { token, hawk: scheme === "hawk" ? null : hawkBeside(written, env) });
  if (isFromEnvironment(env)) validateKeys(keys);
  else
    located(
      () => placeOf(written, at),
      () => validateKeys(keys),
    );
  return keys;
}

function isFromEnvironment(env: NodeJS.ProcessEnv): boolean {
  return Object.values(FIELDS).some((fields) => Object.values(fields).some((name) => env[name]));
}

function placeOf(written: Written, at: At): string {
  const [only, ...more] = KEYS.filter((key) => written[key] !== undefined);
  return only !== undefined && more.length === 0 ? at(only) : at();
}

function refuseContradictions({ written: { credentials, token, hawk }, auth, at }: Sources): void {
  if (!credentials) return;
  const { scheme } = credentials;
  const refuse = (reason: string) => new Mistake(at("credentials"), reason);
  if (auth !== undefined && auth !== scheme) {
    throw refuse(`the scheme is ${scheme}, and --auth says ${auth}. Leave one of them out.`);
  }
  const known: object = FIELDS[scheme];
  const foreign = ["token", "id", "key", "username", "password"].find(
    (field) => field in credentials && !(field in known),
  );
  if (foreign) throw refuse(`"${foreign}" does not belong to the scheme ${scheme}.`);
  if (credentials.token && token) throw refuse('"token" is here and beside it. Remove one of them.');
  if ((credentials.id || credentials.key) && hawk) {
    throw refuse('the id and key are here, and "hawk" is beside it. Remove one of them.');
  }
}

function schemeOf({ written, env: given, auth }: Sources): Scheme | undefined {
  const named = written.credentials?.scheme ?? auth;
  if (named !== undefined) return named;
  if (written.token) return "bearer";
  const env = given ?? {};
  const guessed = GUESSED.find((scheme) => Object.values(FIELDS[scheme]).some((name) => env[name]));
  // A token of the file's own comes before what is in the environment for others.
  return guessed ?? (written.hawk ? "hawk" : undefined);
}

function mainOf(scheme: Scheme, { written, env, auth, at }: Sources): Credentials {
  const beside = scheme === "bearer" ? { token: written.token } : scheme === "hawk" ? written.hawk : {};
  const texts: Record<string, string | undefined> = { ...beside, ...written.credentials };
  const found: Record<string, string> = {};
  for (const [field, variable] of Object.entries(FIELDS[scheme])) {
    const text = env?.[variable] || texts[field];
    if (!text) {
      const next = env ? `Set ${variable}, or write it in the configuration` : "Write it there";
      const reason = `the ${field} is missing. ${next}.`;
      if (written.credentials) throw new Mistake(at("credentials"), reason);
      throw new UsageError(`${auth ? `--auth ${auth}` : `scheme ${scheme}`}: ${reason}`);
    }
    found[field] = text;
  }
  return { scheme, ...found } as Credentials;
}

function hawkBeside({ hawk }: Written, env: NodeJS.ProcessEnv): Keyring["hawk"] {
  const id = env[FIELDS.hawk.id] || hawk?.id;
  const key = env[FIELDS.hawk.key] || hawk?.key;
  if (id && key) return { id, key };
  if (!id && !key) return null;
  const [given, missing] = id ? [FIELDS.hawk.id, FIELDS.hawk.key] : [FIELDS.hawk.key, FIELDS.hawk.id];
  throw new UsageError(
    `${given} is set and ${missing} is not. Hawk needs both: set the other one, or neither.`,
  );
}
