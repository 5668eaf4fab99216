import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { hasValueFlag, readSecretValue } from '../../cli/secret-value.ts';
import { secretName } from '../../domain/fields.ts';
import { renderDone, renderDryRun } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';
import {
  addStoreOptions,
  findSecret,
  requireUsableName,
  storeFlags,
  storeRequest,
} from './shared.ts';

export const define: Define = (command, world) => {
  addStoreOptions(command, 'what it is for; alone it leaves the value as it is');
  const reads = { args: z.tuple([secretName]), flags: storeFlags };
  command.action(
    action(world, reads, async (context, [name], given) => {
      const { out, port } = context;
      const { description } = given;
      await requireUsableName(context, name, given);
      const describesOnly = description !== undefined && !hasValueFlag(given);
      const early = describesOnly ? await findSecret(context, name) : undefined;
      const value =
        describesOnly && early
          ? undefined
          : await readSecretValue(context, given, `value of ${name}`);
      const existing = early ?? (await findSecret(context, name));
      if (given.dryRun) {
        const request = storeRequest(existing ? 'update' : 'create', name, description, value);
        await out.result(request, renderDryRun);
        return undefined;
      }
      const client = await port();
      const change = {
        ...(value === undefined ? {} : { value }),
        ...(description === undefined ? {} : { description }),
      };
      if (existing) {
        const secret = await client.secrets.update(name, change);
        await out.result({ action: 'updated', name, secret }, renderDone);
      } else if (value) {
        const secret = await client.secrets.create(name, value, description);
        await out.result({ action: 'created', name, secret }, renderDone);
      }
      return undefined;
    }),
  );
};
