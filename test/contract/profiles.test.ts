import { chmod, copyFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { cwd } from 'node:process';
import { expect, test } from 'vitest';
import { filesBelow } from '../support/folders.ts';
import { freshFolder, portai } from '../support/run.ts';
import { tlsFile } from '../support/servers.ts';

const stored = async (dir: string, name = 'prod'): Promise<unknown> =>
  JSON.parse(await readFile(join(dir, 'settings', 'profiles', `${name}.json`), 'utf8'));

const signIn = (dir: string, ...flags: string[]) =>
  portai(
    ['auth', 'login', '--no-verify', '--client-id', 'client-1', '--value-env', 'GIVEN', ...flags],
    { dir, env: { GIVEN: 'secret-of-client-1' } },
  );

test('a fresh machine has one profile: the default one, without credentials', async () => {
  expect(await portai('profiles list')).toEqual({
    code: 0,
    stdout: 'default\tcurrent\thttps://api.port.io\tnone\tport\n',
    stderr: '',
  });
  const list = await portai('profiles list --json');
  expect(JSON.parse(list.stdout)).toEqual([
    {
      name: 'default',
      current: true,
      planes: expect.objectContaining({
        port: {
          address: 'https://api.port.io',
          origin: 'https://api.port.io',
          credentials: null,
        },
      }),
      settings: {},
    },
  ]);
});

test('list shows where each profile leads, what is stored for it, and which is in use', async () => {
  const dir = freshFolder();
  await portai('profiles set dev --api-url http://127.0.0.1:4010', { dir });
  await signIn(dir, '--profile', 'prod', '--region', 'us');
  await portai('profiles use prod', { dir });
  const list = await portai('profiles ls', { dir });
  expect(list.stdout.split('\n')).toEqual([
    'default\t-\thttps://api.port.io\tnone\tport',
    'dev\t-\thttp://127.0.0.1:4010\tnone\tport',
    'prod\tcurrent\thttps://api.us.port.io\tclient\tport',
    '',
  ]);
});

test('a variable decides which profile is in use, and an unusable file is shown as such', async () => {
  const dir = freshFolder();
  await signIn(dir, '--profile', 'prod');
  await writeFile(join(dir, 'credentials', 'prod.json'), '{"damaged');
  const env = { PORTAI_PROFILE: 'prod' };
  expect((await portai('profiles list', { dir, env })).stdout).toBe(
    'default\t-\thttps://api.port.io\tnone\tport\nprod\tcurrent\thttps://api.port.io\tunusable\tport\n',
  );
});

test('show gives the profile in use, or the named one, and never a secret', async () => {
  const dir = freshFolder();
  await signIn(dir, '--profile', 'prod', '--region', 'us');
  await portai('profiles set prod --timeout 60', { dir });
  const named = await portai('profiles show prod --json', { dir });
  expect(JSON.parse(named.stdout)).toEqual({
    name: 'prod',
    current: false,
    planes: expect.objectContaining({
      port: {
        address: 'https://api.us.port.io',
        origin: 'https://api.us.port.io',
        credentials: { kind: 'client', clientId: 'client-1', origin: 'https://api.us.port.io' },
      },
    }),
    settings: { region: 'us', timeout: 60 },
  });
  expect(named.stdout).not.toContain('secret-of-client-1');
  expect((await portai('profiles show', { dir })).stdout).toBe(
    'profile\tdefault\nin use\tyes\naddress\thttps://api.port.io\ncredentials\tnone\n',
  );
});

test.each(['show', 'use', 'delete'])('%s of an unknown name exits with 4', async (verb) => {
  const dir = freshFolder();
  await portai('profiles set prod --region us', { dir });
  const ran = await portai(`profiles ${verb} prd --yes`, { dir });
  expect(ran).toMatchObject({ code: 4, stdout: '' });
  expect(ran.stderr).toContain('Did you mean prod?');
});

test.each(['show', 'use', 'set', 'delete'])('%s refuses what cannot be a name', async (verb) => {
  const ran = await portai(['profiles', verb, '../escape', '--region', 'us']);
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toContain('name');
});

test('use makes a profile the current one; a second time nothing changes', async () => {
  const dir = freshFolder();
  await portai('profiles set prod --region us', { dir });
  expect((await portai('profiles use prod', { dir })).stdout).toBe('updated\tprod\tcurrent\n');
  expect((await portai('profiles use prod', { dir })).stdout).toBe('unchanged\tprod\t\n');
  expect((await portai('profiles list', { dir })).stdout).toContain('prod\tcurrent');
  expect((await portai('profiles use default', { dir })).stdout).toBe(
    'updated\tdefault\tcurrent\n',
  );
});

test('use says when PORTAI_PROFILE goes before it', async () => {
  const dir = freshFolder();
  await portai('profiles set prod --region us', { dir });
  const env = { PORTAI_PROFILE: 'default' };
  const use = await portai('profiles use prod --json', { dir, env });
  expect(JSON.parse(use.stderr)).toMatchObject({ warning: { code: 'profile_shadowed' } });
});

test('set creates, changes, and then has nothing to do', async () => {
  const dir = freshFolder();
  const set = 'profiles set prod --region us --timeout 60 --json';
  expect(JSON.parse((await portai(set, { dir })).stdout)).toEqual({
    action: 'created',
    dryRun: false,
    name: 'prod',
    changed: ['region', 'timeout'],
  });
  const more = await portai('profiles set prod --retries 2 --json', { dir });
  expect(JSON.parse(more.stdout)).toMatchObject({ action: 'updated', changed: ['retries'] });
  expect(JSON.parse((await portai(set, { dir })).stdout)).toMatchObject({
    action: 'unchanged',
    changed: [],
  });
  expect(await stored(dir)).toEqual({ version: 1, region: 'us', timeout: 60, retries: 2 });
});

test('set takes global flags before the command, and variables are not written down', async () => {
  const dir = freshFolder();
  const env = { PORTAI_TIMEOUT: '99' };
  await portai('--region us profiles set prod', { dir, env });
  expect(await stored(dir)).toEqual({ version: 1, region: 'us' });
});

test('set stores the address of a file of certificate authorities whole', async () => {
  const [dir, folder] = [freshFolder(), freshFolder()];
  const file = join(folder, 'ca.pem');
  await copyFile(tlsFile('ca.pem'), file);
  await portai(['profiles', 'set', 'prod', '--ca-file', relative(cwd(), file)], { dir });
  expect(await stored(dir)).toEqual({ version: 1, caFile: file });
  const absent = await portai(['profiles', 'set', 'prod', '--ca-file', `${file}.not`], { dir });
  expect(absent).toMatchObject({ code: 2, stdout: '' });
  expect(absent.stderr).toContain('there is no such file');
  await writeFile(file, 'no certificate');
  const useless = await portai(['profiles', 'set', 'other', '--ca-file', file], { dir });
  expect(useless).toMatchObject({ code: 2, stdout: '' });
  expect(useless.stderr).toContain('it holds no certificate in PEM form');
});

test('set without anything to set names the flags', async () => {
  const set = await portai('profiles set prod --json');
  expect(set).toMatchObject({ code: 2, stdout: '' });
  expect(JSON.parse(set.stderr)).toMatchObject({
    error: { name: 'MissingFlags' },
  });
  expect(set.stderr).toContain(
    '--api-url, --port-region, --portkey-url, --timeout, --retries, --ca-file',
  );
});

test('set refuses a value that could not be used later', async () => {
  const dir = freshFolder();
  expect(await portai('profiles set prod --timeout soon', { dir })).toMatchObject({ code: 2 });
  expect(
    await portai('profiles set prod --api-url http://port.example.com', { dir }),
  ).toMatchObject({ code: 2 });
  expect((await portai('profiles list', { dir })).stdout).not.toContain('prod');
});

test('set --unset takes a setting out, but not one that is given as well', async () => {
  const dir = freshFolder();
  await portai('profiles set prod --region us --timeout 60', { dir });
  expect((await portai('profiles set prod --unset timeout', { dir })).stdout).toBe(
    'updated\tprod\ttimeout\n',
  );
  expect(await stored(dir)).toEqual({ version: 1, region: 'us' });
  const both = await portai('profiles set prod --region eu --unset region', { dir });
  expect(both).toMatchObject({ code: 2, stdout: '' });
});

test('set warns when the stored credentials stay behind at another address', async () => {
  const dir = freshFolder();
  await signIn(dir, '--profile', 'prod', '--region', 'us');
  const set = await portai('profiles set prod --region eu --json', { dir });
  expect(JSON.parse(set.stdout)).toMatchObject({ action: 'updated' });
  expect(JSON.parse(set.stderr)).toMatchObject({
    warning: { code: 'credentials_elsewhere' },
  });
  expect(set.stderr).toContain('https://api.us.port.io');
});

test('delete removes settings and credentials', async () => {
  const dir = freshFolder();
  await signIn(dir, '--profile', 'prod', '--region', 'us');
  const gone = await portai('profiles rm prod --yes', { dir });
  expect(gone).toEqual({ code: 0, stdout: 'deleted\tprod\tsettings,credentials\n', stderr: '' });
  expect(await portai('profiles show prod', { dir })).toMatchObject({ code: 4 });
  await portai('profiles set prod --region us', { dir });
  expect(await portai('--profile prod auth token', { dir })).toMatchObject({ code: 3 });
});

test('delete needs --yes where nobody can be asked', async () => {
  const dir = freshFolder();
  await portai('profiles set prod --region us', { dir });
  expect(await portai('profiles delete prod', { dir })).toMatchObject({ code: 2, stdout: '' });
  expect(await portai('profiles show prod', { dir })).toMatchObject({ code: 0 });
});

test('delete holds back the profile in use, unless it is forced', async () => {
  const dir = freshFolder();
  await portai('profiles set prod --region us', { dir });
  await portai('profiles use prod', { dir });
  const held = await portai('profiles delete prod --yes --json', { dir });
  expect(held).toMatchObject({ code: 5, stdout: '' });
  expect(JSON.parse(held.stderr)).toMatchObject({ error: { name: 'ProfileInUse' } });
  const forced = await portai('profiles delete prod --yes --force', { dir });
  expect(forced.stdout).toBe('deleted\tprod\tsettings\n');
  expect((await portai('profiles list', { dir })).stdout).toMatch(/^default\tcurrent\t/);
});

test('delete of the default profile empties it, once', async () => {
  const dir = freshFolder();
  await signIn(dir);
  expect((await portai('profiles delete default --yes', { dir })).stdout).toBe(
    'deleted\tdefault\tsettings,credentials\n',
  );
  expect((await portai('profiles delete default --yes', { dir })).stdout).toBe(
    'unchanged\tdefault\t\n',
  );
});

test('with --dry-run set, use and delete say what they would do, and do nothing', async () => {
  const dir = freshFolder();
  await portai('profiles set prod --region us', { dir });
  const before = filesBelow(dir);
  const dry = async (words: string) =>
    (await portai(`profiles ${words} --dry-run`, { dir })).stdout;
  expect(await dry('set prod --api-url https://port.example.com')).toBe(
    'would be updated\tprod\tapiUrl,region\n',
  );
  expect(await dry('set other --region eu')).toBe('would be created\tother\tregion\n');
  expect(await dry('use prod')).toBe('would be updated\tprod\tcurrent\n');
  expect(await dry('delete prod')).toBe('would be deleted\tprod\tsettings\n');
  expect(filesBelow(dir)).toEqual(before);
});

test('a profile of which only credentials are left is shown, signed out of and deleted', async () => {
  const dir = freshFolder();
  for (const name of ['l1', 'l2']) {
    await signIn(dir, '--profile', name, '--region', 'us');
    await rm(join(dir, 'settings', 'profiles', `${name}.json`));
  }
  expect((await portai('profiles list', { dir })).stdout).toContain(
    'l1\t-\thttps://api.port.io\tclient\tport\n',
  );
  const out = await portai('auth logout --profile l1', { dir });
  expect(out).toMatchObject({ code: 0, stderr: '' });
  expect(await portai('auth logout --profile l1', { dir })).toMatchObject({ code: 4 });
  const gone = await portai('profiles delete l2 --yes', { dir });
  expect(gone.stdout).toBe('deleted\tl2\tcredentials\n');
  expect([...filesBelow(join(dir, 'credentials')).keys()]).toEqual([]);
});

test('damaged settings of a profile hinder neither signing out nor deleting it', async () => {
  const dir = freshFolder();
  await signIn(dir, '--profile', 'prod', '--region', 'us');
  await writeFile(join(dir, 'settings', 'profiles', 'prod.json'), 'damaged');
  expect(await portai('--profile prod providers list', { dir })).toMatchObject({ code: 2 });
  expect(await portai('auth logout --profile prod', { dir })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('deleted'),
  });
  expect(await portai('profiles delete prod --yes', { dir })).toMatchObject({
    code: 0,
    stdout: 'deleted\tprod\tsettings\n',
  });
});

