// Reads a report from the site, or from a file that the user chose or dropped.
import { ReportError } from "../read-report.ts";

/** The place of a report, and how to read its text. */
export interface Source {
  name: string;
  read(): Promise<string>;
}

/** The path in the fragment `#report=path/to/report.json`; null for every other fragment. */
export function reportPathIn(hash: string): string | null {
  return new URLSearchParams(hash.slice(1)).get("report");
}

/**
 * A report of this site, by a path relative to the page.
 * @throws ReportError if the page may not read the path
 */
export function fromSite(path: string, base: URL): Source {
  if (base.protocol === "file:")
    throw new ReportError(
      `This page was opened from disk, where a browser lets no page read other files: #report= works over HTTP only. Choose ${path} with the button, or drop it here.`,
    );
  if (!URL.canParse(path, base)) throw new ReportError(`${path} is no path to a report.`);
  const url = new URL(path, base);
  if (url.origin !== base.origin)
    throw new ReportError(
      `This page asks nothing of another site (${url.origin}). Download the report and drop it here.`,
    );
  url.hash = "";
  return {
    name: url.pathname + url.search,
    async read() {
      const response = await fetch(url, { mode: "same-origin" }).catch(() => null);
      if (response === null)
        throw new ReportError(`${url.pathname} could not be read: the server did not answer.`);
      if (!response.ok)
        throw new ReportError(
          `${url.pathname} could not be read: the server answered ${response.status}. Is the path relative to this page?`,
        );
      return response.text();
    },
  };
}

/**
 * A file of the user.
 * @param file the file that the user chose or dropped
 */
export function fromFile(file: File): Source {
  return {
    name: file.name,
    read: () =>
      file.text().catch(() => {
        throw new ReportError(
          `${file.name} could not be read. If it is a folder, take the report.json in it.`,
        );
      }),
  };
}

/**
 * The file that the user dropped.
 * @throws ReportError if there is no file, or if several could be the report
 */
export function fromDrop(data: DataTransfer | null): Source {
  const entries = [...(data?.items ?? [])].map((item) => item.webkitGetAsEntry?.());
  if (entries.some((entry) => entry?.isDirectory))
    throw new ReportError("That is a folder. Drop the report.json in it.");
  const files = [...(data?.files ?? [])];
  const reports = files.filter(({ name }) => name === "report.json");
  const [first, ...more] = reports.length > 0 ? reports : files;
  if (first === undefined) throw new ReportError("That is no file. Drop a report.json.");
  if (more.length > 0) throw new ReportError("Those are several files. Drop one report.json.");
  return fromFile(first);
}
