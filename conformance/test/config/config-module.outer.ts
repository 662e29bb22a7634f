import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CANARY, ended, folder, hasTrace, start, useFolder } from "../support/command.ts";

useFolder();

const HELPER = new URL("../../config/define-config.ts", import.meta.url).href;

/** Runs `sync2 config` in a folder that holds these files. */
async function shown(files: Record<string, string>, env: Record<string, string> = {}) {
  const name = `module-${Object.keys(files).join("-")}`;
  const place = join(folder, name);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
  const [first = ""] = Object.keys(files);
  // These two are not looked for.
  const named = /\.c[jt]s$/.test(first) ? ["--config", first] : [];
  const child = start(["config", "--json", ...named], env, undefined, place);
  const { code, out, err } = await ended(child);
  return { code, err, config: code === 0 ? JSON.parse(out) : null, leaked: (out + err).includes(CANARY) };
}

const TYPED = `
import { defineConfig } from "${HELPER}";
const seconds: number = 7;
export default defineConfig({
  endpoint: "http://a.example/{account}",
  token: process.env.MY_TOKEN ?? "none-given",
  timeout: seconds satisfies number,
});`;
const PLAIN = `endpoint: "http://a.example/{account}", token: "abcd-\${X}", timeout: 7`;

describe("a configuration may be a module", () => {
  const wanted = { endpoint: "http://a.example/{account}", timeout: 7 };

  test.each<[string, Record<string, string>]>([
    ["TypeScript", { "sync2.config.ts": TYPED }],
    ["TypeScript in a package of modules", { "sync2.config.ts": TYPED, "package.json": '{"type":"module"}' }],
    ["an ES module in TypeScript", { "sync2.config.mts": `await Promise.resolve();${TYPED}` }],
    ["an ES module", { "sync2.config.mjs": `await Promise.resolve(); export default { ${PLAIN} }` }],
    ["JavaScript with an export", { "sync2.config.js": `export default { ${PLAIN} }` }],
    ["CommonJS", { "sync2.config.js": `module.exports = { ${PLAIN} }` }],
    [
      "JavaScript in a package of modules",
      { "sync2.config.js": `export default { ${PLAIN} }`, "package.json": '{"type":"module"}' },
    ],
    [
      "with a part in another file",
      {
        "sync2.config.ts":
          'import { at } from "./at"; export default { endpoint: at, token: "abcd", timeout: 7 }',
        "at.ts": 'export const at: string = "http://a.example/{account}";',
      },
    ],
    [
      "with a part that is named as it is compiled, and one in JSON",
      {
        "sync2.config.mts":
          'import { at } from "./at.js"; import rest from "./rest.json"; export default { endpoint: at, ...rest }',
        "at.ts": 'export const at: string = "http://a.example/{account}";',
        "rest.json": '{ "token": "abcd", "timeout": 7 }',
      },
    ],
    [
      "CommonJS in TypeScript",
      {
        "sync2.config.cts": `const timeout: number = 7; export = { ${PLAIN.replace(/timeout: 7/, "timeout")} }`,
      },
    ],
    ["CommonJS by its name", { "sync2.config.cjs": `module.exports = { ${PLAIN} }` }],
    [
      "with syntax that becomes code",
      {
        "sync2.config.ts": `enum Seconds { most = 7 } export default { ${PLAIN.replace("7", "Seconds.most")} }`,
      },
    ],
    [
      "with an alias of its tsconfig.json",
      {
        "sync2.config.ts": `import { seconds } from "~/seconds"; export default { ${PLAIN.replace("7", "seconds")} }`,
        "seconds.ts": "export const seconds: number = 7;",
        "tsconfig.json": '{ "compilerOptions": { "paths": { "~/*": ["./*"] } } }',
      },
    ],
    [
      "beside a tsconfig.json that cannot be read",
      { "sync2.config.ts": TYPED, "tsconfig.json": '{ "extends": "./no-such-file.json" }' },
    ],
  ])("%s", async (_, files) => {
    const { code, err, config, leaked } = await shown(files, { MY_TOKEN: CANARY });
    expect({ code, err, leaked }).toEqual({ code: 0, err: "", leaked: false });
    expect(config).toMatchObject({ ...wanted, credentials: { scheme: "bearer", token: "[set]" } });
  });
});

describe("a module is refused, with its name and no stack trace or secret, when it", () => {
  test.each<[string, string, RegExp]>([
    ["has no default export", "export const config = {}", /has no default export.*defineConfig/],
    ["exports no map", `export default "${CANARY}"`, /is not a map of keys/],
    ["has an unknown key", "export default { endpiont: 1 }", /: at the top level: "endpiont".*"endpoint"\?/],
    ["has a wrong value", "export default { timeout: 'soon' }", /: at timeout: has to be a number/],
    ["has a function", "export default { endpoint: () => 'http://a/' }", /: at endpoint: has to be text/],
    [
      "lacks a variable",
      "export default { endpoint: process.env.NOT_SET }",
      /: at endpoint: is undefined.*not set/,
    ],
    [
      "lacks a variable inside",
      "export default { accounts: [{ name: 'a', endpoint: process.env.NOT_SET }] }",
      /: at accounts\.0\.endpoint: is undefined/,
    ],
    ["holds itself", "const a = {}; a.targets = a; export default a", /is nested too deeply/],
    [
      "cannot be compiled",
      `// typed\nconst token = "${CANARY};`,
      /sync2\.config\.ts:2:15: cannot be compiled: Unterminated/,
    ],
    [
      "imports a module that does not exist",
      'import "no-such-package"; export default {}',
      /imports a module that does not exist: .*no-such-package/,
    ],
    ["throws", `throw new RangeError("no ${CANARY}")`, /fails when it is loaded: RangeError/],
    [
      "parses a secret",
      "export default JSON.parse(process.env.SECRET!)",
      /fails when it is loaded: SyntaxError/,
    ],
  ])("%s", async (_, text, message) => {
    const { code, err, leaked } = await shown({ "sync2.config.ts": text }, { SECRET: CANARY });
    expect(err).toMatch(message);
    expect(err).toMatch(/^sync2: sync2\.config\.ts/);
    expect({ code, trace: hasTrace(err), leaked }).toEqual({ code: 2, trace: false, leaked: false });
  });
});

test("a module is refused with the name of the one that it imports and that cannot be compiled", async () => {
  const files = {
    "sync2.config.ts": 'import "./part"; export default {}',
    "part.ts": "\nconst a: number = ;",
  };
  const { code, err } = await shown(files);
  expect(err).toMatch(/^sync2: sync2\.config\.ts: imports part\.ts:2:19, which cannot be compiled: /);
  expect({ code, trace: hasTrace(err) }).toEqual({ code: 2, trace: false });
});

test("a module may import packages, of either kind", async () => {
  const place = join(folder, "installed");
  for (const type of ["module", "commonjs"]) {
    const path = join(place, "node_modules", `of-${type}`);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, "package.json"), JSON.stringify({ type, main: "index.js" }));
    const text = type === "module" ? "export const seconds = 4" : "exports.seconds = 5";
    writeFileSync(join(path, "index.js"), text);
  }
  const text = `
    import { seconds } from "of-module";
    import { seconds as more } from "of-commonjs";
    export default { timeout: seconds + more };`;
  writeFileSync(join(place, "sync2.config.ts"), text);
  const { code, out } = await ended(start(["config", "--json"], {}, undefined, place));
  expect({ code, timeout: JSON.parse(out || "{}").timeout }).toEqual({ code: 0, timeout: 9 });
});
