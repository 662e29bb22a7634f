import type { Credentials, Keyring } from "../exchange/credentials.ts";
import type { Network } from "../exchange/network.ts";
import { Redactor, type Secret } from "../exchange/redactor.ts";
import { SCENARIOS, type Scenario } from "../runner/protocol.ts";
import { type ScenarioTarget, secretsIn } from "../runner/target.ts";
import { FIELDS } from "./read-credentials.ts";
import type { Run, RunTarget } from "./read-run.ts";

/** The values that a check would use. In place of a credential, it says where the credential comes from. */
export type Shown = Record<string, unknown>;

/** The values that a check would use, as data for YAML or JSON. */
export function show(run: Run, env: NodeJS.ProcessEnv): Shown {
  const { targets, only, level, bail, report, formats, docs, source } = run;
  const origin = originIn(env, [...source.variables]);
  const [first] = targets as [RunTarget, ...RunTarget[]];
  const { seed, effort } = first.target;
  const shown = targets.map((target) => showTarget(target, origin, variablesOf(env, source.variables)));
  return {
    file: source.file,
    ...(first.name === null
      ? shown[0]
      : { targets: Object.fromEntries(targets.map(({ name }, index) => [name, shown[index]])) }),
    only: only.length === 0 ? "all" : only,
    ...{ level, seed, effort, bail, report, formats, docs },
  };
}

/** Says where the text of a credential comes from. */
type Origin = (text: string, account: string | null) => string;

function showTarget({ target, server, baseline }: RunTarget, origin: Origin, variables: Secret[]): Shown {
  const { endpoint, accounts, keys, scenarios, timeoutMs, concurrency, headers, network } = target;
  const redactor = new Redactor([...secretsIn(target, target.accounts), ...variables]);
  const command = (words: readonly string[] | null) =>
    words && { command: words.map((word) => redactor.text(word)) };
  const isEmbedded = endpoint === "" && accounts.length === 0;
  const all = Object.entries(scenarios) as [Scenario, ScenarioTarget][];
  return {
    endpoint: isEmbedded ? "the embedded reference server" : endpoint || null,
    ...(endpoint !== "" && showKeys(keys, origin, null)),
    ...(endpoint === "" && !isEmbedded && { accounts: showAccounts(accounts, origin) }),
    scenarios: Object.fromEntries(
      all.map(([name, one]) => [
        name,
        {
          ...(one.endpoint !== "" && { endpoint: one.endpoint, ...showKeys(one.keys, origin, null) }),
          ...(one.endpoint === "" && { accounts: showAccounts(one.accounts, origin) }),
          ...(one.headers.length > 0 && {
            headers: Object.fromEntries(one.headers.map(([field, value]) => [field, redactor.text(value)])),
          }),
          ...(one.before && { before: command(one.before)?.command }),
          ...(one.after && { after: command(one.after)?.command }),
        },
      ]),
    ),
    scenariosWithoutTarget: isEmbedded ? [] : SCENARIOS.filter((name) => !scenarios[name]),
    ...(headers.length > 0 && { headers: Object.fromEntries(headers.map(([name]) => [name, SET])) }),
    ...(network && showNetwork(network)),
    server: server && {
      ...command(server.command),
      readyUrl: server.readyUrl,
      timeoutSeconds: server.timeoutMs / 1000,
      env: Object.fromEntries(Object.keys(server.env).map((name) => [name, SET])),
      cwd: server.cwd,
    },
    baseline,
    timeout: timeoutMs / 1000,
    concurrency,
  };
}

const SET = "[set]";

function showNetwork({ tls, proxies: { http, https, except } }: Network): Shown {
  const named = Object.entries(tls).filter(([, text]) => text !== null);
  // Proxy URLs may contain a password.
  const host = (url: string | null) => url && new URL(url).host;
  return {
    ...(named.length > 0 && { tls: Object.fromEntries(named.map(([key]) => [key, SET])) }),
    ...((http !== null || https !== null) && { proxies: { http: host(http), https: host(https), except } }),
  };
}

function showAccounts(accounts: RunTarget["target"]["accounts"], origin: Origin): Shown[] {
  return accounts.map(({ name, endpoint, keys }) => ({ name, endpoint, ...showKeys(keys, origin, name) }));
}

function showKeys({ main, token, hawk }: Keyring, origin: Origin, account: string | null): Shown {
  const of = (texts: object) =>
    Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, origin(text, account)]));
  const { scheme, ...texts } = main as Credentials & Record<string, string>;
  return {
    credentials: { scheme, ...of(texts) },
    ...(scheme !== "bearer" && token !== null && of({ token })),
    ...(scheme !== "hawk" && hawk !== null && { hawk: of(hawk) }),
  };
}

function originIn(env: NodeJS.ProcessEnv, named: readonly string[]): Origin {
  const known = [...named, ...Object.values(FIELDS).flatMap((fields): string[] => Object.values(fields))];
  return (text, account) => {
    const name = known.find((one) => {
      const value = env[one];
      if (!value) return false;
      return text.includes(account === null ? value : value.replaceAll("{account}", account));
    });
    return name === undefined ? SET : `from ${name}`;
  };
}

/** The values of all environment variables that the file uses: any of them may be a secret. */
function variablesOf(env: NodeJS.ProcessEnv, names: ReadonlySet<string>): Secret[] {
  return [...names].map((name) => ({ text: env[name] ?? "", label: `\${${name}}` }));
}
