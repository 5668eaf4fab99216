import { writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Send } from '../../src/core/http.ts';
import { openSandbox } from '../../src/sandbox/open.ts';
import { age, filesBelow } from '../support/folders.ts';
import { freshFolder, portai, testTime } from '../support/run.ts';
import { script } from '../support/script.ts';

const secret = 'sandbox-admin-secret';
const admin = ['auth', 'login', '--client-id', 'sandbox-admin', '--value-env', 'GIVEN'];

/** Port as the sandbox plays it, under any address; remembers what was asked, with the origin. */
function port() {
  const sandbox = openSandbox({ now: () => testTime, sleep: () => Promise.resolve() });
  const asked: string[] = [];
  const send: Send = (request) => {
    asked.push(`${request.method} ${request.url.href}`);
    return sandbox.send(request);
  };
  return { send, asked };
}

const stored = async (dir: string, profile = 'default'): Promise<unknown> =>
  JSON.parse(await readFile(join(dir, 'credentials', `${profile}.json`), 'utf8'));

const leftIn = (dir: string) => readdir(dir, { recursive: true });

test('a pair that works is stored for its origin, and the next command is signed in', async () => {
  const [dir, { send, asked }] = [freshFolder(), port()];
  const login = await portai(admin, { dir, send, env: { GIVEN: secret } });
  const path = join(dir, 'credentials', 'default.json');
  expect(login).toEqual({
    code: 0,
    stdout: `created\tdefault\thttps://api.port.io\t${path}\n`,
    stderr: 'Received 20 characters.\nTry next:\n  portai auth status\n  portai providers list\n',
  });
  expect(await stored(dir)).toEqual({
    version: 1,
    kind: 'client',
    origin: 'https://api.port.io',
    clientId: 'sandbox-admin',
    clientSecret: secret,
  });
  expect(asked).toEqual([
    'POST https://api.port.io/v1/auth/access_token',
    'GET https://api.port.io/v1/organization',
  ]);
  expect(await portai('providers list', { dir, send })).toMatchObject({ code: 0, stderr: '' });
  expect(asked.slice(2)).toEqual(['GET https://api.port.io/v1/llm-providers']);
});

test.skipIf(platform() === 'win32')('what is stored is readable by its owner alone', async () => {
  const dir = freshFolder();
  await portai(admin, { dir, send: port().send, env: { GIVEN: secret } });
  expect((await stat(join(dir, 'credentials', 'default.json'))).mode & 0o777).toBe(0o600);
  expect((await stat(join(dir, 'credentials'))).mode & 0o777).toBe(0o700);
});

test('in JSON it is one document without the secret, and a second login is an update', async () => {
  const [dir, { send }] = [freshFolder(), port()];
  const options = { dir, send, env: { GIVEN: secret } };
  const first = await portai([...admin, '--json'], options);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).not.toContain(secret);
  expect(JSON.parse(first.stdout)).toEqual({
    action: 'created',
    dryRun: false,
    profile: 'default',
    origin: 'https://api.port.io',
    kind: 'client',
    clientId: 'sandbox-admin',
    path: join(dir, 'credentials', 'default.json'),
    verified: true,
    organization: { id: 'org_sandbox', name: 'Sandbox' },
  });
  const second = await portai([...admin, '--json'], options);
  expect(JSON.parse(second.stdout)).toMatchObject({ action: 'updated' });
});

test('on a screen it names the organization, the file and the only address', async () => {
  const dir = freshFolder();
  const options = { dir, send: port().send, screen: true, env: { GIVEN: secret, NO_COLOR: '1' } };
  const { stdout } = await portai(admin, options);
  expect(stdout).toContain('accepts client sandbox-admin, organization Sandbox (org_sandbox).');
  expect(stdout).toContain(join(dir, 'credentials', 'default.json'));
  expect(stdout).toMatch(/to be sent to\s+https:\/\/api\.port\.io\s+only/);
});

