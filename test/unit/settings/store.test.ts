import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PortaiError, type Failure } from '../../../src/domain/errors.ts';
import { configDir } from '../../../src/settings/config-dir.ts';
import { openProfiles } from '../../../src/settings/store.ts';

let root = '';
let dir = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'portai-settings-'));
  dir = join(root, 'portai');
});

afterEach(() => rm(root, { recursive: true }));

const file = () => join(dir, 'settings.json');

async function write(text: string) {
  await mkdir(dir, { recursive: true });
  await writeFile(file(), text);
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.catch((caught: unknown) => caught);
  if (error instanceof PortaiError) return error.failure;
  throw new Error('nothing was refused', { cause: error });
}

test('without a settings file, what only looks finds nothing and creates nothing', async () => {
  const profiles = openProfiles(dir);
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
  await openProfiles(dir).set('prod', { region: 'us', timeout: 60 });
  await openProfiles(dir).set('dev', { apiUrl: 'http://127.0.0.1:4000', retries: 0 });
  expect(await openProfiles(dir).list()).toEqual([
    { name: 'dev', apiUrl: 'http://127.0.0.1:4000', retries: 0 },
    { name: 'prod', region: 'us', timeout: 60 },
  ]);
  expect(await openProfiles(dir).get('prod')).toEqual({ name: 'prod', region: 'us', timeout: 60 });
});

test.skipIf(platform() === 'win32')(
  'the file and its folder are for their owner alone',
  async () => {
    await openProfiles(dir).set('prod', { region: 'us' });
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    await chmod(file(), 0o644);
    await openProfiles(dir).set('prod', { region: 'eu' });
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  },
);

test('setting changes what is given, takes out what is null and leaves the rest', async () => {
  const profiles = openProfiles(dir);
  await profiles.set('prod', { region: 'us', timeout: 60, caFile: 'ca.pem' });
  const changed = await profiles.set('prod', { timeout: 90, caFile: null, retries: undefined });
  expect(changed).toEqual({ name: 'prod', region: 'us', timeout: 90 });
  expect(await profiles.list()).toEqual([changed]);
});

test('a new address takes the region out, and a new region the address', async () => {
  const profiles = openProfiles(dir);
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
  const profiles = openProfiles(dir);
  expect(await profiles.get('constructor')).toBeUndefined();
  await profiles.set('__proto__', { region: 'us' });
  await profiles.set('constructor', { region: 'eu' });
  expect(await profiles.get('__proto__')).toEqual({ name: '__proto__', region: 'us' });
  expect(await profiles.get('toString')).toBeUndefined();
});

test.each(['../x', '.x', '-x', 'a/b', ''])(
  'the name "%s" is refused and nothing written',
  async (name) => {
    const profiles = openProfiles(dir);
    await expect(profiles.set(name, {})).rejects.toMatchObject({ name: 'InvalidProfileName' });
    await expect(profiles.use(name)).rejects.toMatchObject({ name: 'InvalidProfileName' });
    expect(await readdir(root)).toEqual([]);
  },
);

test('values that cannot be used are refused by their key', async () => {
  const profiles = openProfiles(dir);
  await expect(profiles.set('prod', { timeout: 0 })).rejects.toThrow(/^timeout: /);
  await expect(profiles.set('prod', { retries: 11 })).rejects.toThrow(/^retries: /);
  await expect(profiles.set('prod', { apiUrl: 'http://api.port.io' })).rejects.toThrow(
    'apiUrl: must be https',
  );
  expect(await profiles.list()).toEqual([]);
});

describe('the profile that applies', () => {
  beforeEach(async () => {
    const profiles = openProfiles(dir);
    await profiles.set('prod', { region: 'us' });
    await profiles.set('dev', { region: 'eu' });
  });

  test('is the named one before the current one', async () => {
    const profiles = openProfiles(dir);
    await profiles.use('dev');
    expect(await profiles.current()).toBe('dev');
    expect(await profiles.chosen({}, {})).toMatchObject({ name: 'dev' });
    expect(await profiles.chosen({}, { PORTAI_PROFILE: 'prod' })).toMatchObject({ name: 'prod' });
    expect(await profiles.chosen({ profile: 'dev' }, { PORTAI_PROFILE: 'prod' })).toMatchObject({
      name: 'dev',
    });
  });

  test('is none when none is named or current, and the default one needs no entry', async () => {
    const profiles = openProfiles(dir);
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
    await expect(openProfiles(dir).chosen(flags, env)).rejects.toMatchObject({
      failure: {
        name: 'ProfileNotFound',
        exit: 'notFound',
        message: 'There is no profile "prd"; there are: dev, prod. Did you mean prod?',
      },
    });
  });

  test('must exist to become the current one', async () => {
    await expect(openProfiles(dir).use('prd')).rejects.toMatchObject({
      failure: { name: 'ProfileNotFound', exit: 'notFound' },
    });
    expect(await openProfiles(dir).current()).toBeUndefined();
  });

  test('is no longer the current one when it is deleted', async () => {
    const profiles = openProfiles(dir);
    await profiles.use('dev');
    expect(await profiles.delete('prod')).toBe(true);
    expect(await profiles.current()).toBe('dev');
    expect(await profiles.delete('dev')).toBe(true);
    expect(await profiles.current()).toBeUndefined();
    expect(await profiles.delete('dev')).toBe(false);
    expect(await profiles.list()).toEqual([]);
  });
});

