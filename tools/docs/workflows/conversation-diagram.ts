import type { Step } from "./read-arazzo.ts";
import { requestOf } from "./step-request.ts";

/** How a step of another client than the first begins, by convention of `spec/workflows`. */
const OTHER = "other-client";

/** Longer requests would push the lanes too far apart for a page. */
const LONGEST = { two: 60, three: 27 };

/** The requests of a workflow and their answers, as a Mermaid sequence diagram. */
export function conversationDiagram(title: string, steps: readonly Step[]): string {
  const requests = steps.map((step) => ({ ...requestOf(step), who: clientOf(step) }));
  const two = requests.some(({ who }) => who === "other");
  const told = requests.map(
    ({ method, target, statuses, who }, index) =>
      `${index + 1}. ${who === "other" ? "the other client sends " : ""}${method} ${target}, answered ${statuses.join(" or ")}`,
  );
  return [
    "sequenceDiagram",
    `accTitle: ${title}, as a conversation`,
    `accDescr: ${told.join("; ")}.`,
    `participant client as ${two ? "One client" : "Client"}`,
    "participant server as Server",
    ...(two ? ["participant other as Other client"] : []),
    ...requests.flatMap(({ method, target, statuses, who }) => [
      `${who}->>server: ${shortened(method, target, two ? LONGEST.three : LONGEST.two)}`,
      `server-->>${who}: ${statuses.join(" or ")}`,
    ]),
  ].join("\n");
}

function clientOf({ stepId }: Step): "client" | "other" {
  return stepId.startsWith(OTHER) ? "other" : "client";
}

/** The longest form that fits, or else the shortest: what matters most of a path is how it ends. */
function shortened(method: string, target: string, longest: number): string {
  const [path = ""] = target.split("?", 1);
  const withoutQuery = path === target ? [] : [`${path}?…`];
  const forms = [target, ...withoutQuery, `…${path.slice(path.lastIndexOf("/"))}`];
  const texts = forms.map((form) => `${method} ${form}`);
  return texts.find((text) => text.length <= longest) ?? (texts.at(-1) as string);
}
