import { fail } from '../../core/fail.ts';
import type { Secret } from '../../core/secret.ts';
import { oncePerRun, type Plane, type PlaneDependencies } from '../plane.ts';
import type { PortkeyAccess } from './access.ts';
import { portkeyPageAfter } from './page-after.ts';
import {
  portkeyBaseUrl,
  portkeyProfileFields,
  portkeyProfileValues,
  portkeySettings,
} from './settings.ts';

const openOnce = oncePerRun(openPortkey);

/** The control plane Portkey. */
export const portkey: Plane<PortkeyAccess> = {
  id: 'portkey',
  title: 'Portkey',
  settings: portkeySettings,
  profileFields: portkeyProfileFields,
  rivals: {},
  credentialsFolder: 'portkey-credentials',
  answers: [['portkeyUrl'], ['portkeyApiKey']],
  profileValues: portkeyProfileValues,
  address: portkeyBaseUrl,
  profileExample: ['--portkey-url', '<url>'],
  firstRead: ['integrations', 'list'],
  shownFlags: [],
  async signIn(dependencies, use) {
    const { portkeySignIn } = await import('./sign-in.ts');
    const simulated = async () => (await dependencies.sandbox()) !== undefined;
    return use(portkeySignIn(openOnce(dependencies), simulated));
  },
  remembers: () => false,
  changes: async () => (await import('./changes.ts')).describePortkeyChange,
  errors: async () => (await import('./documented-errors.ts')).portkeyDocumentedErrors,
  open: openOnce,
};

function openPortkey(dependencies: PlaneDependencies): PortkeyAccess {
  const once = <T>(make: () => Promise<T>) => {
    let made: Promise<T> | undefined;
    return () => (made ??= make());
  };
  const baseUrl = once(async () => portkeyBaseUrl(await dependencies.input()));
  const credentials = once(async () => {
    const { portkeyCredentials } = await import('./credentials.ts');
    return dependencies.credentials(portkeyCredentials, new URL((await baseUrl()).value).origin);
  });
  const clientWith = async (apiKey: () => Promise<Secret>, address: string) =>
    (await import('./open-client.ts')).openClient(dependencies, address, apiKey);
  const keyInUse = once(async (): Promise<Secret> => {
    const simulated = await dependencies.sandbox();
    if (simulated) return simulated.credential();
    await dependencies.checkTransport(); // what was given and cannot be used is said before what is missing
    const found = await credentials();
    if (!found) throw signInFirst();
    return found.credentials.apiKey;
  });
  const addressInUse = async () => {
    const { value } = await baseUrl();
    const simulated = await dependencies.sandbox();
    return simulated ? `${new URL(value).origin}${simulated.basePath}` : value;
  };
  return {
    baseUrl,
    credentials,
    client: once(async () => clientWith(keyInUse, await addressInUse())),
    pageAfter: portkeyPageAfter,
    rawApi: once(async () => {
      const { openRawApi } = await import('./open-client.ts');
      return openRawApi(dependencies, await addressInUse(), keyInUse);
    }),
    tryOut: ({ apiKey }, address) => clientWith(() => Promise.resolve(apiKey), address),
  };
}

function signInFirst() {
  return fail('NotSignedIn', 'No API key for Portkey', {
    hint: 'Sign in, set PORTKEY_API_KEY, or try things out with --sandbox.',
    next: [
      { command: ['auth', 'login', '--portkey'], why: 'store a key for this machine' },
      { command: ['--sandbox', 'integrations', 'list'], why: 'no account needed' },
    ],
  });
}
