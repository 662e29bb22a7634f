/** Sends requests that are signed by Hawk, correctly or not. */
import type { Partition } from "../../contract/document.ts";
import type { Account, Options } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import type { HawkCredentials } from "../../exchange/credentials.ts";
import { type HawkOverrides, hawkHeader } from "../../exchange/hawk.ts";
import { control, present } from "./expect.ts";
import { requests, type Sample } from "./sample-requests.ts";

/** @throws Broken if the account has none */
export const credentialsOf = ({ hawk }: Account): HawkCredentials => present("Hawk credentials", hawk);

/** Options of a request that is signed by Hawk. */
export const byHawk = (account: Account, changed: Partial<HawkCredentials> = {}): Options => ({
  credentials: { scheme: "hawk", ...credentialsOf(account), ...changed },
});

/** A request of each method; none is about a session. */
export function requestsOfEachMethod(partition: Partition): Sample[] {
  const operations = [
    "getInfoCollections",
    "headRecord",
    "getMessages",
    "putRecord",
    "postCollection",
    "deleteRecord",
  ];
  return requests(partition).filter(({ operation }) => operations.includes(operation));
}

/** Sends a request with an Authorization header that is made for it, or for a changed request. */
export function sendSignedAs(
  account: Account,
  sample: Sample,
  changed: Partial<Sample> & HawkOverrides,
): Promise<Answer> {
  const { method, path, body } = sample;
  const { method: verb = method, path: place = path, body: content = body, ...overrides } = changed;
  const about = { ...(content === null ? {} : { body: content }), ...overrides };
  const authorization = hawkHeader(account, verb, place, about);
  return account.send(method, path, body, { authorization });
}

/** Seconds since the epoch, by the clock of the server. */
export async function timeOf(account: Account): Promise<number> {
  const answer = control(await account.get("/info/collections", byHawk(account)), 200);
  return present("X-Weave-Timestamp", answer.integer("X-Weave-Timestamp"));
}
