import { asWritten } from "./decorators/as-written.js";
import { pathsInDescriptions } from "./decorators/paths-in-descriptions.js";
import { rulesInDescriptions } from "./decorators/rules-in-descriptions.js";
import { extendTypes } from "./extension-types.js";
import { examplesPresent } from "./rules/examples-present.js";
import { ruleCoverage } from "./rules/rule-coverage.js";
import { ruleIdUnique } from "./rules/rule-id-unique.js";
import { rulePlace } from "./rules/rule-place.js";
import { ruleShape } from "./rules/rule-shape.js";
import { stages } from "./rules/stages.js";

/** The Redocly plugin `sync2`: plain JavaScript, because `redocly` loads it without tsx. */
export default function sync2() {
  return {
    id: "sync2",
    typeExtension: { oas3: extendTypes },
    rules: {
      oas3: {
        "examples-present": examplesPresent,
        "rule-coverage": ruleCoverage,
        "rule-id-unique": ruleIdUnique,
        "rule-place": rulePlace,
        "rule-shape": ruleShape,
        stages,
      },
    },
    decorators: {
      oas3: {
        "as-written": asWritten,
        "paths-in-descriptions": pathsInDescriptions,
        "rules-in-descriptions": rulesInDescriptions,
      },
    },
  };
}
