import { expect, test } from "vitest";
import { renderJson } from "../../../conformance/results/write-report.ts";
import {
  choose,
  drop,
  failing,
  fromDisk,
  outside,
  overHttp,
  said,
  shown,
  shows,
  verdict,
  withResults,
} from "./results-page.ts";

withResults();

test("dropped anywhere, a report is shown", async () => {
  const { page } = await fromDisk();
  await shows(page, "example");
  await drop(page, "footer", [
    ["index.html", "<p>"],
    ["report.json", renderJson(failing)],
  ]);
  await shows(page, "report");
  expect(await said(page)).toBe("This is report.json.");
  expect(await page.locator("body.dragging").count()).toBe(0);
});

test("several files, or none, are refused", async () => {
  const { page } = await fromDisk();
  await shows(page, "example");
  await drop(page, "main", [
    ["a.json", "{}"],
    ["b.json", "{}"],
  ]);
  await expect.poll(() => page.getByRole("alert").innerText()).toContain("several files");
  await drop(page, "main", []);
  await expect.poll(() => page.getByRole("alert").innerText()).toContain("no file");
});

test("a file that is none is refused, and what was shown stays", async () => {
  const { page, complaints } = await fromDisk();
  await shown(page);
  await choose(page, "cut.json");
  await expect.poll(() => page.getByRole("alert").innerText()).toContain("ends in the middle");
  expect(await verdict(page)).toBe("✕ fail");
  await choose(page, "junit.xml");
  await expect.poll(() => page.getByRole("alert").innerText()).toContain("JUnit");
  await choose(page, "report.json");
  await expect.poll(() => page.getByRole("alert").count()).toBe(0);
  expect(complaints).toEqual([]);
});

test("over HTTP the fragment names a report of the site, and another fragment another one", async () => {
  const { page, requests, complaints } = await overHttp("#report=report.json");
  await shows(page, "report");
  expect(await verdict(page)).toBe("✕ fail");
  expect(outside(requests)).toEqual([]);
  await page.evaluate("location.hash = '#report=example-report.json'");
  await expect.poll(() => verdict(page)).toBe("✓ pass");
  expect(complaints).toEqual([]);
});

test.each([
  ["#report=nowhere.json", "answered 404"],
  ["#report=http://127.0.0.1:9/report.json", "asks nothing of another site"],
  ["#report=//example.org/report.json", "asks nothing of another site"],
  ["#report=moved", "could not be read"],
  ["#report=junit.xml", "JUnit"],
])("%s is refused over HTTP, and the example is shown", async (fragment, why) => {
  const { page, requests } = await overHttp(fragment);
  await expect.poll(() => page.getByRole("alert").innerText()).toContain(why);
  await shows(page, "example");
  expect(outside(requests).filter((url) => !url.includes("moved-away"))).toEqual([]);
});

test("from disk a fragment cannot be followed, which is said", async () => {
  const { page, complaints } = await fromDisk("#report=report.json");
  await expect.poll(() => page.getByRole("alert").innerText()).toContain("opened from disk");
  await shows(page, "example");
  expect(complaints).toEqual([]);
});
