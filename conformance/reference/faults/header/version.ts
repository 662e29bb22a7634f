/** Servers with one fault each, for the rules of `checks/header/version.ts`. */
import { type Call, type FaultsOf, type Reply, replying } from "../fault.ts";
import {
  currentVersion,
  MODIFIED,
  parentOf,
  peek,
  recordsOf,
  VERSION,
  versionIn,
  versionOf,
} from "../support/peek.ts";

function report(reply: Reply, version: number): void {
  reply.headers.set(VERSION, String(version));
}

const targetsRecord = (call: Call) => /^\/(?:control|storage)\/[^/]+\/[^/]+$/.test(call.path);

export const headerVersion = {
  "header.version.present": replying("leaves X-Last-Modified-Version off a 412 to a list", (reply, call) => {
    if (call.operation === "postPartition" && reply.status === 412) reply.headers.delete(VERSION);
  }),

  "header.version.record": replying(
    "gives the version of the collection with a record",
    async (reply, call) => {
      if (call.operation !== "getRecord" || !reply.ok) return;
      report(reply, versionOf(await peek(call, parentOf(call.path))));
    },
  ),

  "header.version.collection": replying(
    "gives the version of its newest record with a collection",
    async (reply, call) => {
      if (call.operation !== "getCollection" || !reply.ok) return;
      const versions = (await recordsOf(call, call.path)).map(({ version }) => version as number);
      if (versions.length > 0) report(reply, Math.max(...versions));
    },
  ),

  "header.version.partition": replying(
    "gives the version of its newest collection with a partition",
    async (reply, call) => {
      if (call.operation !== "getPartition" || !reply.ok) return;
      const versions = Object.entries((await peek(call, "/info/collections")).json as Record<string, number>);
      const own = versions.filter(([path]) => path.startsWith(call.path.slice(1)));
      report(reply, Math.max(0, ...own.map(([, version]) => version)));
    },
  ),

  "header.version.info": replying(
    "gives the version of the newest collection with counts and usage",
    async (reply, call) => {
      if (!/^\/info\/(?:collection_|quota)/.test(call.path) || !reply.ok) return;
      const versions = Object.values((await peek(call, "/info/collections")).json as Record<string, number>);
      report(reply, Math.max(0, ...versions));
    },
  ),

  "header.version.configuration": replying(
    "gives the version of the account with the configuration",
    async (reply, call) => {
      if (call.path === "/info/configuration" && reply.ok)
        report(reply, Math.max(1, await currentVersion(call)));
    },
  ),

  "header.version.not-modified": replying("gives a client its own version back with a 304", (reply, call) => {
    const version = versionIn(call, MODIFIED);
    if (reply.status === 304 && version !== null) report(reply, version);
  }),

  "header.version.precondition-failed": replying(
    "gives the version of the collection with a 412 for a record",
    async (reply, call) => {
      if (reply.status !== 412 || !targetsRecord(call) || versionOf(reply) === 0) return;
      report(reply, versionOf(await peek(call, parentOf(call.path))));
    },
  ),
} satisfies Partial<FaultsOf<"header">>;
