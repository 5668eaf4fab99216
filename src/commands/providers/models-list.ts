import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { renderModels } from '../../ui/render/providers.ts';
import type { Define } from '../define.ts';
import { findProvider } from '../../operations/named.ts';
import { modelStates, typeArgument } from './shared.ts';

export const define: Define = (command, world) => {
  command.argument('<type>', 'provider type, such as bedrock').action(
    action(
      world,
      { args: z.tuple([typeArgument]), flags: z.object({}) },
      async ({ port, out }, [type]) => {
        const provider = await findProvider(await port(), type, ['providers', 'models', 'list']);
        await out.result(modelStates(provider), renderModels);
        return undefined;
      },
    ),
  );
};
