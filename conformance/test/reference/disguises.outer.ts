import { expect, test } from "vitest";
import { disguises } from "../../reference/disguises/index.ts";
import { COARSE, expectToPass, FAR, NEAR } from "../support/disguised.ts";

test.concurrent.each([COARSE, FAR])("a server in $names passes", expectToPass);

test("every disguise is worn", () => {
  const worn = [NEAR, COARSE, FAR].flatMap(({ names }) => names);
  expect(worn.sort()).toEqual(Object.keys(disguises).sort());
});
