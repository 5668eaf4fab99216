import { usageError } from '../domain/errors.ts';
import type { Session } from '../domain/provider-types/define.ts';
import type { Context } from './context.ts';

/**
 * Credentials of a profile in the AWS files of this machine, whatever it stands for: a key pair, a
 * single sign-on, a role, a process. Exactly that profile: nothing else of the machine's stands in
 * for one that does not work. The keys of the result are those that a signature takes.
 *
 * @param region where STS is called for a profile that stands for a role.
 * @throws a usage error when the profile gives no credentials.
 */
export async function awsCredentials(
  { ask, hold }: Pick<Context, 'ask' | 'hold'>,
  profile: string,
  region: string,
): Promise<Session> {
  const [{ fromIni }, { state }] = await Promise.all([
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
  const credentials = await fromIni({ profile, clientConfig: { region }, mfaCodeProvider })().catch(
    (error: unknown) => Promise.reject(unusable(profile, error)),
  );
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  hold(secretAccessKey);
  if (sessionToken !== undefined) hold(sessionToken);
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

function unusable(profile: string, error: unknown): Error {
  const said = error instanceof Error ? error.message : String(error);
  return usageError(`--aws-profile ${profile}: no credentials`, {
    hint: `AWS says: ${said}`,
    next: [],
  });
}
