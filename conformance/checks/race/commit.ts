/** Checks that a session ends once, and in one way, when its commits, aborts and writes are sent at the same time. */
import type { Answer } from "../../exchange/answer.ts";
import type { ChecksOf } from "../../runner/define-check.ts";
import type { Session } from "../support/begun-session.ts";
import { control, versionOf } from "../support/expect.ts";
import { put, seed } from "../support/fixtures.ts";
import { type ListedRecord, recordsOf } from "../support/listing-under-test.ts";
import {
  expectOfRace,
  isDecided,
  playRounds,
  Race,
  type RaceRequest,
  type RequestToSend,
} from "../support/race.ts";
import { type SessionCheckContext, withSessions } from "../support/with-sessions.ts";

const ROUNDS = 4;
const COMMITTERS = 4;
const STAGERS = 4;

/** The answer about its end to a request that ends a session. */
interface End {
  outcome: unknown;
  version: unknown;
}

/** @throws Inconclusive where the session may have expired by itself */
function endOf({ answer }: RaceRequest, session: Session): End | null {
  const { outcome, version = null } = Object(answer.json) as Partial<End>;
  if (answer.ok && answer.status === 200) return { outcome: "committed", version };
  if (answer.ok) return { outcome: "aborted", version: null };
  if (answer.status !== 410) return null;
  if (outcome !== "committed" && outcome !== "aborted") session.during(answer);
  return { outcome, version };
}

/** Begins a session over the collection `c`, in which one record is staged. */
async function stageOne({ partition, begin }: SessionCheckContext, payload: string): Promise<Session> {
  const session = await begin({ scope: [`${partition}/c`] });
  await session.stage("PUT", `/${partition}/c/staged`, { payload });
  return session;
}

/** The collection `c` as it is afterwards. */
async function readAll({
  account,
  partition,
}: SessionCheckContext): Promise<{ records: ListedRecord[]; answer: Answer }> {
  const answer = control(await account.get(`/${partition}/c`, { query: { full: "" } }), 200);
  return { records: recordsOf(answer), answer };
}

const commitOf = ({ path }: Session): RequestToSend => ({ method: "POST", path: `${path}/commit` });

async function commitTwice(context: SessionCheckContext, round: number): Promise<boolean> {
  const { account, partition } = context;
  const path = `/${partition}/c` as const;
  await put(account, `${path}/old`, { payload: "x" });
  const session = await stageOne(context, `${round}`);
  await session.stage("POST", path, [{ id: "listed", payload: `${round}` }, { id: `only${round}` }]);
  const race = new Race(account);
  const moves = await race.together(Array.from({ length: COMMITTERS }, () => commitOf(session)));
  if (!moves.every(({ answer }) => isDecided(answer))) return false;

  const ends = moves.map((move) => endOf(move, session));
  const said = ends.map((end) => `${end?.outcome} ${end?.version}`);
  const performed = moves.find(({ answer }) => answer.ok);
  const version = performed ? versionOf(performed.answer) : 0;
  const agreed = version > 0 && said.every((each) => each === `committed ${version}`);
  expectOfRace(
    race.moves,
    agreed,
    "one commit, and all answers to name the version that it took",
    said.join(", "),
  );
  const { records, answer } = await readAll(context);
  const written = records.filter(
    ({ id }) => id !== "old" && (!id.startsWith("only") || id === `only${round}`),
  );
  const once = written.length === 3 && written.every((record) => record.version === version);
  const at = { collection: versionOf(answer), records: written.map((record) => record.version) };
  expectOfRace(
    race.moves,
    once && at.collection === version,
    `all that was staged once, at version ${version}`,
    at,
  );

  // One that comes late finds nothing to commit either.
  const later = await put(account, `${path}/staged`, { payload: "later" });
  await race.send("z", commitOf(session));
  const after = versionOf((await readAll(context)).answer);
  expectOfRace(
    race.moves,
    after === later,
    `the collection to stay at version ${later} of the last write`,
    after,
  );
  return true;
}

async function stageBeside(context: SessionCheckContext, round: number): Promise<boolean> {
  const { account, partition } = context;
  const path = `/${partition}/c`;
  const session = await stageOne(context, `${round}`);
  const ids = Array.from({ length: STAGERS }, (_, index) => `r${round}.${index}`.replace(".", "_"));
  const stages = ids.map(
    (id): RequestToSend => ({
      method: "PUT",
      path: `${path}/${id}`,
      body: { payload: id },
      options: session.own(),
    }),
  );
  // The commit is sent before some and after others.
  const asks = stages.toSpliced(round % (STAGERS + 1), 0, commitOf(session));
  const race = new Race(account);
  const moves = await race.together<{ version: number }>(asks);
  const commit = moves[round % (STAGERS + 1)] as RaceRequest;
  for (const { answer } of moves) if (answer.status === 410) session.during(answer);
  if (!commit.answer.ok) {
    await session.drop();
    return false;
  }
  const version = versionOf(commit.answer);
  const { records } = await readAll(context);
  for (const [index, { answer, client }] of moves.filter((move) => move !== commit).entries()) {
    const id = ids[index];
    if (answer.status !== 202 && answer.status !== 410) continue;
    const found = records.find((record) => record.id === id);
    const right = answer.status === 202 ? found?.version === version : found === undefined;
    const expected = answer.status === 202 ? `in the commit, at version ${version}` : "nowhere";
    const got = found ? `there at version ${found.version}` : "missing";
    expectOfRace(
      race.moves,
      right,
      `what ${client} was answered ${answer.status} for to be ${expected}`,
      got,
    );
  }
  return moves.some((move) => move !== commit && [202, 410].includes(move.answer.status));
}

async function endTwice(context: SessionCheckContext, round: number): Promise<boolean> {
  const { account, partition } = context;
  await put(account, `/${partition}/c/staged`, { payload: "old" });
  const session = await stageOne(context, `${round}`);
  const race = new Race(account);
  const commits = [commitOf(session), commitOf(session)];
  const aborts: RequestToSend[] = [{ method: "DELETE", path: session.path }];
  const moves = await race.together(round % 2 === 0 ? [...commits, ...aborts] : [...aborts, ...commits]);
  if (!moves.every(({ answer }) => isDecided(answer))) return false;

  const ends = moves.map((move) => endOf(move, session));
  const outcomes = [...new Set(ends.map((end) => String(end?.outcome)))];
  const one = moves.some(({ answer }) => answer.ok) && outcomes.length === 1;
  expectOfRace(
    race.moves,
    one,
    "a commit or an abort, and all answers to tell of the same",
    outcomes.join(" and "),
  );
  const { records } = await readAll(context);
  const payload = records.find(({ id }) => id === "staged")?.payload;
  const expected = outcomes[0] === "committed" ? `${round}` : "old";
  expectOfRace(
    race.moves,
    payload === expected,
    `the record to be ${expected} once the session is ${outcomes[0]}`,
    payload,
  );
  return true;
}

export const raceCommit = {
  "race.commit.once": withSessions((context) =>
    playRounds(context.effort, ROUNDS, (round) => commitTwice(context, round)),
  ),

  "race.commit.staged": withSessions(async (context) => {
    await seed(context.account, `/${context.partition}/c`, [{ id: "old" }]);
    await playRounds(context.effort, ROUNDS, (round) => stageBeside(context, round));
  }),

  "race.commit.aborted": withSessions((context) =>
    playRounds(context.effort, ROUNDS, (round) => endTwice(context, round)),
  ),
} satisfies Partial<ChecksOf<"race">>;
