import type { Context } from '../../../cli/context.ts';
import { listOf, type PolicyDocument } from '../../../aws/iam-documents/policy-document.ts';
import {
  newExternalId,
  problemInExternalId,
  remarkOnExternalId,
  type ExternalIdOf,
} from '../../../aws/iam-documents/external-id.ts';
import { secretName } from '../../../planes/port/provider-types/field-schemas.ts';
import { inQuestion, mayBeRepeated, nameInWords } from '../../../core/text/typed-names.ts';
import { PortaiError, usageError } from '../../../core/errors.ts';
import type { Secret } from '../../../core/secret.ts';
import { warnWithoutExternalId } from '../../../operations/bedrock/external-id-warning.ts';
import type { SetupRequest } from '../../../operations/bedrock-setup/request.ts';
import type { SecretInfo } from '../../../planes/port/nouns.ts';

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

/**
 * Which external ID the role asks for. One that the role has already is kept, one that was given is
 * taken, else a new one is made. Undefined with --no-external-id, after a warning.
 *
 * @param before the role, where it is there already
 * @param secrets undefined where they may not be listed
 */
export async function chooseExternalId(
  context: Context,
  request: SetupRequest,
  before: RoleBefore | undefined,
  secrets: readonly SecretInfo[] | undefined,
): Promise<ExternalId | undefined> {
  if (!request.externalId.wanted) {
    warnWithoutExternalId(context.out);
    return undefined;
  }
  const stored = storedValue(before?.trust);
  const own = ownValue(context, request, (value) =>
    value === stored ? 'existing role' : 'new role',
  );
  const kept = stored !== undefined && (own === undefined || own.reveal() === stored);
  const value = own ?? context.hold(stored ?? newExternalId());
  const mine = kept ? secretOfRole(request, before, secrets) : undefined;
  const name = await nameFor(context, request, secrets, mine);
  if (name === mine) return { secretName: name, value, store: 'no' };
  const taken = secrets?.some((each) => each.secretName === name) === true;
  if (taken && !request.force) throw nameTaken(name);
  return { secretName: name, value, store: taken ? 'replace' : 'create' };
}

/** The secret that holds the ID of a role that is there: the one in use, or the one stored for it. */
function secretOfRole(
  { role }: SetupRequest,
  before: RoleBefore | undefined,
  secrets: readonly SecretInfo[] | undefined,
): string | undefined {
  const exists = (name: string | undefined) =>
    name !== undefined && secrets?.some((each) => each.secretName === name) !== false;
  if (exists(before?.inUse)) return before?.inUse;
  return secrets?.find(({ description }) => description === descriptionFor(role.name))?.secretName;
}

/** For a role that is there and was made elsewhere: the secret that holds what its trust policy asks for. */
export async function externalIdOfRole(
  context: Context,
  request: SetupRequest,
  secrets: readonly SecretInfo[] | undefined,
): Promise<ExternalId | undefined> {
  const id = await idOfRole(context, request, secrets);
  if (!id) warnWithoutExternalId(context.out);
  return id;
}

async function idOfRole(
  context: Context,
  request: SetupRequest,
  secrets: readonly SecretInfo[] | undefined,
): Promise<ExternalId | undefined> {
  const value = ownValue(context, request, () => 'existing role');
  if (!request.externalId.wanted) return undefined;
  if (
    request.externalId.secretName === undefined &&
    value === undefined &&
    !context.ask.available
  ) {
    return undefined;
  }
  const exists = (name: string) => secrets?.some((each) => each.secretName === name) === true;
  const name =
    request.externalId.secretName ??
    (await context.ask.text({
      message: 'Secret that holds the external ID of its trust policy',
      flag: '--external-id-secret <name>',
      optional: true,
      ...(exists(usualName) ? { suggestion: usualName } : {}),
      check: (answer) => answer === '' || wellFormed(answer),
    }));
  if (name === '') return undefined;
  if (value !== undefined) {
    if (exists(name) && !request.force) throw nameTaken(name);
    return { secretName: name, value, store: exists(name) ? 'replace' : 'create' };
  }
  if (secrets === undefined || exists(name)) return { secretName: name, store: 'no' };
  if (!context.ask.available) throw missingSecret(name);
  return { secretName: name, value: await typedId(context, name), store: 'create' };
}

/** Asks until the value can be one: a slip ends no conversation. */
async function typedId({ ask, out, hold }: Context, name: string): Promise<Secret> {
  for (;;) {
    const question = { message: `Value of ${name}`, flag: '--external-id-env <name>' };
    const typed = await ask.secret(question);
    const held = hold(typed);
    const problem = problemInExternalId(typed, 'existing role');
    if (problem === undefined) return held;
    out.warn({
      code: 'value_refused',
      message: `The external ID ${problem}. Nothing was stored.`,
    });
  }
}

function ownValue(
  { out }: Context,
  { externalId: { given } }: SetupRequest,
  ofWhich: (value: string) => ExternalIdOf,
): Secret | undefined {
  if (given === undefined) return undefined;
  const value = given.value.reveal();
  const problem = problemInExternalId(value, ofWhich(value));
  if (problem !== undefined) throw usageError(`The external ID ${problem}`);
  const remark = remarkOnExternalId(value);
  if (remark !== undefined) out.note(remark);
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
  { ask }: Context,
  request: SetupRequest,
  secrets: readonly SecretInfo[] | undefined,
  mine: string | undefined,
): Promise<string> {
  const names = (secrets ?? []).map((each) => each.secretName);
  const suggestion = request.externalId.secretName ?? mine ?? freeName(names);
  if (request.externalId.secretName !== undefined || !ask.available) return suggestion;
  return ask.text({
    message: 'Port secret for the external ID',
    flag: '--external-id-secret <name>',
    hint: 'keeps other organizations on Port out',
    suggestion,
    check: (answer) =>
      wellFormed(answer) === true && answer !== mine && names.includes(answer)
        ? `${answer} exists already, and its value cannot be read; choose another name`
        : wellFormed(answer),
  });
}

function freeName(existing: readonly string[]): string {
  const names = [usualName, ...Array.from({ length: 99 }, (_, at) => `${usualName}-${at + 2}`)];
  return names.find((name) => !existing.includes(name)) ?? usualName;
}

const wellFormed = (name: string): string | true =>
  inQuestion(secretName.safeParse(name).error?.issues[0]?.message ?? '') || true;

function nameTaken(name: string): Error {
  return new PortaiError({
    name: 'ExistsAlready',
    message: `The secret ${name} exists already, and its value cannot be read`,
    exit: 'conflict',
    hint: 'Nothing was created. Choose another name with --external-id-secret; --force replaces its value.',
    next: [{ command: ['secrets', 'usages', name], why: 'who uses it' }],
  });
}

function missingSecret(name: string): Error {
  return new PortaiError({
    name: 'SecretMissing',
    message: `There is no secret ${nameInWords(name)}`,
    exit: 'conflict',
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
