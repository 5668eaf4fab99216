import type { Command } from 'commander';
import type { World } from '../cli/world.ts';

/** Adds a command's arguments, flags and action; loaded when the command is the one that was called. */
export type Define = (command: Command, world: World) => void;

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
