import { z } from 'zod';
import { action, switches } from '../../cli/action.ts';
import { namedProfile } from '../../settings/resolve.ts';
import { defaultProfile } from '../../settings/values.ts';
import { renderProfileChange } from '../../ui/render/profiles.ts';
import type { Define } from '../define.ts';
import { existing, nameArgument } from './shared.ts';

const flags = switches('dryRun');

export const define: Define = (command, invocation) => {
  command
    .argument('<name>', 'name of the profile; "default" always exists')
    .option('-n, --dry-run', 'show what would change, and change nothing');
  command.action(
    action(
      invocation,
      { args: () => z.tuple([nameArgument()]), flags },
      async (context, [name], { dryRun }) => {
        const { out, profiles, runtime } = context;
        await existing(context, name);
        const before = (await (await profiles()).current()) ?? defaultProfile;
        if (!dryRun) await (await profiles()).use(name);
        await out.result(
          {
            action: before === name ? 'unchanged' : 'updated',
            dryRun,
            name,
            changed: before === name ? [] : ['current'],
          },
          renderProfileChange,
        );
        const variable = namedProfile({}, runtime.env);
        if (variable !== undefined && variable.value !== name) {
          out.warn({
            code: 'profile_shadowed',
            message: `PORTAI_PROFILE is set to ${variable.value} and goes before the current profile`,
          });
        }
        return undefined;
      },
    ),
  );
};
