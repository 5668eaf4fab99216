import type { FoundCredentials } from '../../core/credentials-form.ts';
import { fail } from '../../core/fail.ts';
import { oncePerRun, type Plane, type PlaneDependencies } from '../plane.ts';
import type { PortAccess } from './access.ts';
import type { Credentials } from './credentials.ts';
import type { TokenSource } from './open-client.ts';
import { portPageAfter } from './page-after.ts';
import type { RequestCredentials } from './refusal.ts';
import { portOrigin, portProfileFields, portProfileValues, portSettings } from './settings.ts';

const openOnce = oncePerRun(openPort);

export const port: Plane<PortAccess> = {
  id: 'port',
  title: 'Port',
  settings: portSettings,
  profileFields: portProfileFields,
  rivals: { apiUrl: 'region', region: 'apiUrl' },
  credentialsFolder: 'credentials',
  answers: [
    ['apiUrl', 'region'],
    ['accessToken', 'clientId'],
  ],
  profileValues: portProfileValues,
  address: portOrigin,
  profileExample: ['--port-region', '<region>'],
  firstRead: ['providers', 'list'],
  shownFlags: ['--client-id'],
  async signIn(dependencies, use) {
    const { portSignIn } = await import('./sign-in.ts');
    const simulated = async () => (await dependencies.sandbox()) !== undefined;
    return use(portSignIn(openOnce(dependencies), simulated));
  },
  remembers: (path) => path.startsWith('/v1/llm-providers'),
  changes: async () => (await import('./changes.ts')).describePortChange,
  errors: async () => (await import('./documented-errors.ts')).portDocumentedErrors,
  open: openOnce,
};

function openPort(dependencies: PlaneDependencies): PortAccess {
  const once = <T>(make: () => Promise<T>) => {
    let made: Promise<T> | undefined;
    return () => (made ??= make());
  };
  const origin = once(async () => portOrigin(await dependencies.input()));
  const credentials = once(async () => {
    const { portCredentials } = await import('./credentials.ts');
    return dependencies.credentials(portCredentials, (await origin()).value);
  });
  // Loaded by the first request: most commands that only read settings need no client.
  const steps = once(async () => (await import('./open-client.ts')).portSteps(dependencies));
  let signedIn: RequestCredentials | undefined;
  const source = once(async (): Promise<TokenSource> => {
    const simulated = await dependencies.sandbox();
    if (simulated) {
      signedIn = { kind: 'token', from: 'sandbox', name: simulated.role };
      const token = await simulated.credential();
      return (renew) => Promise.resolve(renew ? undefined : token);
    }
    await dependencies.checkTransport(); // what was given and cannot be used is said before what is missing
    const found = await credentials();
    if (!found) throw signInFirst();
    signedIn = inUse(found);
    const here = { ...found.credentials, origin: (await origin()).value };
    return (await steps()).tokens(here, signedIn);
  });

  return {
    origin,
    credentials,
    async token(renew = false) {
      const token = await (await source())(renew);
      if (!token) throw signInFirst();
      return token;
    },
    client: once(async () =>
      (await steps()).client((await origin()).value, source, () => signedIn),
    ),
    rawApi: once(async () => (await steps()).raw((await origin()).value, source, () => signedIn)),
    frontDoor: async () => (await steps()).frontDoor((await origin()).value),
    pageAfter: portPageAfter,
    async tryOut(untried) {
      const opened = await steps();
      const tokens = await opened.tokens(untried);
      if (untried.kind === 'client') await tokens(true);
      return opened.client(
        untried.origin,
        () => Promise.resolve(tokens),
        () => undefined,
      );
    },
  };
}

function inUse({
  credentials: { kind },
  source,
}: FoundCredentials<Credentials>): RequestCredentials {
  const name = source.kind === 'environment' || source.kind === 'profile' ? source.name : '';
  return { kind, from: source.kind === 'environment' ? 'environment' : 'profile', name };
}

function signInFirst() {
  return fail('NotSignedIn', 'No credentials for Port', {
    hint: 'Sign in, set PORT_CLIENT_ID and PORT_CLIENT_SECRET, or try things out with --sandbox.',
    next: [
      { command: ['auth', 'login'], why: 'store credentials for this machine' },
      { command: ['--sandbox', 'providers', 'list'], why: 'no account needed' },
    ],
  });
}
