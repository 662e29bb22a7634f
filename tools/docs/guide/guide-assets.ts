/** Style sheet of whatever is rendered from Markdown, below the root of the site. */
export const GUIDE_STYLE = "assets/guide.css";

/** What it cannot do: let Escape hide the sentence of a rule. */
export const GUIDE_SCRIPT = "assets/guide.js";
