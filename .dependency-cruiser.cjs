/** The rooms of the suite, each with the rooms that it may import from. */
const ROOMS = {
  results: ["contract"],
  contract: ["results"],
  exchange: ["contract", "results"],
  checks: ["contract", "results", "exchange", "runner"],
  runner: ["contract", "results", "exchange", "checks"],
  recorded: ["contract", "results", "exchange"],
  reference: ["contract", "results"],
  report: ["results"],
  config: ["results", "exchange", "runner", "reference"],
  library: ["results", "report", "runner", "reference", "config"],
};
const inside = (room) => `^conformance/${room}/`;
const ALL = [...Object.keys(ROOMS), "cli"];

/** Files that show something of other rooms on purpose. */
const ACROSS = [
  // Judges rules on the reference server with a fault.
  "^conformance/reference/faults/matrix[.]ts$",
  // Draws what is judged of recorded traffic.
  "^conformance/report/terminal/recorded-judgement[.]ts$",
];

/** What a check is written with. */
const FOR_CHECKS = "^conformance/runner/(define-check|outcomes|assertion-log|protocol|select/stages)[.]ts$";

const directions = Object.entries(ROOMS).map(([room, sources]) => ({
  name: `direction-of-${room}`,
  severity: "error",
  from: { path: inside(room), pathNot: ACROSS },
  to: { path: ALL.filter((other) => other !== room && !sources.includes(other)).map(inside) },
}));

/** The direction of imports: held by `npm run lint:imports`. */
module.exports = {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    ...directions,
    {
      name: "checks-know-no-machinery",
      severity: "error",
      from: { path: inside("checks") },
      to: { path: inside("runner"), pathNot: FOR_CHECKS },
    },
    {
      name: "runner-knows-no-single-check",
      severity: "error",
      from: { path: inside("runner") },
      to: { path: inside("checks"), pathNot: "^conformance/checks/index[.]ts$" },
    },
    {
      name: "the-suite-needs-no-tools",
      severity: "error",
      from: { path: "^conformance/", pathNot: "^conformance/test/" },
      to: { path: "^tools/" },
    },
    {
      name: "nothing-but-tests-needs-tests",
      severity: "error",
      // The fuzzer begins with the examples of the tests.
      from: { path: "^(conformance|tools)/", pathNot: ["/test/", "^tools/fuzz/"] },
      to: { path: "/test/" },
    },
    {
      name: "what-is-generated-needs-nothing",
      severity: "error",
      from: { path: "^generated/" },
      to: { path: "^(conformance|tools)/" },
    },
  ],
  options: {
    // Types count: a circle of them is a circle for the reader.
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^generated/(docs|package)/" },
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".js", ".json"] },
  },
};
