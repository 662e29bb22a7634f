import { expect, test } from "vitest";
import { deadLinks } from "../links/dead-links.ts";

const page = (body: string) => `<!doctype html><html lang="en"><body>${body}</body></html>`;
const reference = page('<h2 id="section/rules">Rules</h2>');

/** A site of which the page under test is one. */
function dead(body: string, { path = "guide/concepts.html", base }: { path?: string; base?: string } = {}) {
  const files = [
    { path: "index.html", content: page('<h1 id="top">Home</h1>') },
    { path: "guide/sessions.html", content: page('<h2 id="begin-é">Begin</h2>') },
    { path: "rules/record.created.html", content: page("<h1>record.created</h1>") },
    { path: "reference.html", content: reference },
    { path: "results.html", content: page("<h1>Results</h1>") },
    { path: "openapi.json", content: "{}" },
    { path: "assets/font.woff2", content: new Uint8Array(4) },
    { path, content: path.endsWith(".html") ? page(body) : body },
  ];
  return deadLinks(files, base === undefined ? undefined : new URL(base));
}

const search = (href: string) => {
  const index = JSON.stringify({ storedFields: { 0: { href } } });
  return `globalThis.sync2Search=${JSON.stringify(index)};\n`;
};

const ALIVE: string[] = [
  '<a href="../index.html">',
  '<a href="../index.html#top">',
  '<a href="sessions.html#begin-%C3%A9">',
  '<a href="../rules/record.created.html">',
  '<a href="#here"><b id="here">',
  '<a href="">',
  '<a href="#here"><template><b id="here"></template>',
  '<a href="../openapi.json">',
  '<img src="data:image/png;base64,AAAA">',
  '<a href="../reference.html#/">',
  '<a href="../reference.html#/records">',
  '<a href="../reference.html?rule=status.declared#/section/rules">',
  '<a href="../reference.html#/records/putrecord">',
  '<a href="../reference.html?rule=record.created#/records/putrecord%23records/putrecord/responses&c=201">',
  '<a href="../reference.html#/records/putrecord%23records/putrecord/t=response&c=201&path=x-weave-store">',
  '<a href="../reference.html#/records/putrecord%23records/putrecord/t=request&in=headers&path=x-weave-session">',
  '<a href="../results.html#outcome=violated&level=MUST">',
  '<a href="https://spec.openapis.org/arazzo/v1.0.1.html#x">',
];

test.each(ALIVE)("%s leads somewhere", (link) => {
  expect(dead(link)).toEqual([]);
});

