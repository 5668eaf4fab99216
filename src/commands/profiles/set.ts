import { resolve } from 'node:path';
import { Option } from 'commander';
import { z } from 'zod';
import { once } from '../../core/once.ts';
import { action } from '../../cli/action.ts';
import type { Context } from '../../cli/context.ts';
import { changedPaths } from '../../core/changed-paths.ts';
import { couldBeSecret } from '../../core/secret-shapes.ts';
import { nameInWords, typedInTheOpen } from '../../core/text/typed-names.ts';
import type { Profile, ProfileValues } from '../../settings/profile.ts';
import { settingFlags } from '../../cli/globals.ts';
import { planeFiles, profileValuesFrom } from '../../cli/settings-table.ts';
import { changedProfile, type ProfileChange } from '../../settings/store.ts';
import { renderProfileChange } from '../../ui/render/profiles.ts';
import type { Define } from '../define.ts';
import { nameArgument, profileSettings, viewOf } from './shared.ts';
import { fail } from '../../core/fail.ts';

const words = profileSettings.map(({ word }) => word);

const flags = once(() =>
  z.object({
    unset: z.array(z.enum(words)).default([]),
    dryRun: z.boolean().default(false),
  }),
);

export const define: Define = (command, invocation) => {
  command
    .argument('<name>', 'name of the profile; a new one is created')
    .addOption(
      new Option('--unset <setting>', `take a setting out: ${words.join(', ')}`).argParser(
        (word: string, before: string[] | undefined) => [...(before ?? []), word],
      ),
    )
    .option('-n, --dry-run', 'show what would change, and change nothing')
    .addHelpText(
      'after',
      `\nSettings to store:\n${profileSettings.map(({ help }) => `  ${help}`).join('\n')}\n\nCredentials are stored with: portai auth login --profile <name>`,
    );
  command.action(
    action(
      invocation,
      { args: () => z.tuple([nameArgument()]), flags },
      async (context, [name], given) => {
        const { out, profiles, globals } = context;
        const change = changeOf(placed(profileValuesFrom(settingFlags(globals))), given.unset);
        const before = await (await profiles()).get(name);
        const after = changedProfile(planeFiles, before ?? { name }, change);
        const changed = changedPaths(before ?? { name }, after);
        if (before === undefined && couldBeSecret(name)) {
          throw fail('InvalidProfileName', `<name> ${nameInWords(name)} could be a secret value`, {
            hint: `Nothing was stored. Choose another name. ${typedInTheOpen}`,
          });
        }
        const unchanged = before !== undefined && changed.length === 0;
        if (!given.dryRun && !unchanged) await (await profiles()).set(name, change);
        await out.result(
          {
            action: unchanged ? 'unchanged' : before === undefined ? 'created' : 'updated',
            dryRun: given.dryRun,
            name,
            changed,
          },
          renderProfileChange,
        );
        await warnOfStrandedCredentials(context, after);
        return undefined;
      },
    ),
  );
};

/** A relative path would mean another file in every folder. */
const placed = (values: ProfileValues): ProfileValues =>
  values.caFile === undefined ? values : { ...values, caFile: resolve(values.caFile) };

/** What is given and what is taken out, as one change; neither is a usage error. */
function changeOf(values: ProfileValues, unset: readonly string[]): ProfileChange {
  const given = profileSettings.filter(({ key }) => values[key] !== undefined);
  const gone = profileSettings.filter(({ word }) => unset.includes(word));
  const both = given.find((each) => gone.includes(each));
  if (both) throw fail('Usage', `${both.flag} and --unset ${both.word} contradict each other`);
  if (given.length + gone.length === 0) {
    const flags = profileSettings.map(({ flag }) => flag);
    throw fail(
      'MissingFlags',
      `Nothing to set: give at least one of ${flags.join(', ')}, or --unset`,
      { details: { missing: [...flags, '--unset'].map((flag) => [flag]) } },
    );
  }
  return { ...values, ...Object.fromEntries(gone.map(({ key }) => [key, null])) };
}

/** Credentials stay with the address they were stored for, so a new address leaves them behind. */
async function warnOfStrandedCredentials(context: Context, profile: Profile): Promise<void> {
  const { planes } = await viewOf(context, profile, '');
  for (const { origin, credentials } of Object.values(planes)) {
    if (credentials?.origin === undefined || credentials.origin === origin) continue;
    context.out.warn({
      code: 'credentials_elsewhere',
      message: `the credentials of profile "${profile.name}" are for ${credentials.origin} and are not sent to ${origin}; sign in again with: portai auth login --profile ${profile.name}`,
    });
  }
}
