import { z } from 'zod';
import { action, noFlags } from '../../cli/action.ts';
import { renderProfile } from '../../ui/render/profiles.ts';
import type { Define } from '../define.ts';
import { existing, nameArgument, nameInUse, viewOf } from './shared.ts';

export const define: Define = (command, invocation) => {
  command
    .argument('[name]', 'name of the profile; the one in use without it')
    .addHelpText(
      'after',
      '\nShows what the profile itself holds. What a command uses in the end, with flags and\nvariables, is in: portai auth status',
    );
  const reads = { args: () => z.tuple([nameArgument().optional()]), flags: noFlags };
  command.action(
    action(invocation, reads, async (context, [name]) => {
      const inUse = await nameInUse(context);
      const profile = await existing(context, name ?? inUse);
      await context.out.result(await viewOf(context, profile, inUse), renderProfile);
      return undefined;
    }),
  );
};
