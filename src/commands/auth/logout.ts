import { action, noArguments, switches } from '../../cli/action.ts';
import { settingFlags } from '../../cli/globals.ts';
import { addPlaneOptions, chosenPlane, planeSwitches, planeWords } from '../../cli/plane-choice.ts';
import { shellLine } from '../../core/text/shell.ts';
import { allPlanes } from '../../planes/index.ts';
import { renderLogout } from '../../ui/render/auth.ts';
import type { Define } from '../define.ts';
import { forget, refuseInSandbox, storedFor } from './stored.ts';

const flags = switches('dryRun', ...planeSwitches);

export const define: Define = (command, invocation) => {
  addPlaneOptions(command, 'sign out of')
    .option('-n, --dry-run', 'show what would be removed, and remove nothing')
    .addHelpText(
      'after',
      '\nRemoves the credentials of one profile from this machine, and their cached token.\nThey stay valid where they were made, and variables such as PORT_CLIENT_ID are not touched.',
    );
  command.action(
    action(invocation, { args: noArguments, flags }, async (context, _, given) => {
      const { dryRun = false } = given;
      const plane = chosenPlane(given);
      const { globals, out, profiles, runtime } = context;
      const { env } = runtime;
      refuseInSandbox(context, plane);
      // Looked up even where variables answer everything else: what is removed must be the right one.
      const profile = await (await profiles()).chosenName(settingFlags(globals), env);
      const kept = globals.profile === undefined ? [] : ['--profile', profile];
      const stored = await (dryRun ? storedFor : forget)(context, plane, profile);
      await out.result(
        {
          action: stored === undefined ? 'unchanged' : 'deleted',
          dryRun,
          profile,
          credentials: stored ?? null,
        },
        renderLogout,
      );
      for (const other of stored === undefined
        ? allPlanes.filter(({ id }) => id !== plane.id)
        : []) {
        if ((await storedFor(context, other, profile)) === undefined) continue;
        const command = shellLine(['portai', 'auth', 'logout', ...planeWords(other), ...kept]);
        out.warn({
          code: 'other_credentials',
          message: `Credentials for ${other.title} are stored for profile "${profile}" and stay: ${command} removes them`,
        });
      }
      const variable = await context.signIn(plane, ({ variableIn }) =>
        Promise.resolve(variableIn(env)),
      );
      if (variable !== undefined) {
        out.warn({
          code: 'still_signed_in',
          message: `${variable} is set and still signs in; unset it to sign out altogether`,
        });
      }
      return undefined;
    }),
  );
};
