import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addMutationOptions, confirmDeletion, mutationFlags } from '../../cli/mutation.ts';
import { usageError } from '../../core/errors.ts';
import { requireNotDefault } from '../../planes/port/rules/interlocks.ts';
import { findProviderType } from '../../planes/port/provider-types/index.ts';
import { renderDone, renderDryRun, type DryRun } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';
import { permissionFirst, possibleDefaults, readForCheck } from '../interlocks.ts';
import { typeOr } from '../missing-argument.ts';
import { findStored, shown, typeArgument } from './shared.ts';

export const define: Define = (command, world) => {
  addMutationOptions(command.argument('[type]', 'provider type, such as bedrock'));
  const reads = { args: z.tuple([typeArgument.optional()]), flags: mutationFlags };
  command.action(
    action(world, reads, async (context, [given], { dryRun, force }) => {
      const type = await typeOr(context, given, ['providers', 'delete']);
      if (findProviderType(type)?.creatable === false) {
        throw usageError(`${type} is Port's own and cannot be deleted, only switched off`, {
          next: [{ command: ['providers', 'put', type, '--disable'], why: 'switch it off' }],
        });
      }
      const client = await context.port();
      const [list, defaults] = await Promise.all([
        client.providers.list(),
        force ? undefined : readForCheck('that it is not the default', () => client.defaults.get()),
      ]);
      const provider = findStored(list, type);
      const going = { provider: type, models: 'all', how: 'deleted' } as const;
      await permissionFirst(context, () =>
        requireNotDefault(defaults, going, possibleDefaults(list)),
      );
      if (dryRun) {
        const request = { method: 'DELETE', path: `/v1/llm-providers/${type}` };
        const answer: DryRun = { dryRun, action: 'delete', changed: [type], request };
        await context.out.result(answer, renderDryRun);
        return undefined;
      }
      await confirmDeletion(context, 'provider', type);
      await client.providers.delete(type);
      await context.out.result(
        { action: 'deleted', name: type, provider: shown(provider) },
        renderDone,
      );
      return undefined;
    }),
  );
};
