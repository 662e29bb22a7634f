/** Lists of writes that touch, or do not touch, the scope of a session. */
import type { OperationId, Partition } from "../../contract/document.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import { percentEncode } from "./percent-encode.ts";
import { deletes, type Sample, writes } from "./sample-requests.ts";
import { otherThan } from "./with-sessions.ts";

function sample(operation: OperationId, method: string, path: string, body?: unknown): Sample {
  return { operation, method, path, body: body === undefined ? null : RawBody.json(body), success: [200] };
}

/** Writes to a prepared account that touch the collection `sample` of a partition and more than that. */
export function writesBeyondCollection(partition: Partition): Sample[] {
  const list = [{ collection: "elsewhere" }, { collection: "sample" }].map((name) => ({
    ...name,
    id: "new",
  }));
  return [
    sample("postPartition", "POST", `/${partition}`, list),
    sample("postPartition", "POST", `/${partition}`, list.toReversed()),
    { ...sample("postPartition", "POST", `/${partition}`), body: RawBody.lines(list) },
    sample("deletePartition", "DELETE", `/${partition}?collections=elsewhere,sample`),
    sample("deleteAccount", "DELETE", `/?keep=${otherThan(partition)}`),
    sample("deleteAccount", "DELETE", `/?keep=${partition}/sample/a`),
    ...deletes(partition).filter(({ operation }) => /Partition|Account/.test(operation)),
  ];
}

/** All the ways to write to the collection `sample` of a partition. */
export function writesToCollection(partition: Partition): Sample[] {
  const collection = `/${partition}/sample`;
  return [
    ...writes(partition),
    ...deletes(partition),
    sample("putRecord", "PUT", `${collection}/new`, { payload: "x" }),
    sample("postRecord", "POST", `${collection}/new`, {}),
    sample("deleteCollection", "DELETE", `${collection}?ids=a,missing`),
    { ...sample("postCollection", "POST", collection), body: RawBody.lines([{ id: "new" }]) },
    ...writesBeyondCollection(partition),
  ];
}

/**
 * Writes to the collection `sample` of a prepared account, with encoded names or names of missing records, in an order
 * in which all succeed.
 */
export function writesWithEncodedNames(partition: Partition): Sample[] {
  const name = percentEncode("sample", "upper");
  const collection = `/${partition}/${name}`;
  return [
    sample("putRecord", "PUT", `${collection}/%61`, { payload: "x" }),
    sample("postRecord", "POST", `/${partition}/s%61mple/new`, {}),
    sample("postCollection", "POST", collection, [{ id: "c" }]),
    sample("deleteRecord", "DELETE", `/${partition}/s%61mple/a`),
    sample("deleteCollection", "DELETE", `${collection}?ids=%62,c`),
    ...["missing", "missing,gone"].map((ids) =>
      sample("deleteCollection", "DELETE", `/${partition}/sample?ids=${ids}`),
    ),
    sample("deleteCollection", "DELETE", collection),
    sample("deletePartition", "DELETE", `/${partition}?collections=${name}`),
    sample("deleteAccount", "DELETE", `/?keep=${percentEncode(`${partition}/elsewhere`, "lower")}`),
  ];
}

/** Writes to a collection that does not exist. */
export function writesToMissingCollection(partition: Partition): Sample[] {
  const collection = `/${partition}/fresh`;
  return [
    sample("putRecord", "PUT", `${collection}/a`, { payload: "x" }),
    sample("postRecord", "POST", `${collection}/a`, {}),
    sample("postCollection", "POST", collection, [{ id: "a" }]),
    sample("postPartition", "POST", `/${partition}`, [{ collection: "fresh", id: "a" }]),
  ];
}
