/** The answer has more bytes than are read. */
export class TooLarge extends Error {
  /** The maximum size that was exceeded. */
  readonly bytes: number;

  constructor(bytes: number) {
    super('too large');
    this.bytes = bytes;
  }
}
