import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addMutationOptions, confirmDeletion, mutationFlags } from '../../cli/mutation.ts';
import { deleteSecret } from '../../operations/secrets/delete.ts';
import { port } from '../../planes/port/plane.ts';
import { secretName } from '../../planes/port/provider-types/field-schemas.ts';
import { renderDone, renderDryRun } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';
import { storedSecretOr } from '../missing-argument.ts';

export const define: Define = (command, invocation) => {
  addMutationOptions(command.argument('[name]', 'name of the secret'));
  const reads = { args: () => z.tuple([secretName().optional()]), flags: mutationFlags };
  command.action(
    action(invocation, reads, async (context, [given], { dryRun, force }) => {
      const { out, plane } = context;
      const name = await storedSecretOr(context, given, ['secrets', 'delete']);
      const { client, token } = plane(port);
      const confirm = () => confirmDeletion(context, 'secret', name);
      const wouldDelete = await deleteSecret(
        { port: client, token, confirm },
        { name, force, dryRun },
      );
      if (wouldDelete) await out.result(wouldDelete, renderDryRun);
      else await out.result({ action: 'deleted', name }, renderDone);
      return undefined;
    }),
  );
};
