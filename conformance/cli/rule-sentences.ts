import { type RuleId, rules } from "../../generated/rules.ts";

/** The rules' texts and places, as reports take them. */
export const SENTENCES: Readonly<Record<RuleId, { text: string; place: string }>> = rules;
