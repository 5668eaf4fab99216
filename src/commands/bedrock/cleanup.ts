import { z } from 'zod';
import { once } from '../../core/once.ts';
import { action, noArguments } from '../../cli/action.ts';
import { awsAccount } from '../../cli/aws-account.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import { cleanUpRoles } from '../../operations/bedrock/cleanup.ts';
import { confirmRemoval } from '../../questions/bedrock-cleanup.ts';
import { renderCleanup } from '../../ui/render/bedrock-cleanup.ts';
import { refusingOuterBlanks } from '../../core/text/outer-blanks.ts';
import type { Define } from '../define.ts';
import { port } from '../../planes/port/plane.ts';

const flags = once(() =>
  mutationFlags().extend({
    roleName: z.array(z.string().min(1)).default([]),
    awsProfile: z.union([z.literal(true), z.string().min(1)]).default(true),
  }),
);

const examples = `
Examples:
  # What would go
  portai bedrock cleanup --dry-run
  # One role, unattended
  portai bedrock cleanup --role-name port-bedrock --yes
`;

const collect = (word: string, before: string[] | undefined) => [...(before ?? []), word];

export const define: Define = (command, invocation) => {
  command
    .option('--role-name <name>', 'only this role; repeat for more', collect)
    .option(
      '--aws-profile [name]',
      "sign with a profile of this machine's AWS files; without a name with AWS' default chain",
    );
  addMutationOptions(command);
  command.addHelpText('after', examples);
  command.action(
    action(
      invocation,
      { args: noArguments, flags: () => refusingOuterBlanks(flags()) },
      async (context, _, given) => {
        const { ask, globals, out, runtime } = context;
        const { awsProfile: profile, roleName: roleNames, force, dryRun } = given;
        const { exit, ...cleanup } = await cleanUpRoles(
          {
            // IAM is one for all regions; STS answers in each.
            aws: await awsAccount(context, { profile, region: 'us-east-1' }),
            providers: async () => (await context.plane(port).client()).providers.list(),
            approve: async (name, account) => {
              if (!globals.yes) await confirmRemoval(ask, name, account);
            },
            signal: runtime.signal,
          },
          { roleNames, force, dryRun },
        );
        await out.result(cleanup, renderCleanup);
        return exit;
      },
    ),
  );
};
