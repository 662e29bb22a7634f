/** Hosts to which links of the site and of Markdown files may lead. The site loads nothing from them. */
export const HOSTS: readonly string[] = [
  // A placeholder for the address of the project, which the document has to name.
  "sync2-protocol.example",
  // Specifications.
  "spec.openapis.org",
  // Documentation of recommended libraries.
  "github.com",
  "openapi-ts.dev",
];

/** The problem of a link to another site; null if there is none. Uses no network. */
export function externalProblem(target: string): string | null {
  if (!URL.canParse(target)) return "is not a URL";
  const { protocol, hostname, username } = new URL(target);
  if (protocol !== "https:") return `begins with ${protocol} instead of https:`;
  if (username !== "") return "has a user name in it";
  return HOSTS.includes(hostname)
    ? null
    : `leads to ${hostname}, which is not in tools/docs/links/allowed-hosts.ts`;
}
