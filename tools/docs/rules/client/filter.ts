/** Filters the list of rules by text, area and level. Without it the page shows all rules. */

const form = document.querySelector<HTMLFormElement>("#filter");
const countStatus = document.querySelector("#found");
const noMatch = document.querySelector<HTMLElement>("#none");
const items = [...document.querySelectorAll<HTMLElement>(".rules > li")].map((element) => ({
  element,
  level: element.dataset.level,
  area: element.closest<HTMLElement>(".area")?.dataset.area,
  text: (element.textContent ?? "").toLowerCase(),
}));

/** Shows the rules that match: each word has to occur, in any order. */
function apply(): void {
  if (!form) return;
  const { text, area, level } = Object.fromEntries(new FormData(form)) as Record<string, string>;
  const words = (text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const item of items) {
    const fits =
      words.every((word) => item.text.includes(word)) &&
      (!area || item.area === area) &&
      (!level || item.level === level);
    item.element.hidden = !fits;
    if (fits) count += 1;
  }
  for (const section of document.querySelectorAll<HTMLElement>(".area"))
    section.hidden = section.querySelector(".rules > li:not([hidden])") === null;
  const isNarrowed = count < items.length;
  if (countStatus) countStatus.textContent = isNarrowed ? `${count} of ${items.length} rules` : "";
  if (noMatch) noMatch.hidden = count > 0;
}

/** Shows the rule or area of the fragment, even if the filter hides it. */
function showTarget(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id === "" ? null : document.getElementById(id);
  if (!form || !target?.closest(".area")) return;
  if (target.closest("[hidden]")) {
    form.reset();
    apply();
  }
  target.scrollIntoView();
}

if (form) {
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.querySelector("#reset")?.addEventListener("click", () => {
    form.reset();
    apply();
    form.querySelector("input")?.focus();
  });
  window.addEventListener("hashchange", showTarget);
  // A browser that returns to the page restores the form.
  apply();
  showTarget();
}
