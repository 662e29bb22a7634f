/** Versions that are reported wrongly, or not at all. */
import { replying, storing } from "../fault.ts";
import { parentOf, peek, VERSION, versionOf } from "../support/peek.ts";
import { Stale, showing } from "../support/showing.ts";
import { lists, reads } from "./common.ts";
import type { PublicFaults } from "./fault.ts";

export const versions: PublicFaults = {
  "record-has-collection-version": {
    ...replying("reports the version of the collection on a GET of a record", async (reply, call) => {
      if (call.operation !== "getRecord" || !reply.ok) return;
      reply.headers.set(VERSION, String(versionOf(await peek(call, parentOf(call.path)))));
    }),
    source: "mozilla-services/cliquet #356: the ETag of a record is the timestamp of its collection",
    noticedBy: "header.version.record",
  },

  "partial-update-unversioned": {
    ...replying("leaves X-Last-Modified-Version out of the answer to a POST of a record", (reply, call) => {
      if (call.operation === "postRecord" && reply.ok) reply.headers.delete(VERSION);
    }),
    source: "mozilla-services/cliquet #352, #370: no ETag after a PUT or PATCH of a record",
    noticedBy: "header.version.present",
  },

  "sortindex-alone-unversioned": {
    ...storing("keeps version and modified of a record of which a POST sets sortindex alone", (store) => {
      const old = new Map<string, { real: number; version: number; modified: number }>();
      const nameOf = (...names: string[]) => names.join("/");
      const shown = showing(store, (record, account, partition) => {
        const kept = old.get(nameOf(account, partition, record.collection, record.id));
        return kept?.real === record.version
          ? { ...record, version: kept.version, modified: kept.modified }
          : record;
      });
      return {
        ...shown,
        write(account, changes, quota) {
          const [change] = changes;
          if (changes.length !== 1 || change?.kind !== "update") return store.write(account, changes, quota);
          const { partition, collection, id, fields } = change;
          const before = shown.record(account, partition, collection, id);
          const written = store.write(account, changes, quota);
          if (before && Object.keys(fields).join() === "sortindex") {
            const { version, modified } = before;
            old.set(nameOf(account, partition, collection, id), { real: written.version, version, modified });
          }
          return written;
        },
      };
    }),
    source:
      "nextcloud/notes #621: a note that is only renamed keeps its modification time, so clients miss it",
    noticedBy: "version.write.record",
  },

  "overwrite-leaves-collection": {
    ...storing("leaves the version of a collection as it is when a record in it is overwritten", (store) => {
      const stale = new Stale();
      const nameOf = (...names: string[]) => names.join("/");
      return {
        collectionVersion(account, partition, collection) {
          const real = store.collectionVersion(account, partition, collection);
          return real === undefined ? real : stale.shown(nameOf(account, partition, collection), real);
        },
        collections: (account) =>
          store.collections(account).map((state) => ({
            ...state,
            version: stale.shown(nameOf(account, state.path), state.version),
          })),
        write(account, changes, quota) {
          const [change] = changes;
          if (changes.length !== 1 || change?.kind !== "replace") return store.write(account, changes, quota);
          const name = nameOf(account, change.partition, change.collection);
          const real = store.collectionVersion(account, change.partition, change.collection);
          const written = store.write(account, changes, quota);
          if (written.created.length === 0 && real !== undefined)
            stale.keep(name, written.version, stale.shown(name, real));
          return written;
        },
      };
    }),
    source:
      "remotestorage/remotestorage-server #1: the revision of a folder ignores changes of what it holds",
    noticedBy: "version.write.containers",
  },

  "listed-version-of-payload": {
    ...storing("lists a record by the version at which its payload was last written", (store) => {
      const stale = new Stale();
      const nameOf = (...names: string[]) => names.join("/");
      return {
        list(account, query) {
          const page = store.list(account, query);
          const records = page.records.map((record) => ({
            ...record,
            version: stale.shown(
              nameOf(account, query.partition, record.collection, record.id),
              record.version,
            ),
          }));
          return { ...page, records };
        },
        write(account, changes, quota) {
          const before = changes.map((change) => {
            if (change.kind !== "update" || change.fields.payload !== undefined) return null;
            const { partition, collection, id } = change;
            const record = store.record(account, partition, collection, id);
            const name = nameOf(account, partition, collection, id);
            return record ? { name, version: stale.shown(name, record.version) } : null;
          });
          const written = store.write(account, changes, quota);
          for (const one of before) if (one) stale.keep(one.name, written.version, one.version);
          return written;
        },
      };
    }),
    source: "jcoglan/restore #37: a listing and a GET take the ETag of a document from two different files",
    noticedBy: "version.write.record",
  },

  "nothing-newer-is-zero": {
    ...replying("reports version 0 for a listing that has nothing newer to show", (reply, call) => {
      if (lists(call) && reply.status === 200 && call.query.has("newer") && isEmpty(reply.headers))
        reply.headers.set(VERSION, "0");
    }),
    source: "lennart-k/rustical #251: a client that is up to date is given the sync token of the beginning",
    noticedBy: "header.version.collection",
  },

  "configuration-unversioned": {
    ...replying("leaves X-Last-Modified-Version out of the configuration", (reply, call) => {
      if (call.operation === "getInfoConfiguration") reply.headers.delete(VERSION);
    }),
    source: "mozilla-services/syncstorage-rs #759: no X-Last-Modified on /info/configuration",
    noticedBy: "header.version.present",
  },

  "not-modified-unversioned": {
    ...replying("leaves X-Last-Modified-Version out of a 304", (reply) => {
      if (reply.status === 304) reply.headers.delete(VERSION);
    }),
    source: "mozilla-services/syncstorage-rs #96, #100: X-Last-Modified is not always set",
    noticedBy: "header.version.not-modified",
  },

  "newest-page-version": {
    ...replying("reports on a page with sort=newest the version of the last item", async (reply, call) => {
      if (!lists(call) || reply.status !== 200 || call.query.get("sort") !== "newest") return;
      if (isEmpty(reply.headers)) return;
      const query = new URLSearchParams(call.query);
      query.set("full", "");
      const { items } = (await peek(call, call.path, query.toString())).json ?? {};
      const last = items?.at(-1);
      if (last) reply.headers.set(VERSION, String(last.version));
    }),
    source: "apache/pouchdb #6635: last_seq of a descending changes feed is that of the last row",
    noticedBy: "header.version.collection",
  },

  "ids-unversioned": {
    ...replying("leaves X-Last-Modified-Version out of a listing with ids", (reply, call) => {
      if (reads(call) && reply.ok && call.query.has("ids")) reply.headers.delete(VERSION);
    }),
    source: "apache/couchdb #969: update_seq is missing from _all_docs when keys are given",
    noticedBy: "header.version.collection",
  },

  "emptied-is-zero": {
    ...replying("reports version 0 for a collection without records", async (reply, call) => {
      if (call.operation !== "getCollection" || reply.status !== 200 || !isEmpty(reply.headers)) return;
      if (isEmpty((await peek(call)).headers)) reply.headers.set(VERSION, "0");
    }),
    source: "remotestorage/spec #93: php-remote-storage has one fixed ETag for all empty folders",
    noticedBy: "header.version.collection",
  },

  "wiped-is-zero": {
    ...replying("reports version 0 on information views while the account is empty", async (reply, call) => {
      if (!call.operation?.includes("Info") || call.operation.endsWith("Configuration") || !reply.ok) return;
      const { json } = await peek(call, "/info/collections");
      if (Object.keys(json ?? {}).length === 0) reply.headers.set(VERSION, "0");
    }),
    source:
      "mozilla-services/syncstorage-rs #23, #220: deleting all collections loses the last-modified time of the storage",
    noticedBy: "version.never-repeats",
  },
};

function isEmpty(headers: Headers): boolean {
  return headers.get("X-Weave-Records") === "0";
}
