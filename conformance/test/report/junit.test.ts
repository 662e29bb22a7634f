import { readFileSync } from "node:fs";
import { XmlDocument, type XmlElement, XsdValidator } from "libxml2-wasm";
import { describe, expect, test } from "vitest";
import { renderJunit } from "../../report/formats/junit.ts";
import { visible } from "../../results/format-text.ts";
import type { Report } from "../../results/report-model.ts";
import { empty, good, mixed, NASTY, nasty, nastySentences, stale } from "../support/hostile-text.ts";
import { CURL, SENTENCES } from "../support/sample-report.ts";

const XSD = readFileSync(new URL("./schemas/jenkins-junit-10.xsd", import.meta.url), "utf8");
const schema = XsdValidator.fromDoc(XmlDocument.fromString(XSD));

/** Parses the document, and holds it to the schema of Jenkins. */
function parse(
  report: Report,
  sentences = SENTENCES as Record<string, { text: string; place: string }>,
): XmlDocument {
  const document = XmlDocument.fromString(renderJunit(report, sentences));
  schema.validate(document);
  return document;
}

const text = (document: XmlDocument, path: string) => document.get(path)?.content;
const number = (document: XmlDocument, path: string) => document.eval(`number(${path})`);

describe("a report of every kind of result", () => {
  const document = parse(mixed());

  test("has a suite an area and a case a rule, counted as they are", () => {
    const names = document.find("/testsuites/testsuite/@name").map(({ content }) => content);
    expect(names).toEqual(["run", "info", "record", "session", "maintenance", "model"]);
    expect(document.find("//testcase")).toHaveLength(mixed().results.length + 1);
    for (const suite of document.find("//testsuite") as XmlElement[]) {
      const counts = ["tests", "failures", "errors", "skipped"].map((name) =>
        Number(suite.attr(name)?.content),
      );
      const found = ["testcase", "*/failure", "*/error", "*/skipped"].map((path) => suite.find(path).length);
      expect(counts).toEqual(found);
    }
    expect(number(document, "sum(//@failures)")).toBe(3);
    expect(number(document, "sum(//@errors)")).toBe(1);
    expect(number(document, "sum(//@skipped)")).toBe(6);
  });

  test("tells a violation in full", () => {
    const failure = document.get('//testcase[@name="record.put.created"]/failure') as XmlElement;
    expect(failure.attr("type")?.content).toBe("MUST violated");
    expect(failure.attr("message")?.content).toBe("The answer to a PUT that creates has another status.");
    const lines = failure.content.split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        "A PUT that creates a record answers 201.",
        "expected  201",
        "> PUT /user/1/storage/bookmarks/a?x=1",
        "< 200 OK",
        `$ ${CURL}`,
      ]),
    );
    const often = text(document, '//testcase[@name="model.store.often"]/failure/@message');
    expect(often).toMatch(/^violated in 1 of 3 attempts/);
  });

  test("has errors for broken checks, and reasons for what is skipped", () => {
    expect(text(document, '//testcase[@name="session.commit.atomic"]/error/@message')).toMatch(
      /^Set-up failed/,
    );
    const reason = (rule: string) => text(document, `//testcase[@name="${rule}"]/skipped/@message`);
    expect(reason("maintenance.retry.after")).toBe("untested: No maintenance scenario was given.");
    expect(reason("info.quota.null")).toBe("not applicable: The server has no quota.");
    expect(reason("session.begin.lease")).toBe("inconclusive: Sample reason for inconclusive.");
    expect(reason("record.put.hint")).toMatch(/^SHOULD violated: /);
    expect(reason("record.put.known")).toBe(
      "known failure: The disk is old. (https://issues.example/7, until 2027-01-31)",
    );
  });

  test("has seconds, a time without a zone, and what the run was about", () => {
    expect(text(document, '//testcase[@name="record.put.created"]/@time')).toBe("0.012");
    expect(text(document, '//testsuite[@name="record"]/@time')).toBe("0.048");
    expect(text(document, '//testsuite[@name="record"]/@timestamp')).toBe("2025-06-01T12:00:00");
    const property = (name: string) =>
      text(document, `//testsuite[2]/properties/property[@name="${name}"]/@value`);
    expect([property("seed"), property("document"), property("endpoint")]).toEqual([
      "1",
      "2.0.0",
      "http://127.0.0.1:8000/user/1/",
    ]);
  });

  test("fails for what is wrong with the baseline", () => {
    expect(text(document, '//testsuite[@name="run"]/testcase/failure/@message')).toBe(
      "sync2-baseline.yaml:3: record.put.replaced passes now: remove line 3.",
    );
  });
});

test.each([
  ["a good run fails nothing", good(), 0, 0],
  ["a baseline that is wrong fails, though every rule is kept", stale(), 1, 0],
  ["a run that shows nothing is an error", empty(), 0, 1],
])("%s", (_, report, failures, errors) => {
  const document = parse(report);
  expect([document.find("//failure").length, document.find("//error").length]).toEqual([failures, errors]);
});

test.each(NASTY)("stays valid, and as it was meant, with %s", (_, content) => {
  const report = nasty(content);
  const document = parse(report, nastySentences(content));
  expect(
    document.find(
      "//*[not(self::testsuites or self::testsuite or self::properties or self::property or " +
        "self::testcase or self::failure or self::error or self::skipped or self::system-out or self::system-err)]",
    ),
  ).toEqual([]);
  expect(document.find("//testcase")).toHaveLength(report.results.length + 1);
  expect(text(document, '//testsuite[2]/properties/property[@name="accounts"]/@value')).toBe(
    visible(report.target.accounts).replaceAll("\t", " "),
  );
  const message = text(document, '//testcase[@name="session.commit.atomic"]/error/@message') ?? "";
  expect(`reason: ${visible(content).replaceAll("\t", " ")}`.startsWith(message.replace(/…$/, ""))).toBe(
    true,
  );
  expect(Math.max(...document.find("//failure").map((failure) => failure.content.length))).toBeLessThan(
    20_100,
  );
});

test("the schema refuses what Jenkins does not know", () => {
  const good = renderJunit(mixed(), SENTENCES);
  for (const bad of [
    good.replace(' failures="', ' failed="'),
    good.replace("<skipped ", '<skipped why="" '),
    good.replace('time="0.048"', 'time="soon"'),
  ]) {
    expect(bad).not.toBe(good);
    expect(() => schema.validate(XmlDocument.fromString(bad))).toThrow();
  }
});
