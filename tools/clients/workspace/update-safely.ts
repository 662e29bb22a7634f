// Performs the workflow "update safely" with the generated client of hey-api, at the endpoint URL in the arguments.
import { client } from "./hey-api/client.gen.ts";
import { getRecord, putRecord } from "./hey-api/sdk.gen.ts";

const [endpoint, token] = process.argv.slice(2) as [string, string];
const complaints: string[] = [];
client.setConfig({ baseUrl: endpoint, auth: token });
// If Prism is the proxy, it reports violations in a header field.
client.interceptors.response.use((response, { method }) => {
  const violations = response.headers.get("sl-violations");
  if (violations !== null) complaints.push(`${method} ${response.status}: ${violations}`);
  return response;
});

const path = { partition: "storage", collection: "bookmarks", id: "shared" } as const;
const put = (payload: string, version?: number) =>
  putRecord({ path, body: { payload }, headers: { "X-If-Unmodified-Since-Version": version } });

async function read() {
  const { data } = await getRecord({ path });
  if (data === undefined) throw new Error("no record");
  return data;
}

await put("original");
const original = await read();
await put("theirs", original.version);
const late = await put("mine", original.version);
// Compiles only if the error has a type. Any request may get 429.
if (late.error?.code === "too-many-requests") throw new Error("too many requests");
const theirs = await read();
await put(`${theirs.payload} and mine`, theirs.version);
const { payload } = await read();
process.stdout.write(JSON.stringify({ late: late.error?.code, payload, complaints }));
