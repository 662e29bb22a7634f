import { expect, test } from "vitest";
import { rules } from "../../../generated/rules.ts";
import { TESTABLE } from "../../runner/select/rule-selectors.ts";
import { withBrowser } from "../support/browser/pages.ts";
import { body, exchange, report, result } from "../support/sample-report.ts";

const open = withBrowser(rules);

/** As many exchanges as a run of all rules makes, with bodies of an ordinary length. */
function fullReport() {
  return report(
    TESTABLE.map((rule) =>
      result(rule, "passed", {
        exchanges: Array.from({ length: 90 }, (_, n) => {
          const made = exchange(`${rule}#${n + 1}`, "PUT", "storage/bookmarks/a-record-of-some-length", 201);
          made.request.body = body("a".repeat(400));
          return made;
        }),
      }),
    ),
  );
}

test("the report of a full run is soon there", async () => {
  const { page } = await open(fullReport());
  const [paint, load, bytes] = (await page.evaluate(`[
    performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    performance.getEntriesByType("navigation")[0].loadEventEnd,
    new Blob([document.documentElement.outerHTML]).size,
  ]`)) as [number, number, number];
  // How long it takes is the machine's affair: printed, not judged.
  console.log(
    `full report: ${(bytes / 1e6).toFixed(2)} MB, first view after ${Math.round(paint)} ms, all after ${Math.round(load)} ms`,
  );
  expect(await page.locator("details.rule").count()).toBe(TESTABLE.length);
  expect(bytes).toBeLessThan(2_000_000);
});
