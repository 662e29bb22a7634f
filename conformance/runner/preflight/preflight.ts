import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import type { Scheme } from "../../exchange/credentials.ts";
import { isLoopback, proxyFor } from "../../exchange/network.ts";
import { Unusable } from "../../results/errors.ts";
import type { AccountLender } from "../accounts/account-lender.ts";
import { readContents, refusesEverything, type Scenario, speaksProtocol } from "../protocol.ts";
import { type AccountSource, isSwitchedByCommands, makesAccounts } from "../target.ts";
import { clientCertificate, diagnoseConnection, UNTRUSTED } from "./diagnose-connection.ts";
import { describeForeignServer } from "./foreign-server.ts";

/**
 * Inspects the target before anything is written: it is reachable, accepts the credentials, and its accounts are empty.
 * @param scenarios the scenarios of the run; those that commands switch on are inspected later
 * @throws Unusable
 */
export async function preflight(lender: AccountLender, scenarios: Iterable<Scenario> = []): Promise<void> {
  await inspectAccounts(lender, null);
  for (const scenario of scenarios) {
    const target = lender.target.scenarios[scenario];
    if (target && !isSwitchedByCommands(target)) await inspectAccounts(lender, scenario);
  }
}

/**
 * Inspects the accounts of one scenario, or of the ordinary target.
 * @throws Unusable
 */
export async function inspectAccounts(lender: AccountLender, scenario: Scenario | null): Promise<void> {
  if (scenario !== null && refusesEverything(scenario)) return;
  const source = lender.accountSource(scenario);
  const count = makesAccounts(source) ? 1 : source.accounts.length;
  for (const account of lender.accounts(source, count, () => {}))
    await inspect(account, { lender, source, scenario });
}

const CREDENTIALS_ARE: Record<Scheme, string> = {
  bearer: 'Check the token: SYNC2_TOKEN, or "token" in the configuration.',
  hawk: 'Check id and key: SYNC2_HAWK_ID and SYNC2_HAWK_KEY, or "credentials" in the configuration; and both clocks.',
  basic: 'Check SYNC2_USERNAME and SYNC2_PASSWORD, or "credentials" in the configuration.',
  none: 'The server requires credentials: name a scheme with --auth, or as "credentials" in the configuration.',
};

/** Errors after which a further connection would show nothing. */
const SILENT = /^(?:connection refused|no complete response|getaddrinfo )/;

/** The error that the server cannot be reached, with what to do. */
export async function unreachableError(
  where: string,
  account: Account,
  { exchange }: Answer,
): Promise<Unusable> {
  const error = exchange.error ?? "no answer";
  return new Unusable(`${where} cannot be reached: ${error}. ${await remedyFor(error, account)}`);
}

/** What to do if no answer comes. */
async function remedyFor(error: string, { endpoint, network }: Account): Promise<string> {
  const proxy = proxyFor(endpoint, network);
  if (proxy !== null) {
    if (/CERTIFICATE|self-signed|unable to (?:verify|get)/i.test(error)) return UNTRUSTED;
    const variable = endpoint.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
    return `${variable} leads through the proxy ${proxy.host}; NO_PROXY=${endpoint.hostname} would bypass it. ${RUNNING}`;
  }
  const found = SILENT.test(error) ? null : await diagnoseConnection(endpoint, network);
  if (found !== null) return found;
  const isElsewhere = !isLoopback(endpoint);
  const variable = endpoint.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  return isElsewhere ? `${RUNNING} If only a proxy leads there, name it in ${variable}.` : RUNNING;
}

const RUNNING = "Is the server running, and is the URL correct?";

/** The error that another kind of server answers; not even `--wipe` helps then. */
async function foreignServerError(where: string, account: Account, answer: Answer): Promise<Unusable> {
  // A server of another protocol may answer with an HTTP error.
  const found =
    answer.status >= 400 && answer.status < 500
      ? await diagnoseConnection(account.endpoint, account.network)
      : null;
  if (found !== null)
    return new Unusable(`${where} cannot be reached: it answers ${answer.status}. ${found}`);
  const certificate = /client certificate|SSL certificate/i.test(answer.text ?? "") && answer.status === 400;
  if (certificate) return new Unusable(`${where} answers 400. ${clientCertificate(account.network.tls)}`);
  const credentials = answer.status === 401 ? ` ${CREDENTIALS_ARE[account.credentials.scheme]}` : "";
  return new Unusable(`${where} ${describeForeignServer(answer)}${credentials}`);
}

interface Where {
  lender: AccountLender;
  source: AccountSource;
  scenario: Scenario | null;
}

async function inspect(account: Account, { lender, source, scenario }: Where): Promise<void> {
  const { wipe } = lender.target;
  const { collections: held, answer } = await readContents(account);
  const url = answer.exchange.request.url.replace(/\/info\/collections$/, "");
  const where = `${scenario === null ? "" : `scenario ${scenario}: `}account ${account.name} at ${url}`;
  if (answer.status === 0) throw await unreachableError(where, account, answer);
  if (held === null && !speaksProtocol(answer)) throw await foreignServerError(where, account, answer);
  if (answer.status >= 300 && answer.status < 400)
    throw new Unusable(`${where} ${describeForeignServer(answer)}`);
  if (answer.status === 401) {
    throw new Unusable(
      `${where} refuses the credentials (401). ${CREDENTIALS_ARE[account.credentials.scheme]}`,
    );
  }
  if (wipe || held === 0) return;
  const stranger = makesAccounts(source) ? null : await lender.marker.unmark(account);
  if (stranger) {
    throw new Unusable(
      `${where} is used by ${stranger}. Wait until that is over. --wipe removes what an interrupted run left there.`,
    );
  }
  if ((await readContents(account)).collections === 0) return;
  if (held === null) {
    throw new Unusable(
      `cannot tell whether ${where} is empty: ${answer.asked} answered ${answer.status} without a map of collections. ` +
        "The suite deletes what it finds, so it goes on only with --wipe.",
    );
  }
  const collections = held === 1 ? "1 collection" : `${held} collections`;
  throw new Unusable(
    `${where} holds ${collections}. The suite deletes what it finds: use an empty account, or allow it with --wipe. If another run uses it, wait until that is over.`,
  );
}
