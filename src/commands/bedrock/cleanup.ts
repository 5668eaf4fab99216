import type { Command } from 'commander';
import { z } from 'zod';
import { action, noArguments } from '../../cli/action.ts';
import { awsAccount } from '../../cli/aws-account.ts';
import type { Context } from '../../cli/context.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import { PortaiError, usageError } from '../../domain/errors.ts';
import { findRemovable, removeRole, type Removable } from '../../operations/bedrock/cleanup.ts';
import { renderCleanup, type CleanedRole } from '../../ui/render/bedrock-cleanup.ts';
import type { Define } from '../define.ts';

const flags = mutationFlags.extend({
  roleName: z.array(z.string().min(1)).default([]),
  awsProfile: z.union([z.literal(true), z.string().min(1)]).default(true),
});
type Flags = z.infer<typeof flags>;

const examples = `
Examples:
  # What would go
  portai bedrock cleanup --dry-run
  # One role, unattended
  portai bedrock cleanup --role-name port-bedrock --yes
`;

const collect = (word: string, before: string[] | undefined) => [...(before ?? []), word];

export const define: Define = (command, world) => {
  addCleanupOptions(command);
  command.addHelpText('after', examples);
  command.action(
    action(world, { args: noArguments, flags }, async (context, _, given) => {
      const { out } = context;
      // IAM is one for all regions; STS answers in each.
      const aws = await awsAccount(context, { profile: given.awsProfile, region: 'us-east-1' });
      const [{ account }, found] = await Promise.all([
        aws.caller(),
        findRemovable(aws, given.roleName),
      ]);
      requireFound(given, found, account);
      await warnOfUse(context, found);
      const roles: CleanedRole[] = [];
      for (const each of found) {
        const { name, arn } = each.role;
        if (each.occupied || (each.foreign.length > 0 && !given.force)) {
          roles.push({ name, arn, action: 'kept', why: each.foreign.join(', ') });
        } else if (given.dryRun) roles.push({ name, arn, action: 'would remove' });
        else {
          await confirm(context, name, account);
          await removeRole(aws, each);
          // Said at once: whoever stops here knows what is gone.
          out.note(`✓ Role ${name} removed`);
          roles.push({ name, arn, action: 'removed' });
        }
      }
      await out.result({ account, roles }, renderCleanup);
      return roles.some(({ action: done }) => done === 'kept') ? 'conflict' : undefined;
    }),
  );
};

function addCleanupOptions(command: Command): void {
  command
    .option('--role-name <name>', 'only this role; repeat for more', collect)
    .option(
      '--aws-profile [name]',
      "sign with a profile of this machine's AWS files; without a name with AWS' default chain",
    );
  addMutationOptions(command);
}

function requireFound({ roleName }: Flags, found: readonly Removable[], account: string): void {
  const missing = roleName.filter((name) => !found.some(({ role }) => role.name === name));
  if (missing.length === 0) return;
  throw new PortaiError({
    name: 'RoleMissing',
    message: `There is no role ${missing.join(', ')} in account ${account}`,
    exit: 'notFound',
    hint: 'Nothing was removed.',
    next: [{ command: ['bedrock', 'cleanup', '--dry-run'], why: 'the roles that portai made' }],
  });
}

/** A provider of Port that still names the role stops working with it. */
async function warnOfUse({ port, out }: Context, found: readonly Removable[]): Promise<void> {
  const providers = await (await port()).providers.list().catch(() => []);
  for (const { provider, config } of providers) {
    const used = found.find(({ role }) => role.arn === config?.['roleArn']);
    if (!used) continue;
    out.warn({
      code: 'role_in_use',
      message: `Port's provider ${provider} uses ${used.role.name} and fails without it. Delete the provider first: portai providers delete ${provider}`,
    });
  }
}

async function confirm({ ask, globals }: Context, name: string, account: string): Promise<void> {
  if (globals.yes) return;
  if (!ask.available) {
    throw usageError(`Removing the role ${name} needs --yes where nobody can be asked`, {
      name: 'ConfirmationNeeded',
    });
  }
  const question = { message: `Remove the role ${name} from account ${account}`, flag: '--yes' };
  if (await ask.retype(question, name)) return;
  throw usageError('The name was not repeated; this role and those after it stand', {
    name: 'NotConfirmed',
  });
}
