import { z } from 'zod';
import { action } from '../../cli/action.ts';
import { addMutationOptions, confirmDeletion, mutationFlags } from '../../cli/mutation.ts';
import { defaultProfile } from '../../settings/values.ts';
import { renderProfileChange } from '../../ui/render/profiles.ts';
import type { Define } from '../define.ts';
import { allPlanes } from '../../planes/index.ts';
import { forget, storedFor } from '../auth/stored.ts';
import { nameArgument, nameInUse } from './shared.ts';
import { fail } from '../../core/fail.ts';

export const define: Define = (command, invocation) => {
  addMutationOptions(command.argument('<name>', 'name of the profile'));
  command.addHelpText(
    'after',
    '\nDeletes its settings and its stored credentials from this machine; no organization changes by it.\nThe profile in use takes --force, since the next command would go to another organization.',
  );
  const reads = { args: () => z.tuple([nameArgument()]), flags: mutationFlags };
  command.action(
    action(invocation, reads, async (context, [name], { dryRun, force }) => {
      const { out, profiles } = context;
      await (await profiles()).chosenName({ profile: name }, {}); // ProfileNotFound, unless there is one
      const hasSettings = await (await profiles()).hasSettings(name);
      const hasCredentials = (
        await Promise.all(allPlanes.map((plane) => storedFor(context, plane, name)))
      ).some((stored) => stored !== undefined);
      const nothing = !hasSettings && !hasCredentials;
      if (!nothing && !force) await requireNotInUse(context, name);
      if (!nothing && !dryRun) {
        await confirmDeletion(context, 'profile', name);
        // Credentials first: should the rest fail, none are left that no profile shows.
        for (const plane of allPlanes) await forget(context, plane, name);
        await (await profiles()).delete(name);
      }
      await out.result(
        {
          action: nothing ? 'unchanged' : 'deleted',
          dryRun,
          name,
          changed: [
            ...(hasSettings ? ['settings'] : []),
            ...(hasCredentials ? ['credentials'] : []),
          ],
        },
        renderProfileChange,
      );
      return undefined;
    }),
  );
};

/** Refuses the profile in use. "default" can be deleted: without it, that name has no settings. */
async function requireNotInUse(
  context: Parameters<typeof nameInUse>[0],
  name: string,
): Promise<void> {
  if (name === defaultProfile || (await nameInUse(context)) !== name) return;
  throw fail('ProfileInUse', `Profile "${name}" is the one in use`, {
    hint: 'Nothing was deleted. Without it the next command would use other settings and credentials.',
    next: [
      { command: ['profiles', 'use', '<name>'], why: 'change to another one first' },
      { command: ['profiles', 'delete', name, '--force'], why: 'delete it anyway' },
    ],
  });
}
