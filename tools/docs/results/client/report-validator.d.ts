declare module "report-validator" {
  import type { Validator } from "../read-report.ts";
  export const strict: Validator;
  export const tolerant: Validator;
}
