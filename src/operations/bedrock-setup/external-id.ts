import { listOf, type PolicyDocument } from '../../aws/iam-documents/policy-document.ts';
import {
  newExternalId,
  problemInExternalId,
  remarkOnExternalId,
  type ExternalIdOf,
} from '../../aws/iam-documents/external-id.ts';
import type { Secret } from '../../core/secret.ts';
import { mayBeRepeated, nameInWords } from '../../core/text/typed-names.ts';
import type { Provider } from '../../planes/port/nouns.ts';
import { warnWithoutExternalId } from '../bedrock/external-id-warning.ts';
import type { ExistingRole } from '../bedrock/role-plan.ts';
import { required } from '../required.ts';
import type { SetupDependencies } from './dependencies.ts';
import type { SetupRequest } from './request.ts';
import type { SetupState } from './state.ts';
import { fail } from '../../core/fail.ts';

/** The external ID of the role's trust policy, and the Port secret that holds it. */
export interface ExternalId {
  readonly secretName: string;
  /** Undefined where only its holder knows it: a role that somebody else made. */
  readonly value?: Secret;
  /** What is to be done with the secret. */
  readonly store: 'create' | 'replace' | 'no';
}

const usualName = 'aws-external-id';

/** By this a later run knows the secret that it stored for a role: values cannot be read. */
export const descriptionFor = (roleName: string) =>
  `External ID of the AWS role ${roleName} (portai)`;

export interface RoleBefore {
  readonly trust: PolicyDocument | undefined;
  /** The secret that Port's provider names, where it uses this very role. */
  readonly inUse: string | undefined;
}

/** What is known of the role from before, and of the secret that Port uses with it. */
export function roleBefore(
  before: ExistingRole | undefined,
  stored: Provider | undefined,
): RoleBefore | undefined {
  if (!before) return undefined;
  const { roleArn, externalIdSecretName } = stored?.config ?? {};
  const same = roleArn === before.role.arn && typeof externalIdSecretName === 'string';
  return { trust: before.role.trust, inUse: same ? externalIdSecretName : undefined };
}

/**
 * Which external ID the role asks for. One that the role has already is kept, one that was given is
 * taken, else a new one is made. Undefined where none is wanted, after a warning.
 *
 * @param before the role, where it is there already
 */
export async function chooseExternalId(
  dependencies: SetupDependencies,
  request: SetupRequest,
  before: RoleBefore | undefined,
  secrets: Secrets,
): Promise<ExternalId | undefined> {
  const { report, hold } = dependencies;
  if (!request.externalId.wanted) {
    warnWithoutExternalId(report);
    return undefined;
  }
  const stored = storedValue(before?.trust);
  const own = ownValue(dependencies, request, (value) =>
    value === stored ? 'existing role' : 'new role',
  );
  const kept = stored !== undefined && (own === undefined || own.reveal() === stored);
  const value = own ?? hold(stored ?? newExternalId());
  const mine = kept ? secretOfRole(request, before, secrets) : undefined;
  const name = await nameFor(dependencies, request, secrets, mine);
  if (name === mine) return { secretName: name, value, store: 'no' };
  const taken = secrets?.some((each) => each.secretName === name) === true;
  if (taken && !request.force) throw nameTaken(name);
  return { secretName: name, value, store: taken ? 'replace' : 'create' };
}

type Secrets = SetupState['secrets'];

/** The secret that holds the ID of a role that is there: the one in use, or the one stored for it. */
function secretOfRole(
  { role }: SetupRequest,
  before: RoleBefore | undefined,
  secrets: Secrets,
): string | undefined {
  const exists = (name: string | undefined) =>
    name !== undefined && secrets?.some((each) => each.secretName === name) !== false;
  if (exists(before?.inUse)) return before?.inUse;
  return secrets?.find(({ description }) => description === descriptionFor(role.name))?.secretName;
}

