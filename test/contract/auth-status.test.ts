import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PortaiError } from '../../src/core/errors.ts';
import { freshFolder, portai } from '../support/run.ts';
import { script } from '../support/script.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: object) => `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`;

const adaClaims = {
  'https://api.port.io/email': 'ada@example.com',
  'https://api.port.io/orgId': 'org_1',
  'https://api.port.io/orgName': 'Acme of the token',
  exp: 1768485600,
};
const ada = { PORT_ACCESS_TOKEN: jwt(adaClaims) };
const pair = { PORT_CLIENT_ID: 'client-1', PORT_CLIENT_SECRET: 'secret-of-client-1' };
const grant = { json: { ok: true, accessToken: 'opaque-machine-token', expiresIn: 3600 } };
const acme = { json: { ok: true, organization: { id: 'org_1', name: 'Acme' } } };
const forbidden = { status: 403, json: { ok: false, error: 'forbidden', message: 'No' } };
const missing = { status: 404, json: { ok: false, error: 'not_found', message: 'No' } };
const userRoute = 'GET /v1/users/ada%40example.com';
const admin = {
  json: { ok: true, user: { email: 'ada@example.com', roles: [{ name: 'Admin' }] } },
};

test('a user token: who, where, the role Port names, and the source of every value', async () => {
  const { send, asked } = script({ 'GET /v1/organization': acme, [userRoute]: admin });
  const env = { ...ada, PORT_REGION: 'us', PORTAI_TIMEOUT: '12' };
  const status = await portai('auth status --json --retries 0', { send, env });
  expect(status).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(status.stdout)).toEqual({
    signedIn: true,
    planes: [],
    origin: { value: 'https://api.us.port.io', source: 'PORT_REGION' },
    profile: { value: 'default', source: 'default' },
    credentials: { kind: 'token', source: 'PORT_ACCESS_TOKEN' },
    organization: { id: 'org_1', name: 'Acme' },
    user: { email: 'ada@example.com' },
    role: { name: 'Admin', known: true, how: 'Port says so of ada@example.com' },
    token: { expiresAt: '2026-01-15T14:00:00.000Z' },
    settings: {
      timeout: { value: 12, source: 'PORTAI_TIMEOUT' },
      retries: { value: 0, source: '--retries' },
      caFile: { value: null, source: 'default' },
    },
    sandbox: false,
  });
  expect(asked().sort()).toEqual(['GET /v1/organization', userRoute]);
});

test('organization credentials: the role is unknown, and the text says what tells it', async () => {
  const { send } = script({ 'POST /v1/auth/access_token': grant, 'GET /v1/organization': acme });
  const status = await portai('auth status', { send, env: pair });
  expect(status).toMatchObject({ code: 0, stderr: '' });
  expect(status.stdout.split('\n')).toEqual(
    expect.arrayContaining([
      'organization\tAcme (org_1)\t-',
      'user\t-\t-',
      'role\tunknown\tthese credentials belong to no user; only a write tells what they may change',
      'credentials\tclient client-1\tPORT_CLIENT_ID',
      'address\thttps://api.port.io\tdefault',
    ]),
  );
});

test('on a screen each value stands with its source in brackets', async () => {
  const { send } = script({ 'GET /v1/organization': acme, [userRoute]: admin });
  const env = { ...ada, NO_COLOR: '1' };
  const { stdout } = await portai('auth status', { send, env, screen: true });
  expect(stdout).toMatch(/^address +https:\/\/api\.port\.io {2}\(default\)$/m);
  expect(stdout).toMatch(/^token ends +in 2 hours$/m);
});

test.each([
  ['403', forbidden],
  ['404', missing],
])('a %s for the organization is no failure: the token names it', async (_, answer) => {
  const { send } = script({ 'GET /v1/organization': answer, [userRoute]: admin });
  const status = await portai('auth status --json', { send, env: ada });
  expect(status.code).toBe(0);
  expect(JSON.parse(status.stdout)).toMatchObject({
    organization: { id: 'org_1', name: 'Acme of the token' },
  });
});

test.each([
  ['may not be read', forbidden],
  ['is not found', missing],
  ['has no roles', { json: { ok: true, user: { email: 'ada@example.com' } } }],
])('a user that %s leaves the role unknown', async (_, answer) => {
  const { send } = script({ 'GET /v1/organization': acme, [userRoute]: answer });
  const status = await portai('auth status --json', { send, env: ada });
  expect(status.code).toBe(0);
  expect(JSON.parse(status.stdout)).toMatchObject({
    user: { email: 'ada@example.com' },
    role: { name: null, known: false },
  });
});

