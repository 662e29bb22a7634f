// Starts Redoc on the page of the reference.
import { hydrate } from "redoc";
import { followSections } from "./follow-sections.ts";
import { showRule } from "./show-rule.ts";

declare const syncReference: { document: unknown; options: object };

const container = document.getElementById("redoc");
if (container === null) throw new Error("The page has no container.");
const { document: api, options } = syncReference;
hydrate(api, { ...options, disableTelemetry: true }, container).then(() => {
  followSections(container);
  showRule(container);
  container.dataset.alive = "";
});
