import { z } from 'zod';
import { action, noFlags } from '../../cli/action.ts';
import { secretName } from '../../planes/port/provider-types/field-schemas.ts';
import { renderSecret } from '../../ui/render/secrets.ts';
import type { Define } from '../define.ts';
import { findSecretNamed } from '../../operations/named.ts';
import { storedSecretOr } from '../missing-argument.ts';
import { requireStoredName } from '../../operations/secrets/find.ts';
import { port } from '../../planes/port/plane.ts';

export const define: Define = (command, invocation) => {
  command.argument('[name]', 'name of the secret').action(
    action(
      invocation,
      { args: () => z.tuple([secretName().optional()]), flags: noFlags },
      async (context, [given]) => {
        const { plane, out } = context;
        const name = await storedSecretOr(context, given, ['secrets', 'get']);
        await requireStoredName(plane(port).client, name);
        await out.result(
          await findSecretNamed(await plane(port).client(), name, ['secrets', 'get']),
          renderSecret,
        );
        return undefined;
      },
    ),
  );
};
