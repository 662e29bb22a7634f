import { pathToFileURL } from "node:url";
import { types } from "node:util";

/** What a module exports, by name. */
export type Exports = Readonly<Record<string, unknown>>;

/**
 * Loads a module in TypeScript or JavaScript: with Node if Node runs TypeScript itself, else with jiti. Jiti also reads
 * what Node refuses, such as an `enum`, an import without an extension, or JSON without an attribute.
 * @param path absolute path of the module
 * @throws the error of the module, or of jiti if the module cannot be read
 */
export async function loadModule(path: string): Promise<Exports> {
  if ("typescript" in process.features && process.features.typescript) {
    try {
      return await withoutHints(() => import(pathToFileURL(path).href));
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
  return loadByJiti(path);
}

/** Loads jiti on first use, because few runs need it. It caches nothing on disk, because the file may contain secrets. */
async function loadByJiti(path: string): Promise<Exports> {
  const { createJiti } = await import("jiti");
  const { href } = pathToFileURL(path);
  const options = { fsCache: false, moduleCache: false, interopDefault: false };
  let jiti: ReturnType<typeof createJiti>;
  try {
    jiti = createJiti(href, { ...options, tsconfigPaths: true });
  } catch {
    // A broken tsconfig.json matters only if the module needs its aliases.
    jiti = createJiti(href, options);
  }
  const loaded = await withoutHints(() => jiti.import<Exports>(path));
  const isEsModule = types.isModuleNamespaceObject(loaded) || "__esModule" in loaded;
  return isEsModule ? loaded : { default: loaded };
}

/** Whether Node could not run the module, or ran CommonJS as an ES module. */
function isRefusal(error: unknown): boolean {
  const { name, code } = (error ?? {}) as NodeJS.ErrnoException;
  return name === "SyntaxError" || name === "ReferenceError" || /^ERR_|^MODULE_NOT_FOUND$/.test(code ?? "");
}

/** Hides Node's warnings about TypeScript and packages without a type, which mean nothing to users of this command. */
async function withoutHints<T>(load: () => Promise<T>): Promise<T> {
  const { emitWarning } = process;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    const isHint = rest.flatMap((each) => (typeof each === "object" ? Object.values(each ?? {}) : [each]));
    if (isHint.some((each) => each === "ExperimentalWarning" || each === "MODULE_TYPELESS_PACKAGE_JSON"))
      return;
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof emitWarning;
  try {
    return await load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
