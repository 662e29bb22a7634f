// Sets light or dark before the page is painted.
import { preferredMode, showMode } from "./colour-mode.ts";

// Runs before the browser paints, so that a dark page does not flash white.
showMode(preferredMode());
document.documentElement.dataset.scripted = "";
