import { strict, tolerant } from "report-validator";
import { shorten, size, visible } from "../../../../conformance/results/format-text.ts";
import { Refusal, readReport } from "../read.ts";
import { shown } from "../shown.ts";
import { dropped, fromFile, fromSite, namedInFragment, type Source } from "./sources.ts";

/** More than this of one text is nothing to read here. */
const LONGEST = 2000;

/** An element that the page was built with. */
function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

const root = byId("report");
const site = { document: root.dataset.document ?? "", suite: root.dataset.suite ?? "" };
/** Counts what was asked for: of two files, the one that was asked for last is shown, whichever is read first. */
let asked = 0;

/** Text of a report as it may be shown: what a browser would hide or obey is spelt out. */
const told = (text: string) => visible(shorten(text, LONGEST), { lines: true });

function say(text: string): void {
  byId("said").textContent = told(text);
}

function refuse(problem: string | null): void {
  const box = byId("refused");
  box.textContent = problem === null ? "" : told(problem);
  box.hidden = problem === null;
}

/** Resolves once the browser has painted, so that what was said is seen before a long computation. */
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
  asked += 1;
  const turn = asked;
  refuse(null);
  try {
    const source = find();
    say(`Reading ${source.name} …`);
    const text = await source.read();
    if (turn !== asked) return;
    say(`Reading ${source.name}, ${size(text.length)} …`);
    await painted();
    if (turn !== asked) return;
    const { report, note } = readReport(text, { strict, tolerant });
    root.innerHTML = shown(report, site, note);
    root.dataset.shows = "report";
    say(`This is ${source.name}.`);
    document.dispatchEvent(new Event("reportshown"));
  } catch (error) {
    if (turn !== asked) return;
    say(root.dataset.shows === "example" ? "This is the example." : "What was shown before still is.");
    refuse(error instanceof Refusal ? error.message : `The report cannot be shown: ${error}`);
  }
}

let opened: string | null = null;

/** Opens the report that the address names; one that is shown already stays, whatever else of the address changes. */
function followFragment(): void {
  const path = namedInFragment(location.hash);
  if (path === null || path === opened) return;
  opened = path;
  void load(() => fromSite(path, new URL(location.href)));
}

function loadFile(find: () => Source): void {
  opened = null;
  void load(find);
}

function listen(): void {
  const input = byId("report-file") as HTMLInputElement;
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file) loadFile(() => fromFile(file));
    // The same file, changed meanwhile, is a choice again.
    input.value = "";
  });
  let depth = 0;
  const over = (by: number) => {
    depth = Math.max(0, depth + by);
    document.body.classList.toggle("dragging", depth > 0);
  };
  addEventListener("dragenter", () => over(1));
  addEventListener("dragleave", () => over(-1));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    over(-depth);
    loadFile(() => dropped(event.dataTransfer));
  });
  addEventListener("hashchange", followFragment);
}

for (const element of document.querySelectorAll<HTMLElement>("[data-needs-script]")) element.hidden = false;
listen();
followFragment();
