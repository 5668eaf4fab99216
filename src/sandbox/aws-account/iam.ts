import { openSemaphore } from '../semaphore.ts';
import { callerOf } from './caller.ts';
import { iamRefusal, iamRefusals, notAllowed, refusedIamSignature } from './iam-answers.ts';
import type { IamOperation } from './iam-form.ts';
import { policyCalls } from './iam-policy-calls.ts';
import { roleCalls } from './iam-role-calls.ts';
import { roleArn } from './iam-roles.ts';
import { simulationCalls } from './iam-simulation.ts';
import { denialOf } from './role-permissions.ts';
import { admit, type Vendor } from '../vendors/vendor.ts';
import type { AccountOutcome } from '../vendors/outcomes-by-name.ts';

/** iam.amazonaws.com: roles, their inline policies, and the policy simulator. */

const operations: ReadonlyMap<string, IamOperation> = new Map([
  ...Object.entries(roleCalls),
  ...Object.entries(policyCalls),
  ...Object.entries(simulationCalls),
]);

/** Calls change a role as they found it: two at once would undo each other. */
const inTurn = openSemaphore(1);

/** What stands in the way of a call that costs nothing and runs no model. */
const ofTheCaller = new Set<AccountOutcome>([
  'unauthorized',
  'expired',
  'blocked',
  'forbidden',
  'firewall',
  'rateLimit',
  'html',
  'reset',
  'down',
]);

export const iam: Vendor = async (request, dependencies) => {
  const form = new URLSearchParams(request.body ?? '');
  const name = form.get('Action') ?? '';
  const operation = operations.get(name);
  if (!operation) {
    return iamRefusal(400, 'InvalidAction', `Could not find operation ${name}`);
  }
  // IAM is one for all regions and signs for this one.
  const scope = { service: 'iam', region: 'us-east-1' };
  const caller = await callerOf(request, scope, dependencies.now());
  if ('problem' in caller) return refusedIamSignature(caller);
  const action = `iam:${name}`;
  const resource = resourceOf(form, caller.account);
  const refusals = iamRefusals(caller.arn, action, resource);
  const words = { credential: caller.words, ofFamily: true };
  const refused = await admit(request, words, refusals, dependencies, { only: ofTheCaller });
  if (refused) return refused;
  if (await denialOf(dependencies, caller, { action, resource, context: {} })) {
    return notAllowed(caller.arn, action, resource);
  }
  return inTurn(async () => operation({ form, caller, dependencies }));
};

/** The ARN that a call is about. */
function resourceOf(form: URLSearchParams, account: string): string {
  const name = form.get('RoleName');
  if (name !== null) return roleArn({ account, name });
  return form.get('PolicySourceArn') ?? `arn:aws:iam::${account}:role/`;
}
