const slots = 1 << 16;
const factor = 31;

/**
 * Tells where pieces of one length may begin in a text, by a hash that moves along it letter by letter: a
 * long text is looked through without cutting it up at each letter. Some places are wrong, none is left
 * out.
 */
export class PlacesOfPieces {
  readonly #length: number;
  /** The factor of the letter that leaves the window. */
  readonly #leaving: number;
  readonly #known = new Uint8Array(slots);

  constructor(length: number) {
    this.#length = length;
    let leaving = 1;
    for (let at = 1; at < length; at++) leaving = Math.imul(leaving, factor);
    this.#leaving = leaving;
  }

  /** Adds a piece, which has the length of all. */
  add(piece: string): void {
    this.#known[slotOf(this.#hashOf(piece))] = 1;
  }

  /** The places in a text, from left to right. */
  *in(text: string): Generator<number> {
    const length = this.#length;
    if (text.length < length) return;
    let hash = this.#hashOf(text);
    for (let at = 0; ; at++) {
      if (this.#known[slotOf(hash)] === 1) yield at;
      if (at + length >= text.length) return;
      const rest = hash - Math.imul(text.charCodeAt(at), this.#leaving);
      hash = (Math.imul(rest, factor) + text.charCodeAt(at + length)) | 0;
    }
  }

  #hashOf(text: string): number {
    let hash = 0;
    for (let at = 0; at < this.#length; at++) {
      hash = (Math.imul(hash, factor) + text.charCodeAt(at)) | 0;
    }
    return hash;
  }
}

/** Both halves of a hash count: its lower one alone knows little of the first letters. */
const slotOf = (hash: number) => (hash ^ (hash >>> 16)) & (slots - 1);
