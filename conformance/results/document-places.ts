/** Every place of the document that an exchange can belong to: its operations, any other path, any other method. */
import { FALLBACKS, OPERATIONS, type ResponseShape } from "../contract/document.ts";

/** An operation with its declared responses, or the declared responses to requests for no operation. */
export interface DocumentPlace {
  /** `GET /info/quota`, `any other path`, `any other method`. */
  at: string;
  /** `operationId`; null for requests for no operation. */
  operation: string | null;
  /** By status. */
  responses: Map<number, ResponseShape>;
}

function fallback(at: string): DocumentPlace {
  const shapes = Object.values(FALLBACKS).filter((entry) => entry.at === at);
  return { at, operation: null, responses: new Map(shapes.map(({ status, shape }) => [status, shape])) };
}

/** Every operation in the order of the document, then any other path and any other method. */
export const DOCUMENT_PLACES: readonly DocumentPlace[] = [
  ...OPERATIONS.map(({ id, method, path, responses }) => ({
    at: `${method} ${path}`,
    operation: id,
    responses,
  })),
  fallback(FALLBACKS.path.at),
  fallback(FALLBACKS.method.at),
];

/** Whether an exchange with this operation and status belongs to a place. */
export function belongsTo(
  place: DocumentPlace,
  { operation, status }: { operation: string | null; status: number | null },
): boolean {
  if (operation !== null || place.operation !== null) return operation === place.operation;
  return place.at === (status === FALLBACKS.method.status ? FALLBACKS.method : FALLBACKS.path).at;
}
