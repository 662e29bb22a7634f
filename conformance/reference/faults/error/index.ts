/** Servers with one fault each, for the rules of `checks/error/index.ts`. */
import type { Fault as Named } from "../../problem.ts";
import { type Call, type Fault, type FaultsOf, replying } from "../fault.ts";
import { errorActsNot } from "./acts-not.ts";

/** A fault in what a 422 names. */
function naming(does: string, rename: (named: Named, call: Call) => Partial<Named>): Fault {
  return replying(does, (reply, call) => {
    if (reply.status !== 422 || call.method === "HEAD") return;
    const { errors, ...problem } = reply.json;
    reply.json = {
      ...problem,
      errors: errors.map((named: Named) => ({ ...named, ...rename(named, call) })),
    };
  });
}

export const error = {
  ...errorActsNot,
  "error.invalid.code": replying("describes nothing where the body cannot be parsed", (reply) => {
    const problem = reply.json;
    if (problem?.errors?.[0].name !== "") return;
    delete problem.errors[0].description;
    reply.json = problem;
  }),

  "error.invalid.query": naming("names a member of a list instead of the parameter", ({ name }) =>
    name === "ids" || name === "collections" ? { name: `${name}[0]` } : {},
  ),

  "error.invalid.header": naming("takes every parameter for one of the query", ({ location }) =>
    location === "header" ? { location: "query" } : {},
  ),

  "error.invalid.body": naming(
    "names the body as a whole where the id is not that of the path",
    ({ name }) => (name === "id" ? { name: "" } : {}),
  ),

  "error.invalid.reason": naming("calls invalid what is missing", ({ reason }) =>
    reason === "missing" ? { reason: "invalid" } : {},
  ),

  "error.never-400": replying("answers 400 where Content-Type names no media type", (reply, call) => {
    const type = call.headers.get("Content-Type");
    if (reply.status !== 415 || type === null || type.includes("/")) return;
    reply.status = 400;
    reply.json = { ...reply.json, status: 400, title: "Bad Request", code: "bad-request" };
  }),

  "error.problem.type": replying(
    "sends the problem of a refused method as plain JSON",
    ({ status, headers }) => {
      if (status === 405) headers.set("Content-Type", "application/json");
    },
  ),

  "error.problem.accept": replying("shows browsers a page where there is nothing", (reply, call) => {
    if (reply.status !== 404 || !call.headers.get("Accept")?.startsWith("text/html")) return;
    reply.headers.set("Content-Type", "text/html");
    reply.text = "<!doctype html><title>Not Found</title>";
  }),

  "error.problem.code": replying("says in the code what was not found", (reply, call) => {
    if (reply.status !== 404 || call.operation === null || call.method === "HEAD") return;
    const kind = call.path.split("/").length > 3 ? "record" : "collection";
    reply.json = { ...reply.json, code: `${kind}-not-found` };
  }),

  "error.problem.status": replying("says 400 in the body of a 422", (reply, { method }) => {
    if (reply.status === 422 && method !== "HEAD") reply.json = { ...reply.json, status: 400 };
  }),

  "error.problem.members": replying(
    "gives the number of the status as title of a 404",
    (reply, { method }) => {
      if (reply.status === 404 && method !== "HEAD") reply.json = { ...reply.json, title: 404 };
    },
  ),
} satisfies FaultsOf<"error">;
