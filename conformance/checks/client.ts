/** Checks that every operation refuses an `X-Weave-Client` that is malformed or given twice. */
import type { Account } from "../exchange/account.ts";
import type { Answer } from "../exchange/answer.ts";
import type { HeaderList } from "../results/report-model.ts";
import type { ChecksOf } from "../runner/define-check.ts";
import { control, expectProblem, expectStatus } from "./support/expect.ts";
import { CLIENT } from "./support/message-client.ts";
import { prepare, requests, type Sample, send } from "./support/sample-requests.ts";

const LONGEST = "x".repeat(64);
const VALID = ["a", "0", "-", "_", "Az-09_", "__proto__", "constructor", LONGEST];

const named = (...names: string[]) => names.map((name): [string, string] => [CLIENT, name]);

/** Not 1 to 64 characters of the alphabet, and one given twice. */
const INVALID: HeaderList[] = [
  ...[
    "",
    "a b",
    "a!b",
    "a.b",
    "a,b",
    "a/b",
    '"a"',
    "a;b",
    "caf\u00e9",
    "a=b",
    `${LONGEST}x`,
    "x".repeat(1000),
  ].map((name) => named(name)),
  named("a", "b"),
  named("a", "a"),
];

async function expectInvalid(account: Account, sample: Sample, headers: HeaderList): Promise<void> {
  const answer: Answer = await send(account, sample, { headers });
  if (sample.method === "HEAD") expectStatus(answer, 422);
  else expectProblem(answer, 422, "invalid-request");
}

export const client = {
  "client.name.syntax": async ({ account, partition }) => {
    await prepare(account, partition);
    for (const name of VALID) control(await account.get("/info/collections", { headers: named(name) }), 200);
    for (const headers of INVALID) {
      expectProblem(await account.get("/info/collections", { headers }), 422, "invalid-request");
    }
    for (const sample of requests(partition)) {
      const succeed = async () => {
        if (sample.success.length === 0) return;
        control(await send(account, sample, { headers: named("suite") }), ...sample.success);
      };
      // A deletion can succeed only once, so its control comes last.
      if (sample.method === "DELETE") await prepare(account, partition);
      else await succeed();
      await expectInvalid(account, sample, named("a!b"));
      await expectInvalid(account, sample, named(`${LONGEST}x`));
      await expectInvalid(account, sample, named("a", "b"));
      if (sample.method === "DELETE") await succeed();
    }
  },
} satisfies ChecksOf<"client">;
