import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { readContents } from "../protocol.ts";

/** The collection of the marks; no check writes to it. */
const PATH = "/storage/sync2-run";
const NAME = PATH.slice(1);

/**
 * Marks the listed accounts of a run with a record. Between two checks the record says that a run uses the account, so
 * two runs on one account notice each other, even on different machines, instead of reporting the other's writes as
 * violations.
 */
export class RunMarker {
  readonly #run: string;
  /** The version of the mark on each account, by the URL of the account. */
  readonly #left = new Map<string, number>();

  /** @param run names the run: the id of its marks */
  constructor(run: string) {
    this.#run = run;
  }

  /** Marks an empty account. A server that refuses the record has no mark. */
  async mark(account: Account): Promise<void> {
    const payload = JSON.stringify({ at: new Date().toISOString() });
    const answer = await account.put(`${PATH}/${this.#run}`, { payload }, { repeatable: true });
    const version = answer.ok ? answer.integer("X-Last-Modified-Version") : undefined;
    if (version === undefined) this.#left.delete(account.endpoint.href);
    else this.#left.set(account.endpoint.href, version);
  }

  /**
   * Removes the mark of this run, and finds out whether somebody else changed the account after it.
   * @returns who else uses the account, for a message; null for nobody
   */
  async unmark(account: Account): Promise<string | null> {
    const left = this.#left.get(account.endpoint.href);
    const version = await markedAt(account);
    if (version !== null) {
      const stranger = await this.findOtherRun(account);
      if (stranger) return stranger;
      await account.delete(PATH, { repeatable: true });
    }
    if (left === undefined || version === left) return null;
    return (await this.#keepsMarks(account)) ? "somebody who changed its contents" : null;
  }

  /** Finds the mark of another run. @returns that run, for a message; null if there is no such mark */
  async findOtherRun(account: Account): Promise<string | null> {
    const marks = listedItems(await account.get(PATH as string, { query: { full: "" } }));
    const found = marks.find(({ id }) => typeof id === "string" && id !== this.#run);
    if (!found) return null;
    const at = /"at":"([0-9TZ:.-]+)"/.exec(String(found.payload))?.[1];
    return `another run of this suite${at ? `, seen there at ${at}` : ""}`;
  }

  /** Removes the mark of this run only. */
  async removeOwnMark(account: Account): Promise<void> {
    const stranger = await this.findOtherRun(account);
    await account.delete(stranger ? `${PATH}/${this.#run}` : PATH, { repeatable: true });
  }

  /** Whether the server keeps a mark unchanged. If it does not, a changed mark says nothing about other runs. */
  async #keepsMarks(account: Account): Promise<boolean> {
    await this.mark(account);
    const lasts = (await markedAt(account)) === this.#left.get(account.endpoint.href);
    await account.delete(PATH, { repeatable: true });
    return lasts;
  }
}

/** The version of the collection of marks; null if it does not exist. */
async function markedAt(account: Account): Promise<number | null> {
  const map = (await readContents(account)).answer.json as Record<string, unknown> | null | undefined;
  const version = map?.[NAME];
  return typeof version === "number" ? version : null;
}

/** The records of a listing; empty if the answer is no listing. */
function listedItems({ json }: Answer): { id?: unknown; payload?: unknown }[] {
  const { items } = Object(json) as { items?: unknown };
  return Array.isArray(items) ? items.map((item) => Object(item)) : [];
}
