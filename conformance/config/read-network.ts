import { readFileSync } from "node:fs";
import type { Config } from "../../generated/config.ts";
import { DIRECT, type Network, type Proxies, type TlsIdentity, tlsOptions } from "../exchange/network.ts";
import { UsageError } from "../results/errors.ts";
import { type At, Mistake } from "./location.ts";

/**
 * The proxies that the environment names, by the variables that curl and others read; small letters come first.
 * @throws UsageError that repeats no credentials
 */
export function readProxies(env: NodeJS.ProcessEnv): Proxies {
  return {
    http: readProxy(env, "http_proxy", "HTTP_PROXY"),
    https: readProxy(env, "https_proxy", "HTTPS_PROXY"),
    except: (env.no_proxy ?? env.NO_PROXY ?? "").split(/[\s,]+/).filter((entry) => entry !== ""),
  };
}

function readProxy(env: NodeJS.ProcessEnv, ...names: [string, string]): string | null {
  const name = names.find((one) => env[one]?.trim());
  if (name === undefined) return null;
  const text = (env[name] as string).trim();
  const url = parsed(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url !== null && /^https?:$/.test(url.protocol) && url.hostname !== "") return url.href;
  throw new UsageError(
    `${name} is no URL of an HTTP proxy, such as http://proxy.example:3128. Correct or unset it.`,
  );
}

interface Given {
  proxies: Proxies | undefined;
  /** File of `--ca`. */
  ca: string | undefined;
  at: At;
}

/**
 * How a server is reached.
 * @throws UsageError where a file cannot be read, or is not what it should be
 */
export function readNetwork(written: Config["tls"], { proxies, ca, at }: Given): Network {
  const files = { ...written, ...(ca !== undefined && { ca }) };
  if ((files.cert === undefined) !== (files.key === undefined)) {
    const missing = files.cert === undefined ? "cert" : "key";
    throw new Mistake(at("tls"), `lacks "${missing}": a client certificate and its key belong together.`);
  }
  const whereOf = (key: keyof TlsIdentity) => (key === "ca" && ca !== undefined ? "--ca" : at("tls", key));
  const tls: TlsIdentity = {
    ca: readPem(files.ca, whereOf("ca"), "CERTIFICATE"),
    cert: readPem(files.cert, whereOf("cert"), "CERTIFICATE"),
    key: readPem(files.key, whereOf("key"), "PRIVATE KEY"),
  };
  try {
    tlsOptions(tls);
  } catch (error) {
    const { code = "ERR_OSSL" } = error as NodeJS.ErrnoException;
    throw new Mistake(
      at("tls"),
      `OpenSSL does not take it (${code}): are they whole, and is the key the one of the certificate?`,
    );
  }
  return { proxies: proxies ?? DIRECT.proxies, tls };
}

function readPem(file: string | undefined, where: string, kind: string): string | null {
  if (file === undefined) return null;
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${where}: ${file} cannot be read: ${(error as Error).message}.`);
  }
  if (text.includes(`${kind}-----`)) return text;
  throw new UsageError(`${where}: ${file} has no "-----BEGIN ${kind}-----": name a file in PEM format.`);
}

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
