import { randomBytes } from 'node:crypto';
import { parsePolicy, type PolicyDocument } from '../../aws/iam-documents/policy-document.ts';
import type { SettledRole, StoredRole } from '../store/aws-state.ts';
import type { SimulationDependencies } from '../vendors/vendor.ts';

/**
 * Roles of the simulated IAM. A change holds at once; for a role with `slowiam` in its name everybody
 * but IAM itself goes by what was before, for the first six seconds.
 */

export const lagMs = 6000;

export const roleArn = ({ account, name }: Pick<StoredRole, 'account' | 'name'>): string =>
  `arn:aws:iam::${account}:role/${name}`;

/** The name in the store: IAM tells no cases apart, and allows letters that the store does not. */
const keyOf = (account: string, name: string) =>
  `${account}-${Buffer.from(name.toLowerCase()).toString('base64url')}`;

type IamDependencies = Pick<SimulationDependencies, 'aws' | 'now'>;

/** The role as IAM itself knows it. */
export function roleNamed(
  { aws }: IamDependencies,
  account: string,
  name: string,
): Promise<StoredRole | undefined> {
  return aws.roles.get(keyOf(account, name));
}

/** All roles of an account, by name. */
export async function rolesOf(
  { aws }: IamDependencies,
  account: string,
): Promise<readonly StoredRole[]> {
  const all = await aws.roles.list();
  return all
    .filter((role) => role.account === account)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

export type NewSimulatedRole = Pick<
  StoredRole,
  'account' | 'name' | 'description' | 'maxSessionSeconds' | 'boundary' | 'tags' | 'trust'
>;

/** The role that was made; undefined when there is one of that name. */
export async function createRole(
  { aws, now }: IamDependencies,
  given: NewSimulatedRole,
): Promise<StoredRole | undefined> {
  const at = now().toISOString();
  const role = {
    ...given,
    id: `AROA${randomBytes(8).toString('hex').toUpperCase()}`,
    policies: {},
    createdAt: at,
    changedAt: at,
    before: null,
  };
  return (await aws.roles.create(keyOf(role.account, role.name), role)) ? role : undefined;
}

/** Changes what a role may do, or who may assume it. */
export async function changeRole(
  { aws, now }: IamDependencies,
  role: StoredRole,
  change: Partial<SettledRole>,
): Promise<void> {
  const at = now();
  const before = inForce(role, at);
  const changed = { ...role, ...change, changedAt: at.toISOString(), before };
  await aws.roles.put(keyOf(role.account, role.name), changed);
}

/** Tags hold at once: no decision depends on them. */
export async function tagRole(
  { aws }: IamDependencies,
  role: StoredRole,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const tagged = { ...role, tags: { ...role.tags, ...tags } };
  await aws.roles.put(keyOf(role.account, role.name), tagged);
}

export async function removeRole(
  { aws }: IamDependencies,
  { account, name }: StoredRole,
): Promise<void> {
  await aws.roles.remove(keyOf(account, name));
}

/** What STS and Bedrock go by at a moment; null while they know no such role. */
export function inForce(role: StoredRole, at: Date): SettledRole | null {
  const ageMs = at.getTime() - Date.parse(role.changedAt);
  const lags = /slowiam/i.test(role.name) && ageMs < lagMs;
  return lags ? role.before : { trust: role.trust, policies: role.policies };
}

/** Inline policies as documents. */
export function documentsOf({ policies }: Pick<SettledRole, 'policies'>): PolicyDocument[] {
  return Object.values(policies).flatMap((text) => parsePolicy(text) ?? []);
}

/** Boundaries are not evaluated: one with `denied` in its name allows nothing, any other allows all. */
export const boundaryForbids = ({ boundary = '' }: Pick<StoredRole, 'boundary'>): boolean =>
  /denied/i.test(boundary);
