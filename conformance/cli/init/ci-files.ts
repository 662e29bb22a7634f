import { existsSync } from "node:fs";
import manifest from "../../../package.json" with { type: "json" };
import type { Answers } from "./answers.ts";
import { allVariables } from "./secret-variables.ts";

/** A file to be written. */
export interface File {
  path: string;
  text: string;
}

const COMMAND = `npx --yes --package ${manifest.name}@${manifest.version} sync2 check`;
const NODE = 22;
const PART = "sync2.gitlab-ci.yml";

/** The files by which a CI system runs the check. */
export function ciFiles(answers: Answers): File[] {
  if (answers.ci === "github") return [{ path: ".github/workflows/sync2.yml", text: github(answers) }];
  if (answers.ci === "none") return [];
  const part = { path: PART, text: gitlab(answers) };
  return existsSync(".gitlab-ci.yml") ? [part] : [part, { path: ".gitlab-ci.yml", text: INCLUDE }];
}

const INCLUDE = `include:\n  - local: ${PART}\n`;

/** The remaining steps for the CI system that the user does by hand, one sentence each. */
export function ciSteps(answers: Answers, written: readonly File[]): string[] {
  const names = allVariables(answers).join(", ");
  if (answers.ci === "none") return [];
  const where =
    answers.ci === "github"
      ? "as secrets of the repository (Settings, Secrets and variables, Actions)"
      : "as masked variables (Settings, CI/CD, Variables)";
  const isWhole = answers.ci === "github" || written.some(({ path }) => path === ".gitlab-ci.yml");
  return [
    ...(names === "" ? [] : [`Set ${names} ${where}.`]),
    ...(isWhole ? [] : [`Add to .gitlab-ci.yml: ${INCLUDE.replaceAll(/\s+/g, " ").trim()}`]),
  ];
}

function github(answers: Answers): string {
  const names = allVariables(answers);
  const env = names.map((name) => `          ${name}: \${{ secrets.${name} }}`);
  return lines(
    "# Checks the server against the Sync 2.0 protocol. Exit code 1: it violates a MUST; 2: the configuration is wrong;",
    "# 3: it cannot be reached, or its accounts are not empty (--wipe allows to empty them).",
    "name: Sync 2.0",
    "on:",
    "  push:",
    "  workflow_dispatch:",
    "permissions:",
    "  contents: read",
    "jobs:",
    "  sync2:",
    "    runs-on: ubuntu-latest",
    "    timeout-minutes: 30",
    "    steps:",
    "      - uses: actions/checkout@v4",
    "      - uses: actions/setup-node@v4",
    "        with:",
    `          node-version: ${NODE}`,
    ...(answers.server ? ["      # Install here what the server needs, e.g. - run: npm ci"] : []),
    "      - name: Check the server",
    `        run: ${COMMAND}`,
    ...(env.length === 0 ? [] : ["        env:", ...env]),
    "      - name: Keep the report",
    `        if: \${{ !cancelled() }}`,
    "        uses: actions/upload-artifact@v4",
    "        with:",
    "          name: sync2-report",
    "          path: sync2-report/",
    "          if-no-files-found: ignore",
  );
}

function gitlab(answers: Answers): string {
  const names = allVariables(answers);
  return lines(
    "# Checks the server against the Sync 2.0 protocol. Exit code 1: it violates a MUST; 2: the configuration is wrong;",
    "# 3: it cannot be reached, or its accounts are not empty (--wipe allows to empty them).",
    ...(names.length === 0 ? [] : [`# Takes ${names.join(", ")} from the CI/CD variables of the project.`]),
    "sync2:",
    `  image: node:${NODE}`,
    "  timeout: 30 minutes",
    "  script:",
    ...(answers.server ? ["    # Install here what the server needs, e.g. - npm ci"] : []),
    `    - ${COMMAND}`,
    "  artifacts:",
    "    when: always",
    "    paths:",
    "      - sync2-report/",
    "    reports:",
    "      junit: sync2-report/junit.xml",
  );
}

function lines(...all: string[]): string {
  return `${all.join("\n")}\n`;
}
