/** Loads SQLite, or says what is missing. */
import { createRequire } from "node:module";
import type Database from "libsql";

/** `code` of the error if SQLite cannot be loaded; it survives the transfer from a worker to its parent. */
const NO_SQLITE = "SYNC2_NO_SQLITE";

/**
 * Loads SQLite, which is native code that a package manager may have left out. Only the reference server needs it, so
 * it is loaded when the store is opened.
 * @param load replaces the loader in tests
 * @throws Error that says what is missing and what to do; `isWithoutSqlite` recognises it
 */
export function loadSqlite(load: () => unknown = requireLibsql): typeof Database {
  try {
    return load() as typeof Database;
  } catch (error) {
    const [reason] = (error as Error).message.split("\n", 1);
    const message =
      `The embedded reference server needs SQLite, and libsql has none for this machine ` +
      `(${process.platform} ${process.arch}): ${reason?.replace(/\.$/, "")}. ` +
      "Install the package again with its optional dependencies, " +
      'or check a server of your own, which needs no SQLite: "npx sync2-protocol check <endpoint>".';
    throw Object.assign(new Error(message, { cause: error }), { code: NO_SQLITE });
  }
}

/** Whether the reference server failed to start because SQLite is missing. */
export function isWithoutSqlite(error: unknown): error is NodeJS.ErrnoException {
  return (error as NodeJS.ErrnoException | null)?.code === NO_SQLITE;
}

function requireLibsql(): unknown {
  return createRequire(import.meta.url)("libsql");
}
