/** The type of a bug that a public server, framework or library had. */
import type { TestableRuleId } from "../../../../generated/rules.ts";
import type { Fault } from "../fault.ts";

/** A bug that a public server, framework or library had, translated to this protocol. */
export interface PublicFault extends Fault {
  /** Project, number and title of the report; the title in our own words. */
  source: string;
  /** The rule whose check notices the fault when it runs alone; null as long as none is known. */
  noticedBy: TestableRuleId | null;
  /** Why the document lets a server do this. Such a fault is no miss when nothing notices it. */
  allowed?: string;
}

/** Public faults by name. */
export type PublicFaults = Record<string, PublicFault>;
