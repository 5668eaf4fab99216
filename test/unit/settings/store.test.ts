import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PortaiError, type Failure } from '../../../src/core/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import { configDir } from '../../../src/settings/config-dir.ts';
import { storeCredentials } from '../../../src/settings/credentials.ts';
import { openProfiles } from '../../../src/settings/store.ts';
import { modesBelow } from '../../support/folders.ts';
import { planeFiles } from '../../../src/cli/settings-table.ts';
import { portCredentials } from '../../../src/planes/port/credentials.ts';

let root = '';
let dir = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'portai-settings-'));
  dir = join(root, 'portai');
});

afterEach(() => rm(root, { recursive: true }));

const file = (name = 'a') => join(dir, 'settings', 'profiles', `${name}.json`);

async function write(text: string, path = file()) {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, text, { mode: 0o600 });
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.catch((caught: unknown) => caught);
  if (error instanceof PortaiError) return error.failure;
  throw new Error('nothing was refused', { cause: error });
}

test('without a settings file, what only looks finds nothing and creates nothing', async () => {
  const profiles = openProfiles(dir, planeFiles);
  expect(await profiles.list()).toEqual([]);
  expect(await profiles.get('prod')).toBeUndefined();
  expect(await profiles.current()).toBeUndefined();
  expect(await profiles.chosen({}, {})).toBeUndefined();
  expect(await profiles.delete('prod')).toBe(false);
  await expect(profiles.use('prod')).rejects.toThrow('none are set up yet');
  await expect(profiles.chosen({ profile: 'prod' }, {})).rejects.toThrow('There is no profile');
  expect(await readdir(root)).toEqual([]);
});

test('a profile that was set is found again by another reader, sorted by name', async () => {
  await openProfiles(dir, planeFiles).set('prod', { region: 'us', timeout: 60 });
  await openProfiles(dir, planeFiles).set('dev', { apiUrl: 'http://127.0.0.1:4000', retries: 0 });
  expect(await openProfiles(dir, planeFiles).list()).toEqual([
    { name: 'dev', apiUrl: 'http://127.0.0.1:4000', retries: 0 },
    { name: 'prod', region: 'us', timeout: 60 },
  ]);
  expect(await openProfiles(dir, planeFiles).get('prod')).toEqual({
    name: 'prod',
    region: 'us',
    timeout: 60,
  });
});

test.skipIf(platform() === 'win32')('files and folders are for their owner alone', async () => {
  await openProfiles(dir, planeFiles).set('prod', { region: 'us' });
  await openProfiles(dir, planeFiles).use('prod');
  expect(modesBelow(root).map(({ path, mode }) => `${mode} ${path}`)).toEqual([
    'folder 700 portai',
    'folder 700 portai/settings',
    'file 600 portai/settings/global.json',
    'folder 700 portai/settings/profiles',
    'file 600 portai/settings/profiles/prod.json',
  ]);
});

test.skipIf(platform() === 'win32').each([
  ['others may change it', (path: string) => chmod(path, 0o602)],
  ['others may read it', (path: string) => chmod(path, 0o640)],
  [
    'a link stands in its place',
    async (path: string) => {
      const elsewhere = join(root, basename(path));
      await rename(path, elsewhere);
      await symlink(elsewhere, path);
    },
  ],
])('no settings file is read or replaced when %s', async (_, expose) => {
  const profiles = openProfiles(dir, planeFiles);
  await profiles.set('prod', { region: 'us' });
  await profiles.use('prod');
  const [mine, global] = [file('prod'), join(dir, 'settings', 'global.json')];
  await expose(mine);
  for (const call of [() => profiles.chosen({}, {}), () => profiles.set('prod', { retries: 1 })]) {
    const failure = await failureOf(call());
    expect(failure).toMatchObject({ name: 'UnsafeFile', exit: 'usage', details: { path: mine } });
  }
  await profiles.set('dev', { region: 'eu' });
  await expose(global);
  for (const call of [() => profiles.current(), () => profiles.use('dev')]) {
    const failure = await failureOf(call());
    expect(failure).toMatchObject({ name: 'UnsafeFile', details: { path: global } });
  }
  expect(await readFile(mine, 'utf8')).toContain('us');
  expect(await readFile(global, 'utf8')).toContain('prod');
});