describe('a settings file that cannot be used is left as it is', () => {
  const broken = [
    ['no JSON', '{"version":1,', 'it is not valid JSON'],
    ['empty', '', 'it is not valid JSON'],
    ['null', 'null', 'settings: '],
    ['a list', '[]', 'settings: '],
    ['another version', '{"version":2,"profiles":[]}', 'version: '],
    ['a misspelt key', '{"version":1,"profiles":[{"name":"a","regoin":"us"}]}', 'profiles.0: '],
    [
      'a wrong value',
      '{"version":1,"profiles":[{"name":"a","region":"x"}]}',
      'profiles.0.region: ',
    ],
    ['a path as a name', '{"version":1,"profiles":[{"name":"../a"}]}', 'profiles.0.name: '],
    [
      'a name twice',
      '{"version":1,"profiles":[{"name":"a"},{"name":"a"}]}',
      'profiles: two profiles',
    ],
  ] as const;

  test.each(broken)('%s', async (_, text, reason) => {
    await write(text);
    const profiles = openProfiles(dir);
    const calls = [
      () => profiles.list(),
      () => profiles.get('a'),
      () => profiles.current(),
      () => profiles.chosen({}, {}),
      () => profiles.use('default'),
      () => profiles.set('a', { region: 'us' }),
      () => profiles.delete('a'),
    ];
    for (const call of calls) {
      const failure = await failureOf(call());
      expect(failure).toMatchObject({ name: 'SettingsFile', exit: 'usage' });
      expect(failure.message).toContain(`in ${file()}: ${reason}`);
      expect(failure.hint).toContain('left as it is');
    }
    expect(await readFile(file(), 'utf8')).toBe(text);
    expect(await readdir(dir)).toEqual(['settings.json']);
  });

  test('its words are not repeated', async () => {
    await write('sk-proj-abcdefghijklmnop');
    const failure = await failureOf(openProfiles(dir).list());
    expect(failure.name).toBe('SettingsFile');
    expect(JSON.stringify(failure)).not.toContain('sk-proj');
  });

  test('a folder in its place', async () => {
    await mkdir(file(), { recursive: true });
    await expect(openProfiles(dir).list()).rejects.toMatchObject({ name: 'SettingsFile' });
    await expect(openProfiles(dir).set('a', {})).rejects.toMatchObject({ name: 'SettingsFile' });
    expect(await readdir(file())).toEqual([]);
  });

  test('a file in place of its folder', async () => {
    await writeFile(dir, 'kept');
    await expect(openProfiles(dir).list()).rejects.toMatchObject({ name: 'SettingsFile' });
    await expect(openProfiles(dir).set('a', {})).rejects.toMatchObject({ name: 'SettingsFile' });
    expect(await readFile(dir, 'utf8')).toBe('kept');
  });

  test.skipIf(platform() === 'win32')('a folder that cannot be made', async () => {
    await symlink(join(root, 'nowhere', 'at-all'), dir);
    expect(await openProfiles(dir).list()).toEqual([]);
    const failure = await failureOf(openProfiles(dir).set('a', {}));
    expect(failure.name).toBe('SettingsFile');
    expect(failure.message).toContain(file());
  });
});

test('the folder is PORTAI_CONFIG_DIR, else the XDG one, else ~/.config', () => {
  const home = join(root, 'home');
  const xdg = join(root, 'xdg');
  expect(configDir({ PORTAI_CONFIG_DIR: 'own', XDG_CONFIG_HOME: xdg }, home)).toBe('own');
  expect(configDir({ PORTAI_CONFIG_DIR: ' ', XDG_CONFIG_HOME: xdg }, home)).toBe(
    join(xdg, 'portai'),
  );
  expect(configDir({ XDG_CONFIG_HOME: 'relative' }, home)).toBe(join(home, '.config', 'portai'));
  expect(configDir({}, home)).toBe(join(home, '.config', 'portai'));
});
