import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addMutationOptions, confirmDeletion, mutationFlags } from '../../cli/mutation.ts';
import { secretName } from '../../planes/port/provider-types/field-schemas.ts';
import { secretInUse, usagesOf } from '../../planes/port/rules/interlocks.ts';
import { renderDone, renderDryRun } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';
import { findSecretNamed } from '../../operations/named.ts';
import { dryRunOf } from '../../operations/dry-run.ts';
import { calls } from '../../planes/port/calls.ts';
import { readForCheck, refuseWrite } from '../../operations/permission.ts';
import { requireStoredName } from './shared.ts';
import { storedSecretOr } from '../missing-argument.ts';
import { port } from '../../planes/port/plane.ts';

export const define: Define = (command, world) => {
  addMutationOptions(command.argument('[name]', 'name of the secret'));
  const reads = { args: () => z.tuple([secretName().optional()]), flags: mutationFlags };
  command.action(
    action(world, reads, async (context, [given], { dryRun, force }) => {
      const name = await storedSecretOr(context, given, ['secrets', 'delete']);
      await requireStoredName(context, name);
      const client = await context.plane(port).client();
      const listed = () => readForCheck('that no provider names it', () => client.providers.list());
      const [list] = await Promise.all([
        force ? [] : listed(),
        findSecretNamed(client, name, ['secrets', 'delete']),
      ]);
      const { token } = context.plane(port);
      await refuseWrite({ client, token }, secretInUse(name, usagesOf(name, list)));
      if (dryRun) {
        const rehearsed = dryRunOf('delete', [name], calls.deleteSecret(name));
        await context.out.result(rehearsed, renderDryRun);
        return undefined;
      }
      await confirmDeletion(context, 'secret', name);
      await client.secrets.delete(name);
      await context.out.result({ action: 'deleted', name }, renderDone);
      return undefined;
    }),
  );
};
