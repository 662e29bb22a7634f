/**
 * Octets that come in pieces, in one buffer that grows by doubling. A list of the pieces would take many times their
 * size where a server sends them one octet at a time.
 */
export class Gathering {
  #buffer = Buffer.alloc(0);
  #length = 0;

  add(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, this.#buffer.length * 2));
      larger.set(this.octets);
      this.#buffer = larger;
    }
    this.#buffer.set(piece, this.#length);
    this.#length = length;
  }

  get length(): number {
    return this.#length;
  }

  /** All that came so far; a view, and not a copy. */
  get octets(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }
}
