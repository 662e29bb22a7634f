import type { Command } from "commander";
import type { CommandShell } from "../shell.ts";

export function addRules(program: Command, { stdout, useColor }: CommandShell): void {
  program
    .command("rules")
    .summary("list or explain rules")
    .description(
      "Lists the rules, or those of an area, or explains one: its sentence, place, check and fault.",
    )
    .argument("[id]", "rule id or area")
    .option("--json", "for programs")
    .action(async (id, options) => {
      const { describeRules } = await import("../rules.ts");
      const { pagesOf } = await import("../docs.ts");
      const look = { json: options.json === true, color: useColor(), pageOf: pagesOf(null) };
      stdout.write(`${await describeRules(id, look)}\n`);
    });
}
