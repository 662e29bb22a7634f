import type { Schema } from "../../contract/document.ts";
import { payloadIsTooLarge } from "../limits.ts";
import type { Call, Writing } from "../resource.ts";
import type { Limits } from "../service-limits.ts";
import type { RecordName } from "../store.ts";
import type { Change } from "../stored-changes.ts";
import { bodyFaults, fault } from "../validate.ts";
import { fieldsOf } from "./record.ts";

/** By this an element is judged: each is treated as a POST of that record (batch.as-post). */
const UPDATE: Schema = { $ref: "#/components/schemas/RecordUpdate" };

/** An element of a list, as far as the schema of the list vouches for it. */
interface Element {
  collection?: string;
  id: string;
}

/** What tells a list to a partition from a list to a collection. */
interface Form {
  /** Where an element goes to, and the fields by which it is judged. */
  read(element: Element, call: Call): RecordName & { fields: object };
  /** How the answer names a record. */
  name(record: RecordName): string;
}

/** A list POST. What its schema leaves open, the fields beside the names, is judged record by record. */
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

/** A list that goes to a collection, in which `collection` is a field like any other that is not defined. */
export const collectionBatch = batch({
  read: (element, { names: { collection } }) => ({ collection, id: element.id, fields: element }),
  name: ({ id }) => id,
});

/** A list that goes to a partition. */
export const partitionBatch = batch({
  read: ({ collection = "", ...fields }) => ({ collection, id: fields.id, fields }),
  name: ({ collection, id }) => `${collection}/${id}`,
});
