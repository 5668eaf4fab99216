import { z } from 'zod';
import { action, noArguments } from '../cli/action.ts';
import { fail } from '../core/fail.ts';
import { outputFileFlag } from '../cli/output-file-flag.ts';
import { once } from '../core/once.ts';
import { requireFreeFiles, watchRequests, writeDoctorFiles } from './doctor-files.ts';
import { examineProfiles } from './doctor-profiles.ts';
import { doctorView } from './doctor-view.ts';
import { renderDoctor } from '../ui/render/doctor.ts';
import type { Define } from './define.ts';
import { namedProfiles } from './validate-profiles.ts';

const flags = once(() =>
  z.object({
    report: outputFileFlag().optional(),
    bundle: outputFileFlag().optional(),
    redactIds: z.boolean().default(false),
    force: z.boolean().default(false),
    validate: z.boolean().default(false),
    allProfiles: z.boolean().default(false),
  }),
);

/** `doctor`. */
export const define: Define = (command, invocation) => {
  command
    .option('--validate', 'have Port test each provider: a write that needs an admin')
    .option('--all-profiles', 'in every profile; --profile a,b is in these two')
    .option('--report <file>', 'write one page without scripts, to send to somebody')
    .option('--bundle <file>', 'write what a supporter needs, without any value')
    .option('--redact-ids', 'put stand-ins for names and ids into that file')
    .option('--force', 'replace a file that is there')
    .addHelpText('after', help);
  command.action(
    action(invocation, { args: noArguments, flags }, async (context, _, given) => {
      const { validate, allProfiles, redactIds, bundle } = given;
      if (redactIds && bundle === undefined) throw fail('Usage', '--redact-ids is for --bundle');
      await requireFreeFiles(given);
      const lastFailure = watchRequests(invocation);
      const names = await namedProfiles(context, allProfiles);
      const { reports, exit } = await examineProfiles(context, invocation, { names, validate });
      const views = reports.map((report) =>
        doctorView(report, { ...context.globals, ...(names ? { profile: report.profile } : {}) }),
      );
      const several = names !== undefined;
      const result = { reports, views, several, lastFailure: lastFailure() };
      await writeDoctorFiles(context, invocation, result, given);
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

--report writes one page that can be sent to whoever has no terminal. --bundle
writes a file for whoever helps: versions, names of settings, what was seen, and
the last request that failed, without its body. Values, credentials and secrets
are in neither; both are files of your own (0600). Look at them before you send
them.

Examples:
  portai doctor
  portai doctor --validate
  portai doctor --all-profiles --report providers.html
  portai doctor --bundle support.json --redact-ids
  portai --sandbox doctor --json
`;
