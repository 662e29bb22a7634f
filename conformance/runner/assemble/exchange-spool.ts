import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Exchange, RuleResult } from "../../results/report-model.ts";

/** The position of exchanges in the file, in octets. */
interface FileRange {
  at: number;
  length: number;
}

/** Closes the file once no result refers to it. */
const unused = new FinalizationRegistry<number>(closeSync);

/**
 * Keeps the exchanges of a run on disk, because a run has tens of thousands and reads only a few again before it
 * writes the report. The file is deleted at once and stays open, so it disappears with the process.
 */
export class ExchangeSpool {
  readonly #file: number;
  #end = 0;
  /** The exchanges that were read last: callers often read the same again. */
  #last: { at: number; exchanges: Exchange[] } | null = null;

  /** @returns undefined if no temporary file can be made: then exchanges stay in memory */
  static make(): ExchangeSpool | undefined {
    try {
      return new ExchangeSpool();
    } catch {
      return undefined;
    }
  }

  private constructor() {
    const folder = mkdtempSync(join(tmpdir(), "sync2-run-"));
    try {
      this.#file = openSync(join(folder, "exchanges"), "wx+", 0o600);
      unused.register(this, this.#file);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /**
   * Stores the exchanges of a result and returns the result with exchanges that are read on demand.
   * @throws the file system's error if they cannot be written
   */
  store({ exchanges, ...result }: RuleResult): RuleResult {
    const place = this.#write(exchanges);
    const read = () => this.#read(place);
    return {
      ...result,
      get exchanges() {
        return read();
      },
    };
  }

  #write(exchanges: readonly Exchange[]): FileRange {
    const octets = Buffer.from(JSON.stringify(exchanges));
    const place = { at: this.#end, length: octets.length };
    for (let done = 0; done < octets.length; ) {
      done += writeSync(this.#file, octets, done, octets.length - done, place.at + done);
    }
    this.#end += octets.length;
    return place;
  }

  #read({ at, length }: FileRange): Exchange[] {
    if (this.#last?.at === at) return this.#last.exchanges;
    const octets = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const read = readSync(this.#file, octets, done, length - done, at + done);
      if (read === 0) throw new Error("the file with the exchanges of this run was cut short");
      done += read;
    }
    const exchanges = JSON.parse(octets.toString()) as Exchange[];
    this.#last = { at, exchanges };
    return exchanges;
  }
}
