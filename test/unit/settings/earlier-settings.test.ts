import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { platform, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readCredentials } from '../../../src/settings/credentials.ts';
import { openProfiles } from '../../../src/settings/store.ts';
import { filesBelow } from '../../support/folders.ts';
import { planeFiles } from '../../../src/cli/settings-table.ts';
import { portCredentials } from '../../../src/planes/port/credentials.ts';

let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'portai-earlier-'));
});

afterEach(async () => {
  await chmod(dir, 0o700);
  await rm(dir, { recursive: true });
});

const earlier = () => join(dir, 'settings.json');
const write = (text: string, mode = 0o600) => writeFile(earlier(), text, { mode });
const twoProfiles = JSON.stringify({
  version: 1,
  current: 'prod',
  profiles: [
    { name: 'Prod', region: 'eu', caFile: '/etc/ca.pem' },
    { name: 'prod', apiUrl: 'https://port.example.com', timeout: 60, retries: 0 },
  ],
});

const expectTwoProfiles = async () => {
  const profiles = openProfiles(dir, planeFiles);
  expect(await profiles.list()).toEqual([
    { name: 'Prod', region: 'eu', caFile: '/etc/ca.pem' },
    { name: 'prod', apiUrl: 'https://port.example.com', timeout: 60, retries: 0 },
  ]);
  expect(await profiles.current()).toBe('prod');
};

async function writeToken(file: string, accessToken: string) {
  const stored = { version: 1, origin: 'https://api.port.io', kind: 'token', accessToken };
  await mkdir(join(dir, 'credentials'), { recursive: true, mode: 0o700 });
  await writeFile(join(dir, 'credentials', file), JSON.stringify(stored), { mode: 0o600 });
}

async function tokenOf(profile: string): Promise<string | undefined> {
  const found = await readCredentials(portCredentials, dir, profile);
  return found?.kind === 'token' ? found.accessToken.reveal() : undefined;
}

describe('profiles that share one file, as an earlier version wrote it', () => {
  test('are found, each in a file of its own from then on, and the shared file is gone', async () => {
    await write(twoProfiles);
    await expectTwoProfiles();
    expect([...filesBelow(dir).keys()].sort()).toEqual([
      'settings/global.json',
      'settings/profiles/+p+rod.json',
      'settings/profiles/prod.json',
    ]);
    await expectTwoProfiles();
  });

  test('are moved once by any number that come at once, and nothing half-made stays', async () => {
    await write(twoProfiles);
    await Promise.all(Array.from({ length: 20 }, () => expectTwoProfiles()));
    expect((await readdir(dir)).sort()).toEqual(['settings']);
  });

  test('stay deleted for one that began to move them before', async () => {
    await write(twoProfiles);
    const [slow, fast] = [openProfiles(dir, planeFiles), openProfiles(dir, planeFiles)];
    const looking = slow.list();
    await fast.delete('prod');
    await looking;
    await openProfiles(dir, planeFiles).set('new', { region: 'us' });
    expect((await openProfiles(dir, planeFiles).list()).map(({ name }) => name)).toEqual([
      'Prod',
      'new',
    ]);
    expect(await openProfiles(dir, planeFiles).current()).toBeUndefined();
  });

  test('are no longer asked for once there are settings in the new place', async () => {
    await openProfiles(dir, planeFiles).set('new', { region: 'us' });
    await write(twoProfiles);
    expect(await openProfiles(dir, planeFiles).list()).toEqual([{ name: 'new', region: 'us' }]);
  });

  test('bring credentials along whose file has another name now, none over newer ones', async () => {
    await write(twoProfiles);
    await writeToken('Prod.json', 'token-of-Prod');
    await writeToken('NUL.json', 'token-of-NUL');
    await writeToken('nul.json', 'token-of-nul');
    await writeToken('plain.json', 'token-of-plain');
    await writeToken('Newer.json', 'stale');
    await writeToken('+n+ewer.json', 'token-of-Newer');
    await openProfiles(dir, planeFiles).list();
    for (const name of ['Prod', 'NUL', 'nul', 'plain', 'Newer']) {
      expect(await tokenOf(name)).toBe(`token-of-${name}`);
    }
    expect((await readdir(join(dir, 'credentials'))).sort()).toEqual([
      '++nul.json',
      '+n+ewer.json',
      '+nul.json',
      '+p+rod.json',
      'plain.json',
    ]);
  });

  test.each([
    ['no JSON', '{"version":1,', 'it is not valid JSON'],
    ['another version', '{"version":2,"profiles":[]}', 'version: '],
    ['a misspelt key', '{"version":1,"profiles":[{"name":"a","regoin":"us"}]}', 'profiles.0: '],
    ['a path as a name', '{"version":1,"profiles":[{"name":"../a"}]}', 'profiles.0.name: '],
    [
      'a name twice',
      '{"version":1,"profiles":[{"name":"a"},{"name":"a"}]}',
      'profiles: two profiles',
    ],
  ])('are named and left byte for byte when damaged: %s', async (_, text, reason) => {
    await write(text);
    const calls = [
      () => openProfiles(dir, planeFiles).list(),
      () => openProfiles(dir, planeFiles).chosen({}, {}),
      () => openProfiles(dir, planeFiles).set('a', { region: 'us' }),
      () => openProfiles(dir, planeFiles).use('default'),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({
        failure: {
          name: 'SettingsFile',
          message: expect.stringContaining(`${earlier()}: ${reason}`),
        },
      });
    }
    expect([...filesBelow(dir)]).toEqual([['settings.json', text]]);
  });

  test.skipIf(platform() === 'win32')(
    'are not read from a file that others may change',
    async () => {
      await write(twoProfiles);
      await chmod(earlier(), 0o666);
      await expect(openProfiles(dir, planeFiles).list()).rejects.toMatchObject({
        name: 'UnsafeFile',
      });
      expect(await readFile(earlier(), 'utf8')).toBe(twoProfiles);
    },
  );

  test.skipIf(platform() === 'win32' || userInfo().uid === 0)(
    'are read where they lie when nothing can be written there, and not changed',
    async () => {
      await write(twoProfiles);
      await chmod(dir, 0o500);
      await expectTwoProfiles();
      for (const change of [
        () => openProfiles(dir, planeFiles).set('prod', { region: 'us' }),
        () => openProfiles(dir, planeFiles).use('Prod'),
        () => openProfiles(dir, planeFiles).delete('Prod'),
      ]) {
        await expect(change()).rejects.toMatchObject({ name: 'FileAccess' });
      }
    },
  );
});
