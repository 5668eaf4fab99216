import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { readSecretValue } from '../../cli/secret-value.ts';
import { addSecret } from '../../operations/secrets/store.ts';
import { secretName } from '../../planes/port/provider-types/field-schemas.ts';
import { renderDone, renderDryRun } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';
import { newSecretNameOr } from '../missing-argument.ts';
import { acceptedRequest, addStoreOptions, storeFlags, storing } from './store-flags.ts';

export const define: Define = (command, invocation) => {
  addStoreOptions(command, 'what it is for, at most 200 characters');
  const reads = { args: () => z.tuple([secretName().optional()]), flags: storeFlags };
  command.action(
    action(invocation, reads, async (context, [word], given) => {
      const { out } = context;
      const name = await newSecretNameOr(context, word, ['secrets', 'add']);
      const request = await acceptedRequest(context, name, given);
      const value = await readSecretValue(context, given, `value of ${name}`);
      const done = await addSecret(storing(context), request, { value, force: given.force });
      if (done.kind === 'dry-run') await out.result(done.dryRun, renderDryRun);
      else await out.result({ action: done.action, name, secret: done.secret }, renderDone);
      return undefined;
    }),
  );
};