test('profiles whose names differ in case only keep their own settings', async () => {
  const profiles = openProfiles(dir, planeFiles);
  await profiles.set('prod', { region: 'us' });
  await profiles.set('Prod', { region: 'eu' });
  await profiles.set('PROD', { timeout: 7 });
  expect(await profiles.list()).toEqual([
    { name: 'PROD', timeout: 7 },
    { name: 'Prod', region: 'eu' },
    { name: 'prod', region: 'us' },
  ]);
  const files = (await readdir(dirname(file()))).map((name) => name.toLowerCase());
  expect(new Set(files).size).toBe(3);
  await profiles.delete('Prod');
  expect((await profiles.list()).map(({ name }) => name)).toEqual(['PROD', 'prod']);
});

test('a profile with credentials and without settings is there, to be seen and removed', async () => {
  await storeCredentials(portCredentials, dir, 'l1', {
    kind: 'token',
    origin: 'https://api.us.port.io',
    accessToken: new Secret('token-of-l1'),
  });
  const profiles = openProfiles(dir, planeFiles);
  expect(await profiles.list()).toEqual([{ name: 'l1' }]);
  expect(await profiles.get('l1')).toBeUndefined();
  expect(await profiles.hasSettings('l1')).toBe(false);
  expect(await profiles.chosen({ profile: 'l1' }, {})).toEqual({ name: 'l1' });
  expect(await profiles.chosenName({ profile: 'l1' }, {})).toBe('l1');
});

test.each([2, 20])('%i changes of different profiles at once are all kept', async (count) => {
  const names = Array.from({ length: count }, (_, index) => `p${String(index).padStart(2, '0')}`);
  await Promise.all(names.map((name) => openProfiles(dir, planeFiles).set(name, { region: 'us' })));
  expect((await openProfiles(dir, planeFiles).list()).map(({ name }) => name)).toEqual(names);
});

test('setting changes what is given, takes out what is null and leaves the rest', async () => {
  const profiles = openProfiles(dir, planeFiles);
  await profiles.set('prod', { region: 'us', timeout: 60, caFile: 'ca.pem' });
  const changed = await profiles.set('prod', { timeout: 90, caFile: null, retries: undefined });
  expect(changed).toEqual({ name: 'prod', region: 'us', timeout: 90 });
  expect(await profiles.list()).toEqual([changed]);
});

test('a new address takes the region out, and a new region the address', async () => {
  const profiles = openProfiles(dir, planeFiles);
  await profiles.set('prod', { region: 'us', timeout: 60 });
  const apiUrl = 'https://port.example.com';
  expect(await profiles.set('prod', { apiUrl })).toEqual({ name: 'prod', apiUrl, timeout: 60 });
  expect(await profiles.set('prod', { region: 'eu' })).toEqual({
    name: 'prod',
    region: 'eu',
    timeout: 60,
  });
  expect(await profiles.set('prod', { apiUrl: null })).toMatchObject({ region: 'eu' });
});

test('names that objects know by themselves are ordinary profiles', async () => {
  const profiles = openProfiles(dir, planeFiles);
  expect(await profiles.get('constructor')).toBeUndefined();
  await profiles.set('__proto__', { region: 'us' });
  await profiles.set('constructor', { region: 'eu' });
  expect(await profiles.get('__proto__')).toEqual({ name: '__proto__', region: 'us' });
  expect(await profiles.get('toString')).toBeUndefined();
});

test.each(['../x', '.x', '-x', 'a/b', ''])(
  'the name "%s" is refused and nothing written',
  async (name) => {
    const profiles = openProfiles(dir, planeFiles);
    await expect(profiles.set(name, {})).rejects.toMatchObject({ name: 'InvalidProfileName' });
    await expect(profiles.use(name)).rejects.toMatchObject({ name: 'InvalidProfileName' });
    expect(await readdir(root)).toEqual([]);
  },
);

test('values that cannot be used are refused by their key', async () => {
  const profiles = openProfiles(dir, planeFiles);
  await expect(profiles.set('prod', { timeout: 0 })).rejects.toThrow(/^timeout: /);
  await expect(profiles.set('prod', { retries: 11 })).rejects.toThrow(/^retries: /);
  await expect(profiles.set('prod', { apiUrl: 'http://api.port.io' })).rejects.toThrow(
    'apiUrl: must be https',
  );
  expect(await profiles.list()).toEqual([]);
});

