import { describe, expect, test } from "vitest";
import { Redactor } from "../../exchange/redactor.ts";

const SECRET = `s3cr+t/of "mine"&é=`;
const PLAIN = "kT9-x_Pq4.Zr7w";

const octets = (text: string) => Buffer.from(text);
const each = (text: string, spell: (code: number) => string) =>
  [...text].map((character) => spell(character.codePointAt(0) as number)).join("");
const hex = (code: number, digits: number) => code.toString(16).padStart(digits, "0");

/** How a server, a proxy or a client may write a secret. */
const SPELLINGS: Record<string, (secret: string) => string> = {
  plainly: (secret) => secret,
  "in upper case": (secret) => secret.toUpperCase(),
  "in lower case": (secret) => secret.toLowerCase(),
  "in base64": (secret) => octets(secret).toString("base64"),
  "in base64 for URLs": (secret) => octets(secret).toString("base64url"),
  "in base64, after one octet": (secret) => octets(`:${secret}`).toString("base64"),
  "in base64, after a name": (secret) => octets(`user:${secret}:and more`).toString("base64"),
  "in hexadecimal digits": (secret) => octets(secret).toString("hex"),
  "in large hexadecimal digits": (secret) => octets(secret).toString("hex").toUpperCase(),
  "percent-encoded": encodeURIComponent,
  "percent-encoded to the last octet": (secret) =>
    [...octets(secret)].map((octet) => `%${hex(octet, 2)}`).join(""),
  "percent-encoded twice": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  "as form fields": (secret) => new URLSearchParams({ a: secret }).toString().slice(2),
  "in JSON": (secret) => JSON.stringify(secret),
  "in JSON in JSON": (secret) => JSON.stringify(JSON.stringify(secret)),
  "as escapes": (secret) => each(secret, (code) => `\\u${hex(code, 4)}`),
  "as large escapes": (secret) => each(secret, (code) => `\\u${hex(code, 4).toUpperCase()}`),
  "as escapes of one octet": (secret) => each(secret, (code) => `\\x${hex(code, 2)}`),
  "as escapes in braces": (secret) => each(secret, (code) => `\\u{${hex(code, 1)}}`),
  "as decimal references": (secret) => each(secret, (code) => `&#${code};`),
  "as hexadecimal references": (secret) => each(secret, (code) => `&#x${hex(code, 1)};`),
  "as named references": (secret) =>
    secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;"),
  "as references in JSON": (secret) => JSON.stringify(each(secret, (code) => `&#x${hex(code, 2)};`)),
};

describe.each(Object.entries(SPELLINGS))("a secret %s", (_, spell) => {
  test.each([SECRET, PLAIN])("is hidden: %s", (secret) => {
    const redactor = new Redactor([{ text: secret, label: "[token]" }]);
    const spelt = spell(secret);
    for (const text of [spelt, `a ${spelt} b`, `${spelt},${spelt}`]) {
      const clean = redactor.text(text);
      expect(clean).toContain("[token]");
      // In base64 the neighbours of a secret depend on it as well.
      expect(clean.replaceAll("[token]", "").length).toBeLessThan(text.length / 2 + 20);
      expect(clean.toLowerCase()).not.toContain(secret.slice(3, 9).toLowerCase());
    }
    const kept = redactor.body(octets(`{"said":${JSON.stringify(spelt)}}`));
    expect(kept?.text).toContain("[token]");
  });
});

test("the text around a secret stays as it is", () => {
  const redactor = new Redactor([{ text: SECRET, label: "#" }]);
  const around = "%41&amp;\\u0041é%zz&#99999999;\\";
  for (const spell of [encodeURIComponent, (text: string) => text]) {
    expect(redactor.text(`${around}${spell(SECRET)}${around}`)).toBe(`${around}#${around}`);
  }
  expect(redactor.text(around)).toBe(around);
});

test("of secrets inside one another the longest is named, and of each in a row itself", () => {
  const redactor = new Redactor([
    { text: "abc", label: "1" },
    { text: "abc-def", label: "2" },
    { text: "abc-def-ghi-jkl-mno-pqr", label: "3" },
    { text: "abc-def-ghi-jkl-mno-xyz", label: "4" },
  ]);
  const more = redactor.and([{ text: "jkl", label: "5" }]);
  expect(redactor.text("abc abc-def abc-deg abc-def-ghi-jkl-mno-pqr abc-def-ghi-jkl-mno-xyz")).toBe(
    "1 2 1-deg 3 4",
  );
  expect(more.text("abcabc-defjkl")).toBe("125");
  expect(redactor.text("jkl")).toBe("jkl");
});

test("what of a long secret is left without its end is hidden too", () => {
  const long = Array.from({ length: 300 }, (_, index) => `${index}`).join("-");
  const redactor = new Redactor([{ text: long, label: "#" }]);
  expect(redactor.text(`${long.slice(0, 100)}!`)).toBe("#!");
  expect(redactor.text(`${long.slice(0, 20)}…`)).toBe("#…");
  expect(redactor.text(long.slice(0, 20))).toBe(long.slice(0, 20));
});

/** A text that looks random. */
function random(length: number, seed: number): string {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return String.fromCharCode(33 + ((state >>> 16) % 90));
  }).join("");
}

describe("the time is linear in the text and in the secrets, for", () => {
  test("one of 45 KB", () => {
    const secret = random(45_000, 7);
    const clean = new Redactor([{ text: secret, label: "#" }]).text(`Bearer ${secret} ${secret.slice(5)}`);
    expect(clean.startsWith("Bearer # ")).toBe(true);
  });

  test("four hundred of 3 KB", () => {
    const secrets = Array.from({ length: 400 }, (_, index) => `${random(3000, index + 3)}${index}`);
    const redactor = new Redactor(secrets.map((text) => ({ text, label: "#" })));
    expect(redactor.text(secrets.join("\n"))).toBe(secrets.map(() => "#").join("\n"));
  });

  test("four hundred that begin with the same 3 KB, and a text that does nothing else", () => {
    const secrets = Array.from({ length: 400 }, (_, index) => ({
      text: `${"a".repeat(3000 + index)}b`,
      label: "#",
    }));
    expect(new Redactor(secrets).text("a".repeat(300_000))).toMatch(/^#+$/);
  });

  test.each(["%25", "\\\\", "&amp;", "%2", "&#", "\\u"])("%s again and again", (text) => {
    const redactor = new Redactor([{ text: "aaaaaaaaaaaaaaaab", label: "#" }]);
    expect(redactor.text(text.repeat(50_000)) === text.repeat(50_000)).toBe(true);
  });

  test("parts of it again and again", () => {
    const clean = new Redactor([{ text: "aaaaaaaaaaaaaaaab", label: "-" }]).text("aaaaaaaa…".repeat(50_000));
    expect(clean === "-…".repeat(50_000)).toBe(true);
  });
});
