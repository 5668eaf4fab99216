import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import { addValueOptions, readSecretValue, valueFlags } from '../../cli/secret-value.ts';
import { PortaiError } from '../../domain/errors.ts';
import { secretDescription, secretName } from '../../domain/fields.ts';
import { renderDone, renderDryRun } from '../../ui/render/put.ts';
import type { Define } from '../tree.ts';
import { findSecret, storeRequest } from './shared.ts';

const flags = mutationFlags.extend({
  ...valueFlags.shape,
  description: secretDescription.optional(),
});

export const define: Define = (command, world) => {
  command
    .argument('<name>', 'name of the secret')
    .option('--description <text>', 'what it is for, at most 200 characters');
  addValueOptions(command);
  addMutationOptions(command);
  command.action(
    action(world, { args: z.tuple([secretName]), flags }, async (context, [name], given) => {
      const value = await readSecretValue(context, given, `value of ${name}`);
      // Whether Port refuses a name that exists is not documented; asking first never overwrites one.
      if ((await findSecret(context, name)) && !given.force) {
        throw new PortaiError({
          name: 'ExistsAlready',
          message: `The secret ${name} exists already`,
          exit: 'conflict',
          hint: 'Nothing was sent. `secrets set` replaces its value.',
          next: [
            {
              command: ['secrets', 'set', name, '--value-file', '<file>'],
              why: 'replace the value',
            },
            { command: ['secrets', 'usages', name], why: 'who names it' },
          ],
        });
      }
      if (given.dryRun) {
        await context.out.result(storeRequest('create', name, given.description), renderDryRun);
        return undefined;
      }
      const client = await context.port();
      const secret = await client.secrets.create(name, value, given.description);
      await context.out.result({ action: 'created', name, secret }, renderDone);
      return undefined;
    }),
  );
};
