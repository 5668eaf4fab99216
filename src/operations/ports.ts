import type { Warning } from '../core/warning.ts';

/** What an operation, and a question, is given of the outside: types alone, so that nothing here prints or asks. */

/** Takes what an operation has to say while it works. */
export interface Report {
  /** A line for a person; of no use to a program. */
  note(text: string): void;
  /** Something that a program should know as well. */
  warn(warning: Warning): void;
}

/** The time, and waiting. */
export interface Clock {
  readonly now: () => Date;
  /** Rejects when the signal aborts. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export interface Question {
  /** A noun phrase; the colon is added. */
  readonly message: string;
  /** The flag that answers it without asking. */
  readonly flag: string;
  /** Shown where there is room for it. */
  readonly hint?: string;
  /** Whether Enter alone is an answer. */
  readonly optional?: boolean;
}

export interface TextQuestion extends Question {
  /** True, or what is wrong with the answer. */
  readonly check: (answer: string) => string | true;
  readonly suggestion?: string;
}

export interface Choice<T> {
  readonly name: string;
  readonly value: T;
  /** Shown below the list while the choice is marked. */
  readonly description?: string;
  /** What stays on the screen once it is chosen. */
  readonly short?: string;
}

export interface ManyChoice<T> extends Choice<T> {
  readonly checked?: boolean;
}

/** Somebody to ask, or nobody. */
export interface Asker {
  /** Whether there is a person; without one every question is an error that names its flag. */
  readonly available: boolean;
  text(question: TextQuestion): Promise<string>;
  /** Typed unseen; shown as asterisks. */
  secret(question: Question): Promise<string>;
  pick<T>(question: Question, choices: readonly Choice<T>[]): Promise<T>;
  /** One of many: what is typed narrows them down. */
  find<T>(question: Question, choices: readonly Choice<T>[]): Promise<T>;
  /** Several of them, at least one unless the question is optional; those that are `checked` are chosen beforehand. */
  pickMany<T>(question: Question, choices: readonly ManyChoice<T>[]): Promise<T[]>;
  /** Yes or no; Enter alone is `suggestion`. */
  confirm(question: Question & { readonly suggestion: boolean }): Promise<boolean>;
  /** Whether the name was typed in full, which is what a deletion takes. */
  retype(question: Question, name: string): Promise<boolean>;
}
