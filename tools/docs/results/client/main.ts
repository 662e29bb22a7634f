// Runs on the results page: opens reports that the user chooses, drops or links to.
import { strict, tolerant } from "report-validator";
import { shorten, size, visible } from "../../../../conformance/results/format-text.ts";
import { ReportError, readReport } from "../read-report.ts";
import { reportMarkup } from "../report-markup.ts";
import { fromDrop, fromFile, fromSite, reportPathIn, type Source } from "./report-sources.ts";

/** The most characters of a message. */
const LONGEST = 2000;

/** An element of the page by its id. */
function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no #${id}`);
  return element;
}

const root = byId("report");
const site = { document: root.dataset.document ?? "", suite: root.dataset.suite ?? "" };
/** Number of the last request to open a report. The page shows the report of the last request only. */
let lastRequest = 0;

/** Shortens a text, and makes control characters visible. */
const safeText = (text: string) => visible(shorten(text, LONGEST), { lines: true });

function showStatus(text: string): void {
  byId("said").textContent = safeText(text);
}

function showProblem(problem: string | null): void {
  const box = byId("refused");
  box.textContent = problem === null ? "" : safeText(problem);
  box.hidden = problem === null;
}

/** Resolves once the browser has painted, so that the status is visible before a long computation. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 200);
    requestAnimationFrame(() =>
      setTimeout(() => {
        clearTimeout(timer);
        resolve();
      }),
    );
  });
}

async function load(find: () => Source): Promise<void> {
  lastRequest += 1;
  const ownRequest = lastRequest;
  showProblem(null);
  try {
    const source = find();
    showStatus(`Reading ${source.name} …`);
    const text = await source.read();
    if (ownRequest !== lastRequest) return;
    showStatus(`Reading ${source.name}, ${size(text.length)} …`);
    await painted();
    if (ownRequest !== lastRequest) return;
    const { report, note } = readReport(text, { strict, tolerant });
    root.innerHTML = reportMarkup(report, site, note);
    root.dataset.shows = "report";
    showStatus(`This is ${source.name}.`);
    document.dispatchEvent(new Event("reportshown"));
  } catch (error) {
    if (ownRequest !== lastRequest) return;
    showStatus(root.dataset.shows === "example" ? "This is the example." : "What was shown before still is.");
    showProblem(error instanceof ReportError ? error.message : `The report cannot be shown: ${error}`);
  }
}

let openedPath: string | null = null;

/** Opens the report that the fragment names, except when the page shows it already. */
function followFragment(): void {
  const path = reportPathIn(location.hash);
  if (path === null || path === openedPath) return;
  openedPath = path;
  void load(() => fromSite(path, new URL(location.href)));
}

function loadFile(find: () => Source): void {
  openedPath = null;
  void load(find);
}

function listen(): void {
  const input = byId("report-file") as HTMLInputElement;
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file) loadFile(() => fromFile(file));
    // Without this, a second choice of the same file would be no change.
    input.value = "";
  });
  let depth = 0;
  const changeDepth = (by: number) => {
    depth = Math.max(0, depth + by);
    document.body.classList.toggle("dragging", depth > 0);
  };
  addEventListener("dragenter", () => changeDepth(1));
  addEventListener("dragleave", () => changeDepth(-1));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    changeDepth(-depth);
    loadFile(() => fromDrop(event.dataTransfer));
  });
  addEventListener("hashchange", followFragment);
}

for (const element of document.querySelectorAll<HTMLElement>("[data-needs-script]")) element.hidden = false;
listen();
followFragment();
