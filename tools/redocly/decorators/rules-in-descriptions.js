/** A Redocly decorator that writes the rules of each object into its description. */

/**
 * @typedef {{ id: string, level: string, text: string }} Rule
 * @typedef {{ description?: string, "x-rules"?: Rule[], content?: Record<string, Ruled>,
 *   headers?: Record<string, Ruled>, $ref?: string }} Ruled
 * @typedef {{ info: Ruled, "x-rules"?: Rule[], "x-fallbacks"?: Record<string, Ruled>,
 *   "x-anywhere"?: Record<string, Ruled>, paths?: unknown,
 *   components?: Record<string, Record<string, Ruled>> }} Root
 */

/**
 * Appends the rules of each object to its description, so that a renderer without `x-rules` shows them. The description
 * of the document gets the rest: its own rules, the security schemes, the headers of `x-anywhere`, and the responses of
 * `x-fallbacks` that no operation declares. Works on the bundled document, in which all shared objects are components.
 */
export function rulesInDescriptions() {
  const host = { leave: describe };
  return {
    Operation: host,
    Response: host,
    Header: host,
    Parameter: host,
    RequestBody: host,
    SecurityScheme: host,
    Root: { leave: overview },
  };
}

/** @param {Ruled} node */
function describe(node) {
  // Renderers show no description of a media type, so its rules go to its parent.
  const ofTypes = Object.entries(node.content ?? {})
    .filter(([, mediaType]) => mediaType["x-rules"] !== undefined)
    .map(([type, mediaType]) => `As \`${type}\`:\n\n${list(mediaType["x-rules"])}`);
  append(node, [list(node["x-rules"]), ...ofTypes]);
}

/** @param {Root} root */
function overview(root) {
  const used = JSON.stringify(root.paths);
  const responses = Object.values(root["x-fallbacks"] ?? {}).filter(
    ({ $ref }) => !used.includes(`"${$ref}"`),
  );
  append(root.info, [
    chapter("Rules of every exchange", list(root["x-rules"])),
    chapter("Authentication", sections(Object.entries(root.components?.securitySchemes ?? {}))),
    chapter("Headers of any response", sections(Object.entries(root["x-anywhere"] ?? {}), root)),
    chapter("Answers outside of the operations", answers(responses, root)),
  ]);
}

/**
 * Responses that no operation declares, each with those of its headers that no other response has.
 * @param {Ruled[]} references @param {Root} root
 */
function answers(references, root) {
  const alone = references.map((node) => target(node, root));
  const others = Object.values(root.components?.responses ?? {}).filter((node) => !alone.includes(node));
  const elsewhere = JSON.stringify([others, root["x-anywhere"]]);
  return alone
    .map((node) => {
      const headers = Object.entries(node.headers ?? {});
      const own = headers.filter(([, { $ref }]) => !elsewhere.includes(`"${$ref}"`));
      return `${node.description}\n\n${sections(own, root)}`;
    })
    .join("\n\n");
}

/** @param {string} title @param {string} text */
function chapter(title, text) {
  return text && `## ${title}\n\n${text}`;
}

/** @param {[name: string, node: Ruled][]} named @param {Root} [root] for references */
function sections(named, root) {
  return named
    .map(([name, node]) => [`### ${name}`, target(node, root).description].filter(Boolean).join("\n\n"))
    .join("\n\n");
}

/** @param {Ruled} node @param {Root} [root] @returns {Ruled} */
function target(node, root) {
  const [, , kind = "", name = ""] = node.$ref?.split("/") ?? [];
  return root?.components?.[kind]?.[name] ?? node;
}

/** @param {Ruled} node @param {string[]} parts in Markdown */
function append(node, parts) {
  const paragraphs = [node.description, ...parts].filter(Boolean);
  if (paragraphs.length > 0) node.description = paragraphs.join("\n\n");
}

/** @param {Rule[]} [rules] @returns {string} a list in Markdown; empty if there are none */
function list(rules = []) {
  return rules.map(item).join("\n");
}

/** @param {Rule} rule */
function item({ id, level, text }) {
  return `- <a class="rule" data-rule="${id}" href="rules/${id}.html">${id}</a> <strong>${level}</strong> ${text}`;
}
