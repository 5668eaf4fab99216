import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PortaiError } from '../../../src/core/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import { Redactor } from '../../../src/core/redactor.ts';
import {
  readCredentials,
  removeCredentials,
  resolveCredentials,
  storeCredentials,
} from '../../../src/settings/credentials.ts';
import type { Env } from '../../../src/core/sources.ts';
import { portCredentials, type StoredCredentials } from '../../../src/planes/port/credentials.ts';
import { shadowWarnings } from '../../../src/settings/warnings.ts';

const eu = 'https://api.port.io';
const us = 'https://api.us.port.io';
const client: StoredCredentials = {
  kind: 'client',
  origin: eu,
  clientId: 'stored-id',
  clientSecret: new Secret('stored-secret-value'),
};

let dir = '';
let redactor = new Redactor();

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'portai-credentials-'));
  redactor = new Redactor();
});

afterEach(() => rm(dir, { recursive: true }));

const file = (profile: string) => join(dir, 'credentials', `${profile}.json`);
const hold = (value: string) => redactor.hold(value);
const resolve = (env: Env, given: { profile?: string; origin?: string } = {}) =>
  resolveCredentials(portCredentials, { env, dir, profile: 'default', origin: eu, hold, ...given });

async function refusalOf(work: Promise<unknown>): Promise<PortaiError> {
  const error: unknown = await work.catch((caught: unknown) => caught);
  if (error instanceof PortaiError) return error;
  throw new Error('nothing was refused', { cause: error });
}

describe('stored credentials', () => {
  test('of a client come back with their origin, the secret as a Secret', async () => {
    await storeCredentials(portCredentials, dir, 'prod', client);
    const found = await readCredentials(portCredentials, dir, 'prod');
    expect(found).toMatchObject({ kind: 'client', origin: eu, clientId: 'stored-id' });
    expect(found?.kind === 'client' && found.clientSecret.reveal()).toBe('stored-secret-value');
    expect(JSON.stringify(found)).not.toContain('stored-secret-value');
  });

  test('of a token come back, and replace what was there', async () => {
    await storeCredentials(portCredentials, dir, 'prod', client);
    await storeCredentials(portCredentials, dir, 'prod', {
      kind: 'token',
      origin: us,
      accessToken: new Secret('token-value'),
    });
    const found = await readCredentials(portCredentials, dir, 'prod');
    expect(found).toMatchObject({ kind: 'token', origin: us });
    expect(found?.kind === 'token' && found.accessToken.reveal()).toBe('token-value');
    expect(await readdir(join(dir, 'credentials'))).toEqual(['prod.json']);
  });

  test.skipIf(platform() === 'win32')('are for their owner alone', async () => {
    await storeCredentials(portCredentials, dir, 'prod', client);
    expect((await stat(file('prod'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dir, 'credentials'))).mode & 0o777).toBe(0o700);
    await chmod(file('prod'), 0o640);
    await expect(readCredentials(portCredentials, dir, 'prod')).rejects.toMatchObject({
      name: 'UnsafeFile',
    });
  });

  test('are absent without a trace where none were stored', async () => {
    expect(await readCredentials(portCredentials, dir, 'prod')).toBeUndefined();
    expect(await resolve({})).toBeUndefined();
    expect(await removeCredentials(portCredentials, dir, 'prod')).toBe(false);
    expect(await readdir(dir)).toEqual([]);
  });

  test('of one profile go, those of another stay', async () => {
    await storeCredentials(portCredentials, dir, 'prod', client);
    await storeCredentials(portCredentials, dir, 'dev', client);
    expect(await removeCredentials(portCredentials, dir, 'prod')).toBe(true);
    expect(await readCredentials(portCredentials, dir, 'prod')).toBeUndefined();
    expect(await readCredentials(portCredentials, dir, 'dev')).toMatchObject({
      clientId: 'stored-id',
    });
  });

  test.each(['../x', '..', '.x', 'a/b', ''])('are not looked for under "%s"', async (name) => {
    const refused = { name: 'InvalidProfileName', failure: { exit: 'usage' } };
    await expect(readCredentials(portCredentials, dir, name)).rejects.toMatchObject(refused);
    await expect(storeCredentials(portCredentials, dir, name, client)).rejects.toMatchObject(
      refused,
    );
    await expect(removeCredentials(portCredentials, dir, name)).rejects.toMatchObject(refused);
    expect(await readdir(dir)).toEqual([]);
  });

  test.each([
    ['no JSON', 'sk-live-0123456789abcdef'],
    ['half written', '{"version":1,"origin":"https://api.port.io","kind":"client","clientId":"a"'],
    ['without a secret', `{"version":1,"origin":"${eu}","kind":"client","clientId":"a"}`],
    ['of another version', `{"version":2,"origin":"${eu}","kind":"token","accessToken":"a"}`],
    [
      'with a path in its origin',
      `{"version":1,"origin":"${eu}/x","kind":"token","accessToken":"a"}`,
    ],
    ['with a stray key', `{"version":1,"origin":"${eu}","kind":"token","accessToken":"a","x":1}`],
  ])('in a file that is %s are an error without its words; the file stays', async (_, text) => {
    await mkdir(join(dir, 'credentials'));
    await writeFile(file('prod'), text, { mode: 0o600 });
    const error = await refusalOf(readCredentials(portCredentials, dir, 'prod'));
    expect(error.failure).toMatchObject({
      name: 'CredentialsFile',
      exit: 'unauthenticated',
      next: [{ command: ['auth', 'login', '--profile', 'prod'] }],
    });
    expect(error.message).toContain(file('prod'));
    expect(error.cause).toBeUndefined();
    expect(JSON.stringify(error)).not.toContain('sk-live');
    expect(await readFile(file('prod'), 'utf8')).toBe(text);
  });
});

