/** Lists records from the database, page by page. */
import type Database from "libsql";
import type { ListQuery, Sort, Store } from "../store.ts";
import type { Clock } from "./clock.ts";
import { ALIVE, RECORD, toRecord } from "./row.ts";

/** The sort key of a listing; collection and id break ties. */
const ORDERS: Record<Sort, { key: string; direction: "ASC" | "DESC" }> = {
  newest: { key: "version", direction: "DESC" },
  oldest: { key: "version", direction: "ASC" },
  index: { key: "coalesce(sortindex, 0)", direction: "DESC" },
};

/** Makes the method `list` of the store. */
export function lister(db: Database.Database, clock: Clock): Store["list"] {
  const statements = new Map<string, Database.Statement>();

  function prepared(sql: string): Database.Statement {
    const statement = statements.get(sql) ?? db.prepare(sql);
    statements.set(sql, statement);
    return statement;
  }

  return (account, query) => {
    const { partition, collections, ids, newer, older, after, limit } = query;
    // One row more than the limit shows whether anything is left.
    const rows = prepared(listing(query)).all({
      account,
      partition,
      ...(collections && { only: collections[0], collections: JSON.stringify(collections) }),
      ...(ids && { ids: JSON.stringify(ids) }),
      newer,
      older,
      ...(after && { afterCollection: after.collection, afterId: after.id }),
      ...(after && query.sort && { afterKey: after.key }),
      now: clock(),
      limit: limit + 1,
    });
    return { records: rows.slice(0, limit).map(toRecord), more: rows.length > limit };
  };
}

/** The query of a listing. Pages continue by key, not by position, so that an unchanged record keeps its place. */
function listing({ collections, ids, newer, older, sort, after }: ListQuery): string {
  const conditions = ["account = :account", "partition = :partition", ALIVE];
  // With a single collection, SQLite knows that the index sorts its records by id.
  if (collections?.length === 1) conditions.push("collection = :only");
  else if (collections) conditions.push("collection IN (SELECT value FROM json_each(:collections))");
  if (ids) conditions.push(`(collection, id) IN (${NAMES})`);
  if (newer !== null) conditions.push("version > :newer");
  if (older !== null) conditions.push("version < :older");
  const order = sort && ORDERS[sort];
  if (after) conditions.push(order ? beyond(order.key, order.direction) : BEYOND_NAME);
  return `SELECT ${RECORD} FROM records WHERE ${conditions.join(" AND ")}
    ORDER BY ${order ? `${order.key} ${order.direction}, ` : ""}collection, id LIMIT :limit`;
}

const NAMES = "SELECT value ->> 'collection', value ->> 'id' FROM json_each(:ids)";
const BEYOND_NAME = "(collection, id) > (:afterCollection, :afterId)";

function beyond(key: string, direction: "ASC" | "DESC"): string {
  return `(${key} ${direction === "DESC" ? "<" : ">"} :afterKey OR (${key} = :afterKey AND ${BEYOND_NAME}))`;
}
