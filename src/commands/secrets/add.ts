import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { readSecretValue } from '../../cli/secret-value.ts';
import { secretName } from '../../planes/port/provider-types/field-schemas.ts';
import { renderDone, renderDryRun } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';
import {
  addStoreOptions,
  findSecret,
  requireFitting,
  requireUsableName,
  storeFlags,
  rehearseStore,
} from './shared.ts';
import { newSecretNameOr } from '../missing-argument.ts';
import { fail } from '../../core/fail.ts';
import { port } from '../../planes/port/plane.ts';

export const define: Define = (command, world) => {
  addStoreOptions(command, 'what it is for, at most 200 characters');
  const reads = { args: () => z.tuple([secretName().optional()]), flags: storeFlags };
  command.action(
    action(world, reads, async (context, [word], given) => {
      const name = await newSecretNameOr(context, word, ['secrets', 'add']);
      await requireUsableName(context, name, given);
      const value = await readSecretValue(context, given, `value of ${name}`);
      // Whether Port refuses a name that exists is not documented; asking first never overwrites one.
      if ((await findSecret(context, name)) && !given.force) {
        throw fail('ExistsAlready', `The secret ${name} exists already`, {
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
      await requireFitting(context, name, value, given);
      if (given.dryRun) {
        await context.out.result(
          rehearseStore('create', name, given.description, value),
          renderDryRun,
        );
        return undefined;
      }
      const client = await context.plane(port).client();
      const secret = await client.secrets.create(name, value, given.description);
      await context.out.result({ action: 'created', name, secret }, renderDone);
      return undefined;
    }),
  );
};
