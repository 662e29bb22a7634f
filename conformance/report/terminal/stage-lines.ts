import { visible } from "../../results/format-text.ts";
import type { StageProgress } from "../../results/report-model.ts";
import type { Colors } from "./colors.ts";

/** Characters of a bar. */
const WIDTH = 20;

/** How far the server has come, a stage a line: a bar, passed of total, name and title. */
export function stairLines(steps: readonly StageProgress[], colors: Colors): string[] {
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
