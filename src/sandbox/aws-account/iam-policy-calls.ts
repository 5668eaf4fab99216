import { element, iamSuccess, list, noSuchPolicy, policyElement } from './iam-answers.ts';
import { nameProblem, page } from './iam-form.ts';
import { inlineProblem } from './iam-policy-problems.ts';
import { ofRole } from './iam-role-calls.ts';
import { changeRole } from './iam-roles.ts';
import type { IamOperation } from './iam-form.ts';

/** Calls of IAM about the policies of a role. No managed policy can be attached. */

const named = (form: URLSearchParams) => form.get('PolicyName') ?? '';

const policyIn = (policies: Readonly<Record<string, string>>, name: string) =>
  Object.hasOwn(policies, name) ? policies[name] : undefined;

export const policyCalls: Readonly<Record<string, IamOperation>> = {
  PutRolePolicy: ofRole(async (role, { form, dependencies }) => {
    const name = named(form);
    const text = form.get('PolicyDocument') ?? '';
    const others = Object.entries(role.policies).filter(([each]) => each !== name);
    const problem =
      nameProblem('policyName', name, 128) ??
      inlineProblem(
        role.name,
        text,
        others.map(([, each]) => each),
      );
    if (problem) return problem;
    await changeRole(dependencies, role, {
      policies: Object.fromEntries([...others, [name, text]]),
    });
    return iamSuccess('PutRolePolicy');
  }),

  GetRolePolicy: ofRole((role, { form }) => {
    const name = named(form);
    const text = policyIn(role.policies, name);
    if (text === undefined) return noSuchPolicy(name);
    const result = [
      element('RoleName', role.name),
      element('PolicyName', name),
      policyElement('PolicyDocument', text),
    ];
    return iamSuccess('GetRolePolicy', result.join(''));
  }),

  ListRolePolicies: ofRole((role, { form }) => {
    const { shown, more } = page(form, Object.keys(role.policies).sort());
    return iamSuccess('ListRolePolicies', list('PolicyNames', shown) + more);
  }),

  ListAttachedRolePolicies: ofRole((_role, { form }) =>
    iamSuccess('ListAttachedRolePolicies', list('AttachedPolicies', []) + page(form, []).more),
  ),

  DeleteRolePolicy: ofRole(async (role, { form, dependencies }) => {
    const name = named(form);
    if (policyIn(role.policies, name) === undefined) return noSuchPolicy(name);
    const rest = Object.entries(role.policies).filter(([each]) => each !== name);
    await changeRole(dependencies, role, { policies: Object.fromEntries(rest) });
    return iamSuccess('DeleteRolePolicy');
  }),
};
