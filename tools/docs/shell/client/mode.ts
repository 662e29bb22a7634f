import { preferredMode, showMode } from "./colour-mode.ts";

// Before anything is painted: a dark page must not flash white.
showMode(preferredMode());
document.documentElement.dataset.scripted = "";
