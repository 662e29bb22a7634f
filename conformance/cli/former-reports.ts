import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { defaultFile, type FileFormatName } from "../report/formats/format-names.ts";

/** Number of octets that tell whether this suite wrote a file. */
const HEAD_OCTETS = 4096;

const SERVER_LOG = "server.log";

/** A pattern for the beginning of each file that a run writes. */
const MARKS: Readonly<Record<FileFormatName, RegExp>> = {
  json: /"\$schema":\s*"https:\/\/sync2-protocol\.example\/schema\/report-/,
  html: /<title>[^<]*Sync 2\.0 conformance of /,
  junit: / package="sync2"/,
  markdown: /^## .{1,4}Sync 2\.0 conformance: /,
  tap: /^TAP version 14\n1\.\.\d+\n(?:not )?ok 1 - /,
  har: /"creator":\{"name":"sync2-protocol"/,
  badge: /"label": "Sync 2\.0"/,
};

const FILES: readonly (readonly [file: string, mark: RegExp])[] = [
  ...Object.entries(MARKS).map(([name, mark]) => [defaultFile(name as FileFormatName), mark] as const),
  ["comparison.json", /"\$schema":\s*"https:\/\/sync2-protocol\.example\/schema\/comparison-/],
  ["comparison.md", /^# Sync 2\.0 conformance, side by side/],
];

/**
 * Removes the files of former runs from a folder, in all formats, so that a run without a report leaves no older one
 * behind. Files of other programs stay, whatever their names.
 * @throws the file system's error if a file cannot be removed
 */
export async function removeFormer(folder: string): Promise<void> {
  for (const [name, mark] of FILES) {
    const path = join(folder, name);
    const head = await headOf(path);
    if (head === null || !mark.test(head)) continue;
    await rm(path);
    // A log has no recognisable beginning, so it is removed only beside a report.
    if (name === defaultFile("json")) await rm(join(folder, SERVER_LOG), { force: true });
  }
}

/** @returns null where there is no such file, or none that can be read */
async function headOf(path: string): Promise<string | null> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_OCTETS), 0, HEAD_OCTETS, 0);
      return buffer.toString("utf8", 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
