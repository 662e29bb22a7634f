import { expect, test } from "vitest";
import { disguises } from "../reference/disguises/index.ts";
import { expectToPass, FAR, LONG, WEARINGS } from "./disguised.ts";

test.each(WEARINGS)("a server in $names passes", { timeout: LONG }, expectToPass);

test("every disguise is worn", () => {
  const worn = [...WEARINGS, FAR].flatMap(({ names }) => names);
  expect(worn.sort()).toEqual(Object.keys(disguises).sort());
});
