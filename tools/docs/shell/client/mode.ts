import { preferredMode, show } from "./colours.ts";

// Before anything is painted: a dark page must not flash white.
show(preferredMode());
document.documentElement.dataset.scripted = "";
