// Starts Prism with openapi.json: a mock, and a proxy for each URL in the arguments. Prints their URLs as JSON.
import { readFileSync } from "node:fs";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { createServer } from "@stoplight/prism-http-server";

const quiet = new Proxy({}, { get: (_, name) => (name === "child" ? () => quiet : () => {}) });
const operations = await getHttpOperationsFromSpec(JSON.parse(readFileSync("openapi.json", "utf8")));
const common = {
  mock: { dynamic: false },
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
};

function listen(config) {
  const server = createServer(operations, {
    cors: false,
    components: { logger: quiet },
    config: { ...common, errors: false, ...config },
  });
  return server.listen(0, "127.0.0.1");
}

const mock = await listen({ isProxy: false });
const proxies = [];
for (const url of process.argv.slice(2)) {
  proxies.push(await listen({ isProxy: true, upstream: new URL(url) }));
}
process.stdout.write(`${JSON.stringify({ mock, proxies })}\n`);
