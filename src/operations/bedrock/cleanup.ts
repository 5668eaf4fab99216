import type { AwsAccount, AwsRole } from '../../aws/account.ts';
import { permissionsName } from '../../aws/iam-documents/permissions.ts';
import { isTwin } from './twin.ts';

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
