/** @import { Context } from "../extension-types.js" */

const LEVELS = ["MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY"];
const SCENARIOS = [
  "maintenance",
  "backoff",
  "quota",
  "message",
  "upgrade-client",
  "deprecated",
  "retired",
  "expired-credentials",
];
const OFFERS = ["hawk", "bearer", "quota"];

const WORD = "[a-z0-9]+(?:-[a-z0-9]+)*";
const ID = new RegExp(`^${WORD}(?:\\.${WORD})+$`);
const REQUIREMENT_WORDS =
  /\b(?:(?:MUST|SHALL|SHOULD)(?: NOT)?|(?:NOT )?RECOMMENDED|REQUIRED|MAY(?: NOT)?|OPTIONAL)\b/g;
const ABBREVIATIONS = /\b(?:e\.g|i\.e|etc|cf|vs)\./g;

/** @type {Record<string, (value: any, rule: Record<string, unknown>) => string | undefined>} */
const FIELDS = {
  id: idProblem,
  level: (value) => oneOf(LEVELS, value),
  text: (value, rule) => textProblem(value, rule.level),
  scenario: (value) => oneOf(SCENARIOS, value),
  when: (value) => oneOf(OFFERS, value),
  untestable: () => undefined,
};
const REQUIRED = ["id", "level", "text"];

/** A lint rule: every entry of `x-rules` is a complete, well-formed rule whose sentence agrees with its level. */
export function ruleShape() {
  return {
    // The built-in rule `struct` checks that x-rules is a list of objects.
    /** @param {unknown[]} rules @param {Context} context */
    SyncRules(rules, { report }) {
      if (rules.length === 0) report({ message: "x-rules has no rule: add one, or remove x-rules." });
    },
    /** @param {any} rule @param {Context} context */
    SyncRule(rule, { report, location }) {
      for (const name of REQUIRED) {
        if (!(name in rule)) report({ message: `This rule has no "${name}": add it.` });
      }
      for (const [name, value] of Object.entries(rule)) {
        const problem = fieldProblem(name, value, rule);
        if (problem) report({ message: problem, location: location.child([name]) });
      }
    },
  };
}

/** @param {string} name @param {unknown} value @param {Record<string, unknown>} rule */
function fieldProblem(name, value, rule) {
  if (name === "aliases") return aliasesProblem(value);
  const check = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
  if (!check) return `A rule has no field "${name}": use ${Object.keys(FIELDS).join(", ")}, aliases.`;
  if (typeof value !== "string" || value.trim() === "")
    return `"${name}" must be a string that is not empty.`;
  return check(value, rule);
}

/** @param {string} value */
function idProblem(value) {
  if (ID.test(value)) return undefined;
  return `"${value}" is no rule id: write two or more words of a-z, 0-9 and "-", joined by dots, such as record.put.created.`;
}

/** @param {unknown} aliases the earlier ids of the rule, which baselines and links may still have */
function aliasesProblem(aliases) {
  if (!Array.isArray(aliases) || aliases.length === 0)
    return '"aliases" must be a list of ids that the rule had before: name one, or leave it out.';
  const other = aliases.find((alias) => typeof alias !== "string");
  if (other !== undefined) return `"aliases" holds ${JSON.stringify(other)}, which is no string.`;
  return aliases.map(idProblem).find((problem) => problem !== undefined);
}

/** @param {string[]} allowed @param {string} value */
function oneOf(allowed, value) {
  return allowed.includes(value) ? undefined : `"${value}" is not one of ${allowed.join(", ")}.`;
}

/** @param {string} text @param {unknown} level */
function textProblem(text, level) {
  const known = typeof level === "string" && LEVELS.includes(level);
  const found = known ? (text.match(REQUIREMENT_WORDS) ?? []) : [];
  const foreign = found.find((words) => words !== level);
  if (foreign)
    return `The sentence says ${foreign} but the level is ${level}: make them agree, or split the rule.`;
  if (known && found.length === 0)
    return `The sentence does not say ${level}, its level: use the word, in capitals.`;
  if (!text.endsWith(".")) return "The sentence must end with a full stop.";
  if (text.includes("\n")) return "The sentence must be on one line: write it plain or folded (>-).";
  if (/[.!?]["'`)]*\s/.test(text.replace(ABBREVIATIONS, ""))) {
    return "A rule is one sentence: give the second sentence a rule of its own, or join the two.";
  }
  return undefined;
}
