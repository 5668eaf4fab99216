import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addSecretOptions } from '../../cli/secret-flags.ts';
import { addMutationOptions } from '../../cli/mutation.ts';
import { typeArgument } from '../../cli/type-argument.ts';
import type { Define } from '../define.ts';
import { typeOr } from '../missing-argument.ts';
import { syncFlags } from './sync-flags.ts';

/** `providers models sync`. */
export const define: Define = (command, world) => {
  command
    .argument('[type]', 'provider type: openai-compatible or anthropic-compatible')
    .argument('[pattern...]', 'names or patterns of models to add; all without one')
    .option('--no-add', 'add no model; compare those that are stored')
    .option('--prune', 'remove models that the server does not list')
    .option('--check', 'change nothing, and end with 10 when something differs')
    .option('--validate', 'test the connection before saving');
  const words = addSecretOptions(command);
  command.option('--show-request', 'print what is sent to the server as curl commands');
  addMutationOptions(command).addHelpText(
    'after',
    `
The server is asked from this machine, by free requests, with the value of its key given now.

Examples:
  portai providers models sync openai-compatible --value-env LITELLM_API_KEY
  portai providers models sync openai-compatible --no-add --check --value-file key.txt
  portai providers models sync openai-compatible 'claude-*' --prune --dry-run`,
  );
  const args = () => z.tuple([typeArgument().optional(), z.array(z.string().min(1))]);
  command.action(
    action(world, { args, flags: syncFlags }, async (context, [type, patterns], given) => {
      const provider = await typeOr(context, type, ['providers', 'models', 'sync']);
      const { runSync } = await import('./run-sync.ts');
      return runSync(context, { provider, patterns }, given, words());
    }),
  );
};
