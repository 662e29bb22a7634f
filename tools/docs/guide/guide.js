// Hides the sentence of a rule on Escape, until the pointer or the focus returns. Style sheets alone show it.
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const shown of document.querySelectorAll(".rule-link:is(:hover, :focus-within)")) {
    shown.classList.add("dismissed");
  }
});

for (const type of ["pointerout", "focusout"]) {
  document.addEventListener(type, ({ target, relatedTarget }) => {
    const left = target.closest?.(".rule-link");
    if (left && !left.contains(relatedTarget)) left.classList.remove("dismissed");
  });
}
