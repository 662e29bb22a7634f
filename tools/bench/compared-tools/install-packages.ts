import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";

/**
 * Installs npm packages into a folder, without running their scripts.
 * @throws Error if npm fails
 */
export async function install(folder: string, packages: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/package.json`, '{ "private": true }\n');
  if (packages.length === 0) return;
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const child = spawn("npm", ["install", ...flags, ...packages], { cwd: folder, stdio: "ignore" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`npm could not install ${packages.join(", ")}`);
}
