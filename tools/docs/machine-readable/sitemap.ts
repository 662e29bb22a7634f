import type { Asset, Part } from "../site-model.ts";
import { groupPages } from "./group-pages.ts";

/** Makes `sitemap.xml` (https://www.sitemaps.org/protocol.html) with the URLs of all pages. */
export function sitemap(parts: readonly Part[], base: URL): Asset {
  const { groups, rest } = groupPages(parts);
  const urls = [...rest, ...groups.flatMap(({ pages }) => pages)].map(({ path }) => new URL(path, base).href);
  const lines = urls.map((url) => `<url><loc>${escapeXml(url)}</loc></url>\n`);
  const content = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${lines.join("")}</urlset>
`;
  return { path: "sitemap.xml", content };
}

function escapeXml(url: string): string {
  return url.replaceAll("&", "&amp;").replaceAll("'", "&apos;").replaceAll('"', "&quot;");
}
