import { publicToken } from "./authenticate.ts";
import type { Running } from "./server.ts";

/**
 * The content of a configuration file by which `sync2 check` finds a reference server and all its scenarios.
 * @param secret whether the token stays in the environment, where the configuration then finds it
 */
export function configurationFor({ endpoint, scenarios, hawk }: Running, { secret = false } = {}): object {
  const inEnvironment = `\${SYNC2_TOKEN}`;
  return {
    endpoint,
    token: secret ? inEnvironment : publicToken("{account}"),
    hawk: { id: hawk.id, key: secret ? inEnvironment : hawk.key },
    scenarios: Object.fromEntries(
      Object.entries(scenarios).map(([name, target]) => [
        name,
        {
          endpoint: target.endpoint,
          ...(target.headers.length > 0 && { headers: Object.fromEntries(target.headers) }),
        },
      ]),
    ),
  };
}