test('an address that is not on the allow-list is a failure, not a hidden organization', async () => {
  const blocked = {
    status: 403,
    text: 'IP not whitelisted. Found x-forwarded-for header: 1.2.3.4',
  };
  const { send } = script({ 'GET /v1/organization': blocked, [userRoute]: blocked });
  const status = await portai('auth status', { send, env: ada });
  expect(status).toMatchObject({ code: 7, stdout: '' });
});

test('the sandbox says who one is there, without touching stored credentials', async () => {
  const env = { PORTAI_SANDBOX: 'member' };
  const status = await portai('auth status --json', { env });
  expect(JSON.parse(status.stdout)).toMatchObject({
    origin: { value: 'sandbox', source: 'PORTAI_SANDBOX' },
    credentials: { kind: 'sandbox', source: 'PORTAI_SANDBOX' },
    role: { name: 'Member', known: true },
    sandbox: 'member',
  });
});

describe('not signed in', () => {
  test('exits with 3 and says where was looked', async () => {
    const status = await portai('auth status --json', { env: { PORT_REGION: 'us' } });
    expect(status).toMatchObject({ code: 3, stdout: '' });
    expect(JSON.parse(status.stderr)).toMatchObject({
      error: {
        name: 'NotSignedIn',
        details: {
          origin: { value: 'https://api.us.port.io', source: 'PORT_REGION' },
          profile: { value: 'default', source: 'default' },
        },
      },
    });
  });

  test('credentials of another address are not sent, and the culprit is named', async () => {
    const dir = freshFolder();
    const login = 'auth login --client-id client-1 --value-env GIVEN --no-verify';
    await portai(login, { dir, env: { GIVEN: 'secret-of-client-1' } });
    const env = { PORT_BASE_URL: 'https://port.example.com' };
    const status = await portai('auth status', { dir, env });
    expect(status).toMatchObject({ code: 3, stdout: '' });
    expect(status.stderr).toContain('In use: https://port.example.com (PORT_BASE_URL)');
    expect(status.stderr).not.toContain('`portai auth status`');
  });

  test('a refused token exits with 3', async () => {
    const no = { status: 401, json: { ok: false, error: 'unauthorized', message: 'No' } };
    const { send } = script({ 'GET /v1/organization': no, [userRoute]: no });
    expect(await portai('auth status', { send, env: ada })).toMatchObject({ code: 3, stdout: '' });
  });

  test('an unreachable Port exits with 6', async () => {
    const unreachable = new PortaiError({
      name: 'DNS_FAILED',
      message: 'No such host',
      exit: 'unreachable',
      details: { cause: 'DNS_FAILED', sent: false },
    });
    const send = () => Promise.reject(unreachable);
    expect(await portai('auth status', { send, env: ada })).toMatchObject({ code: 6, stdout: '' });
  });
});

describe('auth token', () => {
  test('prints the bare token, for use in another command', async () => {
    const { send } = script({ 'POST /v1/auth/access_token': grant });
    const token = await portai('auth token', { send, env: pair });
    expect(token).toEqual({ code: 0, stdout: 'opaque-machine-token\n', stderr: '' });
  });

  test('in JSON it comes with its end, where the token tells it', async () => {
    const known = await portai('auth token --json', { env: ada });
    expect(JSON.parse(known.stdout)).toEqual({
      accessToken: ada.PORT_ACCESS_TOKEN,
      expiresAt: '2026-01-15T14:00:00.000Z',
    });
    const opaque = await portai('auth token --json', { env: { PORT_ACCESS_TOKEN: 'opaque-1' } });
    expect(JSON.parse(opaque.stdout)).toEqual({ accessToken: 'opaque-1' });
  });

  test('on a terminal it is warned of on stderr, without being repeated there', async () => {
    const token = await portai('auth token', { env: ada, screen: true });
    expect(token.stdout).toBe(`${ada.PORT_ACCESS_TOKEN}\n`);
    expect(token.stderr).toContain('is a secret');
    expect(token.stderr).not.toContain(ada.PORT_ACCESS_TOKEN);
  });

  test('a cached token is used again, and --renew fetches another', async () => {
    const dir = freshFolder();
    const grants = ['one', 'two'].map((name) => ({
      json: { ok: true, accessToken: `opaque-token-${name}`, expiresIn: 3600 },
    }));
    const { send, asked } = script({ 'POST /v1/auth/access_token': grants });
    const tokenBy = async (words: string) =>
      (await portai(words, { dir, send, env: pair })).stdout.trim();
    expect(await tokenBy('auth token')).toBe('opaque-token-one');
    expect(await tokenBy('auth token')).toBe('opaque-token-one');
    expect(await tokenBy('auth token --renew')).toBe('opaque-token-two');
    expect(await tokenBy('auth token')).toBe('opaque-token-two');
    expect(asked()).toHaveLength(2);
  });

  test('--renew of a bare token is a usage error that names its source', async () => {
    const token = await portai('auth token --renew', { env: ada });
    expect(token).toMatchObject({ code: 2, stdout: '' });
    expect(token.stderr).toContain('PORT_ACCESS_TOKEN');
  });

  test('--renew in the sandbox is a usage error', async () => {
    const token = await portai('--sandbox auth token --renew');
    expect(token).toMatchObject({ code: 2, stdout: '' });
  });

  test('without credentials it exits with 3 and prints nothing', async () => {
    expect(await portai('auth token')).toMatchObject({ code: 3, stdout: '' });
  });
});

