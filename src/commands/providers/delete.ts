import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addMutationOptions, confirmDeletion, mutationFlags } from '../../cli/mutation.ts';
import { typeArgument } from '../../cli/type-argument.ts';
import { requireDeletable } from '../../operations/delete-provider.ts';
import { dryRunOf } from '../../operations/dry-run.ts';
import { calls } from '../../planes/port/calls.ts';
import { maskedProvider } from '../../planes/port/rules/mask-headers.ts';
import { renderDone, renderDryRun } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';
import { typeOr } from '../missing-argument.ts';
import { port } from '../../planes/port/plane.ts';

export const define: Define = (command, invocation) => {
  addMutationOptions(command.argument('[type]', 'provider type, such as bedrock'));
  const reads = { args: () => z.tuple([typeArgument().optional()]), flags: mutationFlags };
  command.action(
    action(invocation, reads, async (context, [given], { dryRun, force }) => {
      const { out } = context;
      const { client: open, token } = context.plane(port);
      const type = await typeOr(context, given, ['providers', 'delete']);
      const client = await open();
      const stored = await requireDeletable({ client, token }, { provider: type, force });
      if (dryRun) {
        await out.result(dryRunOf('delete', [type], calls.deleteProvider(type)), renderDryRun);
        return undefined;
      }
      await confirmDeletion(context, 'provider', type);
      await client.providers.delete(type);
      const provider = maskedProvider(stored);
      await out.result({ action: 'deleted', name: type, provider }, renderDone);
      return undefined;
    }),
  );
};
