import type { Context } from '../../../cli/context.ts';
import type { BedrockAccess } from '../../../aws/iam-documents/access.ts';
import {
  permissionPolicy,
  reachesWorld,
  regionDenyHint,
} from '../../../aws/iam-documents/permissions.ts';
import { principalsOf, trustPolicy } from '../../../aws/iam-documents/trust.ts';
import { PortaiError, usageError } from '../../../core/errors.ts';
import { planRole, type RolePlan, type StoredRole } from '../../../operations/bedrock/role-plan.ts';
import { applyRole } from '../../../operations/bedrock/role.ts';
import { renderRolePlan, type RolePlanView } from '../../../ui/render/bedrock-role.ts';
import type { UndoLog } from '../../../operations/undo-log.ts';
import type { OpenedAccount } from './account.ts';
import type { ExternalId } from './external-id.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';

export interface WantedRole {
  readonly access: BedrockAccess;
  readonly externalId: ExternalId | undefined;
}

export interface ReadyRole {
  readonly arn: string;
  readonly action: 'created' | 'updated' | 'unchanged';
}

/** What creating or changing the role comes to, beside what the account has. */
export function planOf(
  request: SetupRequest,
  { access, externalId }: WantedRole,
  stored: StoredRole | undefined,
): RolePlan {
  return planRole(stored, {
    name: request.role.name,
    trust: trustPolicy(principalsOf(request.role.principals), externalId?.value?.reveal()),
    permissions: permissionPolicy(access).document,
  });
}

/** Makes the role as planned, after showing the plan and asking; a role that differs stays unless asked for. */
export async function makeRole(
  context: Context,
  request: SetupRequest,
  account: OpenedAccount,
  wanted: WantedRole,
  plan: RolePlan,
  book: UndoLog,
): Promise<ReadyRole> {
  const { out } = context;
  await out.notice(viewOf(request, account, wanted, plan), renderRolePlan);
  if (reachesWorld(wanted.access)) out.note(regionDenyHint);
  if (plan.kind === 'unchanged') return { arn: plan.arn, action: 'unchanged' };
  await requireYes(context, request, account, plan);
  const { name } = plan.wanted;
  const created = {
    what: `role ${name} in account ${account.identity.account}`,
    undo: ['bedrock', 'cleanup', '--role-name', name],
  };
  const { arn } = await applyRole(account.aws, plan, async ({ kind, part, says }, run) => {
    const changed = { what: `the changed ${part} of role ${name}` };
    // The permissions of a new role stand and go with it.
    const result =
      kind === 'change' && plan.kind === 'create'
        ? await run()
        : await book.make(kind === 'create' ? created : changed, run);
    out.note(`✓ ${says}`);
    return result;
  });
  return { arn, action: plan.kind === 'create' ? 'created' : 'updated' };
}

function viewOf(
  request: SetupRequest,
  { identity }: OpenedAccount,
  { access }: WantedRole,
  plan: RolePlan,
): RolePlanView {
  const { form, size, why } = permissionPolicy(access);
  const differs = plan.kind === 'drift' ? plan : undefined;
  return {
    account: identity.account,
    name: plan.wanted.name,
    kind: plan.kind,
    foreign: differs?.foreign ?? false,
    principals: principalsOf(request.role.principals),
    models:
      access.models === 'all'
        ? ['every model']
        : access.models.flatMap(({ profiles }) => profiles.map(({ id }) => id)),
    policy: { form, size, ...(why === undefined ? {} : { why }) },
    guardrail: access.guardrail,
    trust: differs?.trust ?? [],
    permissions: differs?.permissions ?? [],
  };
}

async function requireYes(
  { ask }: Context,
  { role, confirmed }: SetupRequest,
  { identity }: OpenedAccount,
  plan: RolePlan,
): Promise<void> {
  const { name } = plan.wanted;
  // A role that an earlier run left without permissions is still being created.
  const creates = plan.kind === 'create' || (plan.kind === 'drift' && plan.unfinished);
  if (role.update && plan.kind !== 'create') return;
  if (confirmed && creates) return;
  const flag = creates ? '--yes' : '--update-role';
  if (!ask.available) throw needsFlag(plan, creates, flag, identity.account);
  const yes = await ask.confirm({
    message: `${creates ? (plan.kind === 'create' ? 'Create' : 'Finish') : 'Change'} the role ${name} in account ${identity.account}`,
    flag,
    suggestion: creates,
  });
  if (!yes) {
    throw new PortaiError({
      name: 'NotConfirmed',
      message: `The role ${name} was not ${creates ? 'created' : 'changed'}`,
      exit: 'usage',
      hint: 'Nothing was changed. --emit writes the role down for somebody else to create.',
    });
  }
}

function needsFlag(plan: RolePlan, creates: boolean, flag: string, account: string): Error {
  const { name } = plan.wanted;
  if (creates) {
    return usageError(
      `Creating the role ${name} in account ${account} needs ${flag} where nobody can be asked`,
      { name: 'ConfirmationNeeded', hint: 'Nothing was created. --dry-run shows every call.' },
    );
  }
  return new PortaiError({
    name: 'ExistsAlready',
    message: `The role ${name} in account ${account} is there and differs`,
    exit: 'conflict',
    hint: `Nothing was changed. ${flag} changes it; --role-name makes another one beside it.`,
    next: [{ command: ['bedrock', 'diagnose'], why: 'what works and what does not' }],
  });
}
