// Finds the operations that use an object of the document.
import {
  type Body,
  escapeKey,
  type Operation,
  operations,
  type Parameter,
  resolveReference,
} from "./openapi-document.ts";

/** A use of an object of the document by an operation: the operation itself, or one of its parts. */
export interface Use {
  /** JSON pointer of the object or of its component, as a URI fragment. */
  place: string;
  operation: Operation;
  /** Status of the response that the object is, or is a part of. */
  status?: string;
  /** Name of the header field, if the object is one of a response. */
  header?: string;
  parameter?: Parameter;
  /** True for the body of a request and its media types. */
  body?: true;
}

/** Every use of an object that may have rules, in the order of the document. */
export const uses: readonly Use[] = operations.flatMap((operation) => [
  { place: operation.place, operation },
  ...parameterUses(operation),
  ...requestUses(operation),
  ...responseUses(operation),
]);

const byPlace = new Map<string, Use[]>();
for (const use of uses) byPlace.set(use.place, [...(byPlace.get(use.place) ?? []), use]);

/** The uses of the object at a place; empty if it belongs to no operation. */
export function usesOf(place: string): readonly Use[] {
  return byPlace.get(place) ?? [];
}

function parameterUses(operation: Operation): Use[] {
  const item = operation.place.slice(0, operation.place.lastIndexOf("/"));
  const ofPath = operation.shared.map((parameter, index) =>
    resolveReference(parameter, `${item}/parameters/${index}`),
  );
  const own = (operation.object.parameters ?? []).map((parameter, index) =>
    resolveReference(parameter, `${operation.place}/parameters/${index}`),
  );
  return [...ofPath, ...own].map(({ place, object }) => ({ place, operation, parameter: object }));
}

function requestUses(operation: Operation): Use[] {
  if (operation.object.requestBody === undefined) return [];
  const { place, object } = resolveReference(operation.object.requestBody, `${operation.place}/requestBody`);
  return [place, ...mediaTypes(place, object)].map((mediaType) => ({
    place: mediaType,
    operation,
    body: true,
  }));
}

function responseUses(operation: Operation): Use[] {
  return Object.entries(operation.object.responses).flatMap(([status, response]) => {
    const { place, object } = resolveReference(response, `${operation.place}/responses/${status}`);
    const headers = Object.entries(object.headers ?? {}).map(([header, value]) => ({
      place: resolveReference(value, `${place}/headers/${escapeKey(header)}`).place,
      operation,
      status,
      header,
    }));
    const bodies = mediaTypes(place, object).map((mediaType) => ({ place: mediaType, operation, status }));
    return [{ place, operation, status }, ...headers, ...bodies];
  });
}

function mediaTypes(place: string, { content }: Body): string[] {
  return Object.keys(content ?? {}).map((type) => `${place}/content/${escapeKey(type)}`);
}
