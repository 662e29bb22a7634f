/** Performs a command of any kind, and compares the answer with the model. */
import { aimedAtMany, namesMany } from "./aim-at-many.ts";
import type { Command } from "./commands.ts";
import { isOpenToWait, untilExpiryCertain, wait } from "./expiry-moments.ts";
import { Abandoned } from "./mismatch.ts";
import type { World } from "./model-world.ts";
import { isOpenToPad, pad } from "./pad-collection.ts";
import { isOpenToNext, performNext, performRead, readEverything } from "./perform-read.ts";
import { isOpenToSession, performSession } from "./perform-session.ts";
import { isOpenTo, performWrite } from "./perform-write.ts";

/** Seconds that every session needs to have left before a command. */
const MARGIN = 0.3;

/** Commands of several requests, and the usual greatest number of requests. */
const SEVERAL: ReadonlySet<Command["kind"]> = new Set(["look", "list", "commit", "abort", "pad"]);
const LONGEST = 6;

/** Whether a command makes sense at this point, and the document determines its answer. */
export function isPossible(root: World, command: Command): boolean {
  const world = addressed(root, command);
  switch (command.kind) {
    case "next":
      return isOpenToNext(world, command);
    case "wait":
      return isOpenToWait(world);
    case "pad":
      return isOpenToPad(world, command);
    case "begin":
    case "state":
    case "commit":
    case "abort":
      return isOpenToSession(world, command);
    case "list":
      return !namesMany(command) || aimedAtMany(world, command) !== null;
    case "look":
    case "get":
    case "head":
    case "view":
      return true;
    default:
      return isOpenTo(world, command);
  }
}

/**
 * Performs a command, and compares its answers with the model.
 * @throws Mismatch
 * @throws Abandoned if a session may expire meanwhile
 */
export async function perform(root: World, command: Command): Promise<void> {
  const world = addressed(root, command);
  if (root.twin) world.count("addressed");
  await untilExpiryCertain(world, SEVERAL.has(command.kind) ? LONGEST : 1);
  if (world.live.some(({ lives }) => lives < Date.now() / 1000 + MARGIN)) throw new Abandoned("too slow");
  switch (command.kind) {
    case "next":
      return performNext(world, command);
    case "wait":
      return wait(world);
    case "pad":
      return pad(world, command);
    case "look":
      return readEverything(world);
    case "begin":
    case "state":
      return performSession(world, command);
    case "commit":
    case "abort":
      await performSession(world, command);
      return readEverything(world);
    case "get":
    case "head":
    case "list":
    case "view":
      return performRead(world, command);
    default:
      return performWrite(world, command);
  }
}

/** The account of a command. */
function addressed(world: World, command: Command): World {
  return ("account" in command && command.account === 1 && world.twin) || world;
}
