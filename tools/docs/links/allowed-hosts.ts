/** Hosts that the documentation, here and in Markdown files, may lead to. Nothing is ever loaded from any of them. */
export const HOSTS: readonly string[] = [
  // Stands for the address of the project, which the document has to name.
  "sync2-protocol.example",
  // Specifications that the texts are about.
  "spec.openapis.org",
  // Documentation of libraries that chapters recommend.
  "github.com",
  "openapi-ts.dev",
];

/** What is wrong with a link to another site; null for nothing. No network is asked. */
export function externalProblem(target: string): string | null {
  if (!URL.canParse(target)) return "is no URL";
  const { protocol, hostname, username } = new URL(target);
  if (protocol !== "https:") return `begins with ${protocol} rather than https:`;
  if (username !== "") return "has a user name in it";
  return HOSTS.includes(hostname) ? null : `leads to ${hostname}, which is not in tools/docs/links/hosts.ts`;
}
