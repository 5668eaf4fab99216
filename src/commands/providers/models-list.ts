import { z } from 'zod';
import { action, noFlags } from '../../cli/action.ts';
import { renderModels } from '../../ui/render/providers.ts';
import type { Define } from '../define.ts';
import { findProvider } from '../../operations/named.ts';
import { typeOr } from '../missing-argument.ts';
import { modelStates } from '../../operations/stored-providers.ts';
import { typeArgument } from '../../cli/type-argument.ts';
import { port } from '../../planes/port/plane.ts';

export const define: Define = (command, invocation) => {
  command.argument('[type]', 'provider type, such as bedrock').action(
    action(
      invocation,
      { args: () => z.tuple([typeArgument().optional()]), flags: noFlags },
      async (context, [given]) => {
        const { plane, out } = context;
        const type = await typeOr(context, given, ['providers', 'models', 'list']);
        const provider = await findProvider(await plane(port).client(), type, [
          'providers',
          'models',
          'list',
        ]);
        await out.result(modelStates(provider), renderModels);
        return undefined;
      },
    ),
  );
};