describe('the credentials to use', () => {
  const pair = { PORT_CLIENT_ID: 'env-id', PORT_CLIENT_SECRET: 'env-secret-value' };

  beforeEach(() => storeCredentials(portCredentials, dir, 'default', client));

  test('are a token of the environment first', async () => {
    const found = await resolve({ ...pair, PORT_ACCESS_TOKEN: 'env-token-value' });
    expect(found).toMatchObject({
      credentials: { kind: 'token' },
      source: { kind: 'environment', name: 'PORT_ACCESS_TOKEN' },
    });
  });

  test('are the token alone where the whole header was exported', async () => {
    const found = await resolve({ PORT_ACCESS_TOKEN: 'Bearer env-token-value\n' });
    expect(found?.credentials.kind === 'token' && found.credentials.accessToken.reveal()).toBe(
      'env-token-value',
    );
  });

  test('are a client of the environment next, then the stored ones', async () => {
    expect(await resolve(pair)).toMatchObject({
      credentials: { kind: 'client', clientId: 'env-id' },
      source: { kind: 'environment', name: 'PORT_CLIENT_ID' },
    });
    expect(await resolve({})).toMatchObject({
      credentials: { kind: 'client', clientId: 'stored-id' },
      source: { kind: 'profile', name: 'default' },
    });
  });

  test('are known to the redactor, wherever they come from', async () => {
    await resolve(pair);
    await resolve({});
    await resolve({ PORT_ACCESS_TOKEN: 'env-token-value' });
    expect(redactor.redact('env-secret-value stored-secret-value env-token-value')).toBe(
      '[secret] [secret] [secret]',
    );
  });

  test.each([
    [{ PORT_CLIENT_ID: 'env-id' }, 'PORT_CLIENT_SECRET is not set, but PORT_CLIENT_ID is'],
    [
      { PORT_CLIENT_SECRET: 'env-secret-value' },
      'PORT_CLIENT_ID is not set, but PORT_CLIENT_SECRET is',
    ],
    [
      { PORT_CLIENT_ID: 'env-id', PORT_CLIENT_SECRET: 'your-client-secret' },
      'PORT_CLIENT_SECRET is not set, but PORT_CLIENT_ID is',
    ],
    [
      { PORT_CLIENT_ID: ' ', PORT_CLIENT_SECRET: 'env-secret-value' },
      'PORT_CLIENT_ID is not set, but PORT_CLIENT_SECRET is',
    ],
  ])('are not half a client: %j', async (env, words) => {
    const error = await refusalOf(resolve(env));
    expect(error.failure).toMatchObject({ name: 'IncompleteCredentials', exit: 'usage' });
    expect(error.message).toContain(words);
    expect(JSON.stringify(error)).not.toContain('env-secret-value');
  });

  test('are the stored ones while the environment holds placeholders or nothing', async () => {
    const env = {
      PORT_CLIENT_ID: 'your-client-id',
      PORT_CLIENT_SECRET: 'your-client-secret',
      PORT_ACCESS_TOKEN: '',
    };
    expect(await resolve(env)).toMatchObject({ credentials: { clientId: 'stored-id' } });
  });

  test.each([
    [us, ['--port-region', 'us']],
    ['https://port.example.com', ['--api-url', 'https://port.example.com']],
    ['https://api.getport.io', ['--api-url', 'https://api.getport.io']],
    ['http://127.0.0.1:4000', ['--api-url', 'http://127.0.0.1:4000']],
  ])('are not given out for %s when they were stored for another origin', async (origin, flags) => {
    await expect(resolve({}, { origin })).rejects.toMatchObject({
      failure: {
        name: 'OriginMismatch',
        exit: 'unauthenticated',
        message: `The credentials of profile "default" were stored for ${eu} and are not sent to ${origin}`,
        next: [{ command: ['auth', 'login', '--profile', 'default', ...flags] }],
      },
    });
  });

  test('are those of the environment at any origin, without a look at the stored ones', async () => {
    await writeFile(file('default'), 'damaged');
    expect(await resolve(pair, { origin: us })).toMatchObject({
      credentials: { clientId: 'env-id' },
    });
  });

  describe('draw a warning', () => {
    const warnings = (env: Env, profile: string, kind: 'flag' | 'environment') =>
      shadowWarnings(portCredentials, { env, dir, profile, chosen: { kind, name: '--profile' } });

    test('when they go before those of the profile that --profile chose', async () => {
      await storeCredentials(portCredentials, dir, 'prod', client);
      const found = await warnings(pair, 'prod', 'flag');
      expect(found).toEqual([
        {
          code: 'credential_shadowed',
          message:
            'PORT_CLIENT_ID is set and goes before the credentials stored for profile "prod"; unset it to use those',
        },
      ]);
    });

    test('not when nothing is overridden, or no flag chose the profile', async () => {
      await storeCredentials(portCredentials, dir, 'prod', client);
      expect(await warnings({}, 'prod', 'flag')).toEqual([]);
      expect(await warnings(pair, 'dev', 'flag')).toEqual([]);
      expect(await warnings(pair, 'prod', 'environment')).toEqual([]);
    });

    test('not an error when the stored file is damaged', async () => {
      await writeFile(file('default'), 'damaged');
      expect(await warnings(pair, 'default', 'flag')).toEqual([]);
    });
  });
});
