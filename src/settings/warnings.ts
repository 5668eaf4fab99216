import type { CredentialsForm } from '../core/credentials-form.ts';
import { Secret } from '../core/secret.ts';
import type { Env, Source } from '../core/sources.ts';
import type { Warning } from '../core/warning.ts';
import { readCredentials } from './credentials.ts';

/**
 * Warns when credentials of the environment are used although `--profile` chose a profile that has
 * its own: the command then acts in another organization than its line says. `chosen` is the source
 * of the profile's name.
 */
export async function shadowWarnings<C>(
  form: CredentialsForm<C>,
  input: {
    readonly env: Env;
    readonly dir: string;
    readonly profile: string;
    readonly chosen: Source;
  },
): Promise<Warning[]> {
  const { env, dir, profile, chosen } = input;
  if (chosen.kind !== 'flag') return [];
  const used = form.fromEnvironment(env, (value) => new Secret(value))?.variable;
  if (used === undefined || !(await hasCredentials(form, dir, profile))) return [];
  return [
    {
      code: 'credential_shadowed',
      message: `${used} is set and goes before the credentials stored for profile "${profile}"; unset it to use those`,
    },
  ];
}

/** A stored file that cannot be read does not fail the command: its credentials are not in use. */
async function hasCredentials<C>(
  form: CredentialsForm<C>,
  dir: string,
  profile: string,
): Promise<boolean> {
  try {
    return (await readCredentials(form, dir, profile)) !== undefined;
  } catch {
    return false;
  }
}
