// Narrows the results down, and keeps what was chosen in the address. The page is complete without it, so it stays
// silent where something is missing.
const form = document.querySelector("#filter");
const output = form.querySelector("output");
const rules = [...document.querySelectorAll("details.rule")];
const areas = [...document.querySelectorAll("section.area")];
const GROUPS = ["outcome", "level"];
const texts = new Map();
let saving;

// Collected when first needed: with the transcripts it is most of the page.
function textOf(rule) {
  if (!texts.has(rule)) texts.set(rule, rule.textContent.toLowerCase());
  return texts.get(rule);
}

function apply() {
  const data = new FormData(form);
  const chosen = GROUPS.map((name) => [name, new Set(data.getAll(name))]);
  const area = data.get("area");
  const words = data.get("text").toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const rule of rules) {
    const fits =
      chosen.every(([name, values]) => values.has(rule.dataset[name])) &&
      (area === "" || area === rule.dataset.area) &&
      words.every((word) => textOf(rule).includes(word));
    rule.hidden = !fits;
    if (fits) shown += 1;
  }
  for (const section of areas) section.hidden = section.querySelector("details.rule:not([hidden])") === null;
  output.textContent = `${shown} of ${rules.length} rules shown`;
}

function boxes(name) {
  return [...form.querySelectorAll(`input[name="${name}"]`)];
}

// What departs from the whole view, as a query: `outcome=violated&level=MUST`.
function view() {
  const data = new FormData(form);
  const query = new URLSearchParams();
  for (const name of GROUPS) {
    const values = data.getAll(name);
    if (values.length === boxes(name).length) continue;
    for (const value of values.length > 0 ? values : ["none"]) query.append(name, value);
  }
  for (const name of ["area", "text"]) if (data.get(name) !== "") query.append(name, data.get(name));
  return query.toString();
}

function choose(query) {
  for (const name of GROUPS) {
    const values = query.getAll(name);
    for (const box of boxes(name)) box.checked = values.length === 0 || values.includes(box.value);
  }
  const select = form.elements.area;
  select.value = query.get("area") ?? "";
  if (select.selectedIndex < 0) select.value = "";
  form.elements.text.value = query.get("text") ?? "";
}

// Browsers allow few changes of the address in a while, so not one a keystroke.
function save() {
  clearTimeout(saving);
  saving = setTimeout(() => {
    const address = location.href.split("#", 1)[0];
    history.replaceState(null, "", view() === "" ? address : `${address}#${view()}`);
  }, 250);
}

function change() {
  apply();
  save();
}

function targetOf(hash) {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null;
  }
}

// A link into a closed or filtered entry would lead nowhere.
function reveal(target) {
  const rule = target.closest("details.rule");
  const entry = rule ?? target.closest("section.area");
  if (entry?.hidden) {
    choose(new URLSearchParams());
    apply();
  }
  if (rule !== null) rule.open = true;
  const exchange = target.querySelector(":scope > details.exchange");
  if (exchange !== null) exchange.open = true;
  target.scrollIntoView();
  // The next Tab goes on from there.
  (exchange ?? (target === rule ? rule : null))?.querySelector("summary").focus({ preventScroll: true });
}

// The address names a view or an element: ids have no equals sign.
function follow() {
  clearTimeout(saving);
  const target = targetOf(location.hash);
  if (target !== null) {
    reveal(target);
  } else if (location.hash.includes("=")) {
    choose(new URLSearchParams(location.hash.slice(1)));
    apply();
    const results = document.querySelector("#results");
    results.scrollIntoView();
    results.focus({ preventScroll: true });
  }
}

form.addEventListener("input", change);
form.addEventListener("submit", (event) => event.preventDefault());
// The fields change after the event.
form.addEventListener("reset", () => setTimeout(change));
window.addEventListener("hashchange", follow);
form.hidden = false;
apply();
follow();
