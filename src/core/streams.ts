/** A readable stream that may be a terminal. */
export type InStream = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** A writable stream that may be a terminal. */
export type OutStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  /** Width of the terminal in characters. */
  readonly columns?: number;
};
