// Draws the icons of the site.
import { html, raw } from "hono/html";
import type { Markup } from "../site-model.ts";

const icon = (name: string, inside: string): Markup =>
  html`<svg class="icon ${name}" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">${raw(inside)}</svg>`;

export const MENU = icon("menu-icon", '<path d="M3 5.5h14M3 10h14M3 14.5h14"/>');
export const SEARCH = icon(
  "search-icon",
  '<circle cx="8.75" cy="8.75" r="5.25"/><path d="m12.75 12.75 4 4"/>',
);
export const MOON = icon("moon", '<path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7Z"/>');
export const SUN = icon(
  "sun",
  '<circle cx="10" cy="10" r="3.5"/><path d="M10 1.8v2M10 16.2v2M1.8 10h2M16.2 10h2M4.2 4.2l1.4 1.4M14.4 14.4l1.4 1.4M4.2 15.8l1.4-1.4M14.4 5.6l1.4-1.4"/>',
);
