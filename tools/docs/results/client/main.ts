import { strict, tolerant } from "report-validator";
import type { Report } from "../../../../conformance/results/model.ts";
import { size } from "../../../../conformance/results/text.ts";
import { overlay } from "../overlay/overlay.ts";
import { Refusal, readReport } from "../read.ts";
import { byId, told } from "./dom.ts";
import { showElsewhere } from "./elsewhere.ts";
import { listenToFilter, showOnly, showRules } from "./rules.ts";
import { dropped, fromFile, fromSite, namedInFragment, type Source } from "./sources.ts";
import { notices, summary } from "./summary.ts";
import { ResponseTable } from "./table.ts";

declare global {
  /** The report of the reference server, from assets/example-report.js. */
  var sync2ExampleReport: Report | undefined;
}

const root = byId("overlay");
const site = { document: root.dataset.document ?? "", suite: root.dataset.suite ?? "" };
const table = new ResponseTable(byId<HTMLTableElement>("responses-table"));
/** Counts what was asked for: of two files, the one that was asked for last is shown, whichever is read first. */
let asked = 0;

function say(text: string): void {
  byId("said").textContent = told(text);
}

function refuse(problem: string | null): void {
  const box = byId("refused");
  box.textContent = problem === null ? "" : told(problem);
  box.hidden = problem === null;
}

function show(report: Report, origin: string, note: string | null): void {
  const laid = overlay(report);
  const shown = { laid, baseline: report.baseline };
  table.show(shown);
  byId("fields-open").setAttribute("aria-pressed", "false");
  const numbers = showRules(shown);
  showElsewhere(shown);
  const said = [...notices(report, laid, site), ...(note === null ? [] : [note])];
  byId("summary").replaceChildren(...summary(report, numbers, said, showOnly));
  root.dataset.shows = origin;
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
    show(report, "report", note);
    say(`This is ${source.name}.`);
  } catch (error) {
    if (turn !== asked) return;
    say(root.dataset.shows === undefined ? "Nothing is shown." : "What was shown before still is.");
    refuse(error instanceof Refusal ? error.message : `The report cannot be shown: ${error}`);
    if (root.dataset.shows === undefined) showExample();
  }
}

/** A script, since from disk nothing else of the site can be read. */
function showExample(): void {
  const script = document.createElement("script");
  script.src = "assets/example-report.js";
  script.addEventListener("load", () => {
    const report = globalThis.sync2ExampleReport;
    if (report === undefined || root.dataset.shows !== undefined) return;
    show(report, "example", null);
    say("This is the example: the reference server. Drop yours here.");
  });
  script.addEventListener("error", () =>
    refuse("The example could not be loaded: assets/example-report.js."),
  );
  document.head.append(script);
}

function followFragment(): boolean {
  const path = namedInFragment(location.hash);
  if (path === null) return false;
  void load(() => fromSite(path, new URL(location.href)));
  return true;
}

function listen(): void {
  const input = byId<HTMLInputElement>("report-file");
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file) void load(() => fromFile(file));
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
    void load(() => dropped(event.dataTransfer));
  });
  addEventListener("hashchange", followFragment);
  const fields = byId("fields-open");
  fields.addEventListener("click", () => {
    const open = fields.getAttribute("aria-pressed") !== "true";
    fields.setAttribute("aria-pressed", String(open));
    table.showFields(open);
  });
}

for (const element of document.querySelectorAll<HTMLElement>("[data-needs-script]")) element.hidden = false;
listen();
listenToFilter();
if (!followFragment()) showExample();
