import { z } from 'zod';
import { action, noArguments } from '../cli/action.ts';
import { once } from '../core/once.ts';
import { examineProfiles } from './doctor-profiles.ts';
import { doctorView } from './doctor-view.ts';
import { renderDoctor } from '../ui/render/doctor.ts';
import type { Define } from './define.ts';
import { namedProfiles } from './validate-profiles.ts';

const flags = once(() =>
  z.object({
    allProfiles: z.boolean().default(false),
  }),
);

/** `doctor`. */
export const define: Define = (command, invocation) => {
  command
    .option('--all-profiles', 'in every profile; --profile a,b is in these two')
    .addHelpText('after', help);
  command.action(
    action(invocation, { args: noArguments, flags }, async (context, _, given) => {
      const { allProfiles } = given;
      const names = await namedProfiles(context, allProfiles);
      const { reports, exit } = await examineProfiles(context, invocation, {
        names,
        validate: false,
      });
      const views = reports.map((report) =>
        doctorView(report, { ...context.globals, ...(names ? { profile: report.profile } : {}) }),
      );
      const [only] = views;
      await context.out.result(only && !names ? only : views, (shown, style) =>
        renderDoctor(Array.isArray(shown) ? shown : [shown], style),
      );
      return exit;
    }),
  );
};

const help = `
Looks at everything that a provider in Port rests on, from the settings to the
organization, and says of each thing: pass, warn, fail, unknown or skip, with
the command that helps. What rests on something that failed is unknown, so the
first line that failed is the cause. Nothing is written.

Ends with the worst that failed, and with 0 where nothing failed. --json gives
one object; of several profiles an array.

Examples:
  portai doctor
  portai doctor --all-profiles
  portai --sandbox doctor --json
`;
