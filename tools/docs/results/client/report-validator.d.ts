// Declares the validators of a report, which the build of the results page provides.
declare module "report-validator" {
  import type { Validator } from "../read-report.ts";
  export const strict: Validator;
  export const tolerant: Validator;
}
