import { describeConformance } from "sync2-protocol/vitest";

const token = "reference-{account}";
const { GOOD, BAD, NONE } = process.env as Record<string, string>;

describeConformance(() => ({ endpoint: GOOD, token }), {
  name: "good",
  only: ["record.created", "quota.full"],
});
describeConformance(() => ({ endpoint: BAD, token }), { name: "bad", only: ["record.created"] });
describeConformance(() => ({ endpoint: NONE, token }), { name: "none", only: ["record.created"] });
