// Makes the pages on how to check a server, from READMEs of the repository.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { html } from "hono/html";
import { GUIDE_SCRIPT, GUIDE_STYLE } from "../guide/guide-assets.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import type { Entry, Part } from "../site-model.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** READMEs that are pages of the site; the first one is the main page of this part. */
const TEXTS = [
  {
    file: "conformance/README.md",
    path: "checking/index.html",
    title: "Checking a server",
    description:
      "How to run the suite on a server of your own, and what its outcomes, exit codes and files mean.",
    linkTargets: {
      "../README.md": "index.html#check",
      "results/report.schema.json": "schemas/report.schema.json",
      "../tools/ci/README.md": "checking/ci.html",
    },
  },
  {
    file: "tools/ci/README.md",
    path: "checking/ci.html",
    title: "In CI",
    description: "The action for GitHub and the template for GitLab, which check a server on every push.",
    linkTargets: { "action.yml": "checking/action.yml", "gitlab.yml": "checking/gitlab.yml" },
  },
];

/** Makes the part of the site on how to check a server. */
export async function checkingPart(): Promise<Part> {
  const rendered = await Promise.all(
    TEXTS.map(async (text) => {
      const source = await readFile(join(ROOT, text.file), "utf8");
      return { ...text, ...renderMarkdown(source, text.path, text.linkTargets) };
    }),
  );
  const [lead, ...others] = rendered.map(({ title, path }) => ({ title, href: path }));
  if (lead === undefined) throw new Error("There is no text on checking a server.");
  return {
    nav: [{ ...lead, items: others }],
    pages: rendered.map(({ path, title, description, body, sections }) => ({
      path,
      title,
      description,
      body: html`<article class="prose">${body}</article>`,
      contents: sections.filter(({ level }) => level === 2),
      styles: [GUIDE_STYLE],
      scripts: [GUIDE_SCRIPT],
    })),
    assets: [
      { path: "checking/action.yml", content: await readFile(join(ROOT, "tools/ci/action.yml"), "utf8") },
      { path: "checking/gitlab.yml", content: await readFile(join(ROOT, "tools/ci/gitlab.yml"), "utf8") },
    ],
    entries: rendered.flatMap(({ title, path, sections }) =>
      sections.map(
        ({ level, title: heading, fragment, text }): Entry => ({
          kind: "page",
          title: level === 1 ? title : `${title}: ${heading}`,
          href: level === 1 ? path : `${path}#${fragment}`,
          text,
        }),
      ),
    ),
  };
}
