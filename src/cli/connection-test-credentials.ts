import { Secret } from '../core/secret.ts';
import { fieldOf, secretReferences } from '../planes/port/rules/config-fields.ts';
import {
  keyPairOf,
  namesOfKeyPair,
  secretsToGive,
  type GivenCredentials,
} from '../planes/port/rules/given-credentials.ts';
import { takenFor } from '../planes/port/rules/key-file.ts';
import type { TestedProvider } from '../planes/port/tested-provider.ts';
import type { Config } from '../planes/port/config.ts';
import type { SignInSession } from '../vendors/test-requests.ts';
import { profileSession } from './aws-account.ts';
import type { AwsProfile } from './aws-credentials.ts';
import type { Context } from './context.ts';
import { pairSecrets, readSecrets, type SecretWord } from './secret-flags.ts';
import { fail } from '../core/fail.ts';

/** How the values are given on the command line. */
interface CredentialFlags {
  readonly words: readonly SecretWord[];
  readonly awsProfile?: AwsProfile | undefined;
}

/**
 * Gets the values of all secrets that the configurations name: by the flags, else by hidden
 * questions, and with `--aws-profile` AWS keys from this machine.
 *
 * @param held values that this run has already, by the names of their secrets
 */
export async function givenCredentials(
  context: Context,
  subjects: readonly TestedProvider[],
  { words, awsProfile }: CredentialFlags,
  held: ReadonlyMap<string, Secret> = new Map(),
): Promise<GivenCredentials> {
  const wanted = new Map<string, string>();
  for (const { type, config } of subjects) {
    for (const { secret } of secretsToGive(config, awsProfile !== undefined)) {
      if (!held.has(secret)) wanted.set(secret, `value of ${secret}, for ${type.title}`);
    }
  }
  const replaced =
    awsProfile === undefined ? [] : subjects.flatMap(({ config }) => namesOfKeyPair(config));
  // What was read before is given by the same words, which are read once.
  const atHand = subjects.flatMap(({ config }) =>
    secretsToGive(config, awsProfile !== undefined).flatMap(({ secret }) =>
      held.has(secret) ? [secret] : [],
    ),
  );
  const ways = pairSecrets(words, [...new Set([...wanted.keys(), ...atHand])]);
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
function takeParts(
  { out, hold }: Context,
  { type, config }: TestedProvider,
  read: Map<string, Secret>,
) {
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

async function profile(context: Context, subjects: readonly TestedProvider[], name: AwsProfile) {
  const onAws = subjects.find(({ variant }) => variant.takesAwsCredentials);
  if (!onAws)
    throw fail('Usage', '--aws-profile is for providers on AWS, and none of these is one');
  return profileSession(context, name, String(onAws.config['region']));
}

/** The keys of the profile under the names of the secrets that they stand in for. */
function standIns(subjects: readonly TestedProvider[], session: SignInSession): [string, Secret][] {
  const { accessKeyId, secretAccessKey } = session;
  if (accessKeyId === undefined || secretAccessKey === undefined) return [];
  return subjects.flatMap(({ config }): [string, Secret][] => {
    const { id, key } = keyPairOf(config);
    if (id === undefined || key === undefined) return [];
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
