/** Renders the verdict as a shields.io badge. */
import type { Report } from "../../results/report-model.ts";

/**
 * The verdict as a shields.io endpoint badge. To use it, serve the file and give its URL to
 * `https://img.shields.io/endpoint?url=…`.
 */
export function renderBadge(report: Report): string {
  const badge = { schemaVersion: 1, label: "Sync 2.0", ...badgeText(report) };
  return `${JSON.stringify(badge, null, 2)}\n`;
}

interface BadgeText {
  message: string;
  color: string;
}

function badgeText({ verdict, complete, only, summary, baseline }: Report): BadgeText {
  const { passed, total } = summary;
  const rules = `${passed}/${total} rules`;
  const known = baseline?.known.length ?? 0;
  if (verdict === "fail") {
    const problems = baseline?.problems.length ?? 0;
    const wrong = problems > 0 ? `, ${problems} wrong in the baseline` : "";
    return { message: `fail: ${rules}${wrong}`, color: "red" };
  }
  if (verdict === "cut short") return { message: "unknown: cut short", color: "lightgrey" };
  if (verdict === "broken") return { message: "unknown: the run broke", color: "lightgrey" };
  // A narrowed run says nothing about the other rules, and must not look as if it did.
  if (only !== null)
    return { message: `${rules} of ${only.length === 1 ? "one part" : "some parts"}`, color: "blue" };
  if (known > 0) return { message: `${rules}, ${known} known to fail`, color: "yellow" };
  return { message: rules, color: complete ? "brightgreen" : "green" };
}
