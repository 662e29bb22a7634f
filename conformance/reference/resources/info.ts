import { CONFIGURATION, CONFIGURATION_VERSION } from "../configuration.ts";
import type { Resource } from "../resource.ts";
import type { CollectionState } from "../store.ts";

/** A view of what the account holds; it changes with the account (header.version.info). */
function view(content: (collections: CollectionState[]) => unknown): Resource {
  return {
    version: ({ store, account }) => store.version(account),
    get: { act: ({ store, account }) => ({ status: 200, content: content(store.collections(account)) }) },
  };
}

function byPath(collections: CollectionState[], value: (collection: CollectionState) => number): unknown {
  return Object.fromEntries(collections.map((collection) => [collection.path, value(collection)]));
}

export const versions = view((collections) => byPath(collections, ({ version }) => version));

export const counts = view((collections) => byPath(collections, ({ count }) => count));

export const usage = view((collections) => byPath(collections, ({ bytes }) => bytes));

export const quota = view((collections) => ({
  usage: collections.reduce((sum, { bytes }) => sum + bytes, 0),
  quota: null,
}));

export const configuration: Resource = {
  version: () => CONFIGURATION_VERSION,
  get: { act: () => ({ status: 200, content: CONFIGURATION }) },
};
