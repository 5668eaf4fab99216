import { expect, test } from 'vitest';
import { createContext } from '../../src/cli/context.ts';
import { planeFiles } from '../../src/cli/settings-table.ts';
import { createInvocation } from '../../src/cli/invocation.ts';
import type { CredentialsForm } from '../../src/core/credentials-form.ts';
import type { HttpRequest } from '../../src/core/http.ts';
import { Secret } from '../../src/core/secret.ts';
import { createApi, path } from '../../src/http/api.ts';
import { oncePerRun, type Plane } from '../../src/planes/plane.ts';
import { portCredentials } from '../../src/planes/port/credentials.ts';
import { port } from '../../src/planes/port/plane.ts';
import { storeCredentials } from '../../src/settings/credentials.ts';
import { openProfiles } from '../../src/settings/store.ts';
import { freshFolder } from '../support/run.ts';
import { testRuntime } from '../support/runtime.ts';

const globals = { forPlane: {}, json: true, yes: false, quiet: true };

/** A world that answers every call, and keeps what was sent. */
function recordingWorld(env: Readonly<Record<string, string>>) {
  const sent: HttpRequest[] = [];
  const runtime = testRuntime({
    env,
    connect: () => (request) => {
      sent.push(request);
      const body = request.url.pathname.endsWith('/access_token')
        ? { ok: true, accessToken: `token-of-${request.url.hostname}`, expiresIn: 3600 }
        : { ok: true, result: [], widgets: ['one'] };
      return Promise.resolve({ status: 200, headers: {}, body: JSON.stringify(body) });
    },
  });
  const noSandbox = () => Promise.reject(new Error('This test has no sandbox'));
  return { world: createInvocation(runtime, noSandbox), sent };
}

test('two profiles are open in one process, and neither sees the credentials of the other', async () => {
  const dir = freshFolder();
  const profiles = openProfiles(dir, planeFiles);
  for (const name of ['one', 'two']) {
    const origin = `https://${name}.example`;
    await profiles.set(name, { apiUrl: origin });
    const clientSecret = new Secret(`secret-of-${name}`);
    const pair = { kind: 'client', clientId: `id-of-${name}`, clientSecret } as const;
    await storeCredentials(portCredentials, dir, name, { ...pair, origin });
  }
  const { world: invocation, sent } = recordingWorld({ PORTAI_CONFIG_DIR: dir });
  const clients = ['one', 'two'].map((profile) =>
    createContext(invocation, { ...globals, profile })
      .plane(port)
      .client(),
  );
  await Promise.all(clients.map(async (client) => (await client).providers.list()));
  for (const name of ['one', 'two']) {
    const mine = sent.filter(({ url }) => url.hostname === `${name}.example`);
    expect(mine.map(({ url }) => url.pathname)).toEqual([
      '/v1/auth/access_token',
      '/v1/llm-providers',
    ]);
    expect(JSON.parse(mine[0]?.body ?? '')).toEqual({
      clientId: `id-of-${name}`,
      clientSecret: `secret-of-${name}`,
    });
    expect(mine[1]?.headers['authorization']).toBe(`Bearer token-of-${name}.example`);
  }
});

interface WidgetCredentials {
  readonly key: Secret;
}

const widgetCredentials: CredentialsForm<WidgetCredentials> = {
  folder: 'credentials/widgets',
  fromEnvironment: ({ WIDGETS_KEY: key }, hold) =>
    key === undefined ? undefined : { credentials: { key: hold(key) }, variable: 'WIDGETS_KEY' },
  fromFile: () => undefined,
  toFile: ({ key }) => ({ key: key.reveal() }),
  flagsTo: () => [],
  addressVariables: [],
};

/** A second plane with one noun and one verb, whose key goes into a header of its own. */
const widgets: Plane<{ readonly list: () => Promise<unknown> }> = {
  id: 'widgets',
  title: 'Widgets',
  settings: {},
  profileFields: () => ({}),
  rivals: {},
  credentialsFolder: widgetCredentials.folder,
  answers: [],
  profileValues: () => ({}),
  address: () => ({ value: 'https://widgets.example', source: { kind: 'default' } }),
  profileExample: [],
  firstRead: ['widgets', 'list'],
  shownFlags: [],
  remembers: () => false,
  changes: () => Promise.reject(new Error('Nothing is changed here')),
  signIn: () => Promise.reject(new Error('Nobody signs in to widgets here')),
  errors: () => Promise.resolve({ from: 'Widgets', documented: {}, read: () => undefined }),
  open: oncePerRun((dependencies) => ({
    async list() {
      const origin = 'https://widgets.example';
      const found = await dependencies.credentials(widgetCredentials, origin);
      const api = createApi({
        origin,
        send: await dependencies.send(),
        userAgent: dependencies.userAgent,
        authorize: () =>
          Promise.resolve({ 'x-widgets-key': found?.credentials.key.reveal() ?? '' }),
        explain: () =>
          Promise.resolve({ name: 'refused', message: 'refused', exit: 'refused' as const }),
      });
      return api({ method: 'GET', path: path`/widgets`, returns: (value) => ({ value }) });
    },
  })),
};

test('a second plane opens itself beside Port, with credentials and an address of its own', async () => {
  const { world: invocation, sent } = recordingWorld({
    PORTAI_CONFIG_DIR: freshFolder(),
    PORT_ACCESS_TOKEN: 'token-for-port',
    WIDGETS_KEY: 'key-for-widgets',
  });
  const { plane } = createContext(invocation, globals);
  await Promise.all([(await plane(port).client()).providers.list(), plane(widgets).list()]);
  expect(plane(widgets)).toBe(plane(widgets));
  const [toPort, toWidgets] = ['api.port.io', 'widgets.example'].map((host) =>
    sent.filter(({ url }) => url.host === host),
  );
  expect(toPort?.map(({ headers }) => headers['authorization'])).toEqual(['Bearer token-for-port']);
  expect(toWidgets?.map(({ headers }) => headers['x-widgets-key'])).toEqual(['key-for-widgets']);
  expect(JSON.stringify(toPort?.map(({ headers }) => headers))).not.toContain('key-for-widgets');
  expect(JSON.stringify(toWidgets?.map(({ headers }) => headers))).not.toContain('token-for-port');
});