test('profiles whose names differ in case only have credentials of their own', async () => {
  const dir = freshFolder();
  for (const name of ['prod', 'Prod', 'nul']) {
    const env = { GIVEN: `secret-of-${name}` };
    const login = `auth login --no-verify --profile ${name} --client-id id-of-${name} --value-env GIVEN`;
    expect(await portai(login, { dir, env })).toMatchObject({ code: 0 });
  }
  const files = [...filesBelow(join(dir, 'credentials')).keys()];
  expect(new Set(files.map((name) => name.toLowerCase())).size).toBe(3);
  await portai('profiles delete Prod --yes', { dir });
  const shown = await portai('profiles show prod --json', { dir });
  expect(JSON.parse(shown.stdout)).toMatchObject({
    planes: { port: { credentials: { clientId: 'id-of-prod' } } },
  });
});

test('credentials of the environment go nowhere that a file says which others may change', async () => {
  const dir = freshFolder();
  const env = { PORT_CLIENT_ID: 'prod', PORT_CLIENT_SECRET: 'a-secret-of-production' };
  await portai('profiles set default --api-url https://port.example.com', { dir });
  const file = join(dir, 'settings', 'profiles', 'default.json');
  // Without a network a request would fail the test.
  for (const path of [file, join(dir, 'settings'), dir]) {
    const before = (await stat(path)).mode & 0o777;
    await chmod(path, 0o777);
    const ran = await portai('providers list', { dir, env });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(`${path} can be`);
    await chmod(path, before);
  }
});