describe('auth logout', () => {
  const login = 'auth login --client-id client-1 --value-env GIVEN';
  const env = { GIVEN: 'secret-of-client-1' };
  const server = () =>
    script({ 'POST /v1/auth/access_token': grant, 'GET /v1/organization': acme });

  test('removes the credentials and their cached token', async () => {
    const [dir, { send, asked }] = [freshFolder(), server()];
    await portai(login, { dir, send, env });
    const logout = await portai('auth logout --json', { dir });
    expect(JSON.parse(logout.stdout)).toEqual({
      action: 'deleted',
      dryRun: false,
      profile: 'default',
      credentials: { kind: 'client', clientId: 'client-1', origin: 'https://api.port.io' },
    });
    expect(await portai('auth token', { dir, send })).toMatchObject({ code: 3 });
    await portai('auth token', { dir, send, env: pair });
    expect(asked().filter((line) => line.startsWith('POST'))).toHaveLength(2);
  });

  test('with nothing stored nothing changes, and that is no error', async () => {
    expect(await portai('auth logout')).toEqual({
      code: 0,
      stdout: 'unchanged\tdefault\n',
      stderr: '',
    });
    const { stdout } = await portai('auth logout', { screen: true, env: { NO_COLOR: '1' } });
    expect(stdout).toBe('= Nothing was stored for profile "default".\n');
  });

  test('--dry-run removes nothing', async () => {
    const [dir, { send }] = [freshFolder(), server()];
    await portai(login, { dir, send, env });
    const dry = await portai('auth logout --dry-run', { dir });
    expect(dry.stdout).toBe('would be deleted\tdefault\n');
    expect(await portai('auth token', { dir })).toMatchObject({ code: 0 });
  });

  test('a damaged file is removed as well', async () => {
    const [dir, { send }] = [freshFolder(), server()];
    await portai(login, { dir, send, env });
    await writeFile(join(dir, 'credentials', 'default.json'), '{"damaged');
    const logout = await portai('auth logout --json', { dir });
    expect(JSON.parse(logout.stdout)).toMatchObject({
      action: 'deleted',
      credentials: { kind: 'unusable' },
    });
    expect((await portai('auth logout', { dir })).stdout).toBe('unchanged\tdefault\n');
  });

  test('only the named profile is signed out', async () => {
    const [dir, { send }] = [freshFolder(), server()];
    await portai(login, { dir, send, env });
    await portai(`${login} --profile prod`, { dir, send, env });
    await portai('auth logout --profile prod', { dir });
    expect(await portai('--profile prod auth token', { dir })).toMatchObject({ code: 3 });
    expect(await portai('auth token', { dir, send })).toMatchObject({ code: 0 });
  });

  test('the current profile is the one, even where variables answer everything else', async () => {
    const [dir, { send }] = [freshFolder(), server()];
    await portai(`${login} --profile prod`, { dir, send, env });
    await portai('profiles use prod', { dir });
    const answered = {
      ...ada,
      PORT_REGION: 'eu',
      PORTAI_TIMEOUT: '30',
      PORTAI_RETRIES: '4',
      PORTAI_CA_FILE: 'ca.pem',
    };
    const logout = await portai('auth logout', { dir, env: answered });
    expect(logout.stdout).toBe('deleted\tprod\n');
  });

  test('says when a variable still signs in, and leaves it alone', async () => {
    const logout = await portai('auth logout --json', { env: pair });
    expect(JSON.parse(logout.stdout)).toMatchObject({ action: 'unchanged' });
    expect(JSON.parse(logout.stderr)).toMatchObject({
      warning: { code: 'still_signed_in' },
    });
    expect(logout.stderr).toContain('PORT_CLIENT_ID');
  });

  test('a profile that does not exist exits with 4, and the sandbox with 2', async () => {
    expect(await portai('auth logout --profile prod')).toMatchObject({ code: 4, stdout: '' });
    expect(await portai('--sandbox auth logout')).toMatchObject({ code: 2, stdout: '' });
  });
});
