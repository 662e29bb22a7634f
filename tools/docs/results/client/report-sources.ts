import { ReportError } from "../read-report.ts";

/** Where a report is read from, and how its text is got. */
export interface Source {
  name: string;
  read(): Promise<string>;
}

/** `#report=path/to/report.json` names a report; null for every other fragment. */
export function reportPathIn(hash: string): string | null {
  return new URLSearchParams(hash.slice(1)).get("report");
}

/**
 * A report of this site, by a path relative to the page.
 * @throws ReportError when it cannot be asked for
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
 * A file of the user's.
 * @param file what was chosen or dropped
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
 * The one file of a drop.
 * @throws ReportError when there is none, or more than one could be meant
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
