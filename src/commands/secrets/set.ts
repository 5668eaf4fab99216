import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { hasValueFlag, readSecretValue } from '../../cli/secret-value.ts';
import { findSecret } from '../../operations/secrets/find.ts';
import { setSecret } from '../../operations/secrets/store.ts';
import { secretName } from '../../planes/port/provider-types/field-schemas.ts';
import { renderDone, renderDryRun } from '../../ui/render/put.ts';
import type { Define } from '../define.ts';
import { storedSecretOr } from '../missing-argument.ts';
import { acceptedRequest, addStoreOptions, storeFlags, storing } from './store-flags.ts';

export const define: Define = (command, invocation) => {
  addStoreOptions(command, 'what it is for; alone it leaves the value as it is');
  const reads = { args: () => z.tuple([secretName().optional()]), flags: storeFlags };
  command.action(
    action(invocation, reads, async (context, [word], given) => {
      const { out } = context;
      const name = await storedSecretOr(context, word, ['secrets', 'set']);
      const request = await acceptedRequest(context, name, given);
      const secrets = storing(context);
      const describesOnly = given.description !== undefined && !hasValueFlag(given);
      const existing = describesOnly ? await findSecret(await secrets.port(), name) : undefined;
      const value = existing
        ? undefined
        : await readSecretValue(context, given, `value of ${name}`);
      const done = await setSecret(secrets, request, { value, existing });
      if (done.kind === 'dry-run') await out.result(done.dryRun, renderDryRun);
      else await out.result({ action: done.action, secret: done.secret, name }, renderDone);
      return undefined;
    }),
  );
};
