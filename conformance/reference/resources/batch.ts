import type { Schema } from "../../contract/document.ts";
import { type Action, written } from "../resource.ts";
import type { Change } from "../store.ts";
import { bodyFaults, fault } from "../validate.ts";
import { fieldsOf } from "./record.ts";

/** By this an element is judged: each is treated as a POST of that record (batch.as-post). */
const UPDATE: Schema = { $ref: "#/components/schemas/RecordUpdate" };

interface Element {
  id: string;
}

/** A list POST. What its schema leaves open, the fields beside the ids, is judged record by record. */
export const batch: Action = {
  faults({ body }) {
    const seen = new Set<string>();
    const repeated = (body as Element[]).map(({ id }) => id).filter((id) => seen.size === seen.add(id).size);
    return repeated.map((id) => fault("body", "id", "invalid", `${id} stands in the list twice`));
  },
  act({ store, account, names: { partition, collection }, body }) {
    const judged = (body as Element[]).map((element) => ({ element, faults: bodyFaults(UPDATE, element) }));
    const valid = judged.filter(({ faults }) => faults.length === 0).map(({ element }) => element);
    const changes = valid.map((element): Change => {
      return { kind: "update", partition, collection, id: element.id, fields: fieldsOf(element) };
    });
    return written(200, store.write(account, changes), {
      success: valid.map(({ id }) => id),
      failed: Object.fromEntries(
        judged
          .filter(({ faults }) => faults.length > 0)
          .map(({ element, faults }) => [element.id, faults.map(({ name, reason }) => `${name}: ${reason}`)]),
      ),
    });
  },
};
