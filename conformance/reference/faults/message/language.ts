/** Servers with one fault each, for the rules of `checks/message/language.ts`. */
import { answering, type Fault, type FaultsOf, headersWith, replying } from "../fault.ts";
import { turnInto } from "../support/peek.ts";

const LANGUAGE = "Accept-Language";

/** A fault that understands `Accept-Language` otherwise. */
function preferring(does: string, change: (wanted: string) => string): Fault {
  return answering(does, (call) => {
    const wanted = call.headers.get(LANGUAGE);
    if (wanted === null) return call.pass();
    return call.pass({ headers: headersWith(call.headers, { [LANGUAGE]: change(wanted) }) });
  });
}

export const messageLanguage = {
  "message.language": preferring("takes the first language, whatever the weights", (wanted) =>
    wanted.replace(/;[ \t]*q=[0-9.]+/gi, "").replace(/,.*/, ""),
  ),

  "message.language.lines": {
    does: "looks at the last line of Accept-Language only",
    handler: (next) => (request, env) => {
      const [last = null, ...before] = (env.incoming.headersDistinct["accept-language"] ?? []).toReversed();
      if (before.length === 0 || request.method !== "GET") return next(request, env);
      return next(new Request(request, { headers: headersWith(request.headers, { [LANGUAGE]: last }) }), env);
    },
  },

  "message.language.lookup": preferring("knows no language of a region", (wanted) =>
    wanted
      .split(",")
      .filter((range) => !range.includes("-"))
      .join(","),
  ),

  "message.language.default": preferring("shows French to those whose language it lacks", (wanted) =>
    /\b(?:en|de|fr)\b|\*/i.test(wanted) ? wanted : "fr",
  ),

  "message.language.any": replying("answers 406 where it has none of the languages", (reply, call) => {
    const wanted = call.headers.get(LANGUAGE);
    if (call.path !== "/messages" || !reply.ok || wanted === null) return;
    if (!/\b(?:en|de|fr)\b|\*/i.test(wanted)) turnInto(reply, 406, "not-acceptable");
  }),
} satisfies Partial<FaultsOf<"message">>;
