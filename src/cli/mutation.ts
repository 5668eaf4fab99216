import type { Command } from 'commander';
import { z } from 'zod';
import { once } from '../core/once.ts';
import type { Context } from './context.ts';
import { fail } from '../core/fail.ts';

/** Flags of everything that changes something. */
export function addMutationOptions(command: Command): Command {
  return command
    .option('-n, --dry-run', 'show what would be sent, and send nothing')
    .option('--force', 'go ahead where portai would hold you back (see the message)');
}

export const mutationFlags = once(() =>
  z.object({
    dryRun: z.boolean().default(false),
    force: z.boolean().default(false),
  }),
);

/** A deletion takes the name typed on a terminal, or --yes where nobody is asked. */
export async function confirmDeletion(context: Context, what: string, name: string): Promise<void> {
  const { globals, ask } = context;
  if (globals.yes) return;
  if (!ask.available) {
    throw fail(
      'ConfirmationNeeded',
      `Deleting ${what} ${name} needs --yes where nobody can be asked`,
    );
  }
  const question = { message: `Delete ${what} ${name}`, flag: '--yes' };
  if (await ask.retype(question, name)) return;
  throw fail('NotConfirmed', 'The name was not repeated; nothing was deleted');
}
