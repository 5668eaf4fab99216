import type { AwsRole } from '../../aws/account.ts';
import { permissionsName } from '../../aws/iam-documents/permissions.ts';
import { policyDiff, samePolicy } from '../../aws/iam-documents/policy-diff.ts';
import type { PolicyDocument } from '../../aws/iam-documents/policy-document.ts';

/** A role as the account has it. */
export interface ExistingRole {
  readonly role: AwsRole;
  /** Of the inline policy that portai writes; undefined where the role has none of that name. */
  readonly permissions: PolicyDocument | undefined;
}

export interface DesiredRole {
  readonly name: string;
  readonly trust: PolicyDocument;
  readonly permissions: PolicyDocument;
}

/** What it takes to have the role as it is wanted. */
export type RolePlan =
  | { readonly kind: 'create'; readonly wanted: DesiredRole }
  | { readonly kind: 'unchanged'; readonly wanted: DesiredRole; readonly arn: string }
  | {
      readonly kind: 'drift';
      readonly wanted: DesiredRole;
      readonly arn: string;
      /** True when the role does not say that portai made it. */
      readonly foreign: boolean;
      /** True when portai made it and was stopped before it had any permissions. */
      readonly unfinished: boolean;
      /** Lines `- …` and `+ …`; empty where the policy is as wanted. */
      readonly trust: readonly string[];
      readonly permissions: readonly string[];
    };

/** By this tag portai knows the roles that it made. */
export const managedTag = { 'managed-by': 'portai' } as const;

export function planRole(stored: ExistingRole | undefined, wanted: DesiredRole): RolePlan {
  if (!stored) return { kind: 'create', wanted };
  const { role, permissions } = stored;
  const { arn } = role;
  const sameTrust = samePolicy(role.trust, wanted.trust);
  if (sameTrust && samePolicy(permissions, wanted.permissions)) {
    return { kind: 'unchanged', wanted, arn };
  }
  const foreign = role.tags['managed-by'] !== managedTag['managed-by'];
  return {
    kind: 'drift',
    wanted,
    arn,
    foreign,
    unfinished: !foreign && sameTrust && permissions === undefined,
    trust: sameTrust ? [] : policyDiff(role.trust, wanted.trust),
    permissions: policyDiff(permissions, wanted.permissions),
  };
}

/** Every call of AWS that carries the plan out, in words. */
export function callsOf(plan: RolePlan): readonly string[] {
  const { name } = plan.wanted;
  switch (plan.kind) {
    case 'unchanged':
      return [];
    case 'create':
      return [`iam:CreateRole ${name}`, `iam:PutRolePolicy ${name}/${permissionsName}`];
    case 'drift':
      return [
        ...(plan.trust.length > 0 ? [`iam:UpdateAssumeRolePolicy ${name}`] : []),
        ...(plan.permissions.length > 0 ? [`iam:PutRolePolicy ${name}/${permissionsName}`] : []),
      ];
  }
}
