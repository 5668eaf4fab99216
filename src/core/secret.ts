import { inspect } from 'node:util';

/** A secret value. Only `reveal` returns it; printing, joining and JSON give a mask. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  /** Length in characters. Nothing else about the value may be told. */
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
