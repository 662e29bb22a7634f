/** The information views below `/info`. */
import { configurationOf } from "../info-configuration.ts";
import type { Call, Resource } from "../resource.ts";
import type { CollectionState } from "../store.ts";

/** A view of the account's contents, which has the version of the account (header.version.info). */
function view(content: (collections: CollectionState[], call: Call) => unknown): Resource {
  return {
    find: ({ store, account }) => ({ version: store.version(account) }),
    get: {
      act(call) {
        return { status: 200, content: content(call.store.collections(call.account), call) };
      },
    },
  };
}

function byPath(collections: CollectionState[], value: (collection: CollectionState) => number): unknown {
  return Object.fromEntries(collections.map((collection) => [collection.path, value(collection)]));
}

export const versions = view((collections) => byPath(collections, ({ version }) => version));

export const counts = view((collections) => byPath(collections, ({ count }) => count));

export const usage = view((collections) => byPath(collections, ({ bytes }) => bytes));

export const quota = view((collections, call) => ({
  usage: collections.reduce((sum, { bytes }) => sum + bytes, 0),
  quota: call.quota,
}));

export const configuration: Resource = {
  find: ({ service }) => ({ version: service.policy.configurationVersion }),
  get: { act: ({ service }) => ({ status: 200, content: configurationOf(service.policy) }) },
};
