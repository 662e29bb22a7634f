import { beforeAll, describe, expect, test } from "vitest";
import { rules } from "../../../generated/rules.ts";
import { document, operations } from "../reference/openapi-document.ts";
import { applyPatches, RedocChanged } from "../reference/redoc/patch-text.ts";
import { BUNDLE, CONTAINER, STYLES } from "../reference/redoc/redoc-patches.ts";
import { parseRedocPage, type RenderedRedoc, renderRedoc } from "../reference/redoc/render-redoc.ts";
import {
  headerHref,
  OVERVIEW_SECTIONS,
  operationHref,
  placeHref,
  statusHref,
} from "../reference/reference-hrefs.ts";
import { referencePart } from "../reference/reference-part.ts";
import { ENTRY_KINDS, type Part } from "../site-model.ts";

let rendered: RenderedRedoc;
let part: Part;
beforeAll(async () => {
  rendered = await renderRedoc();
  part = await referencePart();
});

/** Without what the bundle has for other tools. */
const asWritten = document as unknown as Json;

type Json = null | string | number | boolean | Json[] | { [key: string]: Json };

/** Every description, by the JSON pointer of what it describes. */
function descriptions(node: Json, place = "#"): [place: string, text: string][] {
  if (typeof node !== "object" || node === null) return [];
  const own = !Array.isArray(node) && typeof node.description === "string" ? [[place, node.description]] : [];
  const below = Object.entries(node).flatMap(([key, value]) =>
    descriptions(value, `${place}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  );
  return [...(own as [string, string][]), ...below];
}

function withoutDescriptions(node: Json): Json {
  if (Array.isArray(node)) return node.map(withoutDescriptions);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => key !== "description");
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutDescriptions(value)]));
}

/** Where a rule is to be read, given where it stands. */
function shownAt(place: string): string[] {
  const said = place.replace(/\/content\/[^/]+$/, "");
  if (said === "#") return ["#/info"];
  const anywhere = Object.values(document["x-anywhere"] as Record<string, { $ref?: string }>).some(
    ({ $ref }) => $ref === said,
  );
  // What only the 405 has, which no operation declares.
  const outside = ["#/components/responses/MethodNotAllowed", "#/components/headers/Allow"];
  const alone = outside.includes(said) || said.includes("/securitySchemes/");
  return anywhere || alone ? ["#/info", said].sort() : [said];
}

describe("rules in descriptions", () => {
  test("every rule is read where it binds, and nowhere else", () => {
    const found = new Map<string, string[]>();
    for (const [place, text] of descriptions(JSON.parse(rendered.document))) {
      for (const [, id = ""] of text.matchAll(/data-rule="([^"]+)"/g))
        found.set(id, [...(found.get(id) ?? []), place].sort());
    }
    const expected = Object.entries(rules).map(([id, { place }]) => [id, shownAt(place)]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  });

  test("with its level, its sentence and a link to its page", () => {
    const all = descriptions(JSON.parse(rendered.document))
      .map(([, text]) => text)
      .join("\n");
    const missing = Object.entries(rules).filter(
      ([id, { level, text }]) =>
        !all.includes(
          `data-rule="${id}" href="rules/${id}.html">${id}</a> <strong>${level}</strong> ${text}`,
        ),
    );
    expect(missing).toEqual([]);
  });

  test("nothing else of the document changes", () => {
    expect(withoutDescriptions(JSON.parse(rendered.document))).toEqual(withoutDescriptions(asWritten));
  });

  test("what was said before still stands first, after the path of an operation", () => {
    const now = new Map(descriptions(JSON.parse(rendered.document)));
    const path = /^`[A-Z]+ \/[^`]*`\n\n/;
    const lost = descriptions(asWritten).filter(
      ([place, text]) => !now.get(place)?.replace(path, "").startsWith(text),
    );
    expect(lost).toEqual([]);
    const put = now.get("#/paths/~1{partition}~1{collection}~1{id}/put");
    expect(put).toMatch(/^`PUT \/\{partition\}\/\{collection\}\/\{id\}`\n\n/);
  });
});

describe("patches of Redoc", () => {
  const texts = [
    { where: "the bundle", text: () => rendered.bundle, patches: BUNDLE },
    { where: "the container", text: () => rendered.container, patches: CONTAINER },
    { where: "the styles", text: () => rendered.css, patches: STYLES },
  ];

  test.each(texts)("each patch of $where changes it", ({ text, patches }) => {
    for (const patch of patches) expect(applyPatches(text(), [patch]), patch.what).not.toBe(text());
  });

  test.each(texts)("each fails when $where does not have it, or has it once more", ({ text, patches }) => {
    for (const patch of patches) {
      const missing = text().replaceAll(new RegExp(patch.find, "gs"), "");
      expect(() => applyPatches(missing, [patch]), patch.what).toThrow(RedocChanged);
      if (patch.times === undefined) continue;
      const twice = `${text()}\n${text()}`;
      expect(() => applyPatches(twice, [patch]), patch.what).toThrow(patch.what);
    }
  });

  test("a page that is built in another way is refused", () => {
    expect(() => parseRedocPage("<html></html>")).toThrow(RedocChanged);
  });
});

