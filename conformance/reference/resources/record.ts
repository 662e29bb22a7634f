import type { Fault } from "../problem.ts";
import { type Action, type Call, type Resource, written } from "../resource.ts";
import type { Change, Fields, StoredRecord } from "../store.ts";
import { fault } from "../validate.ts";

function find({ store, account, names: { partition, collection, id } }: Call): StoredRecord | undefined {
  return store.record(account, partition, collection, id);
}

/** One record. */
export const record: Resource = {
  version: (call) => find(call)?.version,
  get: {
    act(call) {
      const stored = find(call);
      return { status: 200, ...(stored && { content: shown(stored) }) };
    },
  },
  put: storing("replace"),
  post: storing("update"),
  delete: {
    act({ store, account, names: { partition, collection, id } }) {
      return written(
        204,
        store.write(account, [{ kind: "deleteRecords", partition, collection, ids: [id] }]),
      );
    },
  },
};

function storing(kind: "replace" | "update"): Action {
  return {
    faults: idFaults,
    act({ store, account, names, body }) {
      const change: Change = { kind, ...names, fields: fieldsOf(body) };
      const result = store.write(account, [change]);
      return written(result.created.length > 0 ? 201 : 204, result);
    },
  };
}

function idFaults({ names, body }: Call): Fault[] {
  const { id } = body as { id?: string | null };
  return (id ?? names.id) === names.id ? [] : [fault("body", "id", "invalid", "is not the id of the path")];
}

/** What a valid record of a client sets; its `version` and `modified` count as nothing (record.body.version). */
export function fieldsOf(body: unknown): Fields {
  const { payload, sortindex, ttl } = body as Fields;
  return {
    ...(payload !== undefined && { payload }),
    ...(sortindex !== undefined && { sortindex }),
    ...(ttl !== undefined && { ttl }),
  };
}

/** A record as it is returned (components/schemas/Record). */
export function shown({ id, version, modified, payload, sortindex }: StoredRecord): unknown {
  return { id, version, modified, payload, ...(sortindex !== null && { sortindex }) };
}
