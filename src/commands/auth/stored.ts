import type { Context } from '../../cli/context.ts';
import { PortaiError } from '../../core/errors.ts';
import { settingFlags } from '../../cli/globals.ts';
import type { Plane } from '../../planes/plane.ts';
import type { CredentialsView } from '../../planes/sign-in.ts';
import { readCredentials, removeCredentials } from '../../settings/credentials.ts';
import { sweepSettings } from '../../settings/leftovers.ts';
import { resolveSettings } from '../../settings/resolve.ts';
import { describeSource } from '../../core/sources.ts';
import { dropToken } from '../../settings/token-cache.ts';
import { fail } from '../../core/fail.ts';

/** What may be said of stored credentials; `unusable` for a file that is damaged or open to others. */
export type StoredView = CredentialsView & {
  /** The one address that they are sent to. */
  readonly origin?: string;
};

/** What is stored for a profile and a control plane; undefined where nothing is. */
export async function storedFor(
  { directory, hold, signIn }: Context,
  plane: Plane<unknown>,
  profile: string,
): Promise<StoredView | undefined> {
  return signIn(plane, async ({ form, view }) => {
    try {
      const stored = await readCredentials(form, directory, profile, hold);
      return stored && { ...view(stored), origin: stored.origin };
    } catch (error) {
      if (error instanceof PortaiError) return { kind: 'unusable' };
      throw error;
    }
  });
}

/** Removes what is stored for a profile and a control plane, and the cached token of it; undefined where nothing was. */
export async function forget(
  context: Context,
  plane: Plane<unknown>,
  profile: string,
): Promise<StoredView | undefined> {
  const { directory, signIn } = context;
  const stored = await storedFor(context, plane, profile);
  await signIn(plane, ({ form }) => removeCredentials(form, directory, profile));
  await forgetToken(context, stored);
  await sweepSettings(directory);
  return stored;
}

/** Removes the cached token that belongs to credentials, if they are of a kind that has one. */
export async function forgetToken(
  { directory }: Context,
  stored: StoredView | undefined,
): Promise<void> {
  if (stored?.clientId === undefined || stored.origin === undefined) return;
  await dropToken(directory, stored.origin, stored.clientId);
}

/** Stored credentials are for a control plane: signing in or out of the sandbox would change the wrong ones. */
export function refuseInSandbox({ globals, runtime }: Context, plane: Plane<unknown>): void {
  // No profile is asked: signing out must work whatever is in one.
  const { sandbox } = resolveSettings({ flags: settingFlags(globals), env: runtime.env });
  if (sandbox.value === false) return;
  const source = describeSource(sandbox.source);
  throw fail('Usage', 'The sandbox has credentials of its own; none are stored for it', {
    hint: `Leave out ${source} to sign in to ${plane.title} or out of it.`,
  });
}
