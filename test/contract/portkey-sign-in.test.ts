import { describe, expect, test } from 'vitest';
import { freshFolder, portai } from '../support/run.ts';
import { script } from '../support/script.ts';

const noIntegrations = { json: { object: 'list', total: 0, data: [] } };
const badKey = {
  status: 401,
  json: { success: false, data: { message: 'Unauthorised Request', errorCode: 'AB05' } },
};
const key = 'portkey-key-of-this-test';
const list = 'GET /v1/integrations';

describe('auth login --portkey', () => {
  test('tries the key by one read, in the header that Portkey documents, and stores it', async () => {
    const dir = freshFolder();
    const { send, seen } = script({
      [list]: noIntegrations,
      'GET /v1/admin/workspaces': noIntegrations,
    });
    const env = { GIVEN: key };
    const ran = await portai('auth login --portkey --value-env GIVEN --json', { dir, env, send });
    expect(ran).toMatchObject({ code: 0 });
    expect(JSON.parse(ran.stdout)).toMatchObject({
      action: 'created',
      kind: 'key',
      origin: 'https://api.portkey.ai',
      verified: true,
    });
    expect(ran.stdout + ran.stderr).not.toContain(key);
    expect(seen.map(({ headers }) => headers['x-portkey-api-key'])).toEqual([key]);
    const status = await portai('auth status --json', { dir, send });
    expect(status.code).toBe(0);
    expect(JSON.parse(status.stdout)).toMatchObject({
      signedIn: false,
      planes: [
        {
          id: 'portkey',
          address: { value: 'https://api.portkey.ai/v1', source: 'default' },
          credentials: { kind: 'key', source: 'profile "default"' },
          accepted: true,
        },
      ],
    });
  });

  test('stores nothing that Portkey refuses, and exits with 3', async () => {
    const dir = freshFolder();
    const { send } = script({ [list]: badKey });
    const env = { GIVEN: key };
    const ran = await portai('auth login --portkey --value-env GIVEN', { dir, env, send });
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toContain('Nothing was stored.');
    expect(ran.stderr).not.toContain(key);
    expect((await portai('profiles list', { dir })).stdout).not.toContain('portkey');
  });

  test('a 404 speaks of the address, and suggests nothing that a stored key is needed for', async () => {
    const { send } = script({ [list]: { status: 404, json: { message: 'Not Found' } } });
    const ran = await portai('auth login --portkey --value-env GIVEN', {
      env: { GIVEN: key },
      send,
    });
    expect(ran).toMatchObject({ code: 4, stdout: '' });
    expect(ran.stderr).toContain('--portkey-url or PORTKEY_BASE_URL');
    expect(ran.stderr).not.toMatch(/Compare|integrations list|auth status/);
  });

  test.each(['--client-id abc', '--with-token'])('takes no %s, which is Port’s', async (flags) => {
    const ran = await portai(`auth login --portkey ${flags} --value-env GIVEN`, {
      env: { GIVEN: key },
    });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('Portkey takes no');
  });

  test('names the flag of the key alone where nobody can be asked', async () => {
    const ran = await portai('auth login --portkey --json');
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(JSON.parse(ran.stderr)).toMatchObject({
      error: {
        name: 'MissingFlags',
        details: { missing: [['--value-stdin'], ['--value-file'], ['--value-env']] },
      },
    });
  });

  test('keeps the base URL of a self-hosted Portkey in the profile, and sends the key nowhere else', async () => {
    const dir = freshFolder();
    const { send, seen } = script({ 'GET /llm/v1/integrations': noIntegrations });
    const env = { GIVEN: key };
    const login = 'auth login --portkey --portkey-url https://portkey.example/llm/v1/';
    expect(await portai(`${login} --value-env GIVEN`, { dir, env, send })).toMatchObject({
      code: 0,
    });
    expect(JSON.parse((await portai('profiles show --json', { dir })).stdout)).toMatchObject({
      planes: {
        portkey: {
          address: 'https://portkey.example/llm/v1',
          origin: 'https://portkey.example',
          credentials: { kind: 'key', origin: 'https://portkey.example' },
        },
      },
      settings: { portkeyUrl: 'https://portkey.example/llm/v1' },
    });
    const elsewhere = await portai('auth status', {
      dir,
      send,
      env: { PORTKEY_BASE_URL: 'https://other.example/v1' },
    });
    expect(elsewhere.code).toBe(3);
    expect(elsewhere.stderr + elsewhere.stdout).toContain('https://portkey.example');
    expect(seen).toHaveLength(1);
  });

  test('signing out of Port alone says that the key of Portkey stays, and what removes it', async () => {
    const dir = freshFolder();
    const login = 'auth login --portkey --no-verify --value-env GIVEN';
    await portai(`${login} --profile work`, { dir, env: { GIVEN: key } });
    const ran = await portai('auth logout --profile work', { dir });
    expect(ran).toMatchObject({ code: 0, stdout: 'unchanged\twork\n' });
    expect(ran.stderr).toContain('portai auth logout --portkey --profile work');
    const done = await portai('auth logout --portkey --profile work', { dir });
    expect(done).toMatchObject({ code: 0, stdout: 'deleted\twork\n', stderr: '' });
  });

  test('signing out removes the key of Portkey alone', async () => {
    const dir = freshFolder();
    const env = { GIVEN: key };
    await portai('auth login --portkey --no-verify --value-env GIVEN', { dir, env });
    await portai('auth login --no-verify --client-id c --value-env GIVEN', { dir, env });
    expect(await portai('auth logout --portkey', { dir })).toMatchObject({ code: 0 });
    expect((await portai('profiles list', { dir })).stdout).toBe(
      'default\tcurrent\thttps://api.port.io\tclient\tport\n',
    );
  });
});

