import { z } from 'zod';
import { action } from '../cli/action.ts';
import { requireNoDirectFlags, requireNoTypeAsProfile } from '../cli/connection-test-flags.ts';
import { fail } from '../core/fail.ts';
import { typeArgument } from '../cli/type-argument.ts';
import { port } from '../planes/port/plane.ts';
import { askForProviders } from '../questions/validate.ts';
import type { Define } from './define.ts';
import { addValidateOptions, validateFlags } from './validate-flags.ts';
import { namedProfiles } from './validate-profiles.ts';
import { validateStored } from './validate-stored.ts';

export const define: Define = (command, invocation) => {
  const secretWords = addValidateOptions(command);
  const reads = { args: () => z.tuple([z.array(typeArgument())]), flags: validateFlags };
  command.action(
    action(invocation, reads, async (context, [named], given) => {
      const { all, static: only, direct, allProfiles, junit, watch } = given;
      if (only && direct) throw fail('Usage', 'Give --static or --direct, not both');
      if (!direct) requireNoDirectFlags(given, secretWords());
      if (named.length === 0 && !all)
        requireNoTypeAsProfile(given.awsProfile, ['validate', '--direct']);
      const profiles = await namedProfiles(context, allProfiles);
      const asks = named.length === 0 && !all && given.configFile === undefined && !profiles;
      const types =
        asks && context.ask.available
          ? await askForProviders(context.ask, await context.plane(port).client())
          : named;
      if (all === types.length > 0) {
        throw fail(
          'Usage',
          all ? 'Give provider types or --all, not both' : 'Give provider types, or --all',
          { next: [{ command: ['validate', '--all'], why: 'test every configured provider' }] },
        );
      }
      if (direct) {
        const flag = profiles ? 'several profiles' : junit ? '--junit' : watch && '--watch';
        if (flag) throw fail('Usage', `--direct tests a key given now: it cannot be with ${flag}`);
        const { validateDirect } = await import('./validate-direct.ts');
        return validateDirect(context, types, given, secretWords());
      }
      return validateStored(context, invocation, { types, only, profiles, junit, watch });
    }),
  );
};
