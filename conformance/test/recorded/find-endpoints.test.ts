import { describe, expect, test } from "vitest";
import { findPaths, pathsBelow } from "../../recorded/find-endpoints.ts";
import type { RecordedExchange } from "../../recorded/recorded-exchange.ts";

function seen(url: string, own = true): RecordedExchange {
  const response = {
    status: 200,
    headers: own ? [["x-weave-timestamp", "1795000000"] as [string, string]] : [],
    body: { octets: null, unseen: false },
  };
  return { name: "", method: "GET", url, request: { headers: [], hasBody: false }, response, cached: false };
}

const pathsIn = (all: RecordedExchange[]) => {
  const paths = findPaths(all);
  return { endpoints: paths.endpoints, paths: all.map((each) => paths.pathOf(each)) };
};

describe("endpoints that are found out", () => {
  test("are what is left when a path of the document is taken from the end, for each account", () => {
    expect(
      pathsIn([
        seen("https://a.test/2.0/one/info/collections"),
        seen("https://a.test/2.0/one/storage/bookmarks?full=1"),
        seen("https://A.test:443/2.0/two/control/keys/default"),
        seen("https://a.test/2.0/one"),
        seen("https://a.test/2.0/one/"),
        seen("https://a.test/2.0/one/storage//x"),
      ]),
    ).toEqual({
      endpoints: ["https://a.test/2.0/one", "https://a.test/2.0/two"],
      paths: ["/info/collections", "/storage/bookmarks", "/control/keys/default", "/", "/", "/storage//x"],
    });
  });

  test("explain as much of the traffic as possible: a collection may be called as a resource is", () => {
    const url = "https://a.test/storage/sessions/x";
    expect(pathsIn([seen(url), seen("https://a.test/info/quota")])).toEqual({
      endpoints: ["https://a.test"],
      paths: ["/storage/sessions/x", "/info/quota"],
    });
    expect(pathsIn([seen(url)]).endpoints).toEqual(["https://a.test/storage"]);
  });

  test("are not below one another where somebody asked for a path that is none", () => {
    const odd = ["/info/quota", "//info/quota", "/control/../info/quota", "/%2E/info/quota", "/x/info/quota"];
    const all = ["/info/collections", "/messages", ...odd].map((path) =>
      seen(`https://a.test/2.0/one${path}`),
    );
    expect(pathsIn(all)).toEqual({
      endpoints: ["https://a.test/2.0/one"],
      paths: ["/info/collections", "/messages", ...odd],
    });
    expect(pathsIn([seen("https://a.test/2.0//info/quota")]).endpoints).toEqual([]);
  });

  test("are seen with a field of this protocol: other sites have such paths too", () => {
    const other = seen("https://shop.test/api/sessions", false);
    expect(pathsIn([other])).toEqual({ endpoints: [], paths: [null] });
    expect(pathsIn([other, seen("https://a.test/2.0/one/sessions")])).toEqual({
      endpoints: ["https://a.test/2.0/one"],
      paths: [null, "/sessions"],
    });
    expect(
      pathsIn([seen("wss://a.test/info/quota"), seen("data:text/plain,a"), seen("nonsense")]).endpoints,
    ).toEqual([]);
  });
});

test("endpoints that are named may hold {account}, and nothing in them is a pattern", () => {
  const { pathOf } = pathsBelow(["https://a.test/2.0/{account}/", "http://b.test:8000/x+y"]);
  expect(
    [
      "https://a.test/2.0/one/info/quota?x=1",
      "https://a.test/2.0/one",
      "https://u:p@A.test:443/2.0/two/storage",
      "https://a.test/2x0/one/info/quota",
      "https://a.test/2.0//info/quota",
      "http://b.test:8000/x+y/storage/c",
      "http://b.test:8000/xxy/storage/c",
      "http://b.test:8000/x+yz",
    ].map((url) => pathOf(seen(url))),
  ).toEqual(["/info/quota", "/", "/storage", null, null, "/storage/c", null, null]);
});
