/** The command `sync2 rules`: lists the rules, or explains one. */
import type { Command } from "commander";
import { print } from "../ci-log.ts";
import type { CommandShell } from "../shell.ts";

export function addRules(program: Command, { env, stdout, useColor }: CommandShell): void {
  program
    .command("rules")
    .summary("list or explain rules")
    .description(
      "Lists the rules, or those of an area, or explains one: its sentence, place, check and fault.",
    )
    .argument("[id]", "rule id or area")
    .option("--json", "for programs")
    .action(async (id, options) => {
      const { describeRules } = await import("../describe-rules.ts");
      const { pagesOf } = await import("../rule-pages.ts");
      const style = { json: options.json === true, color: useColor(), pageOf: pagesOf(null) };
      print({ stdout, env }, `${await describeRules(id, style)}\n`, style.json ? "json" : "text");
    });
}
