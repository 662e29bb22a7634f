/** Decides before a check whether its rule applies to the server. */
import type { Rule } from "../../../generated/rules.ts";
import type { Answer } from "../../exchange/answer.ts";
import { schemesOf } from "../../exchange/authentication-challenge.ts";
import type { Scheme } from "../../exchange/credentials.ts";
import type { Exchange } from "../../results/report-model.ts";
import type { AccountLender } from "../accounts/account-lender.ts";
import { Broken, NotApplicable, Untested } from "../outcomes.ts";
import { type AccountSource, makesAccounts } from "../target.ts";

const HOW_TO_GIVE = {
  hawk: "Hawk credentials: set SYNC2_HAWK_ID and SYNC2_HAWK_KEY, or write them under hawk in the configuration",
  bearer: "a bearer token: set SYNC2_TOKEN, or write it under token in the configuration",
};

type Recorder = (exchange: Exchange) => void;

/**
 * Throws if the server does not offer what a rule is about, or if the user gave no credentials for it. The server is
 * asked once for all rules, and each rule gets a copy of this exchange.
 * @throws NotApplicable
 * @throws Untested
 */
export async function expectApplicable(
  when: NonNullable<Rule["when"]>,
  source: AccountSource,
  { lender, record }: { lender: AccountLender; record: Recorder },
): Promise<void> {
  if (when === "quota") return expectQuota(lender, source, record);
  // The user's own credentials show that the server offers their scheme.
  if (mainSchemes(source).every((scheme) => scheme === when)) return;
  await expectOffered(when, lender, record);
  if (!has(source, when)) throw new Untested(`needs ${HOW_TO_GIVE[when]}`);
}

async function expectOffered(
  scheme: "hawk" | "bearer",
  lender: AccountLender,
  record: Recorder,
): Promise<void> {
  const answer = await once(lender, "challenge", record, (recordFirst) => {
    const [account] = lender.accounts(lender.target, 1, recordFirst);
    return account?.get("/info/collections", { authorization: null });
  });
  if (answer.status !== 401) {
    const got = answer.status || answer.exchange.error;
    throw new Broken(
      `set-up: a request without credentials should be answered 401, which offers schemes; got ${got}`,
    );
  }
  if (!schemesOf(answer).includes(scheme)) {
    throw new NotApplicable(`the server offers no ${scheme === "hawk" ? "Hawk" : "Bearer"} in its 401`);
  }
}

async function expectQuota(lender: AccountLender, source: AccountSource, record: Recorder): Promise<void> {
  const answer = await once(lender, "quota", record, (recordFirst) =>
    lender.accounts(source, 1, recordFirst)[0]?.get("/info/quota"),
  );
  if (answer.status !== 200) {
    const got = answer.status || answer.exchange.error;
    throw new Broken(`set-up: ${answer.asked} should be answered 200; got ${got}`);
  }
  const view = answer.json as { quota?: unknown } | null | undefined;
  if (view?.quota === null) {
    throw new NotApplicable(
      "the server has no quota: its /info/quota says null (if other accounts have one, name one under scenarios.quota in the configuration)",
    );
  }
}

/** Asks the server once; later callers get the same answer. */
async function once(
  { answersByQuestion: known }: AccountLender,
  question: string,
  record: Recorder,
  ask: (record: Recorder) => Promise<Answer> | undefined,
): Promise<Answer> {
  const asked = known.get(question) ?? ask(() => {});
  known.set(question, asked as Promise<Answer>);
  const answer = (await asked) as Answer | undefined;
  if (!answer) throw new Broken("no account was available for the question");
  // A lost answer is not shared: the next caller asks again.
  if (answer.exchange.lost && known.get(question) === asked) known.delete(question);
  // A copy, because each rule numbers its own exchanges.
  record(structuredClone(answer.exchange));
  return answer;
}

function mainSchemes(source: AccountSource): Scheme[] {
  if (makesAccounts(source)) return [source.keys.main.scheme];
  return source.accounts.map(({ keys }) => keys.main.scheme);
}

function has(source: AccountSource, scheme: "hawk" | "bearer"): boolean {
  const all = makesAccounts(source) ? [source.keys] : source.accounts.map(({ keys }) => keys);
  return all.every(({ token, hawk }) => (scheme === "hawk" ? hawk : token) !== null);
}