test('a new profile is created with its region, and leads there without flags', async () => {
  const [dir, { send, asked }] = [freshFolder(), port()];
  const flags = ['--profile', 'prod', '--region', 'us'];
  const login = await portai([...admin, ...flags], { dir, send, env: { GIVEN: secret } });
  expect(login.code).toBe(0);
  expect(login.stderr).toContain('portai auth status --profile prod\n');
  expect(await stored(dir, 'prod')).toMatchObject({ origin: 'https://api.us.port.io' });
  const next = await portai('--profile prod providers list', { dir, send });
  expect(next).toMatchObject({ code: 0, stderr: '' });
  expect(asked.at(-1)).toBe('GET https://api.us.port.io/v1/llm-providers');
});

test('an address from the environment is kept, so that the credentials work without it', async () => {
  const [dir, { send, asked }] = [freshFolder(), port()];
  const env = { GIVEN: secret, PORT_BASE_URL: 'http://127.0.0.1:4010/v1' };
  expect(await portai(admin, { dir, send, env })).toMatchObject({ code: 0 });
  expect(await portai('providers list', { dir, send })).toMatchObject({ code: 0 });
  expect(asked.at(-1)).toBe('GET http://127.0.0.1:4010/v1/llm-providers');
});

test('without --profile the current profile gets the credentials', async () => {
  const [dir, { send }] = [freshFolder(), port()];
  await portai('profiles set prod --region us', { dir });
  await portai('profiles use prod', { dir });
  await portai(admin, { dir, send, env: { GIVEN: secret } });
  expect(await stored(dir, 'prod')).toMatchObject({ origin: 'https://api.us.port.io' });
});

test('a wrong pair exits with 3, stores nothing and names the other region', async () => {
  const dir = freshFolder();
  const env = { GIVEN: 'a-wrong-secret' };
  const login = await portai([...admin, '--json', '--profile', 'new'], {
    dir,
    send: port().send,
    env,
  });
  expect(login).toMatchObject({ code: 3, stdout: '' });
  expect(login.stderr).not.toContain('a-wrong-secret');
  expect(login.stderr).toContain('Nothing was stored.');
  expect(JSON.parse(login.stderr)).toMatchObject({
    error: {
      name: 'invalid_credentials',
      exitCode: 3,
      next: [{ command: 'portai auth login --profile new --port-region us' }],
    },
  });
  expect(await leftIn(dir)).toEqual([]);
});

test('a wrong pair leaves the stored one in place', async () => {
  const [dir, { send }] = [freshFolder(), port()];
  await portai(admin, { dir, send, env: { GIVEN: secret } });
  const again = await portai(admin, { dir, send, env: { GIVEN: 'a-wrong-secret' } });
  expect(again.code).toBe(3);
  expect(await stored(dir)).toMatchObject({ clientSecret: secret });
});

test('the pair is tried even while a token of the same client is cached', async () => {
  const [dir, { send, asked }] = [freshFolder(), port()];
  await portai(admin, { dir, send, env: { GIVEN: secret } });
  await portai(admin, { dir, send, env: { GIVEN: secret } });
  expect(asked.filter((line) => line.startsWith('POST'))).toHaveLength(2);
});

test('an unreachable Port exits with 6, stores nothing and names --no-verify', async () => {
  const dir = freshFolder();
  const { send } = script({
    'POST /v1/auth/access_token': { status: 503, json: { ok: false, error: 'down' } },
  });
  const login = await portai(admin, { dir, send, env: { GIVEN: secret } });
  expect(login.code).toBe(6);
  expect(login.stderr).toContain('--no-verify stores without trying');
  expect(await leftIn(dir)).toEqual([]);
});

test('--no-verify stores without a request', async () => {
  const dir = freshFolder();
  const login = await portai([...admin, '--no-verify', '--json'], { dir, env: { GIVEN: secret } });
  expect(JSON.parse(login.stdout)).toMatchObject({ action: 'created', verified: false });
  expect(await stored(dir)).toMatchObject({ clientId: 'sandbox-admin' });
});

