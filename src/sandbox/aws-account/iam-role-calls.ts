import {
  iamRefusal,
  iamSuccess,
  list,
  noSuchRole,
  roleContent,
  tagMembers,
} from './iam-answers.ts';
import { durationProblem, nameProblem, page, pairs, tagProblem } from './iam-form.ts';
import { trustProblem } from './iam-policy-problems.ts';
import { changeRole, createRole, removeRole, roleNamed, rolesOf, tagRole } from './iam-roles.ts';
import type { StoredRole } from '../store/aws-state.ts';
import type { IamCall, IamOperation } from './iam-form.ts';
import type { Answer } from '../vendors/vendor.ts';

/** Calls of IAM about roles themselves. */

/** A call about a role that exists. */
export const ofRole =
  (operation: (role: StoredRole, call: IamCall) => Answer | Promise<Answer>): IamOperation =>
  async (call) => {
    const name = call.form.get('RoleName') ?? '';
    const problem = nameProblem('roleName', name, 64);
    if (problem) return problem;
    const role = await roleNamed(call.dependencies, call.caller.account, name);
    return role ? operation(role, call) : noSuchRole(name);
  };

const tagsIn = (form: URLSearchParams) => pairs(form, 'Tags', 'Key', 'Value');

const createRoleCall: IamOperation = async ({ form, caller, dependencies }) => {
  const name = form.get('RoleName') ?? '';
  const { account } = caller;
  const trust = form.get('AssumeRolePolicyDocument') ?? '';
  const maxSessionSeconds = Number(form.get('MaxSessionDuration') ?? '3600');
  const tags = tagsIn(form);
  const problem =
    nameProblem('roleName', name, 64) ??
    durationProblem(maxSessionSeconds) ??
    tagProblem(tags) ??
    ((form.get('Path') ?? '/') === '/'
      ? undefined
      : iamRefusal(400, 'InvalidInput', 'The sandbox knows no path of roles but /.'));
  if (problem) return problem;
  const taken = () =>
    iamRefusal(409, 'EntityAlreadyExists', `Role with name ${name} already exists.`);
  if (await roleNamed(dependencies, account, name)) return taken();
  const untrusted = await trustProblem(dependencies, account, trust);
  if (untrusted) return untrusted;
  const description = form.get('Description');
  const boundary = form.get('PermissionsBoundary');
  const role = await createRole(dependencies, {
    account,
    name,
    trust,
    maxSessionSeconds,
    tags: Object.fromEntries(tags),
    ...(description === null ? {} : { description }),
    ...(boundary === null ? {} : { boundary }),
  });
  return role ? iamSuccess('CreateRole', `<Role>${roleContent(role)}</Role>`) : taken();
};

export const roleCalls: Readonly<Record<string, IamOperation>> = {
  CreateRole: createRoleCall,

  GetRole: ofRole((role) => iamSuccess('GetRole', `<Role>${roleContent(role)}</Role>`)),

  ListRoles: async ({ form, caller, dependencies }) => {
    const prefix = form.get('PathPrefix') ?? '/';
    const all = prefix === '/' ? await rolesOf(dependencies, caller.account) : [];
    const { shown, more } = page(form, all);
    const roles = shown.map((role) => roleContent(role, true));
    return iamSuccess('ListRoles', list('Roles', roles) + more);
  },

  ListRoleTags: ofRole((role, { form }) => {
    const { shown, more } = page(form, tagMembers(role.tags));
    return iamSuccess('ListRoleTags', list('Tags', shown) + more);
  }),

  TagRole: ofRole(async (role, { form, dependencies }) => {
    const tags = tagsIn(form);
    const problem = tagProblem(tags);
    if (problem) return problem;
    await tagRole(dependencies, role, Object.fromEntries(tags));
    return iamSuccess('TagRole');
  }),

  UpdateAssumeRolePolicy: ofRole(async (role, { form, dependencies }) => {
    const trust = form.get('PolicyDocument') ?? '';
    const problem = await trustProblem(dependencies, role.account, trust);
    if (problem) return problem;
    await changeRole(dependencies, role, { trust });
    return iamSuccess('UpdateAssumeRolePolicy');
  }),

  DeleteRole: ofRole(async (role, { dependencies }) => {
    if (Object.keys(role.policies).length > 0) {
      return iamRefusal(409, 'DeleteConflict', 'Cannot delete entity, must delete policies first.');
    }
    await removeRole(dependencies, role);
    return iamSuccess('DeleteRole');
  }),
};
