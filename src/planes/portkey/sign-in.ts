import { variable } from '../../core/sources.ts';
import { PortaiError } from '../../core/errors.ts';
import type { CredentialsReach, PlaneSignIn } from '../sign-in.ts';
import { portkeyCredentials, type PortkeyCredentials } from './credentials.ts';
import type { PortkeyAccess } from './access.ts';
import type { PortkeyClient } from './client.ts';
import { defaultBaseUrl } from './base-url.ts';

/**
 * How one signs in to Portkey: with an API key.
 *
 * @param access Portkey as the run uses it
 * @param simulated whether that is the sandbox
 */
export function portkeySignIn(
  access: PortkeyAccess,
  simulated: () => Promise<boolean>,
): PlaneSignIn<PortkeyCredentials> {
  return {
    form: portkeyCredentials,
    view: () => ({ kind: 'key' }),
    variableIn: (env) =>
      variable(env, 'PORTKEY_API_KEY') === undefined ? undefined : 'PORTKEY_API_KEY',
    places: {
      message: 'Base URL of Portkey',
      flag: '--portkey-url',
      choices: [{ name: 'hosted', value: defaultBaseUrl }],
    },
    secretTitle: 'API key',
    credentials: (apiKey) => ({ apiKey }),
    profileFor: ({ value, source }) =>
      source.kind === 'flag' || source.kind === 'environment' ? { portkeyUrl: value } : {},
    async inUse() {
      const check = async () => readOnce(await access.client());
      const reach = async () => reachOf(await access.client());
      if (await simulated()) return { kind: 'sandbox', source: { kind: 'default' }, check, reach };
      const found = await access.credentials();
      return found && { kind: 'key', source: found.source, check, reach };
    },
    async tryOut(credentials, baseUrl) {
      await readOnce(await access.tryOut(credentials, baseUrl));
      return undefined;
    },
    elsewhere: () => [],
  };
}

/**
 * Says whose a key is: an organization's key reads its workspaces. A refusal proves nothing, for an
 * organization's key without that scope is refused as a workspace's key is.
 */
async function reachOf({ workspaces }: PortkeyClient): Promise<CredentialsReach> {
  try {
    await workspaces.list()[Symbol.asyncIterator]().next();
    return { of: 'organization', how: 'it reads the workspaces of the organization' };
  } catch (error) {
    if (!(error instanceof PortaiError)) throw error;
    const refused = error.failure.exit === 'forbidden';
    const how = refused
      ? 'the workspaces of the organization are refused to it, as to a key of a workspace'
      : 'the workspaces of the organization could not be read';
    return { of: null, how };
  }
}

/** One read that every kind of key may make. Rejects for a key that is not taken. */
async function readOnce({ integrations }: PortkeyClient): Promise<void> {
  await integrations.list()[Symbol.asyncIterator]().next();
}
