import { profileSession } from '../../cli/aws-account.ts';
import type { AwsProfile } from '../../cli/aws-credentials.ts';
import type { Context } from '../../cli/context.ts';
import { pairSecrets, readSecrets, type SecretWord } from '../../cli/secret-flags.ts';
import { fieldOf, secretReferences } from '../../planes/port/rules/config-fields.ts';
import { PortaiError, usageError } from '../../core/errors.ts';
import type { Config, Session } from '../../vendors/test-requests.ts';
import { takenFor } from '../../planes/port/rules/key-file.ts';
import { misplacedValue, problemInValue } from '../../planes/port/rules/secret-hygiene.ts';
import { Secret } from '../../core/secret.ts';
import type { Subject } from '../../connection-test/run.ts';
import { keyIdField } from './flags.ts';

/** What was given now, for a test from here. */
export interface Given {
  /** By the name of the secret. */
  readonly values: ReadonlyMap<string, Secret>;
  /** The credentials of an AWS profile, where one was named. */
  readonly session: Session;
  /** Names of secrets in whose place those credentials are tested. */
  readonly replaced: readonly string[];
}

/** The other field of a key pair that a profile of this machine can stand in for. */
const secretKeyField = 'secretAccessKeySecretName';

/**
 * Gets the values of all secrets that the configurations name: by the flags, else by hidden
 * questions, and with `--aws-profile` AWS keys from this machine.
 *
 * @param held values that this run has already, by the names of their secrets
 */
export async function givenCredentials(
  context: Context,
  subjects: readonly Subject[],
  words: readonly SecretWord[],
  awsProfile: AwsProfile | undefined,
  held: ReadonlyMap<string, Secret> = new Map(),
): Promise<Given> {
  const wanted = new Map<string, string>();
  for (const { type, config } of subjects) {
    for (const { secret } of secretsToGive(config, awsProfile)) {
      if (!held.has(secret)) wanted.set(secret, `value of ${secret}, for ${type.title}`);
    }
  }
  const replaced = awsProfile === undefined ? [] : subjects.flatMap(({ config }) => pairOf(config));
  const ways = pairSecrets(words, [...wanted.keys()]);
  const session = awsProfile === undefined ? {} : await profile(context, subjects, awsProfile);
  const read = new Map(
    await readSecrets(
      context,
      ways,
      [...wanted].map(([name, label]) => ({ name, label })),
    ),
  );
  for (const subject of subjects) takeParts(context, subject, read);
  for (const { config } of subjects) holdHeaders(context, config);
  return { values: new Map([...held, ...read, ...standIns(subjects, session)]), session, replaced };
}

/** What a field takes of a value, such as one part of a key file, is tested, and stored where a put stores. */
function takeParts({ out, hold }: Context, { type, config }: Subject, read: Map<string, Secret>) {
  for (const { field, secret } of secretReferences(config)) {
    const given = read.get(secret);
    if (!given) continue;
    const { value, how } = takenFor(fieldOf(type, field), given.reveal());
    if (how === undefined) continue;
    read.set(secret, hold(value));
    const message = `From the value for ${secret} portai ${how}: that is tested, and is what to store.`;
    out.warn({ code: 'value_taken', message });
  }
}

/** The secrets of a configuration whose values are given now; a profile stands in for a key pair. */
export function secretsToGive(config: Config, awsProfile: AwsProfile | undefined) {
  const replaced = awsProfile === undefined ? [] : pairOf(config);
  return secretReferences(config).filter(({ secret }) => !replaced.includes(secret));
}

/**
 * The value behind a name, as the test of one subject asks for it. What is malformed, or plainly for
 * something else, is refused before it is sent.
 */
export function valueFrom(given: Given, subject: Subject): (name: unknown) => Secret {
  const refuse = (name: 'SECRET_MALFORMED' | 'CONFIG_INVALID', message: string) =>
    new PortaiError({ name, message, exit: 'checkFailed' });
  return (name) => {
    const value = given.values.get(String(name));
    if (!value) throw refuse('CONFIG_INVALID', `No value was given for the secret ${String(name)}`);
    const problem = given.replaced.includes(String(name))
      ? undefined
      : problemWith(value.reveal(), String(name), subject);
    if (problem === undefined) return value;
    throw refuse('SECRET_MALFORMED', `The value for ${String(name)} ${problem}`);
  };
}

function problemWith(value: string, name: string, { type, config }: Subject): string | undefined {
  const field = secretReferences(config).find(({ secret }) => secret === name)?.field ?? '';
  return problemInValue(value) ?? misplacedValue(value, { type: type.id, field });
}

function pairOf(config: Config): string[] {
  const names = [config[keyIdField], config[secretKeyField]];
  return names.flatMap((name) => (typeof name === 'string' ? [name] : []));
}

async function profile(context: Context, subjects: readonly Subject[], name: AwsProfile) {
  const onAws = subjects.find(({ config }) => 'roleArn' in config || keyIdField in config);
  if (!onAws) throw usageError('--aws-profile is for providers on AWS, and none of these is one');
  return profileSession(context, name, String(onAws.config['region']));
}

/** The keys of the profile under the names of the secrets that they stand in for. */
function standIns(subjects: readonly Subject[], session: Session): [string, Secret][] {
  const { accessKeyId, secretAccessKey } = session;
  if (accessKeyId === undefined || secretAccessKey === undefined) return [];
  return subjects.flatMap(({ config }): [string, Secret][] => {
    const [id, key] = [config[keyIdField], config[secretKeyField]];
    if (typeof id !== 'string' || typeof key !== 'string') return [];
    return [
      [id, new Secret(accessKeyId)],
      [key, new Secret(secretAccessKey)],
    ];
  });
}

/** People put keys into headers of their own: from here on their values are not printed. */
function holdHeaders({ hold }: Context, config: Config): void {
  const headers = config['customHeaders'];
  if (typeof headers !== 'object' || headers === null) return;
  for (const value of Object.values(headers)) if (typeof value === 'string') hold(value);
}
