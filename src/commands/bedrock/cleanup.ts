import type { Command } from 'commander';
import { z } from 'zod';
import { action, noArguments } from '../../cli/action.ts';
import { awsAccount } from '../../cli/aws-account.ts';
import type { Context } from '../../cli/context.ts';
import { addMutationOptions, mutationFlags } from '../../cli/mutation.ts';
import { PortaiError, usageError, worstOf, type ExitClass } from '../../core/errors.ts';
import { findRemovable, removeRole, type Removable } from '../../operations/bedrock/cleanup.ts';
import { roleUses } from '../../operations/bedrock/role-use.ts';
import { renderCleanup, type CleanedRole } from '../../ui/render/bedrock-cleanup.ts';
import { failureOf } from '../book.ts';
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
      const uses = roleUses(async () => (await context.port()).providers.list());
      const roles: CleanedRole[] = [];
      const exits: ExitClass[] = [];
      try {
        for (const each of found) {
          const { name, arn } = each.role;
          const held = await heldBack(each, given, uses);
          if (held) {
            exits.push(held.exit);
            roles.push({ name, arn, action: 'kept', ...held.says });
          } else if (given.dryRun) roles.push({ name, arn, action: 'would remove' });
          else {
            await confirm(context, name, account);
            await removeRole(aws, each);
            roles.push({ name, arn, action: 'removed' });
          }
        }
      } catch (error) {
        throw withGone(error, roles, context.runtime.signal);
      }
      await out.result({ account, roles }, renderCleanup);
      return exits.length > 0 ? worstOf(exits) : undefined;
    }),
  );
};

type Says = Pick<CleanedRole, 'why' | 'usedBy'>;

/** Why a role stays; undefined where it may go. What is in use, or cannot be seen, takes --force. */
async function heldBack(
  { role, occupied, foreign }: Removable,
  { force }: Flags,
  uses: ReturnType<typeof roleUses>,
): Promise<{ readonly exit: ExitClass; readonly says: Says } | undefined> {
  if (occupied || (foreign.length > 0 && !force)) {
    return { exit: 'conflict', says: { why: foreign.join(', ') } };
  }
  if (force) return undefined;
  const use = await uses(role);
  if ('unseen' in use) {
    const why = `whether Port uses it could not be seen (${use.unseen}); --force removes it unseen`;
    return { exit: use.exit, says: { why } };
  }
  const { usedBy } = use;
  if (usedBy.length === 0) return undefined;
  const why = `Port's provider ${usedBy.join(', ')} uses it and would fail. Delete the provider first, or --force`;
  return { exit: 'conflict', says: { why, usedBy } };
}

/** Whoever stops in the middle knows what is gone. */
function withGone(error: unknown, roles: readonly CleanedRole[], signal: AbortSignal): unknown {
  const gone = roles.filter(({ action: done }) => done === 'removed').map(({ name }) => name);
  const failure = failureOf(error, signal);
  if (!failure || gone.length === 0) return error;
  const hint = [failure.hint, `Removed before: ${gone.join(', ')}.`].filter(Boolean).join(' ');
  return new PortaiError({ ...failure, hint }, { cause: error });
}

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
