/** Checks that the pages of a listing hold each unchanged record once while other clients write. */
import type { CheckContext, ChecksOf } from "../../runner/define-check.ts";
import { Broken } from "../../runner/outcomes.ts";
import { control, present } from "../support/expect.ts";
import { ids } from "../support/fixtures.ts";
import { itemsOf, Listing } from "../support/listing-under-test.ts";
import { clientName, expectOfRace, playRounds, Race, type RequestToSend } from "../support/race.ts";

const ROUNDS = 1;
const LIMIT = 5;
/** More than any listing of this check has, whoever writes beside it. */
const MOST_PAGES = 40;
/** Writers beside each page. */
const WRITERS = 2;
const ALL = ids(24);
/** Of both, some in each of the collections of a partition. */
const STABLE = ALL.filter((_, index) => index % 4 === 1 || index % 4 === 2);
const VOLATILE = ALL.filter((id) => !STABLE.includes(id));

/** What is paged through, and whether records go or come meanwhile. */
interface Paging {
  whole: boolean;
  sort: string | null;
  deletes: boolean;
}

const PAGINGS: Paging[] = [
  { whole: false, sort: null, deletes: true },
  { whole: true, sort: "oldest", deletes: true },
  { whole: false, sort: "newest", deletes: false },
  { whole: true, sort: "index", deletes: false },
  { whole: true, sort: null, deletes: false },
  { whole: false, sort: "oldest", deletes: true },
  { whole: true, sort: "newest", deletes: false },
  { whole: false, sort: "index", deletes: true },
];

async function play(
  { account, partition }: CheckContext,
  { whole, sort, deletes }: Paging,
  number: number,
): Promise<boolean> {
  const listing = new Listing(account, partition, whole);
  control(await account.delete(`/${partition}`), 204);
  // Neither sorted by version nor by index as by id; those that come meanwhile come before the others.
  for (const part of [1, 0, 2]) {
    const some = ALL.filter((id, index) => index % 3 === part && (deletes || STABLE.includes(id)));
    await listing.store(some.map((id) => ({ id, sortindex: -ALL.indexOf(id) })));
  }
  const race = new Race(account);
  const changes: RequestToSend[] = VOLATILE.map((id, index) => {
    const path = listing.at(id);
    return deletes
      ? { method: "DELETE", path }
      : { method: "PUT", path, body: { payload: "x", sortindex: index } };
  });
  const change = (count: number) =>
    Promise.all(changes.splice(0, count).map((ask, index) => race.send(clientName(index), ask)));
  const seen: string[] = [];
  let offset: string | undefined;
  let page = 0;
  let changed = 0;
  do {
    const query = { limit: LIMIT, ...(sort && { sort }), ...(offset && { offset }) };
    const options = { query, patient: true };
    const [{ answer }, done] = await Promise.all([
      race.send("z", { method: "GET", path: listing.path, options }),
      change(WRITERS),
    ]);
    changed += done.filter((move) => move.answer.ok).length;
    seen.push(...present("items", itemsOf<string>(control(answer, 200))));
    offset = answer.header("X-Weave-Next-Offset");
    page += 1;
    changed += (await change(1)).filter((move) => move.answer.ok).length;
  } while (offset !== undefined && page < MOST_PAGES);
  if (page < 2)
    throw new Broken(`set-up: ${listing.path} with a limit of ${LIMIT} should have more than one page`);

  for (const id of STABLE) {
    const count = seen.filter((name) => name === listing.name(id)).length;
    const what = `the pages of race ${number}${sort ? `, sorted by ${sort},` : ""} to hold ${listing.name(id)} once`;
    expectOfRace(race.moves, count === 1, what, `${count} times`);
  }
  return changed > 0 && race.overlapped;
}

export const racePage = {
  "race.page.complete": (context) =>
    playRounds(context.effort, ROUNDS * PAGINGS.length, (round) =>
      play(context, PAGINGS[round % PAGINGS.length] as Paging, round),
    ),
} satisfies Partial<ChecksOf<"race">>;
