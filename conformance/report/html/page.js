// Narrows the results down. The page is complete without it, so it stays silent where something is missing.
const form = document.querySelector("#filter");
const output = form.querySelector("output");
const rules = [...document.querySelectorAll("details.rule")];
const areas = [...document.querySelectorAll("section.area")];
const texts = new Map();

// Collected when first needed: with the transcripts it is most of the page.
function textOf(rule) {
  if (!texts.has(rule)) texts.set(rule, rule.textContent.toLowerCase());
  return texts.get(rule);
}

function apply() {
  const data = new FormData(form);
  const outcomes = new Set(data.getAll("outcome"));
  const area = data.get("area");
  const words = data.get("text").toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const rule of rules) {
    const fits =
      outcomes.has(rule.dataset.outcome) &&
      (area === "" || area === rule.dataset.area) &&
      words.every((word) => textOf(rule).includes(word));
    rule.hidden = !fits;
    if (fits) shown += 1;
  }
  for (const section of areas) section.hidden = section.querySelector("details.rule:not([hidden])") === null;
  output.textContent = `${shown} of ${rules.length} rules shown`;
}

// A link into a closed or filtered entry would lead nowhere.
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target === null) return;
  const rule = target.closest("details.rule");
  if (rule?.hidden) {
    form.reset();
    apply();
  }
  if (rule !== null) rule.open = true;
  const exchange = target.querySelector(":scope > details.exchange");
  if (exchange !== null) exchange.open = true;
  target.scrollIntoView();
}

form.addEventListener("input", apply);
form.addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("hashchange", reveal);
form.hidden = false;
apply();
reveal();
