import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Exchange, RuleResult } from "../../results/model.ts";

/** Where exchanges stand in the file, in octets. */
interface FileRange {
  at: number;
  length: number;
}

/** A spool is of use as long as anybody has a result of it. */
const unused = new FinalizationRegistry<number>(closeSync);

/**
 * Keeps the exchanges of a run on disk: there are tens of thousands, and all but a few are only ever written into a
 * report. The file has no name, so that it goes with the process, however that ends.
 */
export class ExchangeSpool {
  readonly #file: number;
  #end = 0;
  /** What was read last: whoever asks for it often asks again. */
  #last: { at: number; exchanges: Exchange[] } | null = null;

  /** @returns undefined where no temporary file can be made: then everything has to stay in memory */
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
   * The same result, whose exchanges are read whenever they are asked for.
   * @throws the file system's error where they cannot be written
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
