/** Folders for tests of `sync2 init`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folder } from "./command.ts";

let count = 0;

/** A new folder. */
export function place(files: Record<string, string> = {}): string {
  count += 1;
  const path = join(folder, `init-${count}`);
  mkdirSync(path);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

/** The configuration that the command writes there. */
export const config = (path: string) => join(path, "sync2.config.yaml");
