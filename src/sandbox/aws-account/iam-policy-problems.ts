import type { HttpResponse } from '../../core/http.ts';
import {
  listOf,
  parsePolicy,
  type PolicyDocument,
} from '../../aws/iam-documents/policy-document.ts';
import { iamRefusal, malformed } from './iam-answers.ts';
import { roleNamed } from './iam-roles.ts';
import { portAccount, portRoles } from './port-principals.ts';
import type { SimulationDependencies } from '../vendors/vendor.ts';

/** What IAM finds wrong with a policy before it keeps it. Blanks do not count for its size. */

const trustLimit = 2048;
const inlineLimit = 10_240;

const sizeOf = (text: string) => text.replace(/\s/g, '').length;

/** Why a trust policy is refused; undefined when it is taken. */
export async function trustProblem(
  dependencies: SimulationDependencies,
  account: string,
  text: string,
): Promise<HttpResponse | undefined> {
  const document = parsePolicy(text);
  if (!document) return malformed('This policy contains invalid Json');
  for (const { Action, NotAction, Resource, NotResource, Principal } of document.Statement) {
    if (Resource !== undefined || NotResource !== undefined) {
      return malformed('Has prohibited field Resource');
    }
    if (Action === undefined && NotAction === undefined) {
      return malformed('Missing required field Action');
    }
    if (Principal === undefined) return malformed('Missing required field Principal');
  }
  for (const principal of principalsIn(document)) {
    if (await isKnown(dependencies, account, principal)) continue;
    return malformed(`Invalid principal in policy: "AWS":"${principal}"`);
  }
  return sizeOf(text) > trustLimit
    ? iamRefusal(409, 'LimitExceeded', `Cannot exceed quota for ACLSizePerRole: ${trustLimit}`)
    : undefined;
}

const principalsIn = ({ Statement }: PolicyDocument) =>
  Statement.flatMap(({ Principal = {} }) =>
    typeof Principal === 'string' ? Principal : listOf(Principal['AWS']),
  );

/** Whether IAM can resolve a principal; of other accounts than Port's and its own it believes all. */
async function isKnown(
  dependencies: SimulationDependencies,
  account: string,
  principal: string,
): Promise<boolean> {
  if (principal === '*' || /^\d{12}$/.test(principal)) return true;
  const [, owner, kind, name = ''] =
    /^arn:aws:(?:iam|sts)::(\d{12}):(root|user|role|assumed-role)(?:\/(.+))?$/.exec(principal) ??
    [];
  if (owner === undefined) return false;
  if (kind === 'root') return name === '';
  if (owner === portAccount) return portRoles.includes(principal);
  if (owner !== account || kind !== 'role') return name !== '';
  return (await roleNamed(dependencies, account, name)) !== undefined;
}

/** Why an inline policy is refused beside the others of its role; undefined when it is taken. */
export function inlineProblem(
  roleName: string,
  text: string,
  others: readonly string[],
): HttpResponse | undefined {
  const document = parsePolicy(text);
  if (!document) return malformed('The policy is not in the valid JSON format.');
  for (const { Action, NotAction, Resource, NotResource, Principal } of document.Statement) {
    if (Principal !== undefined) {
      return malformed('Policy document should not specify a principal.');
    }
    if (Action === undefined && NotAction === undefined) {
      return malformed('Policy statement must contain actions.');
    }
    if (Resource === undefined && NotResource === undefined) {
      return malformed('Policy statement must contain resources.');
    }
  }
  const size = [...others, text].reduce((sum, each) => sum + sizeOf(each), 0);
  return size > inlineLimit
    ? iamRefusal(
        409,
        'LimitExceeded',
        `Maximum policy size of ${inlineLimit} bytes exceeded for role ${roleName}`,
      )
    : undefined;
}
