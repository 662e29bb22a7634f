/** Path of the style sheet of pages that are rendered from Markdown. */
export const GUIDE_STYLE = "assets/guide.css";

/** Path of the script that hides the sentence of a rule on Escape. */
export const GUIDE_SCRIPT = "assets/guide.js";
