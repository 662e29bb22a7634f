/** Builds the request that writes records in a given form, such as a PUT or a list as lines. */
import type { Partition } from "../../contract/document.ts";
import { RawBody } from "../../exchange/typed-bodies.ts";
import type { Form } from "./axes.ts";

/** A record by its name, and the fields that a write gives it. */
export interface Named {
  collection: string;
  id: string;
  fields: Record<string, unknown>;
}

/** A request that writes. */
export interface Request {
  method: string;
  path: string;
  body: RawBody;
}

/**
 * The request that writes records in a form.
 * @param records one, except for the lists; all of the same collection, except for the lists to a partition
 */
export function requestOf(partition: Partition, form: Form, records: Named[]): Request {
  const [{ collection, id, fields }] = records as [Named];
  if (form === "put" || form === "post") {
    const path = `/${partition}/${collection}/${id}`;
    return { method: form.toUpperCase(), path, body: RawBody.json(fields) };
  }
  const whole = form.startsWith("partition");
  const list = records.map((one) => ({
    ...(whole && { collection: one.collection }),
    id: one.id,
    ...one.fields,
  }));
  const body = form.endsWith("lines") ? RawBody.lines(list) : RawBody.json(list);
  return { method: "POST", path: whole ? `/${partition}` : `/${partition}/${collection}`, body };
}
