import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { renderProvider } from '../../ui/render/providers.ts';
import type { Define } from '../define.ts';
import { findProvider } from '../../operations/named.ts';
import { typeOr } from '../missing-argument.ts';
import { detailOf, shown, typeArgument } from './shared.ts';

export const define: Define = (command, world) => {
  command.argument('[type]', 'provider type, such as bedrock').action(
    action(
      world,
      { args: z.tuple([typeArgument.optional()]), flags: z.object({}) },
      async (context, [given]) => {
        const { port, out } = context;
        const type = await typeOr(context, given, ['providers', 'get']);
        const provider = await findProvider(await port(), type, ['providers', 'get']);
        await out.result(shown(provider), (view, style) => renderProvider(detailOf(view), style));
        return undefined;
      },
    ),
  );
};