describe('the profile that applies', () => {
  beforeEach(async () => {
    const profiles = openProfiles(dir, planeFiles);
    await profiles.set('prod', { region: 'us' });
    await profiles.set('dev', { region: 'eu' });
  });

  test('is the named one before the current one', async () => {
    const profiles = openProfiles(dir, planeFiles);
    await profiles.use('dev');
    expect(await profiles.current()).toBe('dev');
    expect(await profiles.chosen({}, {})).toMatchObject({ name: 'dev' });
    expect(await profiles.chosen({}, { PORTAI_PROFILE: 'prod' })).toMatchObject({ name: 'prod' });
    expect(await profiles.chosen({ profile: 'dev' }, { PORTAI_PROFILE: 'prod' })).toMatchObject({
      name: 'dev',
    });
  });

  test('is none when none is named or current, and the default one needs no entry', async () => {
    const profiles = openProfiles(dir, planeFiles);
    expect(await profiles.chosen({}, {})).toBeUndefined();
    expect(await profiles.chosen({ profile: 'default' }, {})).toBeUndefined();
    await profiles.use('default');
    expect(await profiles.chosen({}, {})).toBeUndefined();
    await profiles.set('default', { timeout: 5 });
    expect(await profiles.chosen({}, {})).toEqual({ name: 'default', timeout: 5 });
  });

  test.each([
    ['a flag', { profile: 'prd' }, {}],
    ['a variable', {}, { PORTAI_PROFILE: 'prd' }],
  ])('must exist when %s names it; the error lists the others', async (_, flags, env) => {
    await expect(openProfiles(dir, planeFiles).chosen(flags, env)).rejects.toMatchObject({
      failure: {
        name: 'ProfileNotFound',
        exit: 'notFound',
        message: 'There is no profile "prd"; there are: dev, prod. Did you mean prod?',
      },
    });
  });

  test('must exist to become the current one', async () => {
    await expect(openProfiles(dir, planeFiles).use('prd')).rejects.toMatchObject({
      failure: { name: 'ProfileNotFound', exit: 'notFound' },
    });
    expect(await openProfiles(dir, planeFiles).current()).toBeUndefined();
  });

  test('is no longer the current one when it is deleted', async () => {
    const profiles = openProfiles(dir, planeFiles);
    await profiles.use('dev');
    expect(await profiles.delete('prod')).toBe(true);
    expect(await profiles.current()).toBe('dev');
    expect(await profiles.delete('dev')).toBe(true);
    expect(await profiles.current()).toBeUndefined();
    expect(await profiles.delete('dev')).toBe(false);
    expect(await profiles.list()).toEqual([]);
  });
});

describe('a profile whose file cannot be used', () => {
  const broken = [
    ['no JSON', '{"version":1,', 'it is not valid JSON'],
    ['empty', '', 'it is not valid JSON'],
    ['null', 'null', 'settings: '],
    ['a list', '[]', 'settings: '],
    ['another version', '{"version":2}', 'version: '],
    ['a misspelt key', '{"version":1,"regoin":"us"}', 'settings: '],
    ['a wrong value', '{"version":1,"region":"x"}', 'region: '],
  ] as const;

  test.each(broken)('is named and left as it is: %s', async (_, text, reason) => {
    await write(text);
    const profiles = openProfiles(dir, planeFiles);
    const calls = [
      () => profiles.list(),
      () => profiles.get('a'),
      () => profiles.chosen({ profile: 'a' }, {}),
      () => profiles.set('a', { region: 'us' }),
    ];
    for (const call of calls) {
      const failure = await failureOf(call());
      expect(failure).toMatchObject({ name: 'SettingsFile', exit: 'usage' });
      expect(failure.message).toContain(`in ${file()}: ${reason}`);
      expect(failure.hint).toContain('left as it is');
      expect(failure.hint).toContain('portai profiles delete a');
    }
    expect(await readFile(file(), 'utf8')).toBe(text);
    expect(await readdir(dirname(file()))).toEqual(['a.json']);
  });

  test('stops nobody who uses another, and can be deleted', async () => {
    await write('damaged');
    const profiles = openProfiles(dir, planeFiles);
    await profiles.set('b', { region: 'us' });
    await profiles.use('b');
    expect(await profiles.chosen({}, {})).toEqual({ name: 'b', region: 'us' });
    expect(await profiles.chosenName({ profile: 'a' }, {})).toBe('a');
    expect(await profiles.hasSettings('a')).toBe(true);
    expect(await profiles.delete('a')).toBe(true);
    expect((await profiles.list()).map(({ name }) => name)).toEqual(['b']);
  });

  test('is not quoted', async () => {
    await write('sk-proj-abcdefghijklmnop');
    const failure = await failureOf(openProfiles(dir, planeFiles).list());
    expect(failure.name).toBe('SettingsFile');
    expect(JSON.stringify(failure)).not.toContain('sk-proj');
  });

  test('the same holds for the settings that are one for all', async () => {
    const global = join(dir, 'settings', 'global.json');
    for (const text of ['{"version":1,"curent":"a"}', '{"version":1,"current":"../a"}', 'x']) {
      await write(text, global);
      for (const call of [
        () => openProfiles(dir, planeFiles).current(),
        () => openProfiles(dir, planeFiles).use('default'),
        () => openProfiles(dir, planeFiles).chosen({}, {}),
      ]) {
        const failure = await failureOf(call());
        expect(failure).toMatchObject({ name: 'SettingsFile', details: { path: global } });
      }
      expect(await readFile(global, 'utf8')).toBe(text);
    }
    expect(await openProfiles(dir, planeFiles).chosen({ profile: 'default' }, {})).toBeUndefined();
  });
});

