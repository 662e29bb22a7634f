/** Gives each sequence its own names of collections. */
import type { Command } from "./commands.ts";

/**
 * Gives the collections of a command names that no earlier sequence used, so that nothing that a server remembers by
 * name affects this sequence.
 * @param prefix the beginning of each collection name
 */
export function named(command: Command, prefix: string): Command {
  const name = (collection: string) => prefix + collection;
  const nameIn = (path: string) => path.replace("/", `/${prefix}`);
  const place = <T extends { collection: string }>(at: T) => ({ ...at, collection: name(at.collection) });
  switch (command.kind) {
    case "begin":
      return { ...command, scope: command.scope.map(nameIn) };
    case "wipe":
      return { ...command, keep: command.keep.map(nameIn) };
    case "deletePartition":
      return { ...command, collections: command.collections?.map(name) ?? null };
    case "postList": {
      const { collection, elements } = command;
      return {
        ...command,
        collection: collection === null ? null : name(collection),
        elements: elements.map(place),
      };
    }
    case "list": {
      const { collection, filters } = command;
      const { ids, collections, ...rest } = filters;
      return {
        ...command,
        collection: collection === null ? null : name(collection),
        filters: {
          ...rest,
          ...(ids && { ids: ids.map(place) }),
          ...(collections && { collections: collections.map(name) }),
        },
      };
    }
    case "put":
    case "post":
    case "get":
    case "head":
    case "deleteRecord":
    case "deleteCollection":
    case "pad":
      return { ...command, collection: name(command.collection) };
    default:
      return command;
  }
}
