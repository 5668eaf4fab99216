import type { HttpResponse } from '../../core/http.ts';
import { callerOf, type AwsCaller } from './caller.ts';
import { newSession } from './sessions.ts';
import { inForce, roleNamed } from './iam-roles.ts';
import { isTrusted } from './role-permissions.ts';
import { refusedStsSignature, stsRefusal, stsRefusals, stsSuccess } from './sts-answers.ts';
import { admit, type SimulationDependencies, type Vendor } from '../vendors/vendor.ts';
import { isExample, type AccountOutcome } from '../vendors/outcomes-by-name.ts';

/**
 * sts.*.amazonaws.com: AssumeRole and GetCallerIdentity. Of a role that the simulated IAM has, the trust
 * policy decides. Any other role is there only when its name has the word `example`; one whose name
 * contains `external` too can be assumed with an external id of 8 characters or more without `wrong` in
 * it, and one whose name contains `denied` not at all. An unsigned AssumeRole is taken for one of Port.
 */

/** Who a key is, anybody may ask: no permission, quota or bill stands in the way. */
const ofTheKeyAlone = new Set<AccountOutcome>([
  'unauthorized',
  'expired',
  'blocked',
  'html',
  'reset',
  'down',
]);

export const sts: Vendor = async (request, dependencies) => {
  const form = new URLSearchParams(request.body ?? '');
  const action = form.get('Action');
  if (action !== 'AssumeRole' && action !== 'GetCallerIdentity') {
    return stsRefusal(400, 'InvalidAction', `Could not find operation ${action ?? ''}`);
  }
  const region = request.url.hostname.split('.')[1] ?? '';
  const found = await callerOf(request, { service: 'sts', region }, dependencies.now());
  const forPort = action === 'AssumeRole' && 'problem' in found && found.problem === 'missing';
  if ('problem' in found && !forPort) return refusedStsSignature(found);
  const caller = 'problem' in found ? port : found;
  const words = { credential: caller.words, ofFamily: true };
  const refused = await admit(request, words, stsRefusals, dependencies, { only: ofTheKeyAlone });
  if (refused) return refused;
  return action === 'AssumeRole'
    ? assumeRole(form, caller, region, dependencies)
    : identity(caller);
};

const port: AwsCaller = {
  words: '',
  account: '185657066287',
  arn: 'arn:aws:sts::185657066287:assumed-role/port/simulated',
};

const identity = ({ arn, account }: AwsCaller) =>
  stsSuccess(
    'GetCallerIdentity',
    `<Arn>${arn}</Arn><UserId>AIDASIMULATED</UserId><Account>${account}</Account>`,
  );

const constraint = (name: string, pattern: string) =>
  stsRefusal(
    400,
    'ValidationError',
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must satisfy regular expression pattern: ${pattern}`,
  );

async function assumeRole(
  form: URLSearchParams,
  caller: AwsCaller,
  region: string,
  dependencies: SimulationDependencies,
): Promise<HttpResponse> {
  const arn = form.get('RoleArn') ?? '';
  const [, account, role] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(arn) ?? [];
  if (account === undefined || role === undefined) {
    return stsRefusal(400, 'ValidationError', `${arn} is invalid`);
  }
  const sessionName = form.get('RoleSessionName') ?? '';
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) {
    return constraint('roleSessionName', '[\\w+=,.@-]*');
  }
  const externalId = form.get('ExternalId');
  if (externalId !== null && !/^[\w+=,.@:/-]{2,1224}$/.test(externalId)) {
    return constraint('externalId', '[\\w+=,.@:\\/-]*');
  }
  const seconds = Number(form.get('DurationSeconds') ?? '900');
  const stored = await roleNamed(dependencies, account, role);
  if (!(seconds >= 900 && seconds <= (stored?.maxSessionSeconds ?? 3600))) {
    return stsRefusal(
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  const held = stored && inForce(stored, dependencies.now());
  const trusted =
    held === undefined
      ? isExample(role) && (!/external/i.test(role) || /^(?!.*wrong).{8,}$/i.test(externalId ?? ''))
      : held !== null && isTrusted(held, caller, { externalId, region, session: sessionName });
  if (/denied/i.test(role) || !trusted) {
    // One text for a missing role, a wrong external id and a caller who is not trusted.
    return stsRefusal(
      403,
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    );
  }
  const of = { account, role, ...(stored ? { roleId: stored.id } : {}) };
  const keys = newSession(of, dependencies.now());
  return stsSuccess(
    'AssumeRole',
    `<Credentials><AccessKeyId>${keys.accessKeyId}</AccessKeyId><SecretAccessKey>${keys.secretAccessKey}</SecretAccessKey><SessionToken>${keys.token}</SessionToken><Expiration>${new Date(keys.expires).toISOString()}</Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::${account}:assumed-role/${role}/${sessionName}</Arn><AssumedRoleId>AROASIMULATED:${sessionName}</AssumedRoleId></AssumedRoleUser>`,
  );
}