describe("the part", () => {
  const asset = (path: string) => String(part.assets.find((file) => file.path === path)?.content);

  test("names no host but in texts, and in links for whoever follows them", () => {
    const hosts = new Set(
      [...asset("assets/reference.js").matchAll(/\b(?:https?|wss?):\/\/([\w.-]+)/g)].map(([, host]) => host),
    );
    // Schemas of Redocly's linter, namespaces of XML, messages of errors. None of these is ever requested.
    const texts = [
      "claude.ai",
      "chatgpt.com",
      "commonmark.org",
      "en.wikipedia.org",
      "example.com",
      "github.com",
    ];
    const more = ["localhost", "react.dev", "reactrouter.com", "redocly.com", "www.w3.org", "yarnpkg.com"];
    expect([...hosts].sort()).toEqual([...texts, ...more].sort());
    expect(asset("assets/reference.css")).not.toMatch(/@import|url\(["']?(?!["']?data:)/);
  });

  test("the page has no script of its own, and one heading of the first level", () => {
    for (const { path, body } of part.pages) {
      expect(String(body), path).not.toMatch(/<script|\son\w+=/);
      expect(String(body).match(/<h1\b/g), path).toHaveLength(1);
    }
  });

  test("its scripts are classic ones", () => {
    for (const path of ["assets/reference.js", "assets/reference-document.js"])
      expect(() => new Function(asset(path)), path).not.toThrow();
  });

  test("the navigation has every operation once", () => {
    const [nav] = part.nav;
    const links = nav?.items?.flatMap(({ items = [] }) => items) ?? [];
    expect(links.map(({ href }) => href).sort()).toEqual(
      operations.map(({ object }) => operationHref(object.operationId)).sort(),
    );
    expect(links.every(({ method }) => method !== undefined)).toBe(true);
  });

  test.each([
    ["operation", "PUT /{partition}/{collection}/{id}", "reference.html#/records/putrecord"],
    ["status", "412 PUT /{partition}/{collection}/{id}", statusHref("putRecord", "412")],
    ["status", "412 Precondition Failed", "statuses.html#412"],
    ["status", "412 precondition-failed", "problems.html#precondition-failed"],
    ["header", "X-Weave-Backoff", "headers.html#x-weave-backoff"],
    ["header", "X-Weave-Session", "headers.html#x-weave-session"],
  ])("a search finds the %s %s", (kind, title, href) => {
    expect(part.entries).toContainEqual(expect.objectContaining({ kind, title, href }));
  });

  test("every entry has a kind, a title that no other of its kind has, and a place that exists", () => {
    const keys = part.entries.map(({ kind, title }) => `${kind} ${title}`);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    expect(part.entries.filter(({ kind }) => !ENTRY_KINDS.includes(kind))).toEqual([]);
    const pages = new Map(part.pages.map(({ path, body }) => [path, String(body)]));
    const broken = part.entries.filter(({ href }) => {
      const [path = "", fragment = ""] = href.split("#");
      return fragment.startsWith("/") ? !pages.has(path) : !pages.get(path)?.includes(` id="${fragment}"`);
    });
    expect(broken).toEqual([]);
  });
});

describe("hrefs", () => {
  test("of an operation, a status and a header", () => {
    expect(operationHref("putRecord")).toBe("reference.html#/records/putrecord");
    expect(statusHref("putRecord", "412")).toBe(
      "reference.html#/records/putrecord%23records/putrecord/responses&c=412",
    );
    expect(headerHref("putRecord", "413", "X-Weave-Limit")).toBe(
      "reference.html#/records/putrecord%23records/putrecord/t=response&c=413&path=x-weave-limit",
    );
    expect(() => operationHref("nothing")).toThrow("no operation nothing");
  });

  test("the headings of the overview are those of the description, and every rule's place is one of them or used", () => {
    const { info } = JSON.parse(rendered.document) as { info: { description: string } };
    const headings = [...info.description.matchAll(/^##+ (.+)$/gm)].map(
      ([, title = ""]) => `/section/${title.toLowerCase().replaceAll(" ", "-")}`,
    );
    expect(headings.sort()).toEqual([...OVERVIEW_SECTIONS].sort());
    const routes = Object.values(rules).map(({ place }) => placeHref(place).split("#")[1] as string);
    const unknown = routes.filter((route) => route.startsWith("/section/") && !OVERVIEW_SECTIONS.has(route));
    expect(unknown).toEqual([]);
  });

  test("of the place of a rule", () => {
    expect(placeHref("#", "encoding.gzip")).toBe(
      "reference.html?rule=encoding.gzip#/section/rules-of-every-exchange",
    );
    expect(placeHref("#/components/headers/X-Weave-Alert")).toBe("reference.html#/section/x-weave-alert");
    expect(placeHref("#/components/headers/Allow")).toBe("reference.html#/section/allow");
    expect(placeHref("#/components/securitySchemes/hawk")).toBe("reference.html#/section/hawk");
    expect(placeHref("#/components/responses/PreconditionFailed")).toContain("/responses&c=412");
    expect(placeHref("#/components/headers/X-Weave-Limit", "limit.header")).toMatch(
      /^reference\.html\?rule=limit\.header#.*path=x-weave-limit$/,
    );
  });
});
