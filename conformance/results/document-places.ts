import { FALLBACKS, OPERATIONS, type ResponseShape } from "../contract/document.ts";

/** An operation, or what answers requests that are none, with the responses that the document declares. */
export interface Place {
  /** `GET /info/quota`, `any other path`, `any other method`. */
  at: string;
  /** `operationId`; null where there is none. */
  operation: string | null;
  /** By status. */
  responses: Map<number, ResponseShape>;
}

function fallback(at: string): Place {
  const shapes = Object.values(FALLBACKS).filter((entry) => entry.at === at);
  return { at, operation: null, responses: new Map(shapes.map(({ status, shape }) => [status, shape])) };
}

/** Every operation in the order of the document, then what answers everything else. */
export const PLACES: readonly Place[] = [
  ...OPERATIONS.map(({ id, method, path, responses }) => ({
    at: `${method} ${path}`,
    operation: id,
    responses,
  })),
  fallback(FALLBACKS.path.at),
  fallback(FALLBACKS.method.at),
];

/** Whether an exchange with this operation and this status is there. */
export function isAt(
  place: Place,
  { operation, status }: { operation: string | null; status: number | null },
): boolean {
  if (operation !== null || place.operation !== null) return operation === place.operation;
  return place.at === (status === FALLBACKS.method.status ? FALLBACKS.method : FALLBACKS.path).at;
}
