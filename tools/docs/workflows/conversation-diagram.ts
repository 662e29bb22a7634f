// Draws the requests and responses of a workflow as a sequence diagram.
import type { Step } from "./read-arazzo.ts";
import { requestOf } from "./step-request.ts";

/** Begins the id of a step of the second client, by convention of `spec/workflows`. */
const OTHER = "other-client";

/** The most characters of a request, since longer ones make the diagram too wide for a page. */
const LONGEST = { two: 60, three: 27 };

/** Makes a Mermaid sequence diagram of the requests and responses of a workflow. */
export function conversationDiagram(title: string, steps: readonly Step[]): string {
  const requests = steps.map((step) => ({ ...requestOf(step), who: clientOf(step) }));
  const hasOtherClient = requests.some(({ who }) => who === "other");
  const sentences = requests.map(
    ({ method, target, statuses, who }, index) =>
      `${index + 1}. ${who === "other" ? "the other client sends " : ""}${method} ${target}, answered ${statuses.join(" or ")}`,
  );
  return [
    "sequenceDiagram",
    `accTitle: ${title}, as a conversation`,
    `accDescr: ${sentences.join("; ")}.`,
    `participant client as ${hasOtherClient ? "One client" : "Client"}`,
    "participant server as Server",
    ...(hasOtherClient ? ["participant other as Other client"] : []),
    ...requests.flatMap(({ method, target, statuses, who }) => [
      `${who}->>server: ${shortened(method, target, hasOtherClient ? LONGEST.three : LONGEST.two)}`,
      `server-->>${who}: ${statuses.join(" or ")}`,
    ]),
  ].join("\n");
}

function clientOf({ stepId }: Step): "client" | "other" {
  return stepId.startsWith(OTHER) ? "other" : "client";
}

/** The longest form of a request that fits, else the shortest, which has the end of the path. */
function shortened(method: string, target: string, longest: number): string {
  const [path = ""] = target.split("?", 1);
  const withoutQuery = path === target ? [] : [`${path}?…`];
  const forms = [target, ...withoutQuery, `…${path.slice(path.lastIndexOf("/"))}`];
  const texts = forms.map((form) => `${method} ${form}`);
  return texts.find((text) => text.length <= longest) ?? (texts.at(-1) as string);
}
