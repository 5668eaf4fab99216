import { inspect } from 'node:util';

/** A value that must not be seen. Only `reveal` gives it; printing, joining and JSON give a mask. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  /** Length in characters: all that may be said about a value. */
  get length(): number {
    return Array.from(this.#value).length;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
