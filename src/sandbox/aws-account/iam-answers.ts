import type { HttpResponse } from '../../core/http.ts';
import type { StoredRole } from '../store/aws-state.ts';
import { escaped, queryAnswers } from './query-answers.ts';
import { roleArn } from './iam-roles.ts';
import type { Refusals } from '../vendors/vendor.ts';

/** What IAM says. */

const answers = queryAnswers('https://iam.amazonaws.com/doc/2010-05-08/');

export const iamRefusal = answers.refusal;
export const iamSuccess = answers.success;
export const refusedIamSignature = answers.refusedSignature;

/** IAM's refusal of a caller who may not do something. */
export const notAllowed = (
  arn: string,
  action: string,
  resource: string,
  why = `because no identity-based policy allows the ${action} action`,
): HttpResponse =>
  iamRefusal(
    403,
    'AccessDenied',
    `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
  );

export const iamRefusals = (arn: string, action: string, resource: string): Refusals =>
  answers.refusals(
    () => notAllowed(arn, action, resource),
    () => notAllowed(arn, action, resource, 'with an explicit deny in a service control policy'),
  );

export const noSuchRole = (name: string): HttpResponse =>
  iamRefusal(404, 'NoSuchEntity', `The role with name ${name} cannot be found.`);

export const noSuchPolicy = (name: string): HttpResponse =>
  iamRefusal(404, 'NoSuchEntity', `The role policy with name ${name} cannot be found.`);

export const malformed = (message: string): HttpResponse =>
  iamRefusal(400, 'MalformedPolicyDocument', message);

/** An element with text in it; nothing without text. */
export const element = (name: string, text: string | number | undefined): string =>
  text === undefined ? '' : `<${name}>${escaped(String(text))}</${name}>`;

/** A list; its members are XML already. */
export const list = (name: string, members: readonly string[]): string =>
  `<${name}>${members.map((each) => `<member>${each}</member>`).join('')}</${name}>`;

/** Policies travel percent-encoded. */
export const policyElement = (name: string, text: string): string =>
  element(name, encodeURIComponent(text));

export const tagMembers = (tags: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(tags).map(([key, value]) => element('Key', key) + element('Value', value));

/** A role, without the name of the element; lists leave tags and boundary out. */
export function roleContent(role: StoredRole, inList = false): string {
  const plain = [
    element('Path', '/'),
    element('RoleName', role.name),
    element('RoleId', role.id),
    element('Arn', roleArn(role)),
    element('CreateDate', role.createdAt),
    policyElement('AssumeRolePolicyDocument', role.trust),
    element('Description', role.description),
    element('MaxSessionDuration', role.maxSessionSeconds),
  ].join('');
  if (inList) return plain;
  const boundary =
    role.boundary === undefined
      ? ''
      : `<PermissionsBoundary>${element('PermissionsBoundaryType', 'Policy')}${element('PermissionsBoundaryArn', role.boundary)}</PermissionsBoundary>`;
  return plain + boundary + list('Tags', tagMembers(role.tags));
}
