/** Checks how a server reads the paths of requests: encoded characters, odd segments, unknown and long paths. */
import { RawBody } from "../exchange/typed-bodies.ts";
import type { ChecksOf } from "../runner/define-check.ts";
import { isInReach } from "../runner/select/stages.ts";
import {
  control,
  expectEqual,
  expectProblem,
  expectStatus,
  expectSuccess,
  expectThat,
} from "./support/expect.ts";
import { expectIdle } from "./support/expect-unchanged.ts";
import { seed } from "./support/fixtures.ts";
import { NO_UTF8, percentEncode } from "./support/percent-encode.ts";
import { prepare } from "./support/sample-requests.ts";

const LONGEST_TARGET = 8000;
/** The most ids that a list names, and the most characters that one has. */
const MOST_IDS = 100;
const LONGEST_ID = 64;
const VALID = RawBody.json({ payload: "x" });
const OTHER = RawBody.json({ payload: "other" });

/** What makes a path one that the HTTP layer may refuse as it likes: control characters and odd percent signs. */
const REFUSED = ["%00", "%01", "%09", "%0A", "%0d", "%1F", "%7f", "%", "%4", "%zz", "%%61", "%u0061"];

export const path = {
  "path.unknown": async ({ account, partition }) => {
    await prepare(account, partition);
    control(await account.get("/info/collections"), 200);
    control(await account.get(`/${partition}/sample/a`), 200);
    for (const unknown of [
      "/no-such-thing",
      "/no/such/thing/at/all",
      "/info",
      "/info/no-such-view",
      "/info/collections.json",
      "/info/collections;x",
      "/info/collections%20",
      "/Info/collections",
      `/${partition.toUpperCase()}/sample/a`,
      "/no-such-partition/sample/a",
    ]) {
      expectProblem(await account.get(unknown), 404, "not-found");
      expectProblem(await account.send("PUT", unknown, VALID), 404, "not-found");
      expectProblem(await account.delete(unknown), 404, "not-found");
    }
  },

  "path.encoded": async ({ account, partition }) => {
    await prepare(account, partition);
    const plain = control(await account.get(`/${partition}/sample/a`), 200);
    for (const encoded of [
      `/${partition}/s%61mple/a`,
      `/${partition}/sample/%61`,
      `/${partition}/${percentEncode("sample", "lower")}/${percentEncode("a", "lower")}`,
      `/${partition}/${percentEncode("sample", "upper")}/%61`,
    ]) {
      const answer = expectStatus(await account.get(encoded), 200);
      expectEqual(answer, "the record", answer.json, plain.json);
    }
    expectSuccess(await account.send("PUT", `/${partition}/sample/%7a%2Da`, RawBody.json({ payload: "x" })));
    expectStatus(await account.get(`/${partition}/sample/z-a`), 200);
    if (!isInReach("deleteCollection")) return;
    // In every other operation that has a name in its path.
    for (const [method, target, body] of [
      ["HEAD", "/sample/z%2da", null],
      ["POST", "/sample/z%2da", RawBody.json({ sortindex: 1 })],
      ["GET", "/s%61mple", null],
      ["HEAD", "/sampl%65", null],
      ["POST", "/s%61mple", RawBody.json([{ id: "listed" }])],
      ["DELETE", "/sample/z%2da", null],
      ["DELETE", "/s%61mple?ids=listed", null],
      ["DELETE", "/sampl%65", null],
    ] as const) {
      expectSuccess(await account.send(method, `/${partition}${target}`, body));
    }
    expectStatus(await account.get(`/${partition}/sample`), 404);
  },

  "path.encoded-slash": async ({ account, partition }) => {
    await prepare(account, partition);
    control(await account.get(`/${partition}/sample/a`), 200);
    // A GET alone would not tell an id with a slash in it from one that is missing.
    for (const id of ["a%2Fb", "%2F", "a%2f"]) {
      expectStatus(await account.send("PUT", `/${partition}/sample/${id}`, VALID), 404);
    }
    for (const encoded of [
      `/${partition}/sample%2Fa`,
      `/${partition}%2fsample/a`,
      "/info%2Fcollections",
      `/${partition}/sample/a%2Fb`,
    ]) {
      expectStatus(await account.get(encoded), 404);
    }
  },

  "path.encoded.once": async ({ account, partition }) => {
    await prepare(account, partition);
    control(await account.get(`/${partition}/sample/%61`), 200);
    for (const twice of [
      `/${partition}/sample/%2561`,
      `/${partition}/s%2561mple/a`,
      `/${partition}/sample%252Fa`,
    ]) {
      expectStatus(await account.get(twice), 404);
      expectStatus(await account.send("PUT", twice, VALID), 404);
      expectStatus(await account.delete(twice), 404);
    }
    expectStatus(await account.get(`/${partition}/sample/a`), 200);
  },

  "path.encoded.utf-8": async ({ account, partition }) => {
    await prepare(account, partition);
    control(await account.send("PUT", `/${partition}/sample/%61`, VALID), 204);
    for (const octets of NO_UTF8) {
      for (const [method, odd] of [
        ["PUT", `/${partition}/sample/a${octets}`],
        ["PUT", `/${partition}/sample/${octets}`],
        ["PUT", `/${partition}/sample${octets}/a`],
        ["POST", `/${partition}/sample${octets}`],
      ] as const) {
        expectStatus(await account.get(odd), 404);
        expectStatus(await account.send(method, odd, VALID), 404);
        expectStatus(await account.delete(odd), 404);
      }
    }
    expectStatus(await account.get(`/${partition}/sample/a`), 200);
  },

  "path.segments": async ({ account, partition }) => {
    await prepare(account, partition);
    control(await account.get(`/${partition}/sample/a`), 200);
    control(await account.get("/info/collections"), 200);
    for (const odd of [
      "//",
      "/.",
      `/${partition}/`,
      `/${partition}//a`,
      `/${partition}/sample/`,
      `/${partition}/sample/a/`,
      `/${partition}/sample/a/b`,
      `//${partition}/sample`,
      `/${partition}/./sample`,
      `/${partition}/x/../sample`,
      `/${partition}/sample/.`,
      `/${partition}/sample/..`,
      `/${partition}/sample/%2E%2e`,
      "/info/collections/",
      "/messages/",
      "/sessions/",
      "/sessions/none/commit/",
      "/info/collections/x",
      "/info//collections",
      `/${partition}/../info/collections`,
    ]) {
      expectStatus(await account.get(odd), 404);
      expectStatus(await account.send("PUT", odd, VALID), 404);
      expectStatus(await account.delete(odd), 404);
    }
    expectStatus(await account.get(`/${partition}/sample/a`), 200);
  },

  "path.acts-not": ({ account, partition }) => {
    const C = `/${partition}/sample`;
    const odd = [
      ...[`${C}/a/`, `${C}//a`, `/${C}/a`, `${C}/./a`, `${C}/x/../a`, `${C}%2Fa`, `${C}/%2561`, `${C}/a%00`],
      ...[`${C}/a%FF`, `${C}/a/b`, `/storage.${C}/a`, `/${partition.toUpperCase()}/sample/a`],
    ];
    const lists = [`${C}/`, `/${partition}/`, `/${C}`, `${C}%FF`, `/${partition}/sam%252Cple`];
    const list = RawBody.json([{ id: "a", payload: "other" }]);
    const whole = RawBody.json([{ collection: "sample", id: "a", payload: "other" }]);
    const requests = [
      ...odd.flatMap((path) => [
        () => account.send("PUT", path, OTHER),
        () => account.send("POST", path, OTHER),
        () => account.delete(path),
      ]),
      ...lists.flatMap((path) => [
        () => account.send("POST", path, path === `/${partition}/` ? whole : list),
        () => account.delete(path),
      ]),
      () => account.delete("/", { query: `keep=${partition}/missing` }),
      () => account.delete(`${C}/missing`),
      () => account.delete(`/${partition}/missing`),
    ];
    return expectIdle(account, partition, requests, 404);
  },

  "path.long-target": async ({ account, partition }) => {
    await prepare(account, partition);
    const short = control(await account.get(`/${partition}/sample`, { query: "sort=oldest&x=" }), 200);
    const { origin } = new URL(short.exchange.request.url);
    const room = LONGEST_TARGET - (short.exchange.request.url.length - origin.length);
    const answer = expectStatus(
      await account.get(`/${partition}/sample`, { query: `sort=oldest&x=${"y".repeat(room)}` }),
      200,
    );
    expectEqual(answer, "items", answer.json, short.json);

    // The longest list of ids that a client has to send: 100 of the longest, with every comma encoded.
    const ids = Array.from({ length: MOST_IDS }, (_, index) => String(index).padStart(LONGEST_ID, "x"));
    const query = `ids=${ids.join("%2C")}`;
    await seed(account, `/${partition}/sample`, [{ id: ids[MOST_IDS - 1] as string, payload: "x" }]);
    const listed = expectStatus(await account.get(`/${partition}/sample`, { query }), 200);
    expectEqual(listed, "items", listed.json?.items, ids.slice(-1));
    expectSuccess(await account.delete(`/${partition}/sample`, { query }));
    const left = expectStatus(await account.get(`/${partition}/sample`, { query: "sort=oldest" }), 200);
    expectEqual(left, "items", left.json, short.json);
  },

  "path.refused": async ({ account, partition }) => {
    await prepare(account, partition);
    control(await account.get(`/${partition}/sample/a`), 200);
    for (const odd of REFUSED) {
      for (const answer of [
        await account.get(`/${partition}/sample/a${odd}`),
        await account.get(`/${partition}/sample${odd}`),
        await account.get(`/info/collections${odd}`),
        await account.send("PUT", `/${partition}/sample/${odd}-a`, VALID),
        await account.send("PUT", `/${partition}/sam${odd}ple/a`, VALID),
        await account.delete(`/${partition}/sample/a${odd}`),
        await account.delete(`/${partition}${odd}`),
      ]) {
        expectThat(answer, answer.status >= 400, "a 4xx or 5xx", answer.status);
      }
    }
    expectStatus(await account.get(`/${partition}/sample/a`), 200);
  },
} satisfies ChecksOf<"path">;
