/** Servers with one fault each, for the rules of `checks/keep/refused.ts`. */
import { validateText } from "../../../contract/schema-validation.ts";
import { answering, type Call, type FaultsOf, replying } from "../fault.ts";
import { peek } from "../support/peek.ts";

const PATH = { $ref: "#/components/schemas/KeepPath" };

/** The members of `keep`, those that are there and those that are not; null where one is ill-formed. */
async function sorted(call: Call): Promise<{ there: string[]; missing: string[] } | null> {
  const [list, ...more] = call.operation === "deleteAccount" ? call.query.getAll("keep") : [];
  const paths = list?.split(",") ?? [];
  const formed = paths.length > 0 && paths.every((path) => validateText(PATH, path).length === 0);
  if (!formed || more.length > 0 || call.query.size > 1) return null;
  const found = await Promise.all(paths.map(async (path) => (await peek(call, `/${path}`)).ok));
  return {
    there: paths.filter((_, index) => found[index]),
    missing: paths.filter((_, index) => !found[index]),
  };
}

export const keepRefused = {
  "keep.syntax": answering("takes paths with a slash before them", (call) => {
    const [list, ...more] = call.operation === "deleteAccount" ? call.query.getAll("keep") : [];
    if (!list || more.length > 0 || call.query.size > 1) return call.pass();
    return call.pass({ query: `keep=${list.replace(/(?<=^|,)\//g, "")}` });
  }),

  "keep.missing": answering("leaves out of `keep` what is not there", async (call) => {
    const { there, missing } = (await sorted(call)) ?? {};
    if (!there || !missing?.length) return call.pass();
    return call.pass({ query: there.length > 0 ? `keep=${there}` : "" });
  }),

  "keep.refused": replying("has deleted the rest when it comes to what is not there", async (reply, call) => {
    const { there } = (reply.status === 404 && (await sorted(call))) || {};
    if (there) await call.pass({ query: there.length > 0 ? `keep=${there}` : "" });
  }),
} satisfies Partial<FaultsOf<"keep">>;
