/** Records the traffic of a client with the reference server. */
import { startReference } from "../../reference/server.ts";
import { CANARY } from "./command.ts";
import { Client, type Entry, entry, har } from "./recorded-client.ts";

/** What a client said to the reference server, which keeps all rules; its token is the canary. */
export async function recordTraffic(): Promise<{ endpoint: string; recorded: Entry[] }> {
  const server = await startReference({ token: () => CANARY });
  const client = new Client(server.endpoint.replace("{account}", "one"), `Bearer ${CANARY}`);
  try {
    const put = await client.send("PUT", "/storage/c/a", '{"payload":"x"}');
    await client.send("GET", "/storage/c/a");
    await client.send("GET", "/storage/c?full=1&ids=a");
    await client.send("HEAD", "/storage/c/a");
    await client.send("GET", "/storage/c/none");
    const version = put.response.headers.find(({ name }) => name === "x-last-modified-version")?.value ?? "";
    const kept = await client.send("GET", "/info/collections", null, [
      ["X-If-Modified-Since-Version", version],
    ]);
    // A browser shows what its cache had.
    kept.response.content = { size: 2, mimeType: "application/json", text: "{}" };
    kept.response.bodySize = 0;
    await client.send("DELETE", "/");
  } finally {
    await server.close();
  }
  return { endpoint: server.endpoint, recorded: client.entries };
}

/** The traffic as a file, changed in one entry. */
export function changed(
  recorded: readonly Entry[],
  index: number,
  change: (response: Entry["response"]) => void,
): string {
  const copy = structuredClone(recorded);
  change((copy[index] as Entry).response);
  return har(copy);
}

/** Sets a header field of a response, or takes it out. */
export const withHeader = (response: Entry["response"], name: string, value: string | null) => {
  response.headers = response.headers.filter((header) => header.name !== name);
  if (value !== null) response.headers.push({ name, value });
};

/** What went to others. */
export const STRANGE: object[] = [
  entry("GET", "https://shop.test/api/sessions", 200, [["content-type", "text/html"]], "<p>"),
  entry("GET", "data:text/plain,x", 200),
  { request: { method: "GET", url: "https://gone.test/storage", headers: [] }, response: null },
];
