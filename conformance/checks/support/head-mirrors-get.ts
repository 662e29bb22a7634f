/** Builds the check that HEAD answers as GET does. */
import type { Partition } from "../../contract/document.ts";
import type { Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import type { CheckContext } from "../../runner/define-check.ts";
import { control, expectEqual, expectStatus, expectThat, present } from "./expect.ts";
import { prepare } from "./sample-requests.ts";

/** The header fields of this protocol that do not depend on the time of the request. */
const STEADY = ["X-Last-Modified-Version", "X-Weave-Store", "X-Weave-Records", "Cache-Control"];

type HeadRequest = [path: string, options: Options];

/**
 * Builds the check that HEAD of a path answers as GET does.
 * @param asksOf makes the requests to a prepared partition: first one that succeeds, then others
 */
export function headMirrors(asksOf: (partition: Partition) => [HeadRequest, ...HeadRequest[]]) {
  return async ({ account, partition }: CheckContext) => {
    await prepare(account, partition);
    const [success, ...more] = asksOf(partition);
    const [path] = success;
    const bare = expectStatus(await account.head(path, { bare: true }), 200);
    expectThat(bare, bare.body.length === 0, "no octet after the head", `${bare.body.length} octets`);
    const version = present(
      "a version",
      control(await account.get(path), 200).integer("X-Last-Modified-Version"),
    );
    // A listing also gets a request for a later page.
    const first = control(await account.get(path, { query: { limit: 1 } }), 200);
    const offset = first.header("X-Weave-Next-Offset");
    const further: HeadRequest[] = offset === undefined ? [] : [[path, { query: { limit: 1, offset } }]];
    const unchanged: HeadRequest = [path, { ifModified: version }];
    for (const [target, options] of [success, unchanged, ...more, ...further]) {
      // HEAD comes first, so that a cache of answers without a body shows in the GET.
      const early = await account.head(target, options);
      const get = await account.get(target, options);
      const head = expectStatus(early, get.status);
      if (get.status === 200)
        expectThat(get, get.body.length > 0, "a GET after a HEAD to have a body", "none");
      expectThat(head, head.header("X-Weave-Timestamp") !== undefined, "X-Weave-Timestamp", head.headers);
      for (const name of STEADY) {
        expectEqual(head, `${name}, as on GET,`, head.header(name) ?? "absent", get.header(name) ?? "absent");
      }
      // A server may make another token each time.
      const left = (answer: Answer) => answer.header("X-Weave-Next-Offset") !== undefined;
      expectEqual(head, "whether there is an X-Weave-Next-Offset, as on GET,", left(head), left(get));
    }
  };
}
