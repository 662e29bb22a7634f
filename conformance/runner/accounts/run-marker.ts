import type { Account } from "../../exchange/account.ts";
import type { Answer } from "../../exchange/answer.ts";
import { readContents } from "../protocol.ts";

/** Where a run leaves its mark; no check writes there. */
const PATH = "/storage/sync2-run";
const NAME = PATH.slice(1);

/**
 * The marks of a run on accounts that exist on the server. Where no check has an account, a mark says that a run does,
 * so that two runs on one account notice each other, on whatever machines they are, instead of finding fault with
 * what the other one does.
 */
export class RunMarker {
  readonly #run: string;
  /** The version at which the mark was left on each account, by its URL. */
  readonly #left = new Map<string, number>();

  /** @param run names the run: the id of its marks */
  constructor(run: string) {
    this.#run = run;
  }

  /** Leaves a mark on an empty account; where the server does not take it, there is none. */
  async mark(account: Account): Promise<void> {
    const payload = JSON.stringify({ at: new Date().toISOString() });
    const answer = await account.put(`${PATH}/${this.#run}`, { payload }, { repeatable: true });
    const version = answer.ok ? answer.integer("X-Last-Modified-Version") : undefined;
    if (version === undefined) this.#left.delete(account.endpoint.href);
    else this.#left.set(account.endpoint.href, version);
  }

  /**
   * Takes the mark of this run away, and looks whether it was the last thing that was done to the account.
   * @returns who else was there, in words; null where nobody was
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

  /** Looks whether another run left its mark. @returns which, in words; null where none did */
  async findOtherRun(account: Account): Promise<string | null> {
    const marks = listedItems(await account.get(PATH as string, { query: { full: "" } }));
    const found = marks.find(({ id }) => typeof id === "string" && id !== this.#run);
    if (!found) return null;
    const at = /"at":"([0-9TZ:.-]+)"/.exec(String(found.payload))?.[1];
    return `another run of this suite${at ? `, seen there at ${at}` : ""}`;
  }

  /** Takes the mark of this run away, and leaves those of others. */
  async removeOwnMark(account: Account): Promise<void> {
    const stranger = await this.findOtherRun(account);
    await account.delete(stranger ? `${PATH}/${this.#run}` : PATH, { repeatable: true });
  }

  /** Tells somebody else's work from a server that loses or moves what is stored: of such a one no mark says anything. */
  async #keepsMarks(account: Account): Promise<boolean> {
    await this.mark(account);
    const lasts = (await markedAt(account)) === this.#left.get(account.endpoint.href);
    await account.delete(PATH, { repeatable: true });
    return lasts;
  }
}

/** The version of the collection of marks; null where there is none. */
async function markedAt(account: Account): Promise<number | null> {
  const map = (await readContents(account)).answer.json as Record<string, unknown> | null | undefined;
  const version = map?.[NAME];
  return typeof version === "number" ? version : null;
}

/** What a listing of full records holds; nothing where it is none. */
function listedItems({ json }: Answer): { id?: unknown; payload?: unknown }[] {
  const { items } = Object(json) as { items?: unknown };
  return Array.isArray(items) ? items.map((item) => Object(item)) : [];
}
