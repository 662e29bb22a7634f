import type { Entry } from "../site-model.ts";
import { codesOf, headerFields, statusMeanings } from "./lookup/headers-and-statuses.ts";
import { headerFieldHref, problemHref, statusPageHref } from "./lookup/lookup-hrefs.ts";
import { problemCodes } from "./lookup/problems-page.ts";
import { reason } from "./lookup/statuses-page.ts";
import { uses } from "./object-uses.ts";
import { document, operations, type Parameter, resolveReference } from "./openapi-document.ts";
import { operationHref, parameterHref, statusHref, tagHref } from "./reference-hrefs.ts";

/** Makes the search entries of the reference: tags, operations, statuses, header fields, parameters and problem codes. */
export function referenceEntries(): Entry[] {
  return [
    ...tagEntries(),
    ...operationEntries(),
    ...statusEntries(),
    ...responseEntries(),
    ...headerEntries(),
    ...parameterEntries(),
    ...codeEntries(),
  ];
}

function tagEntries(): Entry[] {
  return document.tags.map(({ name, description }) => ({
    kind: "page",
    title: name,
    href: tagHref(name),
    text: description,
  }));
}

function operationEntries(): Entry[] {
  return operations.map(({ method, path, object }) => ({
    kind: "operation",
    title: `${method} ${path}`,
    href: operationHref(object.operationId),
    text: joinTexts(object.summary, object.description, object.operationId),
  }));
}

function statusEntries(): Entry[] {
  return [...statusMeanings()].map(([status, meanings]) => ({
    kind: "status",
    title: `${status} ${reason(status, meanings)}`,
    href: statusPageHref(status),
    text: joinTexts(...meanings.flatMap(({ object }) => [object.description, ...codesOf(object)])),
  }));
}

/** Entries of each status of each operation. */
function responseEntries(): Entry[] {
  return operations.flatMap(({ method, path, object }) =>
    Object.entries(object.responses).map(([status, response]): Entry => {
      const { object: definition } = resolveReference(response, "");
      return {
        kind: "status",
        title: `${status} ${method} ${path}`,
        href: statusHref(object.operationId, status),
        text: joinTexts(definition.description, ...codesOf(definition)),
      };
    }),
  );
}

function headerEntries(): Entry[] {
  return headerFields().map(({ name, request, response }) => ({
    kind: "header",
    title: name,
    href: headerFieldHref(name),
    text: joinTexts(request?.object.description, response?.object.description),
  }));
}

/** An entry for each parameter of path or query, which leads to its first use. Header fields have their own entries. */
function parameterEntries(): Entry[] {
  const firstUses = new Map<string, Entry>();
  for (const { parameter, operation } of uses) {
    if (parameter === undefined || parameter.in === "header" || firstUses.has(titleOf(parameter))) continue;
    firstUses.set(titleOf(parameter), {
      kind: "operation",
      title: titleOf(parameter),
      href: parameterHref(operation.object.operationId, parameter.in, parameter.name),
      text: joinTexts(`A parameter of the ${parameter.in}.`, parameter.description),
    });
  }
  return [...firstUses.values()];
}

function titleOf({ name, in: where }: Parameter): string {
  return where === "query" ? `?${name}=` : `{${name}}`;
}

function codeEntries(): Entry[] {
  return problemCodes().map(({ code, status, meaning }) => ({
    kind: "status",
    title: `${status} ${code}`,
    href: problemHref(code),
    text: joinTexts(meaning.object.description),
  }));
}

function joinTexts(...texts: readonly (string | undefined)[]): string {
  return texts
    .filter((text) => text !== undefined)
    .join(" ")
    .replaceAll("`", "");
}
