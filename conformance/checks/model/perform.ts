import type { Command } from "./commands.ts";
import { readPage } from "./cursor.ts";
import { isOpenToNext, look, performRead } from "./read.ts";
import { isOpenToSession, performSession } from "./session.ts";
import { Abandoned, type World } from "./world.ts";
import { isOpenTo, performWrite } from "./write.ts";

/** Seconds that a session has to have left, so that a request in it is not too late. */
const MARGIN = 0.3;

/** Whether a command means anything where the sequence stands, and what has to come of it is not left open. */
export function isPossible(world: World, command: Command): boolean {
  switch (command.kind) {
    case "next":
      return isOpenToNext(world);
    case "begin":
    case "state":
    case "commit":
    case "abort":
      return isOpenToSession(world, command);
    case "look":
    case "get":
    case "head":
    case "list":
    case "view":
      return true;
    default:
      return isOpenTo(world, command);
  }
}

/**
 * Performs a command and compares what comes with the model.
 * @throws Mismatch
 * @throws Abandoned where a session may expire meanwhile
 */
export async function perform(world: World, command: Command): Promise<void> {
  if (world.live.some(({ lives }) => lives < Date.now() / 1000 + MARGIN)) throw new Abandoned("too slow");
  switch (command.kind) {
    case "next":
      if (world.cursor) await readPage(world, world.cursor);
      return;
    case "look":
      return look(world);
    case "begin":
    case "state":
      return performSession(world, command);
    case "commit":
    case "abort":
      await performSession(world, command);
      return look(world);
    case "get":
    case "head":
    case "list":
    case "view":
      return performRead(world, command);
    default:
      return performWrite(world, command);
  }
}
