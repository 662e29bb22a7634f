/** Makes the configuration with which `sync2 check` finds a reference server. */
import { publicToken } from "./authenticate.ts";
import type { Running } from "./server.ts";

/**
 * The content of a configuration file with the endpoint and all scenarios of a reference server.
 * @param secret whether the configuration names the environment variable of the token in place of its value
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
