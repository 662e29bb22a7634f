// Generates a client from openapi.json with each generator, in a folder of its name.
import { createClient } from "@hey-api/openapi-ts";
import { safeBuild } from "@kubb/core";
import { pluginClient } from "@kubb/plugin-client";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";
import { generate } from "orval";

const input = "./openapi.json";

await createClient({
  input,
  output: { path: "hey-api", module: { extension: ".ts" } },
  plugins: ["@hey-api/client-fetch", "@hey-api/typescript", "@hey-api/sdk"],
  // It leaves out security schemes that it does not know, such as Hawk, with a warning.
  logs: { level: "silent" },
});

await generate({
  input,
  output: { target: "orval/client.ts", schemas: "orval/model", client: "fetch", mode: "split" },
});

const { error, failedPlugins } = await safeBuild({
  config: {
    root: process.cwd(),
    input: { path: input },
    output: { path: "kubb", format: false, lint: false },
    // Its client for fetch passes numbers as header fields, which the types of fetch do not allow.
    plugins: [pluginOas({ generators: [] }), pluginTs({}), pluginClient({ client: "axios" })],
  },
});
for (const failed of failedPlugins) throw failed.error;
if (error) throw error;
