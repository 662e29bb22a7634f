/** Maps each path and method of the document to the resource that implements it. */
import type { paths } from "../../../generated/api.ts";
import type { Operation } from "../../contract/document.ts";
import type { Action, Resource } from "../resource.ts";
import { account } from "./account.ts";
import { collection } from "./collection.ts";
import { configuration, counts, quota, usage, versions } from "./info.ts";
import { message, messages } from "./messages.ts";
import { partition } from "./partition.ts";
import { record } from "./record.ts";
import { commit, session, sessions } from "./session.ts";

/** The resources by path. */
const RESOURCES: Record<keyof paths, Resource> = {
  "/": account,
  "/info/collections": versions,
  "/info/collection_counts": counts,
  "/info/collection_usage": usage,
  "/info/quota": quota,
  "/info/configuration": configuration,
  "/{partition}": partition,
  "/{partition}/{collection}": collection,
  "/{partition}/{collection}/{id}": record,
  "/sessions": sessions,
  "/sessions/{session}": session,
  "/sessions/{session}/commit": commit,
  "/messages": messages,
  "/messages/{message}": message,
};

const METHODS = { GET: "get", HEAD: "get", PUT: "put", POST: "post", DELETE: "delete" } as const;

/**
 * Finds the implementation of an operation.
 * @throws Error if there is none
 */
export function implementation({ path, method }: Operation): { resource: Resource; action: Action } {
  const resource = RESOURCES[path as keyof paths];
  const action = resource?.[METHODS[method as keyof typeof METHODS]];
  if (!action) throw new Error(`The reference server lacks ${method} ${path}`);
  return { resource, action };
}
