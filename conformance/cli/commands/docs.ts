/** The command `sync2 docs`: writes out the documentation. */
import type { Command } from "commander";
import { print } from "../ci-log.ts";
import { filled } from "../option-values.ts";
import type { CommandShell } from "../shell.ts";

export function addDocs(program: Command, { env, stdout }: CommandShell): void {
  program
    .command("docs")
    .summary("write the documentation into a folder")
    .description(
      "Writes the documentation of the protocol, a page for each rule included, which needs no server. After that " +
        "violations and sync2 rules name its pages.",
    )
    .argument("[folder]", "where it goes (default: sync2-docs)", filled)
    .action(async (folder) => {
      const { DOCS_FOLDER, unpackDocs } = await import("../unpack-docs.ts");
      print({ stdout, env }, `${unpackDocs(folder ?? DOCS_FOLDER)}\n`, "text");
    });
}
