import type { SignInSession } from '../vendors/test-requests.ts';
import type { Context } from './context.ts';
import { fail } from '../core/fail.ts';

/** A profile by its name, or AWS' default chain: variables, then the default profile, then the instance. */
export type AwsProfile = string | true;

/**
 * AWS credentials of this machine. A named profile is exactly that one, whatever it stands for: a key
 * pair, a single sign-on, a role, a process; nothing else stands in for one that does not work. The
 * keys of the result are those that a signature takes.
 *
 * @param region where STS is called for a profile that stands for a role.
 * @throws a usage error when the profile gives no credentials.
 */
export async function awsCredentials(
  { ask, hold }: Pick<Context, 'ask' | 'hold'>,
  profile: AwsProfile,
  region: string,
): Promise<SignInSession> {
  const [{ fromIni, fromNodeProviderChain }, { state }] = await Promise.all([
    import('@aws-sdk/credential-providers'),
    import('@aws-sdk/core/client'),
  ]);
  // Its notice that newer versions need a newer Node is of no use to whoever tests a connection.
  state.warningEmitted = true;
  const mfaCodeProvider = (serial: string) =>
    ask.text({
      message: `code of ${serial}`,
      flag: '--aws-profile with a profile that needs no code',
      check: (answer) => /^\d{6}$/.test(answer) || 'six digits',
    });
  const about = { clientConfig: { region }, mfaCodeProvider };
  const provide = profile === true ? fromNodeProviderChain(about) : fromIni({ ...about, profile });
  const credentials = await provide().catch((error: unknown) =>
    Promise.reject(unusable(profile, error)),
  );
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  hold(secretAccessKey);
  if (sessionToken !== undefined) hold(sessionToken);
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

function unusable(profile: AwsProfile, error: unknown): Error {
  const said = error instanceof Error ? error.message : String(error);
  const flag = profile === true ? '--aws-profile' : `--aws-profile ${profile}`;
  return fail('Usage', `${flag}: no credentials`, { hint: `AWS says: ${said}`, next: [] });
}
