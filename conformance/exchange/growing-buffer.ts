/**
 * A buffer that grows by doubling as octets arrive. A list of pieces would need many times their size if a server sends
 * one octet at a time.
 */
export class GrowingBuffer {
  #buffer = Buffer.alloc(0);
  #length = 0;

  add(octets: Uint8Array): void {
    const length = this.#length + octets.length;
    if (length > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, this.#buffer.length * 2));
      larger.set(this.octets);
      this.#buffer = larger;
    }
    this.#buffer.set(octets, this.#length);
    this.#length = length;
  }

  get length(): number {
    return this.#length;
  }

  /** All octets so far: a view, not a copy. */
  get octets(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }
}