describe('what stands in the way of settings is named', () => {
  test('a folder in place of a file', async () => {
    await mkdir(file(), { recursive: true, mode: 0o700 });
    await expect(openProfiles(dir, planeFiles).list()).rejects.toMatchObject({
      name: 'UnsafeFile',
    });
    await expect(openProfiles(dir, planeFiles).set('a', {})).rejects.toMatchObject({
      name: 'UnsafeFile',
    });
    expect(await readdir(file())).toEqual([]);
  });

  test('a file in place of the folder', async () => {
    await writeFile(dir, 'kept');
    await expect(openProfiles(dir, planeFiles).list()).rejects.toMatchObject({
      name: 'FileAccess',
    });
    await expect(openProfiles(dir, planeFiles).set('a', {})).rejects.toMatchObject({
      name: 'FileAccess',
    });
    expect(await readFile(dir, 'utf8')).toBe('kept');
  });

  test.skipIf(platform() === 'win32')('a folder that cannot be made', async () => {
    await symlink(join(root, 'nowhere', 'at-all'), dir);
    expect(await openProfiles(dir, planeFiles).list()).toEqual([]);
    const failure = await failureOf(openProfiles(dir, planeFiles).set('a', {}));
    expect(failure.name).toBe('FileAccess');
    expect(failure.message).toContain(file());
  });
});

describe('the folder', () => {
  const home = resolve('/home/ada');
  const xdg = resolve('/xdg');

  test('is PORTAI_CONFIG_DIR, else the XDG one, else ~/.config', () => {
    const own = resolve('/own');
    expect(configDir({ PORTAI_CONFIG_DIR: own, XDG_CONFIG_HOME: xdg }, home)).toBe(own);
    expect(configDir({ PORTAI_CONFIG_DIR: ' ', XDG_CONFIG_HOME: xdg }, home)).toBe(
      join(xdg, 'portai'),
    );
    expect(configDir({ XDG_CONFIG_HOME: 'relative' }, home)).toBe(join(home, '.config', 'portai'));
    expect(configDir({}, home)).toBe(join(home, '.config', 'portai'));
    expect(configDir({ XDG_CONFIG_HOME: xdg }, '')).toBe(join(xdg, 'portai'));
  });

  test.each([
    ['PORTAI_CONFIG_DIR', { PORTAI_CONFIG_DIR: 'own' }, home],
    ['PORTAI_CONFIG_DIR', { PORTAI_CONFIG_DIR: './own', XDG_CONFIG_HOME: xdg }, home],
    ['HOME', {}, ''],
    ['HOME', { XDG_CONFIG_HOME: 'relative' }, ''],
    ['HOME', {}, 'relative/home'],
  ])('is never one of the current folder: %s is named instead (%j)', (variable, env, at) => {
    expect(() => configDir(env, at)).toThrow(
      expect.objectContaining({
        name: 'InvalidSetting',
        message: expect.stringContaining(variable),
      }),
    );
  });
});
