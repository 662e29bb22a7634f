/** The resource `/{partition}/{collection}/{id}`: one record. */
import type { Fault } from "../problem.ts";
import type { Call, Resource, Writing } from "../resource.ts";
import type { StoredRecord } from "../store.ts";
import type { Fields } from "../stored-changes.ts";
import { fault } from "../validate.ts";

/** One record. */
export const record: Resource<StoredRecord> = {
  find: ({ store, account, names: { partition, collection, id } }) =>
    store.record(account, partition, collection, id),
  get: { act: (_call, stored) => ({ status: 200, content: shown(stored) }) },
  put: storing("replace"),
  post: storing("update"),
  delete: {
    plan: ({ names: { partition, collection, id } }) => ({
      changes: [{ kind: "deleteRecords", partition, collection, ids: [id] }],
      status: () => 204,
    }),
  },
};

function storing(kind: "replace" | "update"): Writing {
  return {
    faults: idFaults,
    plan: ({ names: { partition, collection, id }, body }) => ({
      changes: [{ kind, partition, collection, id, fields: fieldsOf(body) }],
      status: ({ created }) => (created.length > 0 ? 201 : 204),
    }),
  };
}

function idFaults({ names, body }: Call): Fault[] {
  const { id } = body as { id?: string | null };
  return (id ?? names.id) === names.id ? [] : [fault("body", "id", "invalid", "is not the id of the path")];
}

/** The fields that a client's record sets; its `version` and `modified` are ignored (record.body.version). */
export function fieldsOf(body: unknown): Fields {
  const { payload, sortindex, ttl } = body as Fields;
  return {
    ...(payload !== undefined && { payload }),
    ...(sortindex !== undefined && { sortindex }),
    ...(ttl !== undefined && { ttl }),
  };
}

/** A record in a response (components/schemas/Record). */
export function shown({ id, version, modified, payload, sortindex }: StoredRecord): object {
  return { id, version, modified, payload, ...(sortindex !== null && { sortindex }) };
}
