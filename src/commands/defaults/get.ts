import { z } from 'zod';
import { action, noArguments } from '../../cli/action.ts';
import { renderDefaults } from '../../ui/render/defaults.ts';
import type { Define } from '../define.ts';
import { viewOf } from './view.ts';

export const define: Define = (command, world) => {
  command.action(
    action(world, { args: noArguments, flags: z.object({}) }, async ({ port, out }) => {
      await out.result(viewOf(await (await port()).defaults.get()), renderDefaults);
      return undefined;
    }),
  );
};
