import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { control, expectStatus } from "../../checks/support/expect.ts";
import { FrontDetector, type ReceivedResponse } from "../../exchange/front-detector.ts";
import type { HeaderList } from "../../results/report-model.ts";
import { talk } from "../support/talking.ts";

const STAMP: [string, string] = ["X-Weave-Timestamp", "1795000000"];
const HTML: [string, string] = ["Content-Type", "text/html"];
const JSON_TYPE: [string, string] = ["Content-Type", "application/problem+json"];

const shown = (status: number, headers: HeaderList, text = ""): ReceivedResponse => ({
  status,
  headers,
  body: Buffer.from(text),
});

/** An origin whose server gives this as its `Server`. */
function origin(server: string | null): FrontDetector {
  const known = new FrontDetector();
  known.learnFrom(shown(200, [STAMP, ...(server === null ? [] : [["Server", server] as [string, string]])]));
  return known;
}

const HAPROXY =
  "<html><body><h1>400 Bad request</h1>\nYour browser sent an invalid request.\n</body></html>\n";

test.each<[what: string, server: string | null, answer: ReceivedResponse, name: string]>([
  [
    "nginx, which puts its name on every answer",
    "nginx/1.22.1",
    shown(413, [["Server", "nginx/1.22.1"], HTML], "<html><center>nginx/1.22.1</center></html>"),
    "nginx/1.22.1",
  ],
  ["Apache", null, shown(404, [["Server", "Apache/2.4.71 (Debian)"], HTML]), "Apache/2.4.71 (Debian)"],
  ["HAProxy, which has no name but by its page", null, shown(400, [HTML], HAPROXY), "HAProxy"],
  ["a page without a type", null, shown(503, [], "\n<!DOCTYPE html><p>Varnish cache server"), "Varnish"],
  ["lighttpd, without a page", "gunicorn", shown(431, [["server", "lighttpd/1.4.69"]]), "lighttpd/1.4.69"],
  ["Caddy, empty and with the usual name", "Caddy", shown(502, [["Server", "Caddy"]]), "Caddy"],
  ["one that takes the name away", "gunicorn", shown(500, [JSON_TYPE], "{}"), "it does not give its name"],
  ["a page that was made like the protocol", "a", shown(429, [STAMP, ["Server", "b"]]), "b"],
  ["a long name", null, shown(502, [["Server", "x".repeat(5000)]]), `${"x".repeat(60)}…`],
])("%s looks like a front", (_, server, answer, name) => {
  expect(origin(server).frontOf(answer)).toBe(name);
});

test.each<[what: string, server: string | null, answer: ReceivedResponse]>([
  ["a problem", "a", shown(404, [STAMP, JSON_TYPE, ["Server", "a"]], "{}")],
  [
    "an answer that lacks the timestamp and nothing else",
    "a",
    shown(404, [JSON_TYPE, ["Server", "a"]], "{}"),
  ],
  ["a stamped one that leaves Server out", "a", shown(304, [STAMP])],
  ["HTML with a timestamp", null, shown(404, [STAMP, HTML], "<html></html>")],
  ["text of a server of which nothing is known", null, shown(500, [["Content-Type", "text/plain"]], "oops")],
])("%s does not", (_, server, answer) => {
  expect(origin(server).frontOf(answer)).toBeNull();
});

test("an origin may have several nodes, each with its name, and only successes say so", () => {
  const known = origin("a");
  known.learnFrom(shown(200, [STAMP, ["Server", "b"]]));
  known.learnFrom(shown(404, [STAMP, ["Server", "c"]]));
  known.learnFrom(shown(200, [["Server", "d"]]));
  const names = ["a", "b", "c", "d"].map((name) => known.frontOf(shown(404, [STAMP, ["Server", name]])));
  expect(names).toEqual([null, null, "c", "d"]);
});

test("a set-up, a verdict and a finding of the contract name it", async () => {
  const listener: RequestListener = ({ url }, response) => {
    if (url?.endsWith("/large")) response.writeHead(413, { Server: "nginx", "Content-Type": "text/html" });
    else response.writeHead(200, { "X-Weave-Timestamp": "1795000000" });
    response.end("<html>");
  };
  await talk(listener, async ({ account }) => {
    control(await account.get("/storage/small"));
    const answer = await account.get("/storage/large");
    const note = "; this looks like the answer of a front (nginx)";
    expect(() => control(answer)).toThrow(`got 413${note}`);
    expect(() => expectStatus(answer, 200)).toThrow(`got 413${note}`);
    expect(answer.exchange.findings.map(({ got }) => got)).toContain(`413${note}`);
  });
});
