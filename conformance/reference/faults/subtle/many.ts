/** Faults that show only where there is much, and in listings that are cut into pages, sorted or filtered. */
import type { Change } from "../../stored-changes.ts";
import { answering, headersWith, storing } from "../fault.ts";
import { ALL } from "../support/list.ts";
import { MODIFIED, versionIn } from "../support/peek.ts";
import { turnIntoNothing } from "../support/racing.ts";
import { leasing } from "../support/session-leasing.ts";
import type { SubtleFault } from "./fault.ts";

/** Changes that it commits at once. */
const MOST_CHANGES = 500;

export const many: Record<string, SubtleFault> = {
  "page-cut-without-token": {
    ...storing("leaves out the last record where one more is left than the longest page holds", (store) => ({
      list(account, query) {
        const page = store.list(account, query);
        if (!page.more || query.limit < 1000) return page;
        const whole = store.list(account, { ...query, limit: ALL });
        return { ...page, more: whole.records.length > query.limit + 1 };
      },
    })),
    caughtBy: "model.store.many",
  },

  "commit-in-parts": {
    ...leasing(
      `commits what was staged in parts of ${MOST_CHANGES} changes, each with a version of its own`,
      (sessions, store) => {
        const held = new Map<string, Change[]>();
        return {
          stage(account, id, changes, amount) {
            held.set(id, [...(held.get(id) ?? []), ...changes]);
            sessions.stage(account, id, [], amount);
          },
          commit(account, id, quota) {
            const changes = held.get(id) ?? [];
            held.delete(id);
            for (; changes.length > MOST_CHANGES; changes.splice(0, MOST_CHANGES))
              store.write(account, changes.slice(0, MOST_CHANGES), quota);
            sessions.stage(account, id, changes, { records: 0, bytes: 0 });
            return sessions.commit(account, id, quota);
          },
        };
      },
    ),
    caughtBy: "model.store.many",
  },

  "index-page-skips-unset": {
    ...storing("leaves records without a sortindex out of all sorted pages but the first", (store) => ({
      list(account, query) {
        const page = store.list(account, query);
        if (query.sort !== "index" || !query.after) return page;
        return { ...page, records: page.records.filter(({ sortindex }) => sortindex !== null) };
      },
    })),
    caughtBy: "model.store.listing",
  },

  "index-page-below-zero": {
    ...storing("takes a page that ended with a negative sortindex for the last one", (store) => ({
      list(account, query) {
        const page = store.list(account, query);
        return query.sort === "index" && query.after && query.after.key < 0
          ? { records: [], more: false }
          : page;
      },
    })),
    caughtBy: "model.store.listing",
  },

  "filter-hides-change": {
    ...answering(
      "says that a filtered listing is not modified where it holds nothing that is newer",
      async (call) => {
        const seen = versionIn(call, MODIFIED);
        const isListing = call.operation === "getCollection" || call.operation === "getPartition";
        if (seen === null || !isListing || ![...call.query.keys()].some((name) => FILTERS.has(name)))
          return call.pass();
        const reply = await call.pass();
        const query = new URLSearchParams(call.query);
        query.set("full", "");
        query.delete("limit");
        const plain = await call.pass({
          query: query.toString(),
          headers: headersWith(call.headers, { [MODIFIED]: null }),
        });
        const versions: number[] = (plain.json?.items ?? []).map(
          ({ version }: { version: number }) => version,
        );
        if (reply.status === 200 && versions.every((version) => version <= seen)) turnIntoNothing(reply, 304);
        return reply;
      },
    ),
    caughtBy: "model.store.sequential",
  },

  "filter-drops-condition": {
    ...answering("asks for no condition where a listing has a filter and an order", (call) => {
      const { query, headers } = call;
      if (!query.has("sort") || ![...query.keys()].some((name) => FILTERS.has(name))) return call.pass();
      return call.pass({
        headers: headersWith(headers, { [MODIFIED]: null, "X-If-Unmodified-Since-Version": null }),
      });
    }),
    caughtBy: "model.store.interleaved",
  },
};

const FILTERS = new Set(["newer", "older", "ids", "collections"]);
