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
    validate: z.boolean().default(false),
    allProfiles: z.boolean().default(false),
  }),
);

/** `doctor`. */
export const define: Define = (command, invocation) => {
  command
    .option('--validate', 'have Port test each provider: a write that needs an admin')
    .option('--all-profiles', 'in every profile; --profile a,b is in these two')
    .addHelpText('after', help);
  command.action(
    action(invocation, { args: noArguments, flags }, async (context, _, given) => {
      const { validate, allProfiles } = given;
      const names = await namedProfiles(context, allProfiles);
      const { reports, exit } = await examineProfiles(context, invocation, { names, validate });
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
Looks at everything that a provider in Port rests on: settings, credentials, the
way to Port, clock, token, organization and role, providers, quota; and Portkey,
where there is a key. Each line is pass, warn, fail, unknown or skip, with the
command that helps. What rests on something that failed is unknown, so the first
line that failed is the cause. Nothing is written without --validate.

Ends with the worst that failed, with 12 where a test that was asked for stayed
open, and with 0 where nothing failed. --json gives one object; of several
profiles an array.

Examples:
  portai doctor
  portai doctor --validate
  portai doctor --all-profiles
  portai --sandbox doctor --json
`;
