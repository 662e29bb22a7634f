import { expect, test } from "vitest";
import { fromHar, harEntries } from "../../recorded/har-file.ts";
import { entry, har } from "../support/recorded-client.ts";

/** What a file with one entry records. */
function recorded(change: object) {
  return fromHar(harEntries(JSON.parse(har([{ ...entry("GET", "https://a.test/", 200), ...change }]))))[0];
}

const response = (headers: { name: string; value: string }[], more: object = {}) => ({
  response: { status: 200, headers, ...more },
});

test("header fields are those of the wire: nothing of HTTP/2 in the place of a start line, each line by itself", () => {
  const headers = [
    { name: ":status", value: "200" },
    { name: "x-weave-store", value: "a" },
    { name: "Link", value: "<a>; rel=help\n<b>; rel=successor-version" },
  ];
  expect(recorded(response(headers))?.response?.headers).toEqual([
    ["x-weave-store", "a"],
    ["Link", "<a>; rel=help"],
    ["Link", "<b>; rel=successor-version"],
  ]);
});

test("what was blocked, or failed, has no response", () => {
  expect(recorded({ response: { status: 0, headers: [] } })?.response).toBeNull();
  expect(recorded({ response: null })?.response).toBeNull();
  expect(recorded({ response: undefined })?.response).toBeNull();
});

test("what a cache or a service worker answered is told from what the server did", () => {
  expect(recorded(response([]))?.cached).toBe(false);
  expect(recorded({ _fetchType: "Network Load" })?.cached).toBe(false);
  expect(recorded({ _fromCache: null })?.cached).toBe(false);
  expect(recorded({ _fromCache: "memory" })?.cached).toBe(true);
  expect(recorded({ _fetchType: "Disk Cache" })?.cached).toBe(true);
  expect(recorded(response([], { _fetchedViaServiceWorker: true }))?.cached).toBe(true);
});
