import { answering, type Fault, headersWith, replying } from "../../../conformance/reference/faults/fault.ts";

/** Faults of the reference server that the workflows must notice. */

/** A fault, and the step of each workflow that notices it. */
export interface PlantedFault {
  fault: Fault;
  noticed: Record<string, string>;
}

const MODIFIED = "X-If-Modified-Since-Version";
const UNMODIFIED = "X-If-Unmodified-Since-Version";

/** A fault that ignores a header field of requests. */
const ignoringField = (name: string, does: string): Fault =>
  answering(does, (call) => call.pass({ headers: headersWith(call.headers, { [name]: null }) }));

const isCommit = (path: string) => path.endsWith("/commit");

export const plantedFaults: PlantedFault[] = [
  {
    fault: replying("never says a version", ({ headers }) => headers.delete("X-Last-Modified-Version")),
    noticed: {
      "create-if-absent": "create",
      "page-through-collection": "upload-first-list",
      "poll-for-changes": "write-something",
      "update-safely": "read",
      "upload-in-session": "stage-record",
      "wipe-but-keep-keys": "write-keys",
    },
  },
  {
    fault: ignoringField(MODIFIED, "never answers 304"),
    noticed: { "poll-for-changes": "poll-unchanged" },
  },
  {
    fault: answering("lists what is not newer as well", (call) => {
      const { query } = call;
      query.delete("newer");
      return call.pass({ query: String(query) });
    }),
    noticed: { "poll-for-changes": "fetch-first-page" },
  },
  {
    fault: replying("never says that more is left", ({ headers }) => headers.delete("X-Weave-Next-Offset")),
    noticed: { "poll-for-changes": "fetch-first-page", "page-through-collection": "first-page" },
  },
  {
    fault: replying("says of every page that more is left", ({ headers }, { path, method }) => {
      if (method === "GET" && path.startsWith("/storage/") && !headers.has("X-Weave-Next-Offset"))
        headers.set("X-Weave-Next-Offset", "b3Zlcg");
    }),
    noticed: { "poll-for-changes": "next-time", "page-through-collection": "last-page" },
  },
  {
    fault: ignoringField(UNMODIFIED, "writes whatever the condition"),
    noticed: { "create-if-absent": "other-client-creates", "update-safely": "update-too-late" },
  },
  {
    fault: ignoringField("X-Weave-Session", "takes every write for one outside of sessions"),
    noticed: { "upload-in-session": "stage-record" },
  },
  {
    fault: replying("does not say when to come back", ({ headers }) => headers.delete("Retry-After")),
    noticed: { "upload-in-session": "other-client-writes" },
  },
  {
    fault: replying("does not tell how a session ended", (reply, { path }) => {
      if (reply.status === 410 && isCommit(path)) reply.json = { ...reply.json, outcome: "unknown" };
    }),
    noticed: { "upload-in-session": "commit-again" },
  },
  {
    fault: answering("wipes everything", (call) => {
      const wipe = call.method === "DELETE" && call.query.get("keep") === "control/keys";
      return call.pass(wipe ? { query: "" } : {});
    }),
    noticed: { "wipe-but-keep-keys": "only-keys-are-left" },
  },
  {
    fault: replying("alerts nobody", ({ headers }) => headers.delete("X-Weave-Alert")),
    noticed: { "read-message": "be-alerted" },
  },
  {
    fault: answering("forgets who has acknowledged", async (call) => {
      const acknowledges = call.method === "DELETE" && call.path.startsWith("/messages/");
      return call.pass(
        acknowledges ? { headers: headersWith(call.headers, { "X-Weave-Client": "nobody" }) } : {},
      );
    }),
    noticed: { "read-message": "read-again" },
  },
  {
    fault: answering("takes all clients for one", (call) =>
      call.pass({ headers: headersWith(call.headers, { "X-Weave-Client": null }) }),
    ),
    noticed: { "read-message": "other-client-is-alerted" },
  },
];
