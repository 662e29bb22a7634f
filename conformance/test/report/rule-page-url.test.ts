import { expect, test } from "vitest";
import { rulePage, webAddress } from "../../report/rule-page-url.ts";

test.each([
  ["https://docs.example", "https://docs.example/rules/record.created.html"],
  ["https://docs.example/sync/", "https://docs.example/sync/rules/record.created.html"],
  ["http://127.0.0.1:8080/a//", "http://127.0.0.1:8080/a/rules/record.created.html"],
  ["https://docs.example/a?b=c#d", "https://docs.example/a/rules/record.created.html"],
  ["https://me:secret@docs.example", "https://docs.example/rules/record.created.html"],
])("below %s a rule has a page", (base, page) => {
  expect(rulePage("record.created", base)).toBe(page);
});

test("an id cannot leave the folder", () => {
  expect(rulePage("../x?y#z", "https://docs.example/a")).toBe(
    "https://docs.example/a/rules/..%2Fx%3Fy%23z.html",
  );
});

test.each([
  null,
  "",
  "docs",
  "//docs.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "file:///docs",
  "https://",
])("%s is no base", (base) => expect(rulePage("record.created", base)).toBeNull());

test("an address is accepted by its protocol, and loses its credentials", () => {
  expect(webAddress("https://a:b@example.test/1", ["https:"])?.href).toBe("https://example.test/1");
  expect(webAddress("http://example.test/1", ["https:"])).toBeNull();
});
