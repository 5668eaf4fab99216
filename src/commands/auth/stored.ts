import type { Context } from '../../cli/context.ts';
import { PortaiError } from '../../core/errors.ts';
import { settingFlags } from '../../cli/globals.ts';
import { portCredentials, type StoredCredentials } from '../../planes/port/credentials.ts';
import { environmentCredentials } from '../../planes/port/environment-credentials.ts';
import { readCredentials, removeCredentials } from '../../settings/credentials.ts';
import { sweepSettings } from '../../settings/leftovers.ts';
import { resolveSettings } from '../../settings/resolve.ts';
import { describeSource, type Env } from '../../core/sources.ts';
import { dropToken } from '../../settings/token-cache.ts';
import { fail } from '../../core/fail.ts';

/** What is stored for a profile; `unusable` for a file that is damaged or open to others. */
export async function storedFor(
  { directory, hold }: Context,
  profile: string,
): Promise<StoredCredentials | 'unusable' | undefined> {
  try {
    return await readCredentials(portCredentials, directory, profile, hold);
  } catch (error) {
    if (error instanceof PortaiError) return 'unusable';
    throw error;
  }
}

/** Removes the credentials of a profile and their cached token; undefined when there were none. */
export async function forget(
  context: Context,
  profile: string,
): Promise<StoredCredentials | 'unusable' | undefined> {
  const stored = await storedFor(context, profile);
  await removeCredentials(portCredentials, context.directory, profile);
  await forgetToken(context, stored);
  await sweepSettings(context.directory);
  return stored;
}

/** Removes the cached token that belongs to stored credentials, if they are of a kind that has one. */
export async function forgetToken(
  { directory }: Context,
  stored: StoredCredentials | 'unusable' | undefined,
): Promise<void> {
  if (stored === undefined || stored === 'unusable' || stored.kind !== 'client') return;
  await dropToken(directory, stored.origin, stored.clientId);
}

/** What may be said of stored credentials. */
export interface CredentialsView {
  readonly kind: 'client' | 'token' | 'unusable';
  readonly clientId?: string;
  /** The one address that they are sent to. */
  readonly origin?: string;
}

export function credentialsView(
  stored: StoredCredentials | 'unusable' | undefined,
): CredentialsView | undefined {
  if (stored === undefined) return undefined;
  if (stored === 'unusable') return { kind: 'unusable' };
  const { kind, origin } = stored;
  return stored.kind === 'client' ? { kind, clientId: stored.clientId, origin } : { kind, origin };
}

/** The variable whose credentials go before stored ones; half of a pair is no credential. */
export function environmentSignIn(env: Env): string | undefined {
  try {
    return environmentCredentials(env)?.variable;
  } catch (error) {
    if (error instanceof PortaiError) return undefined;
    throw error;
  }
}

/** Stored credentials are for Port: signing in or out of the sandbox would change the wrong ones. */
export function refuseInSandbox({ globals, runtime }: Context): void {
  // No profile is asked: signing out must work whatever is in one.
  const { sandbox } = resolveSettings({ flags: settingFlags(globals), env: runtime.env });
  if (sandbox.value === false) return;
  const source = describeSource(sandbox.source);
  throw fail('Usage', 'The sandbox has credentials of its own; none are stored for it', {
    hint: `Leave out ${source} to sign in to Port or out of it.`,
  });
}
