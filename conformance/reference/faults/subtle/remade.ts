/** Faults that show only in a record that is made again after its deletion. */
import type { StoredRecord } from "../../store.ts";
import type { Change } from "../../stored-changes.ts";
import { remaking, remakingTime } from "../support/remaking.ts";
import type { SubtleFault } from "./fault.ts";

const drops = (whole: boolean) => (change: Change) =>
  change.kind === "deleteCollections" && (change.collections === null) === whole;
const wipes = (keeping: boolean) => (change: Change) =>
  change.kind === "wipe" && change.keep.length > 0 === keeping;

const rest = ({ expires }: StoredRecord) => (expires === null ? {} : { ttl: (expires - Date.now()) / 1000 });

export const remade: Record<string, SubtleFault> = {
  "remade-ttl-of-dropped": {
    ...remaking(
      "lets a record of a collection that was deleted expire when the old one would",
      drops(false),
      rest,
    ),
    caughtBy: "record.delete.forgotten",
  },
  "remade-ttl-of-partition": {
    ...remaking(
      "lets a record of a partition that was deleted expire when the old one would",
      drops(true),
      rest,
    ),
    caughtBy: "record.delete.forgotten",
  },
  "remade-sortindex-of-wiped": {
    ...remaking(
      "gives a record that is made again after a wipe of the account its old sortindex",
      wipes(false),
      ({ sortindex }) => ({ sortindex }),
    ),
    caughtBy: "record.delete.forgotten",
  },
  "remade-payload-of-unkept": {
    ...remaking(
      "gives a record that `keep` did not name, and that is made again, its old payload",
      wipes(true),
      ({ payload }) => ({ payload }),
    ),
    caughtBy: "record.delete.forgotten",
  },
  "remade-modified": {
    ...remakingTime(
      "shows a record that is made again with the modified of the one that was deleted by its id",
      (change) => change.kind === "deleteRecords",
    ),
    caughtBy: "record.delete.forgotten",
  },
  "remade-modified-of-wiped": {
    ...remakingTime(
      "shows a record that is made again after a wipe of the account with its old modified",
      wipes(false),
    ),
    caughtBy: "record.delete.forgotten",
  },
};
