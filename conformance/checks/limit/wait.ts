/** Checks which requests a server answers 429 while the `wait` of a 413 runs, and 413 once it is over. */
import type { Partition } from "../../contract/document.ts";
import type { Answer } from "../../exchange/answer.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { type Check, type ChecksOf, needs } from "../../runner/define-check.ts";
import { Inconclusive, NotApplicable, Untested } from "../../runner/outcomes.ts";
import { asClient, controlTaken, type Limits, limitsOf, newClient } from "../support/announced-limits.ts";
import { began, ended, GRACE, until } from "../support/begun-session.ts";
import { control, expectProblem, expectStatus, expectSuccess, expectThat } from "../support/expect.ts";
import { sleep } from "../support/fixtures.ts";
import { beginWait, insist, type Wait } from "../support/oversize-wait.ts";
import { eachKind, lightest, oversized, requestBytes } from "../support/oversized-requests.ts";
import { provokeTooMany } from "../support/provoke-too-many.ts";
import { requests, type Sample, send, writes } from "../support/sample-requests.ts";
import { withSessions } from "../support/with-sessions.ts";

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
  // Nothing else that is wrong with the request comes before it.
  for (const { limit, over } of [...eachKind(partition, limits)].slice(1)) {
    const wait = await beginWait(account, partition, limits);
    expectStatus(wait.during(await wait.ask(over, { headers: [["Accept", "text/html"]] }), 429), 429);
    expectStatus(wait.during(await wait.ask({ ...over, path: `${over.path}?bogus` }), 429), 429);
    if (limit !== "max_request_bytes") continue;
    const body = new RawBody(over.body?.bytes ?? Buffer.alloc(0), "text/plain");
    expectStatus(wait.during(await wait.ask({ ...over, body }), 429), 429);
  }
  const nameless = await beginWait(account, partition, limits, { named: false });
  expectStatus(nameless.during(await nameless.ask(), 429), 429);
};

const retryAfter: Check = async ({ account, partition }) => {
  const wait = await beginWait(account, partition, await limitsOf(account));
  const end = Math.min(wait.runs, began(wait.answer) + INSISTENCE);
  for (let asked = 1; asked === 1 || Date.now() / 1000 < end; asked++) {
    const answer = await wait.ask();
    // What comes too late is answered as if nobody had asked before.
    if (asked > 1 && answer.status === 413 && ended(answer) >= wait.runs) return;
    control(wait.during(answer, 429), 429);
    const seconds = answer.integer("Retry-After") ?? Number.NaN;
    // Whole seconds: what is left of the last one may be rounded up.
    const most = Math.max(1, Math.ceil(wait.ends - began(answer)));
    const expected = `Retry-After of at most ${most} when asked for the ${asked}. time within a wait of ${wait.seconds} s`;
    expectThat(answer, seconds <= most, expected, answer.header("Retry-After"));
    await sleep(PAUSE);
  }
};

/** The largest body of all that is not too large, where a check can afford to send it. */
function roomy(partition: Partition, limits: Limits): Sample[] {
  try {
    return requestBytes(partition, limits)
      .filter(({ exact }) => exact.operation === "putRecord")
      .map(({ exact }) => exact);
  } catch (error) {
    if (error instanceof Untested || error instanceof NotApplicable) return [];
    throw error;
  }
}

const wellSized: Check = async ({ account, partition }) => {
  const limits = await limitsOf(account);
  const { exact } = lightest(partition, limits);
  const largest = roomy(partition, limits);
  const session = requests(partition).filter(({ operation }) => operation === "postSessions");
  // A wait for each, as it may be short.
  for (const sample of [...writes(partition), exact, ...largest, ...session]) {
    controlTaken(await send(account, sample));
    const wait = await beginWait(account, partition, limits);
    await wait.controlRuns();
    expectSuccess(meanwhile(wait, await insist(() => wait.ask(sample))));
  }
};

const client: Check = async ({ account, partition }) => {
  const limits = await limitsOf(account);
  for (const name of [newClient(), null]) {
    const wait = await beginWait(account, partition, limits);
    await wait.controlRuns();
    const apart = { ...asClient(name), patient: false };
    expectStatus(meanwhile(wait, await insist(() => send(account, wait.over, apart))), 413);
  }
};

/** What was asked after the wait shows nothing of it. */
function meanwhile(wait: Wait, answer: Answer): Answer {
  if (began(answer) < wait.runs) return answer;
  throw new Inconclusive(`a wait of ${wait.seconds} s was over before ${answer.asked}`);
}

const over: Check = async ({ account, partition }) => {
  const wait = await beginWait(account, partition, await limitsOf(account));
  if (wait.seconds > LONGEST) {
    throw new Untested(`asks to wait for ${wait.seconds} s; a check waits for at most ${LONGEST} s`);
  }
  await wait.controlRuns();
  await until(wait.runs - PAUSE);
  // To ask again does not make it longer; where that comes too late, it begins another one.
  const again = await wait.ask();
  await until((again.status === 413 ? ended(again) + wait.seconds : wait.ends) + GRACE);
  expectStatus(await insist(() => wait.ask()), 413);
};

export const limitWait = {
  "limit.wait.refused": refused,
  "limit.wait.retry-after": needs({ waits: true }, retryAfter),
  "limit.wait.well-sized": wellSized,
  "limit.wait.client": client,
  "limit.wait.over": needs({ waits: true }, over),

  "limit.too-many.code": withSessions(async (context) => {
    for (const answer of await provokeTooMany(context, await limitsOf(context.account))) {
      expectProblem(answer, 429, "too-many-requests");
    }
  }),
} satisfies Partial<ChecksOf<"limit">>;
