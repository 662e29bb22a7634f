import {
  type Body,
  escapeKey,
  type Operation,
  operations,
  type Parameter,
  resolveReference,
} from "./openapi-document.ts";

/** Where an operation uses an object of the document: as itself, or as one of its parts. */
export interface Use {
  /** JSON pointer of the object, as a URI fragment; a component's where it is one. */
  place: string;
  operation: Operation;
  /** Of the response that it is, or in which it is. */
  status?: string;
  /** Name of the response header that it is. */
  header?: string;
  parameter?: Parameter;
  /** It is the body of the request, or one of its media types. */
  body?: true;
}

/** Every use that an operation makes of something that may carry rules, in the order of the document. */
export const uses: readonly Use[] = operations.flatMap((operation) => [
  { place: operation.place, operation },
  ...parameterUses(operation),
  ...requestUses(operation),
  ...responseUses(operation),
]);

const byPlace = new Map<string, Use[]>();
for (const use of uses) byPlace.set(use.place, [...(byPlace.get(use.place) ?? []), use]);

/** The uses of the object at a place; none: it belongs to no operation. */
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
  return [place, ...mediaTypes(place, object)].map((at) => ({ place: at, operation, body: true }));
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
    const bodies = mediaTypes(place, object).map((at) => ({ place: at, operation, status }));
    return [{ place, operation, status }, ...headers, ...bodies];
  });
}

function mediaTypes(place: string, { content }: Body): string[] {
  return Object.keys(content ?? {}).map((type) => `${place}/content/${escapeKey(type)}`);
}
