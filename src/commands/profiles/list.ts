import { action, noArguments, noFlags } from '../../cli/action.ts';
import { defaultProfile } from '../../settings/values.ts';
import { renderProfiles } from '../../ui/render/profiles.ts';
import type { Define } from '../define.ts';
import { nameInUse, viewOf } from './shared.ts';

export const define: Define = (command, invocation) => {
  command.action(
    action(invocation, { args: noArguments, flags: noFlags }, async (context) => {
      const [listed, inUse] = await Promise.all([
        (await context.profiles()).list(),
        nameInUse(context),
      ]);
      // "default" is there without being set up.
      const implicit = listed.some(({ name }) => name === defaultProfile)
        ? []
        : [{ name: defaultProfile }];
      const all = [...implicit, ...listed].map((profile) => viewOf(context, profile, inUse));
      await context.out.result(await Promise.all(all), renderProfiles);
      return undefined;
    }),
  );
};
