// Defines the paths of the workflows on the site.
/** Path of the page that lists the workflows. */
export const WORKFLOWS = "workflows/index.html";

/** Path of the style sheet. */
export const WORKFLOW_STYLE = "assets/workflow.css";

/**
 * Path of the page of a workflow.
 * @param name name of the Arazzo file, without its ending
 */
export function workflowPath(name: string): string {
  return `workflows/${name}.html`;
}
