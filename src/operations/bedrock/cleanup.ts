import { refusalOrStop } from '../../core/interruption.ts';
import type { AwsAccount, AwsRole } from '../../aws/account.ts';
import { permissionsName } from '../../aws/iam-documents/permissions.ts';
import { worstOf, type ExitClass } from '../../core/errors.ts';
import { roleUses, type RolesInPort } from './role-use.ts';
import { isTwin } from './twin.ts';
import { fail } from '../../core/fail.ts';

/** Which roles are to go. */
export interface CleanupRequest {
  /** Empty for all that portai made. */
  readonly roleNames: readonly string[];
  /** Whether roles go that are in use, or of which that cannot be seen. */
  readonly force: boolean;
  readonly dryRun: boolean;
}

export interface CleanupDependencies {
  readonly aws: AwsAccount;
  readonly providers: RolesInPort;
  /** Rejects where a role is not to go; those after it stand as well then. */
  readonly approve: (roleName: string, account: string) => Promise<void>;
  readonly signal: AbortSignal;
}

/** What became of one role. */
export interface CleanedRole {
  readonly name: string;
  readonly arn: string;
  readonly action: 'removed' | 'would remove' | 'kept';
  /** Why it was kept. */
  readonly why?: string;
  /** Providers of Port that use it. */
  readonly usedBy?: readonly string[];
}

export interface Cleanup {
  readonly account: string;
  readonly roles: readonly CleanedRole[];
  /** Set where a role was kept. */
  readonly exit: ExitClass | undefined;
}

/** Removes roles that portai made, one after the other, and says of each what became of it. */
export async function cleanUpRoles(
  { aws, providers, approve, signal }: CleanupDependencies,
  request: CleanupRequest,
): Promise<Cleanup> {
  const [{ account }, found] = await Promise.all([
    aws.caller(),
    findRemovable(aws, request.roleNames),
  ]);
  requireFound(request, found, account);
  const uses = roleUses(providers);
  const roles: CleanedRole[] = [];
  const exits: ExitClass[] = [];
  try {
    for (const each of found) {
      const { name, arn } = each.role;
      const kept = await reasonToKeep(each, request, uses);
      if (kept) {
        exits.push(kept.exit);
        roles.push({ name, arn, action: 'kept', ...kept.says });
      } else if (request.dryRun) roles.push({ name, arn, action: 'would remove' });
      else {
        await approve(name, account);
        await removeRole(aws, each);
        roles.push({ name, arn, action: 'removed' });
      }
    }
  } catch (error) {
    throw withRemoved(error, roles, signal);
  }
  return { account, roles, exit: exits.length > 0 ? worstOf(exits) : undefined };
}

/** Why a role stays; undefined where it may go. What is in use, or cannot be seen, goes by force only. */
async function reasonToKeep(
  { role, occupied, foreign }: Removable,
  { force }: CleanupRequest,
  uses: ReturnType<typeof roleUses>,
): Promise<
  { readonly exit: ExitClass; readonly says: Pick<CleanedRole, 'why' | 'usedBy'> } | undefined
> {
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

/** Whoever stops in the middle is told what was removed. */
function withRemoved(error: unknown, roles: readonly CleanedRole[], signal: AbortSignal): unknown {
  const removed = roles.filter(({ action }) => action === 'removed').map(({ name }) => name);
  const refusal = refusalOrStop(error, signal);
  if (!refusal || removed.length === 0) return error;
  const hint = [refusal.failure.hint, `Removed before: ${removed.join(', ')}.`]
    .filter(Boolean)
    .join(' ');
  return refusal.with({ hint });
}

function requireFound(
  { roleNames }: CleanupRequest,
  found: readonly Removable[],
  account: string,
): void {
  const missing = roleNames.filter((name) => !found.some(({ role }) => role.name === name));
  if (missing.length === 0) return;
  throw fail('RoleMissing', `There is no role ${missing.join(', ')} in account ${account}`, {
    hint: 'Nothing was removed.',
    next: [{ command: ['bedrock', 'cleanup', '--dry-run'], why: 'the roles that portai made' }],
  });
}

/** A role that portai made, and what speaks against removing it. */
export interface Removable {
  readonly role: AwsRole;
  /** Inline policies that go with it. */
  readonly policies: readonly string[];
  /** What speaks of somebody else, in words. */
  readonly foreign: readonly string[];
  /** Whether somebody else's policies are on it: IAM does not let such a role go. */
  readonly occupied: boolean;
}

/** The roles that say that portai made them; of these the named ones, where names are given. */
export async function findRemovable(
  { roles }: AwsAccount,
  names: readonly string[],
): Promise<readonly Removable[]> {
  const found = names.length > 0 ? await named(roles, names) : await roles.managed();
  return Promise.all(
    found.map(async (role) => {
      const [inline, attached] = await Promise.all([
        roles.inlinePolicies(role.name),
        roles.attachedPolicies(role.name),
      ]);
      const policies = Object.keys(inline);
      // Any policy of a twin that a diagnosis made is ours.
      const own = (policy: string) => policy === permissionsName || isTwin(role.name);
      const others = [
        ...policies.filter((policy) => !own(policy)).map((policy) => `inline policy ${policy}`),
        ...attached.map((arn) => `attached policy ${arn}`),
      ];
      const tagged = role.tags['managed-by'] === 'portai';
      return {
        role,
        policies: policies.filter(own),
        foreign: [...(tagged ? [] : ['it has no tag managed-by=portai']), ...others],
        occupied: others.length > 0,
      };
    }),
  );
}

async function named(roles: AwsAccount['roles'], names: readonly string[]): Promise<AwsRole[]> {
  const found = await Promise.all(names.map((name) => roles.get(name)));
  return found.flatMap((role) => (role ? [role] : []));
}

/** Removes a role with its policies; IAM takes no role that still has some. */
export async function removeRole(
  { roles }: AwsAccount,
  { role, policies }: Removable,
): Promise<void> {
  for (const policy of policies) await roles.removeInlinePolicy(role.name, policy);
  await roles.remove(role.name);
}
