/** Lines for a terminal about the progress in each stage. */
import { visible } from "../../results/format-text.ts";
import type { StageProgress } from "../../results/report-model.ts";
import type { Colors } from "./colors.ts";

/** Width of a bar, in characters. */
const WIDTH = 20;

/** One line for each stage: a bar, passed of total, name and title. */
export function stageLines(steps: readonly StageProgress[], colors: Colors): string[] {
  const names = Math.max(...steps.map(({ stage }) => stage.length));
  const counts = Math.max(...steps.map(({ total }) => `${total}/${total}`.length));
  return steps.map(({ stage, title, passed, total }) => {
    const filled = total === 0 ? 0 : Math.floor((WIDTH * passed) / total);
    const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    const count = `${passed}/${total}`.padStart(counts);
    const paint = passed === total ? colors.green : passed === 0 ? colors.red : colors.yellow;
    return `  ${paint(`${bar} ${count}`)}  ${visible(stage).padEnd(names)}  ${colors.dim(visible(title))}`;
  });
}
