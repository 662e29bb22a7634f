// By a name of its own, as the tests of this project would run it otherwise.
export default { test: { include: ["conformance.ts"] } };
