import { type Check, type ChecksOf, needs } from "../engine/check.ts";
import { Inconclusive, Untested } from "../engine/outcomes.ts";
import { control, expectProblem, expectStatus, expectSuccess, expectThat } from "./support/expect.ts";
import { sleep } from "./support/fixtures.ts";
import { asClient, controlTaken, limitsOf, newClient } from "./support/limits.ts";
import { lightest, oversized } from "./support/oversized.ts";
import { tooMany } from "./support/refusals.ts";
import { requests, send, writes } from "./support/samples.ts";
import { began, GRACE, until } from "./support/session.ts";
import { withSessions } from "./support/sessions.ts";
import { beginWait } from "./support/waits.ts";

/** A longer wait is not waited for, in seconds. */
const LONGEST = 20;
/** Seconds for which a check asks again and again, and between two of these. */
const INSISTENCE = 3;
const PAUSE = 0.45;

const refused: Check = async ({ account, partition }) => {
  const limits = await limitsOf(account);
  // A wait for each, as it may be short.
  for (const { over } of oversized(partition, limits)) {
    const wait = await beginWait(account, partition, limits);
    expectStatus(wait.during(await wait.ask(over), 429), 429);
  }
  const nameless = await beginWait(account, partition, limits, { named: false });
  expectStatus(nameless.during(await nameless.ask(), 429), 429);
};

const retryAfter: Check = async ({ account, partition }) => {
  const wait = await beginWait(account, partition, await limitsOf(account));
  for (let asked = 0; Date.now() / 1000 < Math.min(wait.runs, began(wait.answer) + INSISTENCE); asked++) {
    const answer = wait.during(await wait.ask(), 429);
    control(answer, 429);
    const seconds = answer.integer("Retry-After") ?? Number.NaN;
    // Whole seconds: what is left of the last one may be rounded up.
    const most = Math.max(1, Math.ceil(wait.ends - began(answer)));
    const told = `Retry-After of at most ${most} after ${asked + 1} times within a wait of ${wait.seconds} s`;
    expectThat(answer, seconds <= most, told, answer.header("Retry-After"));
    await sleep(PAUSE);
  }
};

const wellSized: Check = async ({ account, partition }) => {
  const limits = await limitsOf(account);
  const { exact } = lightest(partition, limits);
  const session = requests(partition).filter(({ operation }) => operation === "postSessions");
  const all = [...writes(partition), exact, ...session];
  for (const sample of all) controlTaken(await send(account, sample));
  const wait = await beginWait(account, partition, limits);
  await wait.controlRuns();
  for (const sample of all) {
    const answer = await wait.ask(sample);
    if (began(answer) > wait.runs) throw new Inconclusive(`a wait of ${wait.seconds} s was over too soon`);
    expectSuccess(answer);
  }
};

const client: Check = async ({ account, partition }) => {
  const limits = await limitsOf(account);
  const wait = await beginWait(account, partition, limits);
  await wait.controlRuns();
  for (const name of [newClient(), null]) {
    const answer = await send(account, wait.over, asClient(name));
    if (began(answer) > wait.runs) throw new Inconclusive(`a wait of ${wait.seconds} s was over too soon`);
    expectStatus(answer, 413);
  }
};

const over: Check = async ({ account, partition }) => {
  const wait = await beginWait(account, partition, await limitsOf(account));
  if (wait.seconds > LONGEST) {
    throw new Untested(`asks to wait for ${wait.seconds} s; a check waits for at most ${LONGEST} s`);
  }
  await wait.controlRuns();
  // Asking does not make it longer.
  await until(wait.runs - PAUSE);
  await wait.controlRuns();
  await until(wait.ends + GRACE);
  expectStatus(await wait.ask(), 413);
};

export const limitWait = {
  "limit.wait.refused": refused,
  "limit.wait.retry-after": needs({ waits: true }, retryAfter),
  "limit.wait.well-sized": wellSized,
  "limit.wait.client": client,
  "limit.wait.over": needs({ waits: true }, over),

  "limit.too-many.code": withSessions(async (trial) => {
    for (const answer of await tooMany(trial, await limitsOf(trial.account))) {
      expectProblem(answer, 429, "too-many-requests");
    }
  }),
} satisfies Partial<ChecksOf<"limit">>;
