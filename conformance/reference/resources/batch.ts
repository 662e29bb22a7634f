/** The POST of a list of records, to a collection or a partition. */
import type { Schema } from "../../contract/document.ts";
import { payloadIsTooLarge } from "../limits.ts";
import type { Call, Writing } from "../resource.ts";
import type { Limits } from "../service-limits.ts";
import type { RecordName } from "../store.ts";
import type { Change } from "../stored-changes.ts";
import { bodyFaults, fault } from "../validate.ts";
import { fieldsOf } from "./record.ts";

/** The schema of an element, which is treated as a POST of its record (batch.as-post). */
const UPDATE: Schema = { $ref: "#/components/schemas/RecordUpdate" };

/** The part of an element that the schema of the list validates. */
interface Element {
  collection?: string;
  id: string;
}

/** The differences between a list to a partition and one to a collection. */
interface Form {
  /** The record that an element names, and the fields to validate. */
  read(element: Element, call: Call): RecordName & { fields: object };
  /** How the answer names a record. */
  name(record: RecordName): string;
}

/** A POST of a list. The schema validates the names; the other fields are validated record by record. */
function batch({ read, name }: Form): Writing {
  return {
    faults(call) {
      const names = (call.body as Element[]).map((element) => name(read(element, call)));
      const repeated = names.filter((text, index) => names.indexOf(text) !== index);
      return repeated.map((text) => fault("body", "id", "invalid", `${text} stands in the list twice`));
    },
    plan(call) {
      const { partition } = call.names;
      const judged = (call.body as Element[]).map((element) => {
        const record = read(element, call);
        return { record, name: name(record), reasons: reasonsAgainst(record.fields, call.limits) };
      });
      const valid = judged.filter((one) => one.reasons.length === 0);
      return {
        changes: valid.map(({ record: { collection, id, fields } }): Change => {
          return { kind: "update", partition, collection, id, fields: fieldsOf(fields) };
        }),
        content: {
          success: valid.map((one) => one.name),
          failed: Object.fromEntries(
            judged.filter((one) => one.reasons.length > 0).map((one) => [one.name, one.reasons]),
          ),
        },
        status: () => 200,
      };
    },
  };
}

/** Why a record is not stored, as `field: reason` (batch.failed.reason). */
function reasonsAgainst(fields: object, limits: Limits): string[] {
  const faults = bodyFaults(UPDATE, fields);
  return [
    ...(payloadIsTooLarge(fields, limits) ? ["payload: too-large"] : []),
    ...faults.map(({ name, reason }) => `${name}: ${reason}`),
  ];
}

/** A list to a collection, in which `collection` is an undefined field. */
export const collectionBatch = batch({
  read: (element, { names: { collection } }) => ({ collection, id: element.id, fields: element }),
  name: ({ id }) => id,
});

/** A list to a partition. */
export const partitionBatch = batch({
  read: ({ collection = "", ...fields }) => ({ collection, id: fields.id, fields }),
  name: ({ collection, id }) => `${collection}/${id}`,
});
