import type { BedrockAccess } from '../../aws/iam-documents/access.ts';
import {
  permissionPolicy,
  reachesWorld,
  regionDenyHint,
} from '../../aws/iam-documents/permissions.ts';
import { principalsOf, trustPolicy } from '../../aws/iam-documents/trust.ts';
import { refuse } from '../../core/problem.ts';
import { planRole, type RolePlan, type ExistingRole } from '../bedrock/role-plan.ts';
import { applyRole } from '../bedrock/role.ts';
import type { OpenedAccount } from './account.ts';
import type { RolePlanView, SetupDependencies } from './dependencies.ts';
import type { ExternalId } from './external-id.ts';
import type { ReadyRole } from './outcome.ts';
import { createsRole, declinedRole, unconfirmedRole } from './problems.ts';
import type { RoleRequest, SetupRequest } from './request.ts';

export interface NewRoleRequest {
  readonly access: BedrockAccess;
  readonly externalId: ExternalId | undefined;
}

/** What creating or changing the role comes to, beside what the account has. */
export function planOf(
  { name, principals }: RoleRequest,
  { access, externalId }: NewRoleRequest,
  stored: ExistingRole | undefined,
): RolePlan {
  return planRole(stored, {
    name,
    trust: trustPolicy(principalsOf(principals), externalId?.value?.reveal()),
    permissions: permissionPolicy(access).document,
  });
}

interface PlannedRole {
  readonly access: BedrockAccess;
  readonly plan: RolePlan;
}

/** Makes the role as planned, after showing the plan and asking; a role that differs stays unless asked for. */
export async function makeRole(
  dependencies: SetupDependencies,
  request: SetupRequest,
  account: OpenedAccount,
  { access, plan }: PlannedRole,
): Promise<ReadyRole> {
  const { report, show, undoLog } = dependencies;
  await show.rolePlan(viewOf(request.role, account, access, plan));
  if (reachesWorld(access)) report.note(regionDenyHint);
  if (plan.kind === 'unchanged') return { arn: plan.arn, action: 'unchanged' };
  await requireYes(dependencies, request, account, plan);
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
        : await undoLog.make(kind === 'create' ? created : changed, run);
    report.note(`✓ ${says}`);
    return result;
  });
  return { arn, action: plan.kind === 'create' ? 'created' : 'updated' };
}

function viewOf(
  { principals }: RoleRequest,
  { identity }: OpenedAccount,
  access: BedrockAccess,
  plan: RolePlan,
): RolePlanView {
  const { form, size, why } = permissionPolicy(access);
  const differs = plan.kind === 'drift' ? plan : undefined;
  return {
    account: identity.account,
    name: plan.wanted.name,
    kind: plan.kind,
    foreign: differs?.foreign ?? false,
    principals: principalsOf(principals),
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
  { decide }: SetupDependencies,
  { role, confirmed }: SetupRequest,
  { identity: { account } }: OpenedAccount,
  plan: RolePlan,
): Promise<void> {
  if (role.update && plan.kind !== 'create') return;
  if (confirmed && createsRole(plan)) return;
  if (!decide) refuse(unconfirmedRole(plan, account));
  else if (!(await decide.makeRole(plan, account))) refuse(declinedRole(plan));
}
