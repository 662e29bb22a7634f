/** Formats text, counts, durations and sizes for people, and makes hostile text visible. */
import type { Report } from "./report-model.ts";

/**
 * Escapes every character that could fool a terminal, a browser or a reader's eye: control characters (with ANSI
 * sequences), direction marks and other invisible format characters, lone surrogates, noncharacters. They are escaped
 * rather than removed, because in a report they are evidence.
 *
 * @returns the text with `\r`, `\x1b`, `\u{202e}` and the like; tabs stay, and with `lines` line breaks stay too
 */
export function visible(text: string, { lines = false }: { lines?: boolean } = {}): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{NChar}]/gu, (character) => {
    if (character === "\t" || (lines && character === "\n")) return character;
    if (character === "\n") return "\\n";
    if (character === "\r") return "\\r";
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
}

/** The beginning of a command of GitHub Actions or Azure Pipelines, anywhere in a line. */
const COMMAND_MARK = /##(\[|vso\[)/gi;

/**
 * Escapes the number sign of every command to a CI runner that begins in the middle of a line.
 *
 * @param number the escaped number sign
 */
export function withoutCommandMarks(text: string, number = "\\x23"): string {
  return text.replace(COMMAND_MARK, `#${number}$1`);
}

/** The first `length` characters, the last of them an ellipsis if the text is longer. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  // A character has at most two UTF-16 units, and a text may have millions.
  const characters = [...text.slice(0, 2 * length + 2)];
  return characters.length <= length ? text : `${characters.slice(0, Math.max(0, length - 1)).join("")}…`;
}

/** Breaks a text at spaces into lines of at most `width` characters; a longer word is a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === "" ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines;
}

/** Percent-encodes any text for a URL, even a lone surrogate, which `encodeURIComponent` refuses. */
export function uriComponent(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));
}

/** The lines of a text, trimmed and without empty ones. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Removes every repetition of one character from the end of a text. */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return text.slice(0, end);
}

/** `1 rule`, `3 rules`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Milliseconds for people: `40 ms`, `6.2 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `37285 exchanges in 40.1 s`, and how many of them got no answer. */
export function exchangesIn({ durationMs, exchanges, unanswered = 0 }: Report["timing"]): string {
  const lost = unanswered > 0 ? `, ${unanswered} of them without an answer of the server` : "";
  return `${plural(exchanges, "exchange")} in ${duration(durationMs)}${lost}`;
}

/** A size in bytes for people: `312 bytes`, `4.0 KiB`, `1.5 MiB`. */
export function size(bytes: number): string {
  if (bytes < 1024) return plural(bytes, "byte");
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
