import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterAll, expect, it } from "vitest";
import { type Running, startReference } from "../../reference/server.ts";
import { isWithoutSqlite, loadSqlite } from "../../reference/sqlite/driver.ts";
import { openStore } from "../../reference/sqlite/open.ts";
import { request, sendRaw } from "../support/raw-request.ts";

const folder = mkdtempSync(join(tmpdir(), "reference-"));
afterAll(() => rmSync(folder, { recursive: true }));

const body = JSON.stringify({ payload: "a\0b\u{1F600}", sortindex: -1, ttl: 1000 });

async function observe({ endpoint }: Running) {
  const read = await sendRaw(endpoint, request("GET", "/storage/c/a"));
  const info = await sendRaw(endpoint, request("GET", "/info/collections"));
  return {
    store: info.headers.get("x-weave-store"),
    version: info.headers.get("x-last-modified-version"),
    collections: info.body,
    record: read.body,
  };
}

it("a restart keeps the records, the versions and the name of their history", async () => {
  const data = join(folder, "kept");
  const first = await startReference({ data });
  await sendRaw(first.endpoint, request("PUT", "/storage/c/a", [], body));
  await sendRaw(first.endpoint, request("PUT", "/storage/gone/a", [], body));
  await sendRaw(first.endpoint, request("DELETE", "/storage/gone"));
  const before = await observe(first);
  await first.close();

  const second = await startReference({ data });
  const after = await observe(second);
  const write = await sendRaw(second.endpoint, request("PUT", "/storage/c/b", [], body));
  await second.close();

  expect(before).toMatchObject({ version: "3", collections: '{"storage/c":1}' });
  expect(JSON.parse(before.record)).toMatchObject({ payload: "a\0b\u{1F600}", sortindex: -1 });
  expect(after).toEqual(before);
  expect(write.headers.get("x-last-modified-version")).toBe("4");
});

it("a new file, or none, starts another history", () => {
  const names = [openStore(), openStore(), openStore(join(folder, "new"))].map((store) => {
    const name = store.history("a");
    store.close();
    return name;
  });
  expect(new Set(names).size).toBe(3);
});

it("the clock does not step back behind what a file holds", () => {
  const data = join(folder, "ahead");
  openStore(data).close();
  const db = new Database(data);
  db.prepare("INSERT INTO accounts VALUES ('a', 1, 4000000000)").run();
  db.close();
  const store = openStore(data);
  expect(store.now()).toBe(4_000_000_000);
  store.close();
});

it.each([
  [
    "what is no database",
    (file: string) => writeFileSync(file, "not a database\n".repeat(100)),
    /not a database/,
  ],
  [
    "a database of something else",
    (file: string) => new Database(file).exec("CREATE TABLE t (c)"),
    /something else/,
  ],
  ["a file that is in use", (file: string) => openStore(file), /locked/],
])("refuses %s and names the file", async (what, make, why) => {
  const data = join(folder, what.replaceAll(" ", "-"));
  make(data);
  await expect(startReference({ data })).rejects.toThrow(data);
  await expect(startReference({ data })).rejects.toThrow(why);
});

it("refuses a file in a folder that does not exist", async () => {
  const data = join(folder, "missing", "file");
  await expect(startReference({ data })).rejects.toThrow(data);
});

it("says in one sentence what is missing where there is no SQLite, and what to do", () => {
  const missing = () => {
    throw new Error("Cannot find module '@libsql/plan9-mips'\nRequire stack:\n- /somewhere");
  };
  const found = caught(() => loadSqlite(missing));
  expect(isWithoutSqlite(found)).toBe(true);
  expect((found as Error).message).toMatch(
    /needs SQLite, and libsql has none for this machine \(\w+ \w+\): Cannot find module '@libsql\/plan9-mips'\. Install .*check <endpoint>"\.$/,
  );
});

function caught(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
