import type { Command } from 'commander';
import type { World } from '../cli/world.ts';

/** Adds a command's arguments, flags and action; loaded when the command is the one that was called. */
export type Define = (command: Command, world: World) => void;
