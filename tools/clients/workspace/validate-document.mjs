// Validates the files in the arguments with several readers of OpenAPI. Prints their complaints as JSON, by reader and file.
import { readFileSync } from "node:fs";
import SwaggerParser from "@apidevtools/swagger-parser";
import { compileErrors, validate } from "@readme/openapi-parser";
import spectralCore from "@stoplight/spectral-core";
import spectralParsers from "@stoplight/spectral-parsers";
import spectralRulesets from "@stoplight/spectral-rulesets";

const { Document, Spectral } = spectralCore;
const { Json } = spectralParsers;

const spectral = new Spectral();
spectral.setRuleset({ extends: [[spectralRulesets.oas, "recommended"]] });

const readers = {
  spectral: async (file) =>
    (await spectral.run(new Document(readFileSync(file, "utf8"), Json, file))).map(
      ({ code, path, message }) => `${code} at ${path.join("/")}: ${message}`,
    ),
  "swagger-parser": (file) =>
    SwaggerParser.validate(file).then(
      () => [],
      ({ message }) => [message],
    ),
  "readme-parser": async (file) => {
    const result = await validate(file);
    return [
      ...(result.valid ? [] : [compileErrors(result)]),
      ...result.warnings.map(({ message }) => message),
    ];
  },
};

const complaints = {};
for (const file of process.argv.slice(2)) {
  for (const [name, read] of Object.entries(readers)) complaints[`${name} ${file}`] = await read(file);
}
process.stdout.write(JSON.stringify(complaints));