test('--dry-run tries the pair and leaves no credentials, token or profile behind', async () => {
  const dir = freshFolder();
  const options = { dir, send: port().send, env: { GIVEN: secret } };
  const login = await portai([...admin, '--dry-run', '--profile', 'new', '--json'], options);
  expect(JSON.parse(login.stdout)).toMatchObject({ dryRun: true, verified: true });
  expect(await leftIn(dir)).toEqual(['tokens']);
});

test('signing in as another client removes the cached token of the one before', async () => {
  const [dir, { send }] = [freshFolder(), port()];
  await portai(admin, { dir, send, env: { GIVEN: secret } });
  const [before] = await readdir(join(dir, 'tokens'));
  const member = ['auth', 'login', '--client-id', 'sandbox-member', '--value-env', 'GIVEN'];
  await portai(member, { dir, send, env: { GIVEN: 'sandbox-member-secret' } });
  const after = await readdir(join(dir, 'tokens'));
  expect(after).toHaveLength(1);
  expect(after).not.toContain(before);
});

test('credentials that may not see the organization are good all the same', async () => {
  const dir = freshFolder();
  const { send } = script({
    'POST /v1/auth/access_token': { json: { ok: true, accessToken: 'opaque-1', expiresIn: 3600 } },
    'GET /v1/organization': { status: 403, json: { ok: false, error: 'forbidden', message: 'No' } },
  });
  const login = await portai([...admin, '--json'], { dir, send, env: { GIVEN: secret } });
  expect(login).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(login.stdout)).not.toHaveProperty('organization');
});

test('without a terminal one error names all that is missing', async () => {
  const login = await portai('auth login --json');
  expect(login).toMatchObject({ code: 2, stdout: '' });
  expect(JSON.parse(login.stderr)).toMatchObject({
    error: {
      name: 'MissingFlags',
      message:
        'Missing: --client-id, and one of --value-stdin, --value-file, --value-env for the secret',
      details: {
        missing: [
          ['--client-id', '--value-stdin'],
          ['--client-id', '--value-file'],
          ['--client-id', '--value-env'],
        ],
      },
    },
  });
});

test.each([
  ['--client-id someone', [['--value-stdin'], ['--value-file'], ['--value-env']]],
  ['--value-env GIVEN', [['--client-id']]],
])('with only %s the other half is missing', async (given, missing) => {
  const login = await portai(`auth login --json ${given}`, { env: { GIVEN: secret } });
  expect(login.code).toBe(2);
  expect(JSON.parse(login.stderr)).toMatchObject({ error: { details: { missing } } });
});

test('a secret in the place of the client id is refused without repeating it', async () => {
  const misplaced = 'AKIAIOSFODNN7EXAMPLE';
  const words = ['auth', 'login', '--client-id', misplaced, '--value-env', 'GIVEN'];
  const login = await portai(words, { env: { GIVEN: secret } });
  expect(login).toMatchObject({ code: 2, stdout: '' });
  expect(login.stderr).toContain('--client-id: this looks like a secret');
  expect(login.stderr).not.toContain(misplaced);
});

test('an access token is taken from a file, without the word Bearer, and is tried', async () => {
  const dir = freshFolder();
  const file = join(freshFolder(), 'token.txt');
  await writeFile(file, 'Bearer opaque-token-1\n');
  const { send, seen } = script({
    'GET /v1/organization': { json: { organization: { name: 'Acme' } } },
  });
  const login = await portai(['auth', 'login', '--with-token', '--value-file', file, '--json'], {
    dir,
    send,
  });
  expect(login.code).toBe(0);
  expect(JSON.parse(login.stdout)).toMatchObject({ kind: 'token', organization: { name: 'Acme' } });
  expect(login.stdout + login.stderr).not.toContain('opaque-token-1');
  expect(seen.map(({ headers }) => headers['authorization'])).toEqual(['Bearer opaque-token-1']);
  expect(await stored(dir)).toMatchObject({ kind: 'token', accessToken: 'opaque-token-1' });
});