const ON = ": guide/concepts.html";
const DEAD: [link: string, problem: string][] = [
  ['<a href="index.html">', "guide/index.html is not in the site"],
  ['<a href="../../index.html">', "../../index.html leads out of the site"],
  ['<a href="/index.html">', "/index.html leads out of the site"],
  ['<a href="../">', "../ is a folder: name its index.html"],
  ['<a href="../rules/record.gone.html">', "rules/record.gone.html is not in the site"],
  ['<a href="sessions.html#Begin-%C3%A9">', "guide/sessions.html#Begin-é is dead, there is no such id"],
  ['<a href="../openapi.json#top">', "openapi.json#top is dead, there is no such id"],
  ['<a href="../results.html#outcome">', "results.html#outcome is dead, there is no such id"],
  ['<a href="sessions.html#a=b">', "guide/sessions.html#a=b is dead, there is no such id"],
  ['<a href="#there">', "guide/concepts.html#there is dead, there is no such id"],
  ['<template><a href="#there"></template>', "guide/concepts.html#there is dead, there is no such id"],
  ['<img src="../assets/font.woff">', "assets/font.woff is not in the site"],
  ['<script src="site.js"></script>', "guide/site.js is not in the site"],
  ['<link rel="stylesheet" href="site.css">', "guide/site.css is not in the site"],
  [
    '<a href="../reference.html#/records/patchrecord">',
    "reference.html#/records/patchrecord is dead, the document has no operation at /records/patchrecord",
  ],
  [
    '<a href="../reference.html#/section/no">',
    "reference.html#/section/no is dead, the document has no operation at /section/no",
  ],
  [
    '<a href="../reference.html?rule=status.gone#/section/rules">',
    "reference.html?rule=status.gone#/section/rules is dead, there is no rule status.gone",
  ],
  [
    '<a href="../reference.html?rule=record.gone#/records/postrecord">',
    "reference.html?rule=record.gone#/records/postrecord is dead, there is no rule record.gone",
  ],
  [
    '<a href="../reference.html#/records/putrecord%23records/getrecord/responses">',
    "reference.html#/records/putrecord#records/getrecord/responses is dead, records/getrecord/responses is not a part of putRecord",
  ],
  [
    '<a href="../reference.html#/records/putrecord%23records/putrecord/responses&c=299">',
    "reference.html#/records/putrecord#records/putrecord/responses&c=299 is dead, putRecord has no response 299",
  ],
  [
    '<a href="../reference.html#/records/putrecord%23records/putrecord/t=response&c=201&path=x-weave-no">',
    "reference.html#/records/putrecord#records/putrecord/t=response&c=201&path=x-weave-no is dead, putRecord has no header field x-weave-no",
  ],
  ['<b id="a"><b id="a">', "the id a is there twice"],
  ['<a href="http://spec.openapis.org/">', "http://spec.openapis.org/ begins with http: instead of https:"],
  ['<a href="javascript:alert(1)">', "javascript:alert(1) begins with javascript: instead of https:"],
  ['<a href="https://a b/">', "https://a b/ is not a URL"],
  ['<a href="https://me@spec.openapis.org/">', "https://me@spec.openapis.org/ has a user name in it"],
  [
    '<a href="https://elsewhere.example/">',
    "https://elsewhere.example/ leads to elsewhere.example, which is not in tools/docs/links/allowed-hosts.ts",
  ],
];

test.each(DEAD)("%s does not", (link, problem) => {
  expect(dead(link)).toEqual([problem + ON]);
});

test.each([
  [
    "assets/site.css",
    "a { background: url(font.woff2) }",
    "a { background: url('font.ttf') }",
    "assets/font.ttf",
  ],
  ["llms.txt", "[Home](index.html)", "[Home](home.html)", "home.html"],
  ["assets/search-index.js", search("index.html#top"), search("home.html"), "home.html"],
])("links in %s are followed", (path, good, bad, missing) => {
  expect(dead(good, { path })).toEqual([]);
  expect(dead(bad, { path })).toEqual([`${missing} is not in the site: ${path}`]);
});

test("a whole URL below the base is a link within the site", () => {
  const base = "https://docs.example/2.0/";
  const map = (url: string) =>
    dead(`<urlset><url><loc>${url}</loc></url></urlset>`, { path: "sitemap.xml", base });
  expect(map(base)).toEqual([]);
  expect(map(`${base}guide/sessions.html`)).toEqual([]);
  expect(map(`${base}guide/none.html`)).toEqual(["guide/none.html is not in the site: sitemap.xml"]);
  expect(map("https://docs.example/1.0/")).toHaveLength(1);
});

test("what many pages have in common is said once", () => {
  const files = [1, 2, 3, 4, 5].map((n) => ({ path: `${n}.html`, content: page('<a href="gone.html">') }));
  expect(deadLinks(files)).toEqual(["gone.html is not in the site: 1.html, 2.html, 3.html and 2 more"]);
});

test("a page is read whether it comes as text or as octets", () => {
  const content = Buffer.from(page('<b id="here"><a href="#here"><a href="#there">'));
  expect(deadLinks([{ path: "a.html", content }])).toEqual([
    "a.html#there is dead, there is no such id: a.html",
  ]);
});
