import { OPERATIONS, type Operation } from "./document.ts";

const UNRESERVED = /%(2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE])/g;

/** Decodes percent-encoded unreserved characters (RFC 3986, section 2.3), which are equal to the plain ones. */
export function decodeUnreserved(text: string): string {
  return text.replace(UNRESERVED, (encoded) => decodeURIComponent(encoded));
}

/** The path templates of the document that have a path's shape: equal segments, any text for a parameter. */
export function operationsAt(path: string): Operation[] {
  const segments = path.split("/").map(decodeUnreserved);
  return OPERATIONS.filter((operation) => {
    const template = operation.path.split("/");
    return (
      template.length === segments.length &&
      template.every((part, index) =>
        part.startsWith("{") ? segments[index] !== "" : part === segments[index],
      )
    );
  });
}

/**
 * Finds the operation of a request.
 * @param path raw path below the endpoint URL, without query
 * @returns null where the document defines none for this method and path
 */
export function findOperation(method: string, path: string): Operation | null {
  return operationsAt(path).find((operation) => operation.method === method) ?? null;
}