test('an access token that Port refuses is not stored', async () => {
  const dir = freshFolder();
  const { send } = script({
    'GET /v1/organization': {
      status: 401,
      json: { ok: false, error: 'unauthorized', message: 'No' },
    },
  });
  const words = 'auth login --with-token --value-env GIVEN';
  const login = await portai(words, { dir, send, env: { GIVEN: 'opaque-token-1' } });
  expect(login.code).toBe(3);
  expect(login.stderr).toContain('Nothing was stored.');
  expect(await leftIn(dir)).toEqual([]);
});

test('credentials of the environment that go before the stored ones are warned of', async () => {
  const env = { GIVEN: secret, PORT_ACCESS_TOKEN: 'another-token' };
  const login = await portai([...admin, '--json'], { send: port().send, env });
  expect(login.code).toBe(0);
  expect(JSON.parse(login.stderr)).toMatchObject({
    warning: { code: 'credential_shadowed' },
  });
  expect(login.stderr).toContain('PORT_ACCESS_TOKEN');
});

test('the sandbox is refused: it has credentials of its own', async () => {
  const dir = freshFolder();
  const login = await portai(admin, { dir, env: { GIVEN: secret, PORTAI_SANDBOX: '1' } });
  expect(login).toMatchObject({ code: 2, stdout: '' });
  expect(login.stderr).toContain('Leave out PORTAI_SANDBOX');
  expect(await leftIn(dir)).toEqual([]);
});

test('logout removes what writers that were killed left behind', async () => {
  const dir = freshFolder();
  const login = 'auth login --no-verify --client-id client-1 --value-env GIVEN';
  await portai(login, { dir, env: { GIVEN: 'secret-of-client-1' } });
  for (const path of [
    'credentials/.tmp-1',
    'tokens/.tmp-1',
    '.tmp-1',
    'settings.json.tmp-1760000000abcdef',
    'settings/global.json.tmp-1760000000abcdef',
    'settings/profiles/.tmp-1',
  ]) {
    const left = join(dir, path);
    await mkdir(dirname(left), { recursive: true, mode: 0o700 });
    await writeFile(left, 'secret-of-client-1', { mode: 0o600 });
    age(left, 61_000);
  }
  expect(await portai('auth logout', { dir })).toMatchObject({ code: 0 });
  expect([...filesBelow(dir).keys()].filter((path) => path.includes('tmp'))).toEqual([]);
});

describe('a file of certificate authorities that cannot be used', () => {
  const folder = freshFolder();
  const noPem = join(folder, 'no.pem');
  writeFileSync(noPem, 'no certificate');
  const cases: [string, string, string][] = [
    ['is missing', join(folder, 'absent.pem'), 'there is no such file'],
    ['holds no certificate', noPem, 'it holds no certificate in PEM form'],
  ];

  test.each(cases)('%s: is said before credentials are missed', async (_, file, why) => {
    const ran = await portai(['--ca-file', file, 'providers', 'list', '--json'], {});
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(JSON.parse(ran.stderr)).toMatchObject({
      error: { message: expect.stringContaining(why) },
    });
  });

  test.each(cases)('%s: is said before a secret is read', async (_, file, why) => {
    const words = ['auth', 'login', '--client-id', 'some-id', '--value-env', 'NOT_SET'];
    const ran = await portai(words, { env: { PORTAI_CA_FILE: file } });
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining(why) });
    expect(ran.stderr).not.toContain('NOT_SET');
  });

  test('has a name', async () => {
    const ran = await portai(['--ca-file', ' ', 'providers', 'list']);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('must name a file') });
  });

  test.each(cases)('%s: is no obstacle where nothing is called', async (_, file) => {
    const ran = await portai('explain 8', { env: { PORTAI_CA_FILE: file } });
    expect(ran.code).toBe(0);
  });
});
