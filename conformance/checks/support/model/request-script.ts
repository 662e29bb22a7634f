/** The script of a sequence: its requests and answers as numbered lines. */
import type { Answer } from "../../../exchange/answer.ts";

/** Greatest number of characters of a body in a line. */
const MOST_SHOWN = 160;

/** A request in a script. */
export interface ScriptRequest {
  /** The client's name; null: none. */
  client: string | null;
  method: string;
  path: string;
  query?: Record<string, string | number> | undefined;
  body?: unknown;
  /** `unmodified` or `modified`, and the version. */
  condition?: { on: "modified" | "unmodified"; version: number } | null;
  /** The id of its session. */
  session?: string | null;
}

/**
 * A numbered script of requests and their answers. It names versions and sessions (`$V1`, `$S1`), since a repeated run
 * gets other ones. The first mention of a name also gives the value of this run.
 */
export class Script {
  readonly lines: string[] = [];
  readonly #names = new Map<string, string>();
  #versions = 0;
  #sessions = 0;
  #requests = 0;
  #aside = false;

  /** @param version the account's version at the beginning */
  constructor(version: number) {
    this.lines.push(`    start with an empty account; its version is ${this.version(version)}`);
  }

  /** Number of requests. */
  get requests(): number {
    return this.#requests;
  }

  /** The name of a version. */
  version(value: number): string {
    if (value === 0) return "0";
    return this.#name(String(value), () => `$V${this.#versions++}`);
  }

  /** A version that a client sends: its name, the name of the next version minus 1, or the number. */
  #given(value: number): string {
    if (this.#names.has(String(value))) return this.version(value);
    return this.#names.has(String(value + 1)) ? `${this.version(value + 1)} − 1` : String(value);
  }

  session(id: string): string {
    return this.#name(`session ${id}`, () => `$S${++this.#sessions}`, id);
  }

  #name(key: string, make: () => string, value = key): string {
    const known = this.#names.get(key);
    if (known) return known;
    const name = make();
    this.#names.set(key, name);
    return `${name} (${value})`;
  }

  /**
   * Adds a request and its answer.
   * @param aside whether it is shown only as the last request
   */
  add(asked: ScriptRequest, answer: Answer, aside = false): void {
    this.#dropAside();
    this.#aside = aside;
    this.#requests += 1;
    const { client, method, condition, session } = asked;
    const path = [...this.#names].reduce(
      (text, [key, name]) =>
        key.startsWith("session ") ? text.replaceAll(key.slice("session ".length), name) : text,
      asked.path,
    );
    const parts = [
      ...(client === null ? [] : [`${client}:`]),
      `${method} ${path}${this.#query(asked.query)}`,
      ...(asked.body === undefined ? [] : [bodyOf(asked.body)]),
      ...(session ? [`X-Weave-Session: ${this.session(session)}`] : []),
      ...(condition ? [`${FIELDS[condition.on]}: ${this.#given(condition.version)}`] : []),
    ];
    this.lines.push(
      `${String(this.#requests).padStart(3)} ${parts.join("  ")}`,
      `    → ${this.#said(answer)}`,
    );
  }

  #dropAside(): void {
    if (!this.#aside) return;
    this.lines.splice(-2);
    this.#requests -= 1;
    this.#aside = false;
  }

  /** Adds a wait for records to expire. */
  expired(paths: readonly string[]): void {
    this.#dropAside();
    this.lines.push(`    wait until ${briefly(paths, (some) => some.join(", "))} expired`);
  }

  #query(query: ScriptRequest["query"]): string {
    const shown = Object.entries(query ?? {}).map(([name, value]) => {
      if (name === "newer" || name === "older") return `${name}=${this.#given(Number(value))}`;
      if (name === "offset") return `${name}=<the X-Weave-Next-Offset>`;
      return value === "" ? name : `${name}=${briefly(String(value).split(","), (all) => all.join(","))}`;
    });
    return shown.length > 0 ? `?${shown.join("&")}` : "";
  }

  #said(answer: Answer): string {
    if (answer.status === 0) return `no answer (${answer.exchange.error})`;
    const version = answer.integer("X-Last-Modified-Version");
    const { id } = Object(answer.json) as { id?: unknown };
    const begun =
      answer.status === 201 && typeof id === "string" && answer.exchange.operation === "postSessions";
    const body = begun ? this.session(id) : short((answer.text ?? "").replaceAll(/"modified":\d+,/g, ""));
    const code = answer.status >= 400 ? answer.code : body;
    return [answer.status, ...(version === undefined ? [] : [`version ${this.version(version)}`]), code]
      .filter((part) => part !== undefined && part !== "")
      .join("  ");
  }
}

const FIELDS = {
  modified: "X-If-Modified-Since-Version",
  unmodified: "X-If-Unmodified-Since-Version",
};

function short(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** Greatest number of list elements to show. */
const MOST_LISTED = 6;

/** The text of a list; of a long list only the ends. */
function briefly<T>(all: readonly T[], text: (some: readonly T[]) => string): string {
  if (all.length <= MOST_LISTED) return text(all);
  return `${text(all.slice(0, 2))} … ${text(all.slice(-1))} (${all.length})`;
}

function bodyOf(body: unknown): string {
  return Array.isArray(body)
    ? briefly(body, (some) => short(JSON.stringify(some)))
    : short(JSON.stringify(body));
}
