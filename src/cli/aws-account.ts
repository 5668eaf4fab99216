import type { AwsAccount } from '../aws/account.ts';
import type { SignInSession } from '../vendors/test-requests.ts';
import type { AwsProfile } from './aws-credentials.ts';
import type { Context } from './context.ts';
import { simulatedKeyId } from './simulated-aws.ts';

/** With every key id of the simulated AWS; together they open nothing. */
const simulatedSecret = 'simulated-secret-access-key-of-the-admin';

export interface AwsAccountOptions {
  readonly profile: AwsProfile;
  readonly region: string;
  /** For what must be done although the user ends the run: removing what only this run needed. */
  readonly unstoppable?: boolean;
}

/**
 * An AWS account: with --sandbox a simulated one (see `simulated-aws.ts` for who signs), else what the
 * credentials of this machine open.
 * AWS_ENDPOINT_URL, and AWS_ENDPOINT_URL_IAM and the like before it, lead elsewhere, as for AWS' tools.
 */
export async function awsAccount(
  context: Context,
  { profile, region, unstoppable = false }: AwsAccountOptions,
): Promise<AwsAccount> {
  const { runtime, hold, providers, settings } = context;
  const simulated = Boolean((await settings()).sandbox.value);
  const {
    accessKeyId = '',
    secretAccessKey = '',
    sessionToken,
  } = await profileSession(context, profile, region);
  const [{ openAwsAccount }, { awsChanges }, bare] = await Promise.all([
    import('../aws/open.ts'),
    import('../aws/changes.ts'),
    providers(),
  ]);
  const signer = simulated
    ? 'the simulated AWS account'
    : profile === true
      ? 'AWS credentials of this machine'
      : `AWS profile ${profile}`;
  const send = await context.keepingChanges(bare, awsChanges, () => Promise.resolve(signer));
  const { signal, sleep, now } = runtime;
  const common = { send, region, hold, now, ...(unstoppable ? {} : { signal, sleep }) };
  return openAwsAccount({
    ...common,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
    ...(simulated ? {} : endpointsOf(runtime.env)),
  });
}

/**
 * The credentials of a profile. With --sandbox they are those of a simulated account, and no file and no
 * variable with keys of this machine is read.
 */
export async function profileSession(
  context: Pick<Context, 'ask' | 'hold' | 'runtime' | 'settings'>,
  profile: AwsProfile,
  region: string,
): Promise<SignInSession> {
  const { hold, runtime, settings } = context;
  if ((await settings()).sandbox.value) {
    const accessKeyId = simulatedKeyId(profile, runtime.env['AWS_PROFILE']);
    hold(simulatedSecret);
    return { accessKeyId, secretAccessKey: simulatedSecret };
  }
  const { awsCredentials } = await import('./aws-credentials.ts');
  return awsCredentials(context, profile, region);
}

function endpointsOf(env: Context['runtime']['env']) {
  const { AWS_ENDPOINT_URL: endpoint } = env;
  const named = (['iam', 'sts', 'bedrock'] as const).flatMap((service) => {
    const url = env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`];
    return url ? [[service, url] as const] : [];
  });
  return {
    ...(endpoint ? { endpoint } : {}),
    ...(named.length > 0 ? { endpoints: Object.fromEntries(named) } : {}),
  };
}
