/** The page that leads to the workflows, below the root of the site. */
export const WORKFLOWS = "workflows/index.html";

export const WORKFLOW_STYLE = "assets/workflow.css";

/** @param name of the Arazzo file, without its ending */
export function workflowPath(name: string): string {
  return `workflows/${name}.html`;
}
