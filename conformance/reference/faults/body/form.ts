/** Servers with one fault each, for the rules of `checks/body/form.ts`. */
import { answering, type FaultsOf, headersWith, replying } from "../fault.ts";
import { parse, refused } from "../support/request.ts";

/** A member of an object with a text, and the same once more. */
const TWICE = /("\w+"):("[^"]*"),\1:"[^"]*"/;

export const bodyForm = {
  "body.chunked": answering("takes a body of unknown length for none", (call) =>
    call.pass(call.headers.has("Transfer-Encoding") ? { text: "" } : {}),
  ),

  "body.ignored": answering("refuses a DELETE whose body it cannot read", (call) =>
    call.method === "DELETE" && call.octets.length > 0 && parse(call.text) === undefined
      ? refused(call, 422)
      : call.pass(),
  ),

  "body.required": answering("takes no body at all for an object without members", (call) =>
    call.pass(
      call.operation === "postRecord" && call.octets.length === 0
        ? { text: "{}", headers: headersWith(call.headers, { "Content-Type": "application/json" }) }
        : {},
    ),
  ),

  "body.nested": replying("fails where a body is nested more deeply than it can follow", (reply, call) => {
    if (/(?:\[|\{"scope":){5000}/.test(call.text)) reply.status = 500;
  }),

  "body.member-twice": answering("lets the first of two members win", (call) =>
    call.pass(TWICE.test(call.text) ? { text: call.text.replace(TWICE, "$1:$2") } : {}),
  ),
} satisfies Partial<FaultsOf<"body">>;
