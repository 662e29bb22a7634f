// Narrows the results down, and keeps what was chosen in the address. The page is complete without it. In the
// documentation a report may take the place of another one, so that everything is looked up when it is needed.
const GROUPS = ["outcome", "level"];
const FIELDS = ["area", "text"];
const texts = new WeakMap();
let saving;

const formOf = () => document.querySelector("#filter");
const rulesOf = () => [...document.querySelectorAll("details.rule")];

// Collected when first needed: with the transcripts it is most of the page.
function textOf(rule) {
  if (!texts.has(rule)) texts.set(rule, rule.textContent.toLowerCase());
  return texts.get(rule);
}

function apply() {
  const form = formOf();
  const rules = rulesOf();
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
  for (const section of document.querySelectorAll("section.area"))
    section.hidden = section.querySelector("details.rule:not([hidden])") === null;
  form.querySelector("output").textContent = `${shown} of ${rules.length} rules shown`;
}

function boxes(name) {
  return [...formOf().querySelectorAll(`input[name="${name}"]`)];
}

// What departs from the whole view, as a query: `outcome=violated&level=MUST`. What else the address names stays.
function view() {
  const data = new FormData(formOf());
  const query = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  for (const name of [...GROUPS, ...FIELDS]) query.delete(name);
  for (const name of GROUPS) {
    const values = data.getAll(name);
    if (values.length === boxes(name).length) continue;
    for (const value of values.length > 0 ? values : ["none"]) query.append(name, value);
  }
  for (const name of FIELDS) if (data.get(name) !== "") query.append(name, data.get(name));
  return query.toString();
}

function choose(query) {
  for (const name of GROUPS) {
    const values = query.getAll(name);
    for (const box of boxes(name)) box.checked = values.length === 0 || values.includes(box.value);
  }
  const { area, text } = formOf().elements;
  area.value = query.get("area") ?? "";
  if (area.selectedIndex < 0) area.value = "";
  text.value = query.get("text") ?? "";
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
  if (target.matches("details")) target.open = true;
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
    const query = new URLSearchParams(location.hash.slice(1));
    choose(query);
    apply();
    if (![...GROUPS, ...FIELDS].some((name) => query.has(name))) return;
    const results = document.querySelector("#results");
    results.scrollIntoView();
    results.focus({ preventScroll: true });
  }
}

function openEndpoints(button) {
  const open = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(open));
  for (const endpoint of document.querySelectorAll("details.endpoint")) endpoint.open = open;
}

function begin() {
  formOf().hidden = false;
  document.querySelector("#open-endpoints").hidden = false;
  apply();
  follow();
}

const isFilter = ({ target }) => target.closest("#filter") !== null;
document.addEventListener("input", (event) => {
  if (isFilter(event)) change();
});
document.addEventListener("submit", (event) => {
  if (isFilter(event)) event.preventDefault();
});
// The fields change after the event.
document.addEventListener("reset", (event) => {
  if (isFilter(event)) setTimeout(change);
});
document.addEventListener("click", ({ target }) => {
  const button = target.closest("#open-endpoints");
  if (button !== null) openEndpoints(button);
});
addEventListener("hashchange", follow);
document.addEventListener("reportshown", begin);
begin();
