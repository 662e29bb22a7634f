/** Checks that a GET beside concurrent writes shows one moment, and that versions appear in order. */
import type { ChecksOf } from "../../runner/define-check.ts";
import { control, controlRising, expectStatus, expectThat, present, versionOf } from "../support/expect.ts";
import { ids } from "../support/fixtures.ts";
import { itemsOf, type Listing, ofListings, recordsOf } from "../support/listing-under-test.ts";

const ROUNDS = 15;
/** So that a server that writes much faster than it reads does not keep a check for ever. */
const MOST_ROUNDS = 300;

/** Writes the same payload to several records at once, again and again, at least until there is enough. */
async function writeRounds(listing: Listing, enough: () => boolean): Promise<void> {
  for (let round = 1; round <= ROUNDS || (!enough() && round <= MOST_ROUNDS); round++) {
    await listing.store(ids(5).map((id) => ({ id, payload: String(round) })));
  }
}

export const versionConcurrency = {
  "version.snapshot": ofListings(async (listing) => {
    await listing.store(ids(5).map((id) => ({ id, payload: "0" })));
    control(await listing.get({ query: { full: "" } }), 200);
    let writing = true;
    let reads = 0;
    const reader = async () => {
      while (writing) {
        const answer = expectStatus(await listing.get({ query: { full: "" } }), 200);
        reads++;
        const records = recordsOf(answer);
        const moments = new Set(records.map(({ payload, version }) => `payload ${payload} at ${version}`));
        const whole = records.length === 5 && moments.size === 1 && records[0]?.version === versionOf(answer);
        expectThat(
          answer,
          whole,
          `all records of one write, at version ${versionOf(answer)}`,
          [...moments].join(", "),
        );
      }
    };
    const writer = writeRounds(listing, () => reads >= ROUNDS).finally(() => {
      writing = false;
    });
    await Promise.all([writer, reader(), reader()]);
  }),

  "version.order": ofListings(async (listing) => {
    controlRising(await listing.store([{ id: "first" }]));
    control(await listing.get({ query: { newer: 0 } }), 200);
    const written: string[] = ["first"];
    let writers = 3;
    const writer = async (name: string) => {
      try {
        for (let round = 0; round < ROUNDS; round++) {
          await listing.store([{ id: `${name}${round}`, payload: "x" }]);
          written.push(`${name}${round}`);
        }
      } finally {
        writers--;
      }
    };
    const poller = async () => {
      const seen = new Set<string>();
      let newer = 0;
      let last = false;
      // One more poll after the last write: what is missing then was skipped.
      for (;;) {
        const answer = expectStatus(await listing.get({ query: { newer } }), 200);
        for (const name of present("items", itemsOf<string>(answer))) seen.add(name);
        const version = versionOf(answer);
        expectThat(answer, version >= newer, `a version of at least ${newer}`, version);
        newer = version;
        if (last) break;
        last = writers === 0;
      }
      const final = control(await listing.get(), 200);
      const missed = written.filter((id) => !seen.has(listing.name(id)));
      expectThat(
        final,
        missed.length === 0,
        "every write to be seen by a poller that asks for what is newer",
        { missed },
      );
    };
    await Promise.all([writer("a"), writer("b"), writer("c"), poller()]);
  }),
} satisfies Partial<ChecksOf<"version">>;
