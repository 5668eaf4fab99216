import type { AwsAccount } from '../../aws/account.ts';
import { permissionsName } from '../../aws/iam-documents/permissions.ts';
import { managedTag, type RolePlan, type ExistingRole } from './role-plan.ts';

/** A change that is about to be made, and that the undo log keeps once it was. */
export interface RoleStep {
  readonly kind: 'create' | 'change';
  readonly part: 'role' | 'trust policy' | 'permissions';
  /** Said once it was done, without a full stop: "Role port-bedrock created". */
  readonly says: string;
}

/** Runs a step, and remembers what it must. */
export type RunStep = <T>(step: RoleStep, run: () => Promise<T>) => Promise<T>;

/** The role of that name with the policy that portai writes; undefined when there is none. */
export async function readRole(
  { roles }: AwsAccount,
  name: string,
): Promise<ExistingRole | undefined> {
  const role = await roles.get(name);
  if (!role) return undefined;
  return { role, permissions: (await roles.inlinePolicies(name))[permissionsName] };
}

const description = "Lets Port's LLM gateway call models on Amazon Bedrock (made by portai)";

/**
 * Carries a plan out, each step through `step`, so that whoever interrupts learns what stands. A role
 * exists before its permissions do: at no time may it do more than planned.
 */
export async function applyRole(
  { roles }: AwsAccount,
  plan: RolePlan,
  step: RunStep,
): Promise<{ readonly arn: string }> {
  const { name, trust, permissions } = plan.wanted;
  const write = (says: string) =>
    step({ kind: 'change', part: 'permissions', says }, () =>
      roles.putInlinePolicy(name, permissionsName, permissions),
    );
  if (plan.kind === 'unchanged') return { arn: plan.arn };
  if (plan.kind === 'create') {
    const { arn } = await step({ kind: 'create', part: 'role', says: `Role ${name} created` }, () =>
      roles.create({ name, description, trust, tags: managedTag }),
    );
    await write(`Permissions written to ${name}`);
    return { arn };
  }
  if (plan.trust.length > 0) {
    const says = `Trust policy of ${name} changed`;
    await step({ kind: 'change', part: 'trust policy', says }, () => roles.setTrust(name, trust));
  }
  if (plan.permissions.length > 0) await write(`Permissions of ${name} changed`);
  return { arn: plan.arn };
}
