import type { Secret } from '../core/secret.ts';
import type { Asker, Report } from '../operations/ports.ts';
import type { Field } from '../planes/port/provider-types/define.ts';

/** What the questions of a conversation are asked with. */
export interface Conversation {
  readonly ask: Asker;
  readonly report: Report;
  /** Registers a value that must not be printed. */
  readonly hold: (value: string) => Secret;
  readonly readValue: ReadValue;
  readonly now: () => Date;
}

/** Reads the value of a secret: from a file, else by a hidden question. What cannot be right is refused. */
export type ReadValue = (wanted: {
  /** What it is, as a question says it. */
  readonly label: string;
  readonly file: string | undefined;
  /** The field that names the secret, where it is known. */
  readonly field?: Field;
  /** Whether it is taken whatever it looks like. */
  readonly asItIs: boolean;
}) => Promise<Secret>;
