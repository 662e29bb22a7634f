/** Makes the configuration that `sync2 init` writes. */
import schema from "../../config/config.schema.json" with { type: "json" };
import { withoutTrailing } from "../../results/format-text.ts";
import type { Answers } from "./answers.ts";
import { NAMES, variables } from "./secret-variables.ts";

const [SCHEMA] = schema.properties.$schema.examples;

/**
 * The text of `sync2.config.yaml`. It contains names of variables, but no secrets.
 * @param baseline the file of known failures; null if there is none
 */
export function configText(answers: Answers, baseline: string | null): string {
  const { server, accounts } = answers;
  return [
    `# yaml-language-server: $schema=${SCHEMA}`,
    '# "npx sync2-protocol config --explain" explains each key; "npx sync2-protocol config" checks this file.',
    `# \${NAME} stands for an environment variable: put secrets there, not here.`,
    "",
    ...(accounts === "made" ? made(answers) : listed(answers)),
    "",
    ...(server ? started(answers.endpoint, server) : []),
    ...scenarios(),
    "",
    ...(baseline === null
      ? [
          '# Known failures, which do not fail a run: "npx sync2-protocol baseline --write" makes the file.',
          "# baseline: sync2-baseline.yaml",
        ]
      : ["# Known failures, which do not fail a run.", `baseline: ${JSON.stringify(baseline)}`]),
    "",
    "formats: [html, json, junit]",
    "",
  ].join("\n");
}

function made({ endpoint, scheme }: Answers): string[] {
  return [
    "# {account} stands for names that the suite makes up, here and in the credentials.",
    `endpoint: ${JSON.stringify(endpoint)}`,
    `credentials: ${credentials(scheme, null)}`,
  ];
}

/** The endpoint of another account: the last segment of the path is the name. */
function beside(endpoint: string, name: string): string {
  const plain = withoutTrailing(endpoint, "/");
  return plain.slice(0, plain.lastIndexOf("/") + 1) + name;
}

function listed({ endpoint, scheme }: Answers): string[] {
  const urls = endpoint.includes("{account}")
    ? NAMES.map((name) => endpoint.replaceAll("{account}", name))
    : [endpoint, beside(endpoint, NAMES[1])];
  return [
    "# Accounts only for tests: the suite deletes what they hold. Put your own names and URLs here.",
    "accounts:",
    ...NAMES.flatMap((name, index) => [
      `  - name: ${name}`,
      `    endpoint: ${JSON.stringify(urls[index])}`,
      `    credentials: ${credentials(scheme, name)}`,
    ]),
  ];
}

function credentials(scheme: Answers["scheme"], account: string | null): string {
  const fields = Object.entries(variables(scheme, account));
  const texts = fields.map(([field, variable]) => `, ${field}: "\${${variable}}"`);
  return `{ scheme: ${scheme}${texts.join("")} }`;
}

function started(endpoint: string, server: readonly string[]): string[] {
  return [
    "# Started before the run, without a shell, and stopped afterwards. It is ready once readyUrl answers.",
    "server:",
    `  command: ${JSON.stringify(server)}`,
    `  readyUrl: ${JSON.stringify(new URL("/", endpoint.replaceAll("{account}", "a")).href)}`,
    "",
  ];
}

function scenarios(): string[] {
  return [
    "# States that no client can cause. A rule about a state that is not here is untested.",
    "# scenarios:",
    '#   quota: { endpoint: "http://127.0.0.1:8000/small/{account}" }',
    "#   upgrade-client: { headers: { User-Agent: Ancient/1.0 } }",
    '#   maintenance: { before: [./maintenance, "on"], after: [./maintenance, "off"] }',
  ];
}
