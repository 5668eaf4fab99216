/** The answer has more bytes than are read. */
export class TooLarge extends Error {
  /** What was allowed. */
  readonly bytes: number;

  constructor(bytes: number) {
    super('too large');
    this.bytes = bytes;
  }
}