/** For a role that is there and was made elsewhere: the secret that holds what its trust policy asks for. */
export async function externalIdOfRole(
  dependencies: SetupDependencies,
  request: SetupRequest,
  secrets: Secrets,
): Promise<ExternalId | undefined> {
  const id = await idOfRole(dependencies, request, secrets);
  if (!id) warnWithoutExternalId(dependencies.report);
  return id;
}

async function idOfRole(
  dependencies: SetupDependencies,
  request: SetupRequest,
  secrets: Secrets,
): Promise<ExternalId | undefined> {
  const { decide } = dependencies;
  const { wanted, secretName: given } = request.externalId;
  const value = ownValue(dependencies, request, () => 'existing role');
  if (!wanted) return undefined;
  if (given === undefined && value === undefined && !decide) return undefined;
  const exists = (name: string) => secrets?.some((each) => each.secretName === name) === true;
  const suggestion = exists(usualName) ? usualName : undefined;
  const name = required(
    given ?? (await decide?.secretOfRole(suggestion)),
    '--external-id-secret <name>',
  );
  if (name === '') return undefined;
  if (value !== undefined) {
    if (exists(name) && !request.force) throw nameTaken(name);
    return { secretName: name, value, store: exists(name) ? 'replace' : 'create' };
  }
  if (secrets === undefined || exists(name)) return { secretName: name, store: 'no' };
  if (!decide) throw missingSecret(name);
  return { secretName: name, value: await decide.externalIdValue(name), store: 'create' };
}

function ownValue(
  { report }: SetupDependencies,
  { externalId: { given } }: SetupRequest,
  ofWhich: (value: string) => ExternalIdOf,
): Secret | undefined {
  if (given === undefined) return undefined;
  const value = given.value.reveal();
  const problem = problemInExternalId(value, ofWhich(value));
  if (problem !== undefined) throw fail('Usage', `The external ID ${problem}`);
  const remark = remarkOnExternalId(value);
  if (remark !== undefined) report.note(remark);
  return given.value;
}

/** The value that a trust policy asks for; undefined when it asks for none, or for one of several. */
function storedValue(trust: PolicyDocument | undefined): string | undefined {
  const values = (trust?.Statement ?? []).flatMap(({ Condition }) => {
    const wanted = Condition?.['StringEquals']?.['sts:ExternalId'];
    return typeof wanted === 'string' || Array.isArray(wanted) ? listOf(wanted) : [];
  });
  return values.length === 1 ? values[0] : undefined;
}

async function nameFor(
  { decide }: SetupDependencies,
  { externalId }: SetupRequest,
  secrets: Secrets,
  own: string | undefined,
): Promise<string> {
  if (externalId.secretName !== undefined) return externalId.secretName;
  const existing = (secrets ?? []).map((each) => each.secretName);
  const suggestion = own ?? freeName(existing);
  return (await decide?.externalIdSecret({ suggestion, own, existing })) ?? suggestion;
}

function freeName(existing: readonly string[]): string {
  const names = [usualName, ...Array.from({ length: 99 }, (_, at) => `${usualName}-${at + 2}`)];
  return names.find((name) => !existing.includes(name)) ?? usualName;
}

function nameTaken(name: string): Error {
  return fail('ExistsAlready', `The secret ${name} exists already, and its value cannot be read`, {
    hint: 'Nothing was created. Choose another name with --external-id-secret; --force replaces its value.',
    next: [{ command: ['secrets', 'usages', name], why: 'who uses it' }],
  });
}

function missingSecret(name: string): Error {
  return fail('SecretMissing', `There is no secret ${nameInWords(name)}`, {
    hint: 'Give its value with --external-id-env, and it is stored.',
    next: [
      {
        command: [
          'secrets',
          'add',
          mayBeRepeated(name) ? name : '<name>',
          '--value-file',
          '<file>',
        ],
        why: 'store the value',
      },
    ],
  });
}