test('status exits with 3 where Portkey refuses its key, beside a Port that takes its own', async () => {
  const { send } = script({
    [list]: badKey,
    'GET /v1/organization': { json: { ok: true, organization: { id: 'org_1', name: 'Acme' } } },
  });
  const ran = await portai('auth status --json', {
    send,
    env: { PORT_ACCESS_TOKEN: 'token-of-this-test', PORTKEY_API_KEY: key },
  });
  expect(ran.code).toBe(3);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    signedIn: true,
    planes: [
      { id: 'portkey', accepted: false, problem: { name: 'AB05', exit: 'unauthenticated' } },
    ],
  });
  expect(ran.stdout).not.toContain(key);
});

test('both planes of the sandbox are signed in without credentials', async () => {
  const ran = await portai('--sandbox auth status --json');
  expect(ran.code).toBe(0);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    signedIn: true,
    planes: [
      {
        id: 'portkey',
        accepted: true,
        address: { value: 'sandbox' },
        credentials: { kind: 'sandbox' },
      },
    ],
  });
});

test('an address with a password in it is refused without repeating it', async () => {
  const ran = await portai('auth status', {
    env: { PORTKEY_API_KEY: key, PORTKEY_BASE_URL: 'https://a:word-in-url@portkey.example/v1' },
  });
  expect(ran.code).toBe(2);
  expect(ran.stdout + ran.stderr).not.toContain('word-in-url');
});

describe('auth status says whose the key is, as far as a read proves it', () => {
  const workspaces = 'GET /v1/admin/workspaces';
  const refused = {
    status: 403,
    json: { success: false, data: { message: 'Forbidden', errorCode: 'AB03' } },
  };

  test.each([
    ['organization', { json: { object: 'list', total: 0, data: [] } }, 'of the organization'],
    [null, refused, 'not proved'],
    [null, { status: 404, json: {} }, 'not proved'],
  ])('%s', async (of, answer, shown) => {
    const { send } = script({ [list]: noIntegrations, [workspaces]: answer });
    const env = { PORTKEY_API_KEY: key };
    const json = await portai('auth status --json', { env, send });
    expect(json.code).toBe(0);
    expect(JSON.parse(json.stdout)).toMatchObject({ planes: [{ accepted: true, reach: { of } }] });
    expect((await portai('auth status', { env, send })).stdout).toContain(`Portkey key\t${shown}`);
  });

  test.each([
    ['admin', 'of the organization'],
    ['member', 'not proved'],
  ])('in the sandbox as %s', async (role, shown) => {
    const ran = await portai('auth status', { env: { PORTAI_SANDBOX: role } });
    expect(ran.stdout).toContain(`Portkey key\t${shown}`);
  });
});
