import {
  listOf,
  parsePolicy,
  type PolicyStatement,
} from '../../aws/iam-documents/policy-document.ts';
import type { SettledRole } from '../store/aws-state.ts';
import type { AwsCaller } from './caller.ts';
import { boundaryForbids, documentsOf, inForce, roleNamed } from './iam-roles.ts';
import { evaluate, type PolicyQuestion } from './policy-evaluation.ts';
import { portAccount, portRoles } from './port-principals.ts';
import type { SimulationDependencies } from '../vendors/vendor.ts';

/** What the policies of a role of the simulated IAM decide. */

/** Actions that change nothing and run no model. */
const looks = /^\w+:(?:Get|List|Simulate)/;

/** Why a caller may not do something. */
export type DenialReason = 'explicitDeny' | 'implicitDeny' | 'boundary';

/**
 * What the identity policies of the caller refuse; undefined when they do not. Who is no role of the
 * simulated IAM may do everything, and a viewer look at everything.
 */
export async function denialOf(
  dependencies: SimulationDependencies,
  { account, role, viewer }: Pick<AwsCaller, 'account' | 'role' | 'viewer'>,
  question: PolicyQuestion,
): Promise<DenialReason | undefined> {
  if (viewer === true && !looks.test(question.action)) return 'implicitDeny';
  if (!role) return undefined;
  const found = await roleNamed(dependencies, account, role.name);
  // Keys outlive their role, and one that was made anew is another; they may do nothing any more.
  const held = found?.id === role.id ? inForce(found, dependencies.now()) : null;
  if (!held) return 'implicitDeny';
  const { decision } = evaluate(documentsOf(held), question);
  if (decision !== 'allowed') return decision;
  return found && boundaryForbids(found) ? 'boundary' : undefined;
}

/** Whether a role's trust policy lets somebody in; an unsigned caller is Port. */
export function isTrusted(
  { trust }: Pick<SettledRole, 'trust'>,
  caller: AwsCaller,
  given: { readonly externalId: string | null; readonly region: string; readonly session: string },
): boolean {
  const statements = parsePolicy(trust)?.Statement ?? [];
  return principalsOf(caller).some((principal) => {
    const names = new Set([principal, caller.account, `arn:aws:iam::${caller.account}:root`]);
    names.add(caller.arn);
    const Statement = statements
      .filter((statement) => isFor(statement, names))
      .map((statement) => ({ ...statement, Resource: '*' }));
    const context = {
      'aws:PrincipalArn': principal,
      'aws:PrincipalAccount': caller.account,
      'aws:RequestedRegion': given.region,
      'aws:SecureTransport': 'true',
      'sts:RoleSessionName': given.session,
      ...(given.externalId === null ? {} : { 'sts:ExternalId': given.externalId }),
    };
    const question = { action: 'sts:AssumeRole', resource: '*', context };
    return evaluate([{ Statement }], question).decision === 'allowed';
  });
}

/** The ARNs by which IAM knows a caller: either of Port's roles, a user, or the role of temporary keys. */
function principalsOf({ account, arn }: AwsCaller): readonly string[] {
  if (account === portAccount) return portRoles;
  const [, role] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return [role === undefined ? arn : `arn:aws:iam::${account}:role/${role}`];
}

function isFor({ Principal = {} }: PolicyStatement, names: ReadonlySet<string>): boolean {
  const named = typeof Principal === 'string' ? [Principal] : listOf(Principal['AWS']);
  return named.some((each) => each === '*' || names.has(each));
}
