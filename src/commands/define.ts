import type { Command } from 'commander';
import type { Invocation } from '../cli/invocation.ts';

/** Adds a command's arguments, flags and action; loaded when the command is the one that was called. */
export type Define = (command: Command, invocation: Invocation) => void;

/** One word of the command line. */
export interface Node {
  readonly name: string;
  readonly summary: string;
  readonly alias?: string;
  readonly load?: () => Promise<Define>;
  readonly children?: readonly Node[];
  /** Commands below a verb, which are named once it is called, and loaded as every other command is. */
  readonly kinds?: () => Promise<readonly Node[]>;
}

/** Names a verb of a group. `load` gets the file that declares its arguments and flags. */
export const verb = (
  name: string,
  summary: string,
  load: () => Promise<Define>,
  extra: Pick<Node, 'alias' | 'kinds'> = {},
): Node => ({ name, summary, load, ...extra });

/** The second name that lists, removals and views have. */
export const asLs = { alias: 'ls' };
export const asRm = { alias: 'rm' };
export const asShow = { alias: 'show' };
