/** Checks that `Accept-Language` selects the language of messages, and that no value of it is refused. */
import { type ChecksOf, needs } from "../../runner/define-check.ts";
import { NotApplicable } from "../../runner/outcomes.ts";
import { control, expectEqual, expectStatus, expectThat } from "../support/expect.ts";
import { Client, itemsOf, type Message } from "../support/message-client.ts";
import { prepare } from "../support/sample-requests.ts";

/** Languages in which a service may have its messages. */
const COMMON = ["en", "de", "fr", "es", "ja", "zh", "pt", "ru"];
/** Klingon, and a code for private use: no service has its messages in these. */
const RARE = ["tlh", "qaa"];

/** For private use, so that nobody has a text for just these. */
const REGIONS = ["-QM", "-Latn-QM", "-x-sync2"];

/** What nobody can satisfy, or even understand. */
const ODD = [
  ...RARE,
  "*;q=0",
  "en;q=0, *;q=0",
  "x-none",
  "de-DE-1996, *",
  "",
  "en;q=2",
  "not a language!",
  "-",
];

type Listed = Map<string, Message>;

async function listed(client: Client, language?: string): Promise<Listed> {
  const answer = control(await client.list(language), 200);
  return new Map(itemsOf(answer).map((message) => [message.id, message]));
}

/** `de` of `de-AT`: who asks for German takes the Austrian kind (RFC 4647, section 3.3.1). */
function primary(language: string): string {
  return language.toLowerCase().split("-", 1)[0] as string;
}

/** The messages with the texts that they have in each of the languages asked for. */
async function languagesOf(client: Client): Promise<Map<string, Map<string, Message>>> {
  const found = new Map<string, Map<string, Message>>();
  for (const language of COMMON) {
    for (const [id, message] of await listed(client, language)) {
      if (primary(message.language) !== language) continue;
      found.set(id, (found.get(id) ?? new Map()).set(language, message));
    }
  }
  return found;
}

export const messageLanguage = {
  "message.language": needs({ partitions: 1 }, async ({ account }) => {
    const client = new Client(account);
    await client.lasting();
    const found = await languagesOf(client);
    const several = [...found].filter(([, texts]) => texts.size > 1);
    const names = [...new Set(several.flatMap(([, texts]) => [...texts.keys()]))];
    if (several.length === 0) {
      throw new NotApplicable(`each message is in no more than one of the languages ${COMMON.join(", ")}`);
    }
    for (const [one, two] of names.flatMap((first) => names.map((second) => [first, second] as const))) {
      if (one === two) continue;
      for (const wanted of [
        `${one}, ${two};q=0.5`,
        `${two};q=0.5, ${one}`,
        `${two};q=0.1,${RARE[0]},${one};q=0.2`,
        `${two};q=0, ${one};q=0.001`,
        `${two};q=0.000, ${one};q=0.001`,
        `${two} ; Q=0.5 , ${one};Q=1.0`,
      ]) {
        const answer = expectStatus(await client.list(wanted), 200);
        for (const message of itemsOf(answer)) {
          const texts = found.get(message.id);
          // A message that lacks one of the two has another choice.
          if (!texts?.has(one) || !texts.has(two)) continue;
          const said = `${message.id} for Accept-Language: ${wanted}`;
          expectEqual(answer, `the language of ${said}`, primary(message.language), one);
        }
      }
    }
  }),

  "message.language.lines": needs({ partitions: 1 }, async ({ account }) => {
    const client = new Client(account);
    await client.lasting();
    const [texts] = [...(await languagesOf(client)).values()].filter((each) => each.size > 1);
    const [one, two] = [...(texts?.keys() ?? [])];
    if (texts === undefined || one === undefined || two === undefined) {
      throw new NotApplicable(`each message is in no more than one of the languages ${COMMON.join(", ")}`);
    }
    const { id } = texts.get(one) as Message;
    for (const [lines, expected] of [
      [[`${one};q=0.5`, two], two],
      [[one, `${two};q=0.5`], one],
      [[RARE[0] as string, `${two};q=0.1`, `${one};q=0.2`], one],
    ] as const) {
      const headers = lines.map((line): [string, string] => ["Accept-Language", line]);
      const answer = expectStatus(await account.get("/messages", client.own({ headers })), 200);
      const message = itemsOf(answer).find((each) => each.id === id);
      const said = `the language of ${id} for Accept-Language: ${lines.join(" and ")}`;
      expectEqual(answer, said, primary(message?.language ?? ""), expected);
    }
  }),

  "message.language.lookup": needs({ partitions: 1 }, async ({ account }) => {
    const client = new Client(account);
    await client.lasting();
    const found = await languagesOf(client);
    const usual = await listed(client);
    const names = [...new Set([...found.values()].flatMap((texts) => [...texts.keys()]))];
    // In a language that everybody is shown who asks for none nothing is found.
    const telling = names.filter((name) =>
      [...found].some(([id, texts]) => texts.has(name) && primary(usual.get(id)?.language ?? name) !== name),
    );
    if (telling.length === 0) {
      throw new NotApplicable(
        `no message is in another of the languages ${COMMON.join(", ")} than the default`,
      );
    }
    for (const name of telling) {
      for (const wanted of REGIONS.flatMap((suffix) => [
        `${name}${suffix}`,
        `${RARE[0]}, ${name}${suffix};q=0.5`,
        `${name.toUpperCase()}${suffix}`,
      ])) {
        const answer = expectStatus(await client.list(wanted), 200);
        for (const { id, language } of itemsOf(answer)) {
          if (!found.get(id)?.has(name)) continue;
          const said = `${id} for Accept-Language: ${wanted}`;
          expectEqual(answer, `the language of ${said}`, primary(language), name);
        }
      }
    }
  }),

  "message.language.default": needs({ partitions: 1 }, async ({ account }) => {
    const client = new Client(account);
    await client.lasting();
    const usual = await listed(client);
    for (const wanted of [...RARE, `${RARE[0]}, ${RARE[1]};q=0.5`, undefined]) {
      const answer = expectStatus(await client.list(wanted), 200);
      for (const { id, language } of itemsOf(answer)) {
        const expected = usual.get(id);
        if (!expected || RARE.includes(primary(expected.language))) continue;
        const said = `${id} for ${wanted === undefined ? "no Accept-Language" : `Accept-Language: ${wanted}`}`;
        expectEqual(answer, `the language of ${said}`, primary(language), primary(expected.language));
      }
    }
  }),

  "message.language.any": needs({ partitions: 1, scenario: "message" }, async ({ account, partition }) => {
    await prepare(account, partition);
    for (const path of ["/messages", "/info/collections", `/${partition}/sample/a`]) {
      control(await account.get(path), 200);
      for (const language of ODD) {
        const own = new Client(account).own({ headers: [["Accept-Language", language]] });
        for (const answer of [await account.get(path, own), await account.head(path, own)]) {
          const kind = `${answer.asked} with Accept-Language: ${language} to succeed`;
          expectThat(answer, answer.ok, kind, answer.status);
        }
      }
    }
  }),
} satisfies Partial<ChecksOf<"message">>;
